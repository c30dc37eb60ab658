#include "native/relay/redis_store.h"

#include "native/relay/limits.h"
#include "native/relay/redis_scripts.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

constexpr const char* prefix = "deskbell:";

RedisCommand visitor_command(const std::string& visitor_key) {
    return {"HMGET", visitor_key, "seq", "forgotten", "desk_read", "visitor_read", "lang",
            "desk",  "deadline",  "at",  "customer",  "seen",      "open"};
}

std::optional<Visitor> read_visitor(VisitorId id, const RedisReply& reply) {
    if (reply.is_nothing(0)) return std::nullopt;
    Visitor visitor;
    visitor.id = id;
    visitor.seq = reply.number(0);
    visitor.forgotten = reply.number(1);
    visitor.desk_read = reply.number(2);
    visitor.visitor_read = reply.number(3);
    visitor.lang = reply.text(4);
    visitor.desk = reply.text(5);
    if (!reply.text(6).empty()) visitor.deadline = reply.number(6);
    visitor.at = reply.text(7);
    visitor.customer = reply.text(8);
    visitor.seen = reply.number(9);
    visitor.open = reply.number(10) != 0;
    return visitor;
}

/// A message is kept as its client id's length, a colon, the client id, and the body.
std::string pack(const StoredMessage& message) { return std::to_string(message.client_id.size()) + ':' + message.client_id + message.body; }

void unpack(std::string_view packed, StoredMessage& message) {
    const std::size_t colon = std::min(packed.find(':'), packed.size());
    const auto length = static_cast<std::size_t>(std::strtoull(std::string(packed.substr(0, colon)).c_str(), nullptr, 10));
    packed.remove_prefix(std::min(colon + 1, packed.size()));
    message.client_id = packed.substr(0, length);
    message.body = packed.substr(std::min(length, packed.size()));
}

std::vector<VisitorId> numbers(const RedisReply& reply, std::size_t from = 0) {
    std::vector<VisitorId> out;
    for (std::size_t i = from; i < reply.size(); ++i) out.push_back(reply.number(i));
    return out;
}

/// The id that follows one of a stream, `<milliseconds>-<number>`.
std::string after(const std::string& id) {
    const std::size_t dash = std::min(id.find('-'), id.size() - 1);
    return id.substr(0, dash + 1) + std::to_string(std::strtoull(id.c_str() + dash + 1, nullptr, 10) + 1);
}

}  // namespace

std::string RedisStore::key(std::string_view kind, VisitorId visitor) { return key(kind, std::to_string(visitor)); }
std::string RedisStore::key(std::string_view kind, std::string_view name) {
    return std::string(prefix).append(kind).append(":").append(name);
}

RedisStore::RedisStore(RedisOptions options)
    : options_(std::move(options)), name_(random_token(9)), connection_(options_.address), inbox_(options_.address) {
    first_news_ = live();
}

RedisStore::~RedisStore() {
    try {
        retire();
    } catch (const StoreError&) {
        // Its lease ends by itself.
    }
}

void RedisStore::connect() {
    connection_.open();
    if (loaded_ == connection_.generation()) return;
    using namespace redis_scripts;
    constexpr std::array texts = {
        redis_scripts::commit,  redis_scripts::claim, redis_scripts::release,         redis_scripts::live,
        redis_scripts::inherit, redis_scripts::post,  redis_scripts::visitors_before, redis_scripts::forget_visitor};
    static_assert(texts.size() == static_cast<std::size_t>(Script::count));
    for (std::size_t i = 0; i < texts.size(); ++i) hashes_[i] = connection_.run({"SCRIPT", "LOAD", texts[i]}).text();
    loaded_ = connection_.generation();
}

template <class Action>
auto RedisStore::with_connection(const Action& action) {
    try {
        connect();
        return action();
    } catch (const StoreError& error) {
        if (!connection_.is_open()) {
            // Whether they have happened nobody knows.
            for (const Unanswered& one : unanswered_) {
                unsure_.insert(one.visitors.begin(), one.visitors.end());
                torn_ = torn_ || !one.is_change;
            }
            unanswered_.clear();
            trouble_ = error.what();
        }
        throw;
    }
}

