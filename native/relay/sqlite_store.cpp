#include "native/relay/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "native/relay/limits.h"

namespace deskbell::relay {
namespace {

/// What brings a file from one version to the next, beginning with an empty one.
constexpr const char* first_schema = R"sql(
CREATE TABLE visitor (
    id INTEGER PRIMARY KEY, created INTEGER NOT NULL, seen INTEGER NOT NULL, lang TEXT NOT NULL,
    seq INTEGER NOT NULL, forgotten INTEGER NOT NULL, desk_read INTEGER NOT NULL, visitor_read INTEGER NOT NULL,
    desk TEXT NOT NULL, deadline INTEGER);
CREATE INDEX visitor_deadline ON visitor (deadline) WHERE deadline IS NOT NULL;
CREATE TABLE token (hash BLOB PRIMARY KEY, visitor INTEGER NOT NULL REFERENCES visitor, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE message (
    visitor INTEGER NOT NULL REFERENCES visitor, sequence INTEGER NOT NULL, id TEXT NOT NULL, client_id TEXT, body TEXT NOT NULL,
    PRIMARY KEY (visitor, sequence)) WITHOUT ROWID;
CREATE UNIQUE INDEX message_id ON message (visitor, id);
CREATE UNIQUE INDEX message_client_id ON message (visitor, client_id) WHERE client_id IS NOT NULL;
CREATE TABLE event (
    visitor INTEGER NOT NULL REFERENCES visitor, seq INTEGER NOT NULL, kind INTEGER NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (visitor, seq)) WITHOUT ROWID;
CREATE INDEX event_message ON event (visitor, message, kind);
CREATE TABLE answer (
    number INTEGER PRIMARY KEY, visitor INTEGER NOT NULL REFERENCES visitor, client_id TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (visitor, client_id));
CREATE TABLE upload (
    id TEXT PRIMARY KEY, visitor INTEGER NOT NULL REFERENCES visitor, name TEXT NOT NULL, mime TEXT NOT NULL,
    size INTEGER NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX upload_visitor ON upload (visitor);
)sql";

/// Several desks: whose conversation it is, how webhooks find it, which of them were seen.
constexpr const char* desks_schema = R"sql(
ALTER TABLE visitor ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE visitor ADD COLUMN customer TEXT NOT NULL DEFAULT '';
ALTER TABLE visitor ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
CREATE INDEX visitor_open ON visitor (id) WHERE open = 1;
CREATE TABLE route (at TEXT NOT NULL, key TEXT NOT NULL, visitor INTEGER NOT NULL REFERENCES visitor, PRIMARY KEY (at, key)) WITHOUT ROWID;
CREATE INDEX route_visitor ON route (visitor);
CREATE TABLE delivery (at TEXT NOT NULL, id TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (at, id)) WITHOUT ROWID;
CREATE INDEX delivery_seen ON delivery (seen);
)sql";

/// Secrets of the relay itself, and retention.
constexpr const char* secrets_schema = R"sql(
CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX visitor_seen ON visitor (seen);
CREATE INDEX token_visitor ON token (visitor);
)sql";

constexpr std::array schema_steps = {first_schema, desks_schema, secrets_schema};

#define VISITOR_COLUMNS "id, seq, forgotten, desk_read, visitor_read, lang, desk, deadline, at, customer, open, seen"
#define MESSAGE_COLUMNS "sequence, id, client_id, body"

}  // namespace

/// One entry a prepared statement; the SQL of each is in the table below, in this order.
enum class SqliteStore::Statement : int {
    create_visitor,
    create_token,
    find_visitor,
    load_visitor,
    save_visitor,
    waiting_visitors,
    add_message,
    replace_body,
    find_message,
    find_sent,
    messages_before,
    drop_changes,
    add_event,
    events_after,
    forget_events,
    add_answer,
    prune_answers,
    find_answer,
    add_route,
    find_route,
    add_delivery,
    forget_deliveries,
    add_upload,
    find_upload,
    upload_bytes,
    add_secret,
    find_secret,
    visitors_before,
    uploads_of,
    check,
    count
};

