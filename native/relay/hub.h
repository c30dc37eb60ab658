#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "native/relay/conversation.h"
#include "native/relay/errands.h"
#include "native/relay/identity.h"
#include "native/relay/limits.h"
#include "native/relay/rate_limit.h"

namespace deskbell::relay {

/// Why the relay closes a socket; the numbers are WebSocket close codes (RFC 6455, section 7.4.1).
enum class Closing : int { going_away = 1001, refused = 1008, too_large = 1009, later = 1013 };

/// A client as the hub sees it. The socket's owner keeps it alive until closed() was called.
class Connection {
  public:
    virtual ~Connection() = default;
    /// Sends one frame. Never fails: a socket that is gone is noticed by its reader.
    virtual void send(std::string line) = 0;
    /// Closes the socket after everything that was sent.
    virtual void close(Closing reason) = 0;
    /// Whether its hello was taken.
    bool greeted() const { return visitor_ != 0; }

  private:
    friend class Hub;
    VisitorId visitor_ = 0;  ///< 0 until the hello
    int errors_ = 0;
    RateLimit rate_{0, 0};
};

/// What has happened so far, for the metrics.
struct HubCounts {
    std::uint64_t frames = 0;    ///< from clients
    std::uint64_t lines = 0;     ///< to clients
    std::uint64_t refused = 0;   ///< frames
    std::uint64_t messages = 0;  ///< of visitors that were taken
    std::uint64_t webhooks = 0;
    std::uint64_t store_failures = 0;
    int clients = 0;
    int conversations = 0;  ///< in memory
    int requests = 0;       ///< of desks, open
};

/// Everything between the sockets and the conversations, and between the conversations and their desks: who is connected, whose tabs they are, limits,
/// deadlines, whose answer or webhook it is. It reads no clock and opens no socket, so it is tested without either.
class Hub {
  public:
    /// There is one desk at least. The store and the outside outlive the hub; without an outside no desk is reached.
    Hub(Store& store, Desks desks, Outside* outside = nullptr, IdentityOptions identity = {});
    /// The sandbox alone.
    Hub(Store& store, sandbox::Options options) : Hub(store, sandbox_only(std::move(options))) {}

    void opened(Connection& connection, Millis now);
    void received(Connection& connection, std::string_view text, Millis now);
    /// A frame that was refused before it could be read whole.
    void refused(Connection& connection, const FrameError& error);
    void closed(Connection& connection, Millis now);
    int connection_count() const { return static_cast<int>(connections_.size()); }
    void close_all(Closing reason);

    /// When advance() has something to do.
    std::optional<Millis> next_deadline() const;
    void advance(Millis now);

    /// From the outside: an answer or a piece of one, news of a socket, a request of a desk to `/hooks/<desk>/…`.
    void answered(const Errand& errand, channel::Response response, Millis now);
    void heard(std::uint64_t socket, const channel::SocketNews& news, Millis now);
    channel::Reply webhook(std::string_view desk, const channel::Webhook& webhook, Millis now);
    /// Adds the secrets of an errand's account, right before a try.
    void authorise(const Errand& errand, channel::Request& request) const { errands_.authorise(errand, request); }
    const Desks& desks() const { return desks_; }

    /// Does what a person does who plays the agent of this connection's visitor. Errors: why the desk does not do it.
    tl::expected<void, std::string> act(const Connection& connection, sandbox::AgentAct act, Value message, Millis now);
    /// The desk of this connection's visitor, or nullptr before the hello.
    const sandbox::Sandbox* desk_of(const Connection& connection) const;

    /// Is told whenever next_deadline() may have changed, so that a host can set its timer.
    void on_schedule(std::function<void()> listener) { scheduled_ = std::move(listener); }

    /// The visitor with this token, or 0.
    VisitorId visitor_of(std::string_view token, Millis now);
    const Identity& identity() const { return identity_; }

    /// Forgets up to `limit` visitors who were not there since a time; gives their uploads, whose files are the host's to remove. Throws StoreError.
    std::vector<std::string> forget_visitors(Millis since, int limit);
    HubCounts counts() const;

  private:
    struct Room {
        std::unique_ptr<Conversation> conversation;
        std::size_t desk = 0;
        std::vector<Connection*> connections;
        std::optional<Millis> deadline;
        RateLimit rate{frames_per_second_of_visitor, frames_at_once_of_visitor};
        bool asleep = true;                      ///< resume() has to be called
        std::uint64_t socket = 0;                ///< of the channel; 0: none
        std::deque<channel::Response> unstored;  ///< answers that the store did not take yet
        Millis retry_at = 0;                     ///< when they are tried again
    };
    /// A webhook's item whose conversation is not known yet: the answer that names it may still be on its way.
    struct Held {
        std::size_t desk = 0;
        channel::Routed item;
        Millis until = 0;
    };

    void handle(Connection& connection, const HelloFrame& frame, Millis now);
    void handle(Connection& connection, const SendFrame& frame, Millis now);
    void handle(Connection& connection, const LoadHistoryFrame& frame, Millis now);
    void handle(Connection& connection, const MarkReadFrame& frame, Millis now);
    void handle(Connection& connection, const RecallFrame& frame, Millis now);
    void handle(Connection& connection, const TypingFrame& frame, Millis now);
    void handle(Connection& connection, const PingFrame& frame, Millis now);
    std::optional<std::size_t> find_desk(std::string_view name) const;
    /// Whose conversation a hello is for: the visitor, and whether it is the one whose past the client knows. Nothing when it was refused.
    struct Guest {
        Visitor visitor;
        std::size_t desk = 0;
        bool known = false;
    };
    std::optional<Guest> admit(Connection& connection, const HelloFrame& frame, Millis now);
    void store_failed(VisitorId id, const StoreError& error);
    Room& room(Visitor visitor, std::size_t desk);
    /// The visitor's room, opened when it has to be; nullptr when there is no such visitor or its desk is not configured any more.
    Room* find_room(VisitorId id);
    void wake(VisitorId id, Millis now);
    void schedule(VisitorId id);
    /// Schedules, and closes the room when nobody is there and nothing is due.
    void leave(VisitorId id);
    void tell(const Room& room, const std::vector<std::string>& lines, const Connection* except = nullptr);
    /// Does what a turn has led to.
    void carry_out(VisitorId id, Turn turn, Millis now);
    void order(VisitorId id, const channel::SocketOrder& order);
    void work(VisitorId id, Millis now);
    void take_answers(VisitorId id, Millis now);
    bool deliver(std::size_t desk, const channel::Routed& item, Millis now);
    std::optional<VisitorId> addressee(std::size_t desk, const channel::Routed& item, Millis now);
    void deliver_held(Millis now);

    Store& store_;
    Identity identity_;
    Desks desks_;
    HubCounts counts_;
    Outside* outside_;
    Errands errands_;
    std::unordered_map<std::uint64_t, VisitorId> sockets_;
    std::uint64_t last_socket_ = 0;
    std::vector<std::uint64_t> lost_sockets_;  ///< opened without an outside; told at the next advance()
    std::deque<Held> held_;
    bool routes_are_new_ = false;
    std::set<Connection*> connections_;
    std::unordered_map<VisitorId, Room> rooms_;
    std::set<std::pair<Millis, VisitorId>> deadlines_;
    std::function<void()> scheduled_;
};

}  // namespace deskbell::relay