RedisCommand RedisStore::script(Script which, std::vector<std::string> arguments) {
    RedisCommand command = {"EVALSHA", hashes_[static_cast<std::size_t>(which)], "1", prefix};
    command.insert(command.end(), std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
    return command;
}

/// Takes the answers that nobody has waited for.
void RedisStore::settle() {
    while (!unanswered_.empty()) {
        const RedisReply reply = connection_.next();
        const Unanswered one = std::move(unanswered_.front());
        unanswered_.pop_front();
        const bool too_few = one.counts_replicas && reply.number() < options_.replicas;
        if ((!reply.is_error() && !too_few) || !one.is_change) continue;
        unsure_.insert(one.visitors.begin(), one.visitors.end());
        trouble_ = too_few ? "Redis: too few replicas have it" : "Redis: " + std::string(reply.text());
        if (!too_few) conflict_ = reply.text().starts_with("LOST") || reply.text().starts_with("TAKEN");
    }
}

RedisReply RedisStore::ask(const RedisCommand& command) {
    connection_.add(command);
    settle();
    RedisReply reply = connection_.next();
    if (!reply.is_error()) return reply;
    if (reply.text().starts_with("LOST") || reply.text().starts_with("TAKEN")) throw StoreConflict("Redis: " + std::string(reply.text()));
    throw StoreError("Redis: " + std::string(reply.text()));
}

std::vector<RedisReply> RedisStore::ask_all(const std::vector<RedisCommand>& commands) {
    for (const RedisCommand& one : commands) connection_.add(one);
    settle();
    std::vector<RedisReply> out;
    std::string error;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        out.push_back(connection_.next());
        if (out.back().is_error()) error = out.back().text();
    }
    if (!error.empty()) throw StoreError("Redis: " + error);
    return out;
}

std::vector<VisitorId> RedisStore::flush() {
    try {
        if (!unanswered_.empty()) with_connection([&] { settle(); });
    } catch (const StoreError&) {
        // Told by the list.
    }
    const std::set<VisitorId> unsure = std::exchange(unsure_, {});
    return {unsure.begin(), unsure.end()};
}

void RedisStore::begin() {
    // Nothing is begun that cannot be stored.
    with_connection([] {});
    changes_.emplace();
}

void RedisStore::roll_back() noexcept { changes_.reset(); }

void RedisStore::change(VisitorId visitor, RedisCommand operation) {
    const bool alone = !changes_;
    if (alone) changes_.emplace();
    if (visitor != 0) changes_->visitors.insert(visitor);
    changes_->operations.push_back(std::move(operation));
    if (alone) commit();
}

void RedisStore::commit() {
    const Changes changes = std::move(*changes_);
    changes_.reset();
    trouble_.clear();
    conflict_ = false;
    if (grouping_) return with_connection([&] { send(changes); });
    // Whoever waits for the outcome is told it here, and not once more by flush().
    const std::set<VisitorId> unsure = unsure_;
    try {
        with_connection([&] {
            send(changes);
            settle();
        });
    } catch (const StoreError&) {
        unsure_ = unsure;
        throw;
    }
    unsure_ = unsure;
    if (trouble_.empty()) return;
    if (conflict_) throw StoreConflict(trouble_);
    throw StoreError(trouble_);
}

