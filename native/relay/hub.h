#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "native/relay/connection.h"
#include "native/relay/conversation.h"
#include "native/relay/errands.h"
#include "native/relay/fleet.h"
#include "native/relay/identity.h"
#include "native/relay/limits.h"
#include "native/relay/peers.h"
#include "native/relay/rate_limit.h"

namespace deskbell::relay {

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
    int away = 0;           ///< clients whose conversations other relays run
    int remote = 0;         ///< clients of other relays
    int relays = 1;         ///< that live
};

/// What forget_visitors() did.
struct ForgottenVisitors {
    int visitors = 0;
    std::vector<std::string> uploads;  ///< their files are the host's to remove
};

/// Everything between the sockets and the conversations, and between the conversations and their desks: who is connected, whose tabs they are, limits,
/// deadlines, whose answer or webhook it is. It reads no clock and opens no socket, so it is tested without either.
class Hub {
  public:
    /// There is one desk at least. The store, the outside and the fleet outlive the hub; without an outside no desk is reached, without a fleet it is the only relay of its store.
    Hub(Store& store, Desks desks, Outside* outside = nullptr, IdentityOptions identity = {}, Fleet* fleet = nullptr);
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

    /// From now on turns are made durable together: whoever hears this calls flush() soon, and nothing is told or asked before.
    void on_pending(std::function<void()> listener);
    /// Makes everything durable and does what has waited for it. False when some of it was lost; those conversations were closed, and their clients come back.
    bool flush(Millis now);

    /// From the fleet: what Fleet::live() and Fleet::notes() gave.
    void heard(const FleetNews& news, Millis now);
    void heard(const std::vector<PeerNote>& notes, Millis now);

    /// The visitor with this token, or 0.
    VisitorId visitor_of(std::string_view token, Millis now);
    const Identity& identity() const { return identity_; }

    /// Forgets up to `limit` visitors who were not there since a time; Throws StoreError.
    ForgottenVisitors forget_visitors(Millis since, int limit);
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
        bool is_noted = false;  ///< it stands among the relay's notes still, for an heir
    };
    /// What has to wait until a turn is durable: a line for a socket, or what the turn orders.
    struct Effect {
        VisitorId visitor = 0;
        Connection* connection = nullptr;
        std::string line;
        std::optional<Turn> turn;
    };
    /// A socket here whose conversation another relay runs.
    struct Away {
        Connection* connection = nullptr;
        std::string relay;
    };
    using RemoteKey = std::pair<std::string, std::int64_t>;

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
    void store_failed(VisitorId id, const StoreError& error, Millis now);
    void enter(Connection& connection, Guest guest, const HelloFrame& frame, Millis now);
    /// The relay that runs a conversation, where it is another.
    std::optional<std::string> elsewhere(VisitorId id);
    void send_away(Connection& connection, const std::string& relay, const Guest& guest);
    void hand_on(Connection& connection, std::string_view text, Millis now);
    /// False when the conversation is this relay's, or can be.
    bool hand_on(VisitorId id, std::size_t desk, const channel::Routed& item);
    void give_back(VisitorId id);
    void take_up_dropped(Millis now);
    void try_undone(Millis now);
    void heard(const PeerNote& note, Millis now);
    void heard_hello(const PeerNote& note, std::string_view body, Millis now);
    void heard_webhook(const PeerNote& note, Millis now);
    void close_away(std::uint64_t number, Closing reason);
    void close_remote(const RemoteKey& key, Millis now);
    /// Forgets a conversation as if the relay had been killed; its clients come back, and it is taken up again from the store.
    void drop(VisitorId id, Millis now);
    void say(VisitorId id, Connection& connection, std::string line);
    void order(VisitorId id, Turn turn, Millis now);
    void ask_for_flush();
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
    /// An item whose conversation is not known yet; where there are several relays it is noted first, so that it is not lost with this one.
    void keep_for_later(std::size_t desk, const channel::Routed& item, Millis now);
    void hold(Held held);
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
    std::function<void()> pending_;
    bool flush_is_asked_ = false;
    std::deque<Effect> effects_;
    std::vector<VisitorId> leaving_;            ///< when the effects have been done
    std::multimap<Millis, VisitorId> dropped_;  ///< to be taken up again
    Fleet* fleet_ = nullptr;
    std::string_view text_;  ///< the frame that is being handled
    std::unordered_map<std::uint64_t, Away> away_;
    std::uint64_t last_away_ = 0;
    std::map<RemoteKey, std::shared_ptr<RemoteConnection>> remote_;
    std::string last_note_;        ///< the last one that was heard
    std::deque<PeerNote> undone_;  ///< webhooks that could not be stored yet
    Millis try_notes_at_ = 0;
    Millis look_again_at_ = 0;  ///< for routes that other relays have stored
    int relays_ = 1;
};

}  // namespace deskbell::relay
