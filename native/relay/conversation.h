#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/channel/channel.h"
#include "native/relay/frames.h"
#include "native/relay/store.h"
#include "native/sandbox/agent_act.h"
#include "native/sandbox/sandbox.h"

namespace deskbell::relay {

/// What a call has led to, to be done now that it is durable.
struct Turn {
    std::vector<std::string> lines;  ///< frames for all of the visitor's sockets
    std::vector<channel::Request> requests;
    std::vector<std::string> cancel;
    std::vector<channel::SocketOrder> socket;
    std::vector<std::string> routes;  ///< new keys, for webhooks that came before them
};

/// The answer to a `send`: a line for the socket that asked, one for the visitor's other tabs, and what the desk did upon it.
struct SendResult {
    std::string answer;
    std::string echo;
    Turn turn;
    bool refused = false;
};

/// One visitor's conversation: numbers events, keeps them in the store and runs the desk's channel. It knows no sockets. Everything that one call changes
/// is one transaction, and what a call returns may be done, since it is durable by then. Every call may throw StoreError; then nothing of it has happened.
class Conversation {
  public:
    /// The account outlives the conversation.
    Conversation(Store& store, channel::Account& account, Visitor visitor);

    VisitorId id() const { return visitor_.id; }
    const Visitor& visitor() const { return visitor_; }
    std::string user_id() const;
    std::optional<Millis> deadline() const { return channel_->next_deadline(); }
    /// Whether a request or the channel's socket is open.
    bool is_busy() const { return !open_.empty() || socket_open_; }

    /// Sets the language of a `hello`.
    void greet(std::string_view lang, Millis now);
    /// Once, for a conversation that comes from the store: what was open is made again.
    Turn resume(Millis now);
    /// The frames for a client that saw everything up to `after`: what came later, or a gap.
    std::vector<std::string> catch_up(std::optional<std::int64_t> after);
    /// Where the session stands, for that client.
    Turn status(Millis now);
    SendResult send(const SendFrame& frame, Millis now);
    std::string history(const LoadHistoryFrame& frame);
    Turn mark_read(Seconds upto, Millis now);
    /// Whether the desk can do this (core/protocol/abilities.h).
    bool can(std::string_view ability) const;
    /// Takes a message of the visitor back; nothing when it is not theirs, is too old, or the desk cannot be told.
    Turn recall(const std::string& id, Millis now);
    Turn typing(bool typing, Millis now);
    /// The last client has gone.
    Turn left(Millis now);
    /// Lets the desk go on when its time has come.
    Turn advance(Millis now);
    Turn answered(const channel::Response& response, Millis now);
    Turn heard(const channel::SocketNews& news, Millis now);
    /// A webhook's part; nothing when its delivery was known already. An empty delivery id is new every time.
    Turn delivered(const Value& item, const DeliveryId& delivery, Millis now);
    /// Keeps a key by which webhooks name this conversation.
    void add_route(std::string_view key);

    /// Does what a person does who plays the agent of a sandbox. Errors: why the desk does not do it.
    tl::expected<Turn, std::string> act(sandbox::AgentAct act, Value message, Millis now);
    /// The sandbox, or nullptr at another desk.
    const sandbox::Sandbox* desk() const;

  private:
    /// When the channel's state is written besides with what has to be stored: always, or only when it is worth it.
    enum class Saving { always, with_stored };

    Turn keep(channel::Output output, Millis now, Saving saving);
    /// Does `change` and keeps what it gives, in one transaction; where it gives nothing, nothing has happened, as after a failure.
    Turn store(Millis now, const std::function<std::optional<channel::Output>()>& change);
    Turn record_all(channel::Output output);
    std::string record(channel::Event event);
    std::string record_message(Value message);
    std::string record_change(Value message);
    std::string replay(const StoredEvent& event);
    void save(Millis now);
    void reload();
    void open_channel();
    Value complete(Value message) const;
    Value changed(Value change);
    Value shown(const StoredMessage& message) const;

    Store& store_;
    channel::Account& account_;
    Visitor visitor_;
    std::unique_ptr<channel::Channel> channel_;
    std::set<std::string> open_;  ///< ids of requests
    bool socket_open_ = false;
    /// The message that was changed last, as it is stored: the steps of a stream change one message many times a second.
    std::optional<StoredMessage> growing_;
    Value growing_body_;
};

}  // namespace deskbell::relay
