#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

void take(Desk& desk) {
    State& state = desk.state;
    state.by_hand = true;
    if (state.phase == Phase::agent) {
        // Anna was about to say something.
        desk.drop_steps(StepKind::agent_says);
        desk.drop_steps(StepKind::agent_ends);
        return;
    }
    desk.drop_steps(StepKind::queue);
    desk.drop_steps(StepKind::join);
    lock_tasks(desk);
    state.position = 0;
    seat_agent(desk);
}

/// The agent leaves the seat; who comes next is said by the phase.
void leave(Desk& desk, Phase next) {
    State& state = desk.state;
    for (const StepKind kind :
         {StepKind::agent_says, StepKind::queue, StepKind::join, StepKind::agent_ends, StepKind::remind, StepKind::time_out})
        desk.drop_steps(kind);
    state.by_hand = false;
    state.phase = next;
    state.position = next == Phase::queueing ? 1 : 0;
    state.queue_noted = false;
    pass_seat(desk);
    desk.tell_state();
    if (next == Phase::queueing) desk.plan(queue_step, StepKind::queue);
}

bool stands_right(const State& state, AgentAct act) {
    switch (needs_of(act)) {
        case AgentNeeds::nothing: return true;
        case AgentNeeds::session: return state.phase != Phase::none;
        case AgentNeeds::seat: return state.phase == Phase::agent;
    }
    return false;
}

}  // namespace

std::optional<Refusal> act_by_hand(Desk& desk, AgentAct act, Value message) {
    if (!stands_right(desk.state, act))
        return Refusal{bad_message, act == AgentAct::say ? "no agent has the session" : "the session does not stand right for this"};
    switch (act) {
        case AgentAct::take: take(desk); break;
        case AgentAct::say: {
            if (const auto read = read_message(message); !read) return Refusal{bad_message, describe(read.error())};
            desk.say(Voice::agent, std::move(message));
            break;
        }
        case AgentAct::typing: desk.pass(desk_message(MessageKind::typing, Typing{1})); break;
        case AgentAct::stop_typing: desk.pass(desk_message(MessageKind::typing, Typing{0})); break;
        case AgentAct::read: desk.mark_read(); break;
        case AgentAct::invite_stars: invite(desk, Scale::stars, Fate::usual); break;
        case AgentAct::invite_numbers: invite(desk, Scale::numbers, Fate::usual); break;
        case AgentAct::remind:
            desk.say(Voice::system, desk_message(MessageKind::reminder, Reminder{std::string(desk.texts().reminder)}));
            break;
        case AgentAct::hand_back: desk.state.by_hand = false; break;
        case AgentAct::to_queue: leave(desk, Phase::queueing); break;
        case AgentAct::to_robot: leave(desk, Phase::robot); break;
        case AgentAct::end: desk.end_session(MessageKind::session_ended); break;
        case AgentAct::time_out:
            desk.say_text(Voice::system, desk.texts().timed_out);
            desk.end_session(MessageKind::session_timed_out);
            break;
    }
    return std::nullopt;
}

}  // namespace deskbell::sandbox
