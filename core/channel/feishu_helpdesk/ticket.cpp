#include "core/channel/feishu_helpdesk/ticket.h"

#include <algorithm>

namespace deskbell::channel::feishu_helpdesk {
namespace {

constexpr std::string_view phase_names[] = {"none", "robot", "queueing", "waiting", "agent"};

constexpr std::int64_t robot_stage = 1;
constexpr std::int64_t created = 1;
constexpr std::int64_t queueing = 3;

}  // namespace

std::string_view phase_name(Phase phase) { return phase_names[static_cast<std::size_t>(phase)]; }

Phase phase_named(std::string_view name) {
    const auto* found = std::find(std::begin(phase_names), std::end(phase_names), name);
    return found == std::end(phase_names) ? Phase::none : static_cast<Phase>(found - std::begin(phase_names));
}

Phase Ticket::phase() const {
    if (is_closed()) return Phase::none;
    if ((stage != 0 ? stage : type) == robot_stage) return Phase::robot;
    if (status == created) return Phase::waiting;
    if (status == queueing) return Phase::queueing;
    return Phase::agent;
}

const TicketUser* Ticket::agent() const {
    if (agent_owner && !agent_owner->name.empty()) return &*agent_owner;
    return agents.empty() ? nullptr : &agents.back();
}

}  // namespace deskbell::channel::feishu_helpdesk