namespace {

constexpr std::array statement_texts = {
    // A number is never given twice, also when its visitor was forgotten: tokens carry it.
    "INSERT INTO visitor (id, created, seen, lang, seq, forgotten, desk_read, visitor_read, desk) VALUES (1 + max("
    "(SELECT coalesce(max(id), 0) FROM visitor), (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM secret WHERE name = "
    "'last_visitor')), "
    "?1, ?1, '', 0, 0, 0, 0, '')",
    "INSERT INTO token (hash, visitor, created) VALUES (?1, ?2, ?3)",
    "SELECT " VISITOR_COLUMNS " FROM visitor WHERE id = (SELECT visitor FROM token WHERE hash = ?1)",
    "SELECT " VISITOR_COLUMNS " FROM visitor WHERE id = ?1",
    "UPDATE visitor SET seq = ?2, forgotten = ?3, desk_read = ?4, visitor_read = ?5, lang = ?6, desk = ?7, deadline = ?8, at = ?9, "
    "customer = ?10, open = ?11, seen = ?12 WHERE id = ?1",
    "SELECT id FROM visitor WHERE deadline IS NOT NULL OR open = 1",
    "INSERT INTO message (visitor, sequence, id, client_id, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    "UPDATE message SET body = ?3 WHERE visitor = ?1 AND id = ?2",
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE visitor = ?1 AND id = ?2",
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE visitor = ?1 AND client_id = ?2",
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE visitor = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3",
    "DELETE FROM event WHERE visitor = ?1 AND message = ?2 AND kind = ?3",
    "INSERT INTO event (visitor, seq, kind, message) VALUES (?1, ?2, ?3, ?4)",
    "SELECT seq, kind, message FROM event WHERE visitor = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    "DELETE FROM event WHERE visitor = ?1 AND seq <= ?2",
    "INSERT INTO answer (visitor, client_id, body) VALUES (?1, ?2, ?3)",
    "DELETE FROM answer WHERE visitor = ?1 AND number <= (SELECT number FROM answer WHERE visitor = ?1 ORDER BY number DESC LIMIT 1 OFFSET "
    "?2)",
    "SELECT body FROM answer WHERE visitor = ?1 AND client_id = ?2",
    "INSERT OR REPLACE INTO route (at, key, visitor) VALUES (?1, ?2, ?3)",
    "SELECT visitor FROM route WHERE at = ?1 AND key = ?2",
    "INSERT OR IGNORE INTO delivery (at, id, seen) VALUES (?1, ?2, ?3)",
    "DELETE FROM delivery WHERE seen < ?1",
    "INSERT INTO upload (id, visitor, name, mime, size, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    "SELECT id, visitor, name, mime, size FROM upload WHERE id = ?1",
    "SELECT coalesce(sum(size), 0) FROM upload WHERE visitor = ?1",
    "INSERT OR IGNORE INTO secret (name, value) VALUES (?1, ?2)",
    "SELECT value FROM secret WHERE name = ?1",
    "SELECT id FROM visitor WHERE seen < ?1 AND deadline IS NULL AND open = 0 LIMIT ?2",
    "SELECT id FROM upload WHERE visitor = ?1",
    "SELECT 1",
};

}  // namespace

