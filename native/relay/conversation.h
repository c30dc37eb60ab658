#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "native/relay/frames.h"
#include "native/relay/store.h"
#include "native/sandbox/sandbox.h"

namespace deskbell::relay {

/// The answer to a `send`: a line for the socket that asked, one for the visitor's other tabs, and what the desk said upon it for all of them.
struct SendResult {
    std::string answer;
    std::string echo;
    std::vector<std::string> said;
    bool refused = false;
};

/// One visitor's conversation: numbers events, keeps them in the store and runs the desk. It knows no sockets. Everything that one call changes
/// is one transaction, and what a call returns may be sent, since it is durable by then. Every call may throw StoreError.
class Conversation {
  public:
    Conversation(Store& store, sandbox::Options options, Visitor visitor);

    VisitorId id() const { return visitor_.id; }
    const Visitor& visitor() const { return visitor_; }
    std::string user_id() const;
    std::optional<Millis> deadline() const { return desk_.next_deadline(); }

    /// Sets the language of a `hello`.
    void greet(std::string_view lang, Millis now);
    /// The frames for a client that saw everything up to `after`: what came later, or a gap; then where the session stands.
    std::vector<std::string> catch_up(std::optional<std::int64_t> after, Millis now);
    SendResult send(const SendFrame& frame, Millis now);
    std::string history(const LoadHistoryFrame& frame);
    void mark_read(Seconds upto, Millis now);
    void typing(Millis now) { desk_.touch(now); }
    /// Does what a person does who plays the agent (sandbox::AgentAct); gives the lines for all sockets. Errors: why the desk does not do it.
    tl::expected<std::vector<std::string>, std::string> act(sandbox::AgentAct act, Value message, Millis now);
    const sandbox::Sandbox& desk() const { return desk_; }
    /// Lets the desk go on when its time has come; gives the lines for all sockets.
    std::vector<std::string> advance(Millis now);

  private:
    std::string record(sandbox::Event event);
    std::string record_message(Value message);
    std::string record_change(Value message);
    std::string replay(const StoredEvent& event);
    std::vector<std::string> record_all(sandbox::Output output);
    std::vector<std::string> keep(sandbox::Output output, Millis now);
    void save(Millis now);
    void reload();
    Value complete(Value message) const;
    Value shown(const StoredMessage& message) const;

    Store& store_;
    sandbox::Options options_;
    Visitor visitor_;
    sandbox::Sandbox desk_;
};

}  // namespace deskbell::relay
