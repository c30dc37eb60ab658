#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "native/sandbox/agent_act.h"
#include "native/sandbox/event.h"

namespace deskbell::sandbox {

/// How a sandbox is set up by its host.
struct Options {
    std::string assets;         ///< where the host serves the sandbox's pictures, with a slash at the end: `http://127.0.0.1:8787/sandbox/`
    double speed = 1;           ///< divides every delay (queue, typing, stream); the times in messages stay real
    std::int64_t first_id = 1;  ///< for a sandbox without saved state: the number of its first message, beyond those that the host has kept
};

struct State;

/// A simulated desk: it speaks the server side of the Tencent Desk protocol and behaves like the product of the seed (001, lines 5120–6034).
///
/// Sans-I/O: time comes in, messages go out, ids are counted in the state. The same calls give the same messages. One sandbox is one visitor.
class Sandbox {
  public:
    explicit Sandbox(Options options);
    ~Sandbox();
    Sandbox(Sandbox&& other) noexcept;
    Sandbox& operator=(Sandbox&& other) noexcept;

    /// A message of the visitor: an IM message with type and payload. Whatever cannot be read is taken and answered like a word the robot does not know.
    Output receive(const Value& im_message, Millis now);
    /// Does what has become due. Call it when next_deadline() has come; a late call does everything at once, in order.
    Output advance(Millis now);
    /// When advance() has something to do, or nothing.
    std::optional<Millis> next_deadline() const;
    /// The visitor is typing or reading: an agent's time-out starts anew.
    void touch(Millis now);
    /// Does by hand what the agent would do. `message`: of AgentAct::say, an IM message with type and payload. An act for which the session does not stand right (needs_of()) is
    /// refused with bad_message.
    Output act(AgentAct act, Value message, Millis now);
    /// How the session stands: `none`, `robot`, `queueing`, `waiting` or `agent`; and whether the agent is played by hand.
    std::string_view phase() const;
    bool by_hand() const;
    /// Where the session stands, for a client that has just connected: the state, and the seat when an agent has taken it.
    Output status(Millis now);

    /// Everything there is to know, as JSON.
    Value save() const;
    /// Goes on from saved state. Anything that does not fit is left at its default: a damaged state is a fresh desk.
    static Sandbox restore(Options options, const Value& saved);

  private:
    Options options_;
    std::unique_ptr<State> state_;
};

}  // namespace deskbell::sandbox
