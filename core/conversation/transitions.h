#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace deskbell {

/// Where a session stands, as the visitor sees it (tencent-desk.md, "Session states").
enum class SessionState : std::uint8_t { idle, triggered, robot, queueing, waiting, agent, ended };

/// What moves a session.
enum class SessionSignal : std::uint8_t {
    trigger,        ///< the visitor came (7 was sent), or wrote after the end
    robot_spoke,    ///< a live message of the robot
    queued,         ///< the desk says: in the queue, or the visitor asked for a human
    assigned,       ///< the desk says: an agent was found and has to accept
    agent_took,     ///< 26 inSeat, or the desk says: an agent is there
    agent_left,     ///< 26 outSeat
    back_to_robot,  ///< the desk says: the robot again
    ended,          ///< 19
    timed_out,      ///< 20
    visitor_left,   ///< 27 was sent
};

/// One allowed step.
struct Transition {
    SessionState from;
    SessionSignal signal;
    SessionState to;
};

/// Every allowed step, in the order of the diagram. A signal that has no line for the state at hand changes nothing and is noted.
inline constexpr Transition transitions[] = {
    {SessionState::idle, SessionSignal::trigger, SessionState::triggered},
    {SessionState::idle, SessionSignal::robot_spoke, SessionState::robot},
    {SessionState::idle, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::idle, SessionSignal::queued, SessionState::queueing},
    {SessionState::idle, SessionSignal::assigned, SessionState::waiting},
    {SessionState::idle, SessionSignal::agent_took, SessionState::agent},
    {SessionState::idle, SessionSignal::agent_left, SessionState::idle},
    {SessionState::triggered, SessionSignal::robot_spoke, SessionState::robot},
    {SessionState::triggered, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::triggered, SessionSignal::queued, SessionState::queueing},
    {SessionState::triggered, SessionSignal::assigned, SessionState::waiting},
    {SessionState::triggered, SessionSignal::agent_took, SessionState::agent},
    {SessionState::triggered, SessionSignal::agent_left, SessionState::triggered},
    {SessionState::triggered, SessionSignal::ended, SessionState::ended},
    {SessionState::triggered, SessionSignal::timed_out, SessionState::ended},
    {SessionState::robot, SessionSignal::robot_spoke, SessionState::robot},
    {SessionState::robot, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::robot, SessionSignal::agent_left, SessionState::robot},
    {SessionState::robot, SessionSignal::queued, SessionState::queueing},
    {SessionState::robot, SessionSignal::assigned, SessionState::waiting},
    {SessionState::robot, SessionSignal::agent_took, SessionState::agent},
    {SessionState::robot, SessionSignal::ended, SessionState::ended},
    {SessionState::robot, SessionSignal::timed_out, SessionState::ended},
    {SessionState::queueing, SessionSignal::queued, SessionState::queueing},
    {SessionState::queueing, SessionSignal::robot_spoke, SessionState::queueing},
    {SessionState::queueing, SessionSignal::agent_left, SessionState::queueing},
    {SessionState::queueing, SessionSignal::assigned, SessionState::waiting},
    {SessionState::queueing, SessionSignal::agent_took, SessionState::agent},
    {SessionState::queueing, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::queueing, SessionSignal::visitor_left, SessionState::ended},
    {SessionState::queueing, SessionSignal::ended, SessionState::ended},
    {SessionState::queueing, SessionSignal::timed_out, SessionState::ended},
    {SessionState::waiting, SessionSignal::assigned, SessionState::waiting},
    {SessionState::waiting, SessionSignal::robot_spoke, SessionState::waiting},
    {SessionState::waiting, SessionSignal::agent_left, SessionState::waiting},
    {SessionState::waiting, SessionSignal::queued, SessionState::queueing},
    {SessionState::waiting, SessionSignal::agent_took, SessionState::agent},
    {SessionState::waiting, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::waiting, SessionSignal::visitor_left, SessionState::ended},
    {SessionState::waiting, SessionSignal::ended, SessionState::ended},
    {SessionState::waiting, SessionSignal::timed_out, SessionState::ended},
    {SessionState::agent, SessionSignal::agent_took, SessionState::agent},
    {SessionState::agent, SessionSignal::robot_spoke, SessionState::agent},
    {SessionState::agent, SessionSignal::agent_left, SessionState::triggered},
    {SessionState::agent, SessionSignal::queued, SessionState::queueing},
    {SessionState::agent, SessionSignal::back_to_robot, SessionState::robot},
    {SessionState::agent, SessionSignal::visitor_left, SessionState::ended},
    {SessionState::agent, SessionSignal::ended, SessionState::ended},
    {SessionState::agent, SessionSignal::timed_out, SessionState::ended},
    {SessionState::ended, SessionSignal::trigger, SessionState::triggered},
    {SessionState::ended, SessionSignal::ended, SessionState::ended},
    {SessionState::ended, SessionSignal::timed_out, SessionState::ended},
    {SessionState::ended, SessionSignal::agent_left, SessionState::ended},
    {SessionState::ended, SessionSignal::queued, SessionState::queueing},
    {SessionState::ended, SessionSignal::assigned, SessionState::waiting},
    {SessionState::ended, SessionSignal::agent_took, SessionState::agent},
};

/// The step for a signal, or nullptr when the state has none.
const Transition* find_transition(SessionState from, SessionSignal signal);

std::string_view session_state_name(SessionState state);
std::string_view session_signal_name(SessionSignal signal);

/// The table as a Mermaid state diagram; steps that stay where they are and several signals between the same two states share an arrow. ARCHITECTURE.md holds
/// this text, and a test compares them.
std::string transitions_as_mermaid();

}  // namespace deskbell
