#pragma once

#include <filesystem>

#include "native/relay/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace deskbell::relay {

/// The store of one relay: a SQLite file in WAL mode, every statement prepared once. `synchronous=FULL`: a commit costs one fsync; while grouping, a commit is a savepoint in a transaction
/// that flush() commits, so that many turns cost one.
class SqliteStore : public Store {
  public:
    /// Opens or creates the file, and brings one of an earlier version up to date. Throws StoreError, also for a file of a later version.
    explicit SqliteStore(const std::filesystem::path& file);
    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Visitor create_visitor(std::string_view token_hash, Millis now) override;
    std::optional<Visitor> find_visitor(std::string_view token_hash) override;
    std::optional<Visitor> load_visitor(VisitorId id) override;
    void save_visitor(const Visitor& visitor, Millis now) override;
    std::vector<VisitorId> waiting_visitors() override;
    void add_message(VisitorId visitor, const StoredMessage& message) override;
    void replace_body(VisitorId visitor, std::string_view id, std::string_view body) override;
    std::optional<StoredMessage> find_message(VisitorId visitor, std::string_view id) override;
    std::optional<StoredMessage> find_sent(VisitorId visitor, std::string_view client_id) override;
    std::vector<StoredMessage> messages_before(VisitorId visitor, std::int64_t sequence, int limit) override;
    void add_event(VisitorId visitor, const StoredEvent& event) override;
    std::vector<StoredEvent> events_after(VisitorId visitor, std::int64_t seq, int limit) override;
    void forget_events(VisitorId visitor, std::int64_t upto) override;
    void add_answer(VisitorId visitor, std::string_view client_id, std::string_view answer) override;
    std::optional<std::string> find_answer(VisitorId visitor, std::string_view client_id) override;
    void add_route(std::string_view at, std::string_view key, VisitorId visitor) override;
    std::optional<VisitorId> find_route(std::string_view at, std::string_view key) override;
    bool add_delivery(const DeliveryId& delivery, Millis now) override;
    void add_upload(const StoredUpload& upload, Millis now) override;
    std::optional<StoredUpload> find_upload(std::string_view id) override;
    std::int64_t upload_bytes(VisitorId visitor) override;
    std::string secret(std::string_view name, const std::string& fresh) override;
    std::vector<VisitorId> visitors_before(Millis time, int limit) override;
    std::vector<std::string> forget_visitor(VisitorId visitor) override;
    void check() override;
    void checkpoint() override;
    void group(bool on) override;
    bool is_flushed() const override { return !group_is_open_; }
    std::vector<VisitorId> flush() override;

  protected:
    void begin() override;
    void commit() override;
    void roll_back() noexcept override;

  private:
    class Query;
    enum class Statement : int;

    void execute(const char* sql);
    int version();
    void make_schema();

    sqlite3* database_ = nullptr;
    bool grouping_ = false;
    bool group_is_open_ = false;
    std::vector<VisitorId> grouped_;  ///< who was saved since the group began
    std::vector<sqlite3_stmt*> statements_;
};

}  // namespace deskbell::relay
