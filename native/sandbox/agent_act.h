#pragma once

#include <cstdint>

namespace deskbell::sandbox {

/// What a person does who plays the agent by hand.
enum class AgentAct : std::uint8_t {
    take,            ///< takes the session, wherever it stands; from now on Anna answers nothing by herself
    say,             ///< sends a message
    typing,          ///< is typing
    stop_typing,     ///< does not type any more
    read,            ///< has read what the visitor wrote
    invite_stars,    ///< invites to rate, in stars
    invite_numbers,  ///< and in numbers
    remind,          ///< says that the session is about to end
    hand_back,       ///< lets Anna answer by herself again
    to_queue,        ///< transfers: the visitor waits for another agent
    to_robot,        ///< transfers: the robot takes over
    end,             ///< ends the session
    time_out,        ///< ends it as if the visitor had been silent for too long
};

/// How the session must stand for an act: an invitation, like a word, can only come from an agent who is there.
enum class AgentNeeds : std::uint8_t { nothing, session, seat };

constexpr AgentNeeds needs_of(AgentAct act) {
    switch (act) {
        case AgentAct::take: return AgentNeeds::nothing;
        case AgentAct::end:
        case AgentAct::time_out:
        case AgentAct::to_queue:
        case AgentAct::to_robot: return AgentNeeds::session;
        default: return AgentNeeds::seat;
    }
}

}  // namespace deskbell::sandbox
