#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell::sandbox {

/// Where the session stands; the names are those of the relay's `state` event.
enum class Phase : std::uint8_t { none, robot, queueing, waiting, agent };

/// What is going to happen by itself.
enum class StepKind : std::uint8_t {
    robot_says,  ///< data: a Draft; stays when the session ends
    agent_says,  ///< data: a Draft; dropped when the session ends
    stream,      ///< data: {"id","at"}: shows the next piece of the stream
    revoke,      ///< data: {"id"}
    queue,       ///< the queue moves up by one
    join,        ///< the agent takes the session
    agent_ends,  ///< the agent says goodbye and ends
    remind,      ///< the visitor has been silent for long
    time_out,    ///< and for too long
};

struct Step {
    Millis due = 0;
    StepKind kind = StepKind::robot_says;
    Value data;
};

/// An invitation to rate, by its sessionId.
struct Invitation {
    std::string session_id;
    std::string message_id;
    Seconds expire_time = 0;
    bool broken = false;  ///< the desk fails to take the answer, on purpose (10153)
    bool answered = false;
};

/// Everything that a sandbox remembers.
struct State {
    Phase phase = Phase::none;
    std::string lang = "en";
    std::int64_t next_id = 1;       ///< of messages that the host keeps
    std::int64_t next_passing = 1;  ///< of the others
    std::int64_t sessions = 0;      ///< how many there were
    std::int64_t position = 0;      ///< in the queue, from 1
    std::int64_t replies = 0;       ///< how many general replies the agent has given
    Millis last_active = 0;
    bool was_rated = false;    ///< since the agent came, so that the end does not ask again
    bool met_agent = false;    ///< this session or the one before had an agent, so that it can be rated
    bool by_hand = false;      ///< a person plays the agent: nothing is answered for them
    bool queue_noted = false;  ///< the visitor was told that the queue keeps what they write
    bool in_group = false;     ///< several people are there, and nobody answers who is not asked
    std::vector<Step> plan;    ///< by time, equal times in the order of planning
    std::vector<Value> open;   ///< messages that can be answered: the IM message as last sent, oldest first
    std::list<Invitation> invitations;
};

std::string_view phase_name(Phase phase);

Value save_state(const State& state);
/// Reads what save_state() gave; nothing when it is not that at all.
std::optional<State> read_state(const Value& saved);

}  // namespace deskbell::sandbox
