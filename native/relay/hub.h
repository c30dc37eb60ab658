#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "native/relay/conversation.h"
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

/// Everything between the sockets and the conversations: who is connected, whose tabs they are, limits, deadlines. It reads no clock and opens
/// no socket, so it is tested without either.
class Hub {
  public:
    Hub(Store& store, sandbox::Options options);

    void opened(Connection& connection, Millis now);
    void received(Connection& connection, std::string_view text, Millis now);
    /// A frame that was refused before it could be read whole.
    void refused(Connection& connection, const FrameError& error);
    void closed(Connection& connection);
    int connection_count() const { return static_cast<int>(connections_.size()); }
    void close_all(Closing reason);

    /// When advance() has something to do.
    std::optional<Millis> next_deadline() const;
    void advance(Millis now);

    /// Does what a person does who plays the agent of this connection's visitor. Errors: why the desk does not do it.
    tl::expected<void, std::string> act(const Connection& connection, sandbox::AgentAct act, Value message, Millis now);
    /// The desk of this connection's visitor, or nullptr before the hello.
    const sandbox::Sandbox* desk_of(const Connection& connection) const;

    /// Is told whenever next_deadline() may have changed, so that a host can set its timer.
    void on_schedule(std::function<void()> listener) { scheduled_ = std::move(listener); }

    /// The visitor with this token, or 0.
    VisitorId visitor_of(std::string_view token);

  private:
    struct Room {
        std::unique_ptr<Conversation> conversation;
        std::vector<Connection*> connections;
        std::optional<Millis> deadline;
    };

    void handle(Connection& connection, const HelloFrame& frame, Millis now);
    void handle(Connection& connection, const SendFrame& frame, Millis now);
    void handle(Connection& connection, const LoadHistoryFrame& frame, Millis now);
    void handle(Connection& connection, const MarkReadFrame& frame, Millis now);
    void handle(Connection& connection, const TypingFrame& frame, Millis now);
    void handle(Connection& connection, const PingFrame& frame, Millis now);
    Room& room(Visitor visitor);
    void schedule(VisitorId id);
    void tell(const Room& room, const std::vector<std::string>& lines, const Connection* except = nullptr);

    Store& store_;
    sandbox::Options options_;
    std::set<Connection*> connections_;
    std::unordered_map<VisitorId, Room> rooms_;
    std::set<std::pair<Millis, VisitorId>> deadlines_;
    std::function<void()> scheduled_;
};

}  // namespace deskbell::relay