void RedisStore::send(const Changes& changes) {
    std::vector<std::string> words = {name_};
    std::vector<std::string> fenced;
    for (const VisitorId visitor : changes.visitors) {
        if (!changes.created.contains(visitor)) fenced.push_back(std::to_string(visitor));
    }
    words.push_back(std::to_string(fenced.size()));
    words.insert(words.end(), fenced.begin(), fenced.end());
    words.push_back(std::to_string(changes.absent.size()));
    words.insert(words.end(), changes.absent.begin(), changes.absent.end());
    for (const RedisCommand& operation : changes.operations) {
        words.push_back(std::to_string(operation.size()));
        words.insert(words.end(), operation.begin(), operation.end());
    }
    connection_.add(script(Script::commit, std::move(words)));
    unanswered_.push_back({changes.visitors, false, true});
    if (options_.replicas > 0) {
        connection_.add({"WAIT", std::to_string(options_.replicas), std::to_string(redis_answer_time / 2)});
        unanswered_.push_back({changes.visitors, true, true});
    }
    if (grouping_) connection_.send_all();
}

Visitor RedisStore::create_visitor(std::string_view token_hash, Millis now) {
    Visitor visitor;
    visitor.id = with_connection([&] { return ask({"INCR", std::string(prefix) + "last_visitor"}).number(); });
    const std::string id = std::to_string(visitor.id);
    const bool alone = !changes_;
    if (alone) changes_.emplace();
    changes_->created.insert(visitor.id);
    change(visitor.id, {"@visitor", id, std::to_string(now)});
    if (!token_hash.empty()) {
        change(visitor.id, {"SET", key("t", token_hash), id});
        change(visitor.id, {"SADD", key("ts", visitor.id), std::string(token_hash)});
    }
    if (alone) commit();
    return visitor;
}

std::optional<Visitor> RedisStore::find_visitor(std::string_view token_hash) {
    const VisitorId id = with_connection([&] { return ask({"GET", key("t", token_hash)}).number(); });
    return id == 0 ? std::nullopt : load_visitor(id);
}

std::optional<Visitor> RedisStore::load_visitor(VisitorId id) {
    return read_visitor(id, with_connection([&] { return ask(visitor_command(key("v", id))); }));
}

void RedisStore::save_visitor(const Visitor& visitor, Millis now) {
    const std::string id = std::to_string(visitor.id);
    const bool waits = visitor.deadline || visitor.open;
    const bool alone = !changes_;
    if (alone) changes_.emplace();
    change(visitor.id, {"HSET",         key("v", visitor.id),
                        "seq",          std::to_string(visitor.seq),
                        "forgotten",    std::to_string(visitor.forgotten),
                        "desk_read",    std::to_string(visitor.desk_read),
                        "visitor_read", std::to_string(visitor.visitor_read),
                        "lang",         visitor.lang,
                        "desk",         visitor.desk,
                        "deadline",     visitor.deadline ? std::to_string(*visitor.deadline) : "",
                        "at",           visitor.at,
                        "customer",     visitor.customer,
                        "seen",         std::to_string(now),
                        "open",         visitor.open ? "1" : "0"});
    change(visitor.id, {waits ? "SADD" : "SREM", std::string(prefix) + "waiting", id});
    change(visitor.id, {"ZADD", std::string(prefix) + "seen", std::to_string(now), id});
    if (alone) commit();
}

std::vector<VisitorId> RedisStore::waiting_visitors() {
    FleetNews news = std::exchange(first_news_, {});
    std::vector<VisitorId> out;
    do {
        out.insert(out.end(), news.inherited.begin(), news.inherited.end());
        news = live();
    } while (news.has_more || !news.inherited.empty());
    return out;
}

void RedisStore::add_message(VisitorId visitor, const StoredMessage& message) {
    const bool alone = !changes_;
    if (alone) changes_.emplace();
    change(visitor, {"HSET", key("m", visitor), message.id, pack(message)});
    change(visitor, {"ZADD", key("o", visitor), std::to_string(message.sequence), message.id});
    if (!message.client_id.empty()) change(visitor, {"HSET", key("s", visitor), message.client_id, message.id});
    changes_->messages[{visitor, message.id}] = message;
    if (alone) commit();
}

void RedisStore::replace_body(VisitorId visitor, std::string_view id, std::string_view body) {
    if (changes_) changes_->bodies[{visitor, std::string(id)}] = body;
    change(visitor, {"@body", std::to_string(visitor), std::string(id), std::string(body)});
}

