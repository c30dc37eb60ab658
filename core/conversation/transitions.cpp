#include "core/conversation/transitions.h"

namespace deskbell {

namespace {

constexpr std::string_view state_names[] = {"idle", "triggered", "robot", "queueing", "waiting", "agent", "ended"};
constexpr std::string_view signal_names[] = {"trigger",    "robot_spoke",   "queued", "assigned",  "agent_took",
                                             "agent_left", "back_to_robot", "ended",  "timed_out", "visitor_left"};

}  // namespace

const Transition* find_transition(SessionState from, SessionSignal signal) {
    for (const Transition& transition : transitions) {
        if (transition.from == from && transition.signal == signal) return &transition;
    }
    return nullptr;
}

std::string_view session_state_name(SessionState state) { return state_names[static_cast<std::size_t>(state)]; }

std::string_view session_signal_name(SessionSignal signal) { return signal_names[static_cast<std::size_t>(signal)]; }

std::string transitions_as_mermaid() {
    std::string out = "stateDiagram-v2\n    [*] --> idle\n";
    for (std::size_t from = 0; from < std::size(state_names); ++from) {
        for (std::size_t to = 0; to < std::size(state_names); ++to) {
            std::string label;
            for (const Transition& transition : transitions) {
                if (static_cast<std::size_t>(transition.from) != from || static_cast<std::size_t>(transition.to) != to) continue;
                if (!label.empty()) label += ", ";
                label += session_signal_name(transition.signal);
            }
            if (label.empty()) continue;
            out.append("    ").append(state_names[from]).append(" --> ").append(state_names[to]);
            out.append(": ").append(label).append("\n");
        }
    }
    return out;
}

}  // namespace deskbell
