#pragma once

#include <array>
#include <deque>
#include <map>
#include <set>

#include "native/relay/fleet.h"
#include "native/relay/redis_connection.h"

namespace deskbell::relay {

struct RedisOptions {
    RedisAddress address;
    Millis lease = 10 * millis_per_second;  ///< how long a relay that is silent keeps its conversations
    int replicas = 0;                       ///< how many copies of Redis must have a change before it counts as stored
};

/// The store of several relays: Redis 7 (append-only file with `appendfsync always`, so that what it has answered is on its disk).
///
/// Below the prefix `deskbell:`: `v:<visitor>` the visitor (hash; `owner` is the relay that runs the conversation), `e:` the event log (stream, ids `<seq>-0`), `c:` the newest
/// change of each message in it (hash), `m:` messages, `o:` their order, `s:` client id → message, `a:` and `al:` answers, `r:<desk>:<key>` routes and `rs:` those of a visitor,
/// `d:<desk>:<id>` deliveries, `u:<upload>`, `us:` and `ub:` uploads, `t:<hash>` and `ts:` tokens, `seen`, `waiting`, `secrets`, `relays` (when each lease ends), `owned:<relay>`,
/// `in:<relay>` its notes (stream).
///
/// Changes are collected until commit() and made by one script, which first looks whether the conversation is still this relay's. While grouping, commit() does not wait: flush() does.
class RedisStore final : public Store, public Fleet {
  public:
    /// Connects. Throws StoreError.
    explicit RedisStore(RedisOptions options);
    ~RedisStore() override;

    Visitor create_visitor(std::string_view token_hash, Millis now) override;
    std::optional<Visitor> find_visitor(std::string_view token_hash) override;
    std::optional<Visitor> load_visitor(VisitorId id) override;
    void save_visitor(const Visitor& visitor, Millis now) override;
    /// Those of relays that are dead, which are this relay's from now on.
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
    void checkpoint() override { retire(); }
    bool is_sure() const override { return false; }
    void group(bool on) override { grouping_ = on; }
    bool is_flushed() const override { return !grouping_ || (unanswered_.empty() && unsure_.empty()); }
    std::vector<VisitorId> flush() override;

    const std::string& name() const override { return name_; }
    Millis lease() const override { return options_.lease; }
    std::optional<std::string> claim(VisitorId visitor) override;
    void release(VisitorId visitor) override;
    FleetNews live() override;
    void retire() override;
    bool post(std::string_view to, const PeerNote& note) override;
    void post_soon(std::string_view to, const PeerNote& note) override;
    int descriptor() const override { return inbox_.descriptor(); }
    std::vector<PeerNote> notes() override;
    void done_with(const std::string& note) override;

  protected:
    void begin() override;
    void commit() override;
    void roll_back() noexcept override;

  private:
    enum class Script : int { commit, claim, release, live, inherit, post, visitors_before, forget_visitor, count };

    /// What one commit will do.
    struct Changes {
        std::set<VisitorId> visitors;
        std::set<VisitorId> created;
        std::set<std::string> absent;  ///< keys that must not exist
        std::vector<RedisCommand> operations;
        /// What the changes have made of messages, since nothing else can be read of them before the commit.
        std::map<std::pair<VisitorId, std::string>, StoredMessage> messages;
        std::map<std::pair<VisitorId, std::string>, std::string> bodies;
    };
    /// A command whose answer nobody has waited for yet; the visitors whose changes it carries.
    struct Unanswered {
        std::set<VisitorId> visitors;
        bool counts_replicas = false;
        bool is_change = true;
    };

    static std::string key(std::string_view kind, VisitorId visitor);
    static std::string key(std::string_view kind, std::string_view name);
    RedisCommand script(Script which, std::vector<std::string> arguments);
    /// Makes sure that the scripts are there; what was unanswered when the connection broke is told by flush().
    void connect();
    /// Does something with the connection; when it breaks, what was unanswered is unsure.
    template <class Action>
    auto with_connection(const Action& action);
    void settle();
    RedisReply ask(const RedisCommand& command);
    std::vector<RedisReply> ask_all(const std::vector<RedisCommand>& commands);
    void change(VisitorId visitor, RedisCommand operation);
    void send(const Changes& changes);
    void inherit(FleetNews& news, const std::string& dead);
    void listen();

    RedisOptions options_;
    std::string name_;
    bool has_lived_ = false;
    FleetNews first_news_;  ///< until waiting_visitors() asks for it
    RedisConnection connection_;
    RedisConnection inbox_;
    std::string last_note_ = "0-0";
    int listening_ = 0;  ///< the generation of the inbox's connection on which it is asked for notes
    std::array<std::string, static_cast<std::size_t>(Script::count)> hashes_;
    int loaded_ = 0;  ///< the generation of the connection that has the scripts
    std::optional<Changes> changes_;
    bool grouping_ = false;
    std::deque<Unanswered> unanswered_;
    std::set<VisitorId> unsure_;
    bool torn_ = false;    ///< notes may be lost
    std::string trouble_;  ///< why
    bool conflict_ = false;
};

}  // namespace deskbell::relay