std::optional<StoredMessage> RedisStore::find_message(VisitorId visitor, std::string_view id) {
    StoredMessage message;
    message.id = id;
    const std::pair which(visitor, message.id);
    const auto added = changes_ ? changes_->messages.find(which) : decltype(changes_->messages.find(which)){};
    if (changes_ && added != changes_->messages.end()) {
        message = added->second;
    } else {
        const auto replies = with_connection([&] {
            return ask_all({{"HGET", key("m", visitor), message.id}, {"ZSCORE", key("o", visitor), message.id}});
        });
        if (replies[0].is_nothing()) return std::nullopt;
        unpack(replies[0].text(), message);
        message.sequence = replies[1].number();
    }
    if (changes_) {
        if (const auto body = changes_->bodies.find(which); body != changes_->bodies.end()) message.body = body->second;
    }
    return message;
}

std::optional<StoredMessage> RedisStore::find_sent(VisitorId visitor, std::string_view client_id) {
    const RedisReply reply = with_connection([&] { return ask({"HGET", key("s", visitor), std::string(client_id)}); });
    if (reply.is_nothing()) return std::nullopt;
    return find_message(visitor, reply.text());
}

std::vector<StoredMessage> RedisStore::messages_before(VisitorId visitor, std::int64_t sequence, int limit) {
    return with_connection([&] {
        const RedisReply order = ask({"ZREVRANGEBYSCORE", key("o", visitor), '(' + std::to_string(sequence), "-inf", "WITHSCORES", "LIMIT",
                                      "0", std::to_string(limit)});
        std::vector<StoredMessage> out;
        RedisCommand command = {"HMGET", key("m", visitor)};
        for (std::size_t i = 0; i + 1 < order.size(); i += 2) {
            StoredMessage& message = out.emplace_back();
            message.id = order.text(i);
            message.sequence = order.number(i + 1);
            command.push_back(message.id);
        }
        if (out.empty()) return out;
        const RedisReply bodies = ask(command);
        for (std::size_t i = 0; i < out.size(); ++i) unpack(bodies.text(i), out[i]);
        return out;
    });
}

void RedisStore::add_event(VisitorId visitor, const StoredEvent& event) {
    change(visitor,
           {"@event", std::to_string(visitor), std::to_string(event.seq), std::to_string(static_cast<int>(event.kind)), event.message});
}

std::vector<StoredEvent> RedisStore::events_after(VisitorId visitor, std::int64_t seq, int limit) {
    const RedisReply reply = with_connection([&] {
        return ask({"XRANGE", key("e", visitor), std::to_string(seq + 1) + "-0", "+", "COUNT", std::to_string(limit)});
    });
    std::vector<StoredEvent> out;
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const redisReply* entry = RedisReply::element(reply.raw(), i);
        const redisReply* fields = RedisReply::element(entry, 1);
        StoredEvent& event = out.emplace_back();
        event.seq = RedisReply::number_of(RedisReply::element(entry, 0));  // up to the dash
        event.kind = static_cast<EventKind>(RedisReply::number_of(RedisReply::element(fields, 1)));
        event.message = RedisReply::text_of(RedisReply::element(fields, 3));
    }
    return out;
}

void RedisStore::forget_events(VisitorId visitor, std::int64_t upto) {
    change(visitor, {"XTRIM", key("e", visitor), "MINID", std::to_string(upto + 1) + "-0"});
}

void RedisStore::add_answer(VisitorId visitor, std::string_view client_id, std::string_view answer) {
    change(visitor, {"@answer", std::to_string(visitor), std::string(client_id), std::string(answer), std::to_string(most_kept_answers)});
}

std::optional<std::string> RedisStore::find_answer(VisitorId visitor, std::string_view client_id) {
    const RedisReply reply = with_connection([&] { return ask({"HGET", key("a", visitor), std::string(client_id)}); });
    if (reply.is_nothing()) return std::nullopt;
    return std::string(reply.text());
}