/// A prepared statement in use: binds from the left, reads columns, and is ready for the next use when it goes out of scope.
class SqliteStore::Query {
  public:
    Query(SqliteStore& store, Statement statement)
        : database_(store.database_), statement_(store.statements_[static_cast<std::size_t>(statement)]) {}
    ~Query() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t number) { return checked(sqlite3_bind_int64(statement_, ++bound_, number)); }
    Query& bind(std::string_view text) {
        return checked(sqlite3_bind_text64(statement_, ++bound_, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                                           SQLITE_UTF8));
    }
    Query& bind_bytes(std::string_view bytes) {
        return checked(sqlite3_bind_blob64(statement_, ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
    }
    Query& bind_null() { return checked(sqlite3_bind_null(statement_, ++bound_)); }

    /// Goes to the next row; false when there is none.
    bool next() {
        const int result = sqlite3_step(statement_);
        if (result == SQLITE_ROW) return true;
        if (result == SQLITE_DONE) return false;
        throw StoreError(sqlite3_errmsg(database_));
    }
    void run() { next(); }

    std::int64_t number(int column) { return sqlite3_column_int64(statement_, column); }
    bool is_null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::string text(int column) {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (bytes == nullptr) return {};
        return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
    }

    Visitor visitor() {
        Visitor out{number(0), number(1), number(2), number(3), number(4),  text(5),
                    text(6),   {},        text(8),   text(9),   number(11), number(10) != 0};
        if (!is_null(7)) out.deadline = number(7);
        return out;
    }
    StoredMessage message() { return StoredMessage{number(0), text(1), text(2), text(3)}; }

  private:
    Query& checked(int result) {
        if (result != SQLITE_OK) throw StoreError(sqlite3_errmsg(database_));
        return *this;
    }

    sqlite3* database_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

SqliteStore::SqliteStore(const std::filesystem::path& file) {
    static_assert(statement_texts.size() == static_cast<std::size_t>(Statement::count));
    const int opened = sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    const auto give_up = [this](const std::string& reason) {
        sqlite3_close_v2(database_);
        throw StoreError(reason);
    };
    if (opened != SQLITE_OK) give_up(sqlite3_errstr(opened));
    try {
        execute("PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        make_schema();
        for (const char* text : statement_texts) {
            sqlite3_stmt* statement = nullptr;
            if (sqlite3_prepare_v3(database_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
                throw StoreError(sqlite3_errmsg(database_));
            }
            statements_.push_back(statement);
        }
    } catch (const StoreError& error) {
        for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
        give_up(error.what());
    }
}

int SqliteStore::version() {
    sqlite3_stmt* version = nullptr;
    sqlite3_prepare_v2(database_, "PRAGMA user_version", -1, &version, nullptr);
    sqlite3_step(version);
    const int found = sqlite3_column_int(version, 0);
    sqlite3_finalize(version);
    return found;
}

/// Goes from whatever version the file has to this relay's, one step after the other, each whole or not at all.
void SqliteStore::make_schema() {
    const int found = version();
    const int newest = static_cast<int>(schema_steps.size());
    if (found > newest) {
        throw StoreError("the database has version " + std::to_string(found) + ", this relay knows up to " + std::to_string(newest));
    }
    for (int step = found; step < newest; ++step) {
        Transaction change(*this);
        execute(schema_steps[static_cast<std::size_t>(step)]);
        execute(("PRAGMA user_version = " + std::to_string(step + 1)).c_str());
        change.commit();
    }
}

SqliteStore::~SqliteStore() {
    for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close_v2(database_);
}

void SqliteStore::execute(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw StoreError(sqlite3_errmsg(database_));
}

void SqliteStore::begin() {
    if (!grouping_) return execute("BEGIN IMMEDIATE");
    if (!group_is_open_) execute("BEGIN IMMEDIATE");
    group_is_open_ = true;
    execute("SAVEPOINT turn");
}

void SqliteStore::commit() { execute(group_is_open_ ? "RELEASE turn" : "COMMIT"); }

void SqliteStore::roll_back() noexcept {
    // A failed roll-back means that SQLite has rolled back already, the whole group then: flush() finds out.
    const char* sql = group_is_open_ ? "ROLLBACK TO turn; RELEASE turn" : "ROLLBACK";
    sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
}

void SqliteStore::group(bool on) { grouping_ = on; }

std::vector<VisitorId> SqliteStore::flush() {
    if (!group_is_open_) return {};
    group_is_open_ = false;
    std::vector<VisitorId> grouped = std::exchange(grouped_, {});
    // Some errors (a full disk) end the whole transaction by themselves.
    const bool is_open = sqlite3_get_autocommit(database_) == 0;
    if (is_open && sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    std::sort(grouped.begin(), grouped.end());
    grouped.erase(std::unique(grouped.begin(), grouped.end()), grouped.end());
    return grouped;
}

Visitor SqliteStore::create_visitor(std::string_view token_hash, Millis now) {
    Query(*this, Statement::create_visitor).bind(now).run();
    Visitor visitor;
    visitor.id = sqlite3_last_insert_rowid(database_);
    if (!token_hash.empty()) Query(*this, Statement::create_token).bind_bytes(token_hash).bind(visitor.id).bind(now).run();
    return visitor;
}

std::optional<Visitor> SqliteStore::find_visitor(std::string_view token_hash) {
    Query query(*this, Statement::find_visitor);
    query.bind_bytes(token_hash);
    if (!query.next()) return std::nullopt;
    return query.visitor();
}

std::optional<Visitor> SqliteStore::load_visitor(VisitorId id) {
    Query query(*this, Statement::load_visitor);
    query.bind(id);
    if (!query.next()) return std::nullopt;
    return query.visitor();
}

void SqliteStore::save_visitor(const Visitor& visitor, Millis now) {
    Query query(*this, Statement::save_visitor);
    query.bind(visitor.id).bind(visitor.seq).bind(visitor.forgotten).bind(visitor.desk_read).bind(visitor.visitor_read);
    query.bind(visitor.lang).bind(visitor.desk);
    if (visitor.deadline) {
        query.bind(*visitor.deadline);
    } else {
        query.bind_null();
    }
    query.bind(visitor.at).bind(visitor.customer).bind(visitor.open ? 1 : 0);
    query.bind(now).run();
    if (group_is_open_) grouped_.push_back(visitor.id);
}

std::vector<VisitorId> SqliteStore::waiting_visitors() {
    std::vector<VisitorId> out;
    Query query(*this, Statement::waiting_visitors);
    while (query.next()) out.push_back(query.number(0));
    return out;
}

void SqliteStore::add_message(VisitorId visitor, const StoredMessage& message) {
    Query query(*this, Statement::add_message);
    query.bind(visitor).bind(message.sequence).bind(message.id);
    if (message.client_id.empty()) {
        query.bind_null();
    } else {
        query.bind(message.client_id);
    }
    query.bind(message.body).run();
}

void SqliteStore::replace_body(VisitorId visitor, std::string_view id, std::string_view body) {
    Query(*this, Statement::replace_body).bind(visitor).bind(id).bind(body).run();
}

std::optional<StoredMessage> SqliteStore::find_message(VisitorId visitor, std::string_view id) {
    Query query(*this, Statement::find_message);
    query.bind(visitor).bind(id);
    if (!query.next()) return std::nullopt;
    return query.message();
}

std::optional<StoredMessage> SqliteStore::find_sent(VisitorId visitor, std::string_view client_id) {
    Query query(*this, Statement::find_sent);
    query.bind(visitor).bind(client_id);
    if (!query.next()) return std::nullopt;
    return query.message();
}

std::vector<StoredMessage> SqliteStore::messages_before(VisitorId visitor, std::int64_t sequence, int limit) {
    std::vector<StoredMessage> out;
    Query query(*this, Statement::messages_before);
    query.bind(visitor).bind(sequence).bind(limit);
    while (query.next()) out.push_back(query.message());
    return out;
}

void SqliteStore::add_event(VisitorId visitor, const StoredEvent& event) {
    if (event.kind != EventKind::message) {
        Query(*this, Statement::drop_changes).bind(visitor).bind(event.message).bind(static_cast<int>(event.kind)).run();
    }
    Query(*this, Statement::add_event).bind(visitor).bind(event.seq).bind(static_cast<int>(event.kind)).bind(event.message).run();
}

std::vector<StoredEvent> SqliteStore::events_after(VisitorId visitor, std::int64_t seq, int limit) {
    std::vector<StoredEvent> out;
    Query query(*this, Statement::events_after);
    query.bind(visitor).bind(seq).bind(limit);
    while (query.next()) out.push_back(StoredEvent{query.number(0), static_cast<EventKind>(query.number(1)), query.text(2)});
    return out;
}

void SqliteStore::forget_events(VisitorId visitor, std::int64_t upto) {
    Query(*this, Statement::forget_events).bind(visitor).bind(upto).run();
}

void SqliteStore::add_answer(VisitorId visitor, std::string_view client_id, std::string_view answer) {
    Query(*this, Statement::add_answer).bind(visitor).bind(client_id).bind(answer).run();
    Query(*this, Statement::prune_answers).bind(visitor).bind(most_kept_answers).run();
}

std::optional<std::string> SqliteStore::find_answer(VisitorId visitor, std::string_view client_id) {
    Query query(*this, Statement::find_answer);
    query.bind(visitor).bind(client_id);
    if (!query.next()) return std::nullopt;
    return query.text(0);
}

void SqliteStore::add_route(std::string_view at, std::string_view key, VisitorId visitor) {
    Query(*this, Statement::add_route).bind(at).bind(key).bind(visitor).run();
}

std::optional<VisitorId> SqliteStore::find_route(std::string_view at, std::string_view key) {
    Query query(*this, Statement::find_route);
    query.bind(at).bind(key);
    if (!query.next()) return std::nullopt;
    return query.number(0);
}

bool SqliteStore::add_delivery(const DeliveryId& delivery, Millis now) {
    Query(*this, Statement::forget_deliveries).bind(now - delivery_memory).run();
    Query(*this, Statement::add_delivery).bind(delivery.at).bind(delivery.id).bind(now).run();
    return sqlite3_changes(database_) == 1;
}

void SqliteStore::add_upload(const StoredUpload& upload, Millis now) {
    Query(*this, Statement::add_upload)
        .bind(upload.id)
        .bind(upload.visitor)
        .bind(upload.name)
        .bind(upload.mime)
        .bind(upload.size)
        .bind(now)
        .run();
}

std::optional<StoredUpload> SqliteStore::find_upload(std::string_view id) {
    Query query(*this, Statement::find_upload);
    query.bind(id);
    if (!query.next()) return std::nullopt;
    return StoredUpload{query.text(0), query.number(1), query.text(2), query.text(3), query.number(4)};
}

std::int64_t SqliteStore::upload_bytes(VisitorId visitor) {
    Query query(*this, Statement::upload_bytes);
    query.bind(visitor);
    query.next();
    return query.number(0);
}

std::string SqliteStore::secret(std::string_view name, const std::string& fresh) {
    Query(*this, Statement::add_secret).bind(name).bind(fresh).run();
    Query query(*this, Statement::find_secret);
    query.bind(name);
    query.next();
    return query.text(0);
}

std::vector<VisitorId> SqliteStore::visitors_before(Millis time, int limit) {
    std::vector<VisitorId> out;
    Query query(*this, Statement::visitors_before);
    query.bind(time).bind(limit);
    while (query.next()) out.push_back(query.number(0));
    return out;
}

std::vector<std::string> SqliteStore::forget_visitor(VisitorId visitor) {
    std::vector<std::string> uploads;
    Transaction transaction(*this);
    {
        Query query(*this, Statement::uploads_of);
        query.bind(visitor);
        while (query.next()) uploads.push_back(query.text(0));
    }
    const std::string id = std::to_string(visitor);
    for (const char* table : {"upload", "route", "answer", "event", "message", "token"}) {
        execute(("DELETE FROM " + std::string(table) + " WHERE visitor = " + id).c_str());
    }
    execute(("DELETE FROM visitor WHERE id = " + id).c_str());
    execute(("INSERT INTO secret (name, value) VALUES ('last_visitor', '" + id +
             "') ON CONFLICT (name) DO UPDATE SET value = max(CAST(value AS INTEGER), " + id + ")")
                .c_str());
    transaction.commit();
    return uploads;
}

void SqliteStore::check() { Query(*this, Statement::check).run(); }

void SqliteStore::checkpoint() { sqlite3_wal_checkpoint_v2(database_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr); }

}  // namespace deskbell::relay