void RedisStore::add_route(std::string_view at, std::string_view route, VisitorId visitor) {
    const std::string name = std::string(at).append(":").append(route);
    // Of two relays that open a conversation for the same key at the same time, one has to look again.
    if (changes_ && changes_->created.contains(visitor)) changes_->absent.insert(key("r", name));
    change(visitor, {"@route", std::to_string(visitor), name});
}

std::optional<VisitorId> RedisStore::find_route(std::string_view at, std::string_view route) {
    const RedisReply reply = with_connection([&] { return ask({"GET", key("r", std::string(at).append(":").append(route))}); });
    if (reply.is_nothing()) return std::nullopt;
    return reply.number();
}

bool RedisStore::add_delivery(const DeliveryId& delivery, Millis) {
    const std::string name = key("d", delivery.at + ':' + delivery.id);
    const RedisCommand remember = {"SET", name, "1", "NX", "PX", std::to_string(delivery_memory)};
    return with_connection([&] {
        if (!changes_) return !ask(remember).is_nothing();
        if (changes_->absent.contains(name) || ask({"EXISTS", name}).number() == 1) return false;
        changes_->absent.insert(name);
        change(0, remember);
        return true;
    });
}

void RedisStore::add_upload(const StoredUpload& upload, Millis now) {
    const bool alone = !changes_;
    if (alone) changes_.emplace();
    change(0, {"HSET", key("u", upload.id), "visitor", std::to_string(upload.visitor), "name", upload.name, "mime", upload.mime, "size",
               std::to_string(upload.size), "created", std::to_string(now)});
    change(0, {"SADD", key("us", upload.visitor), upload.id});
    change(0, {"INCRBY", key("ub", upload.visitor), std::to_string(upload.size)});
    if (alone) commit();
}

std::optional<StoredUpload> RedisStore::find_upload(std::string_view id) {
    const RedisReply reply = with_connection([&] { return ask({"HMGET", key("u", id), "visitor", "name", "mime", "size"}); });
    if (reply.is_nothing(0)) return std::nullopt;
    return StoredUpload{std::string(id), reply.number(0), std::string(reply.text(1)), std::string(reply.text(2)), reply.number(3)};
}

std::int64_t RedisStore::upload_bytes(VisitorId visitor) {
    return with_connection([&] { return ask({"GET", key("ub", visitor)}).number(); });
}

std::string RedisStore::secret(std::string_view name, const std::string& fresh) {
    const std::string secrets = std::string(prefix) + "secrets";
    const auto replies = with_connection([&] {
        return ask_all({{"HSETNX", secrets, std::string(name), fresh}, {"HGET", secrets, std::string(name)}});
    });
    return std::string(replies[1].text());
}

std::vector<VisitorId> RedisStore::visitors_before(Millis time, int limit) {
    return numbers(with_connection([&] {
        return ask(script(Script::visitors_before, {name_, std::to_string(time), std::to_string(limit)}));
    }));
}

std::vector<std::string> RedisStore::forget_visitor(VisitorId visitor) {
    const RedisReply reply = with_connection([&] { return ask(script(Script::forget_visitor, {name_, std::to_string(visitor)})); });
    std::vector<std::string> uploads;
    for (std::size_t i = 0; i < reply.size(); ++i) uploads.emplace_back(reply.text(i));
    return uploads;
}

/// A write: a Redis that only reads, whose disk or memory is full, is of no use.
void RedisStore::check() {
    with_connection([&] { ask({"SET", std::string(prefix) + "check", name_}); });
}

std::optional<std::string> RedisStore::claim(VisitorId visitor) {
    const RedisReply reply = with_connection([&] { return ask(script(Script::claim, {name_, std::to_string(visitor)})); });
    if (reply.text() == name_) return std::nullopt;
    return std::string(reply.text());
}

void RedisStore::release(VisitorId visitor) {
    with_connection([&] {
        connection_.add(script(Script::release, {name_, std::to_string(visitor)}));
        connection_.send_all();
        unanswered_.push_back({{}, false, false});
    });
}

FleetNews RedisStore::live() {
    FleetNews news;
    with_connection([&] {
        const std::string lease = std::to_string(options_.lease);
        RedisReply reply = ask(script(Script::live, {name_, lease, has_lived_ ? "1" : "0"}));
        if (reply.number(0) == 0) {
            news.is_reborn = true;
            name_ = random_token(9);
            inbox_.close();
            last_note_ = "0-0";
            reply = ask(script(Script::live, {name_, lease, "0"}));
        }
        has_lived_ = true;
        const redisReply* alive = RedisReply::element(reply.raw(), 1);
        for (std::size_t i = 0; RedisReply::element(alive, i) != nullptr; ++i) {
            news.alive.emplace_back(RedisReply::text_of(RedisReply::element(alive, i)));
        }
        const redisReply* dead = RedisReply::element(reply.raw(), 2);
        for (std::size_t i = 0; RedisReply::element(dead, i) != nullptr; ++i) {
            inherit(news, std::string(RedisReply::text_of(RedisReply::element(dead, i))));
        }
    });
    listen();
    news.is_torn = std::exchange(torn_, false);
    return news;
}

void RedisStore::inherit(FleetNews& news, const std::string& dead) {
    const RedisReply reply = ask(script(Script::inherit, {name_, dead, std::to_string(most_inherited)}));
    for (const VisitorId visitor : numbers(reply, 1)) news.inherited.push_back(visitor);
    if (reply.number(0) == 0) news.has_more = true;
}

void RedisStore::retire() {
    with_connection([&] { ask({"ZADD", std::string(prefix) + "relays", "XX", "0", name_}); });
}

bool RedisStore::post(std::string_view to, const PeerNote& note) {
    return with_connection([&] { return ask(script(Script::post, {std::string(to), name_, note.kind, note.body})).number() == 1; });
}

void RedisStore::post_soon(std::string_view to, const PeerNote& note) {
    with_connection([&] {
        connection_.add(script(Script::post, {std::string(to), name_, note.kind, note.body}));
        connection_.send_all();
        unanswered_.push_back({{}, false, false});
    });
}

/// Asks for the notes that come after the last one, once for each connection and each answer.
void RedisStore::listen() {
    inbox_.open();
    if (listening_ == inbox_.generation()) return;
    inbox_.add({"XREAD", "COUNT", "500", "BLOCK", "0", "STREAMS", key("in", name_), last_note_});
    inbox_.send_all();
    listening_ = inbox_.generation();
}

std::vector<PeerNote> RedisStore::notes() {
    std::vector<PeerNote> out;
    for (auto reply = inbox_.take(true); reply; reply = inbox_.take(false)) {
        // [[stream, [[id, [name, value, …]], …]]]; the answer to a trimming is a number.
        const redisReply* entries = RedisReply::element(RedisReply::element(reply->raw(), 0), 1);
        for (std::size_t i = 0; RedisReply::element(entries, i) != nullptr; ++i) {
            const redisReply* entry = RedisReply::element(entries, i);
            const redisReply* fields = RedisReply::element(entry, 1);
            const auto field = [fields](std::size_t at) { return std::string(RedisReply::text_of(RedisReply::element(fields, at))); };
            out.push_back({std::string(RedisReply::text_of(RedisReply::element(entry, 0))), field(1), field(3), field(5)});
        }
        if (entries == nullptr) continue;
        listening_ = 0;
    }
    if (out.empty()) return out;
    last_note_ = out.back().id;
    listen();
    return out;
}

void RedisStore::done_with(const std::string& note) {
    with_connection([&] {
        connection_.add({"XTRIM", key("in", name_), "MINID", after(note)});
        connection_.send_all();
        unanswered_.push_back({{}, false, false});
    });
}

}  // namespace deskbell::relay
