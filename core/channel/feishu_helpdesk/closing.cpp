#include "core/channel/feishu_helpdesk/channel.h"

namespace deskbell::channel::feishu_helpdesk {

/// What the ticket says of the session.
void HelpdeskChannel::apply(Turn& turn, const Ticket& ticket) {
    // Events come in any order; an older one says nothing new.
    if (ticket.updated_at > 0 && ticket.updated_at < state_.updated_at) return;
    if (ticket.updated_at > 0) state_.updated_at = ticket.updated_at;
    if (const TicketUser* agent = ticket.agent(); agent != nullptr && !agent->name.empty()) {
        state_.agent_name = agent->name;
        state_.agent_avatar = agent->avatar_url;
    }
    if (ticket.is_closed()) {
        if (phase() != Phase::none) show_end(turn);
        show_rating(turn, ticket);
        forget_ticket();
        return;
    }
    // A visitor who has ended stays so, though the ticket is open until an agent closes it.
    if (phase() == Phase::none) return;
    const Phase next = ticket.phase();
    set_phase(turn, next);
    // The event names no agent; the ticket does.
    const bool needs_name = next == Phase::agent && state_.agent_name.empty() && !open_.contains("ticket") && ticket.agents.empty();
    if (needs_name) ask(turn, get("ticket", "helpdesk/v1/tickets/" + state_.ticket_id));
}

void HelpdeskChannel::end_by_visitor(Turn& turn) {
    if (phase() == Phase::none) {
        tell_phase(turn);
        return;
    }
    const bool tells_agents = phase() != Phase::robot && !desk_.settings.ended_note.empty();
    show_end(turn);
    if (!tells_agents) {
        forget_ticket();
        return;
    }
    Outgoing farewell;
    farewell.text = desk_.settings.ended_note;
    farewell.is_farewell = true;
    enqueue(turn, std::move(farewell));
}

void HelpdeskChannel::show_end(Turn& turn) {
    say(turn, desk_message(MessageKind::session_ended, Signal{}));
    set_phase(turn, Phase::none);
}

/// The customer rates in Feishu; the widget shows what they said there.
void HelpdeskChannel::show_rating(Turn& turn, const Ticket& ticket) {
    const std::int64_t rating = ticket.rating();
    if (rating == 0 || rating == state_.rated) return;
    state_.rated = rating;
    Evaluation evaluation;
    // Without words of their own, which would need the visitor's language: the number among three says enough.
    const auto grade = [](std::int64_t number) { return EvaluationGrade{std::to_string(number), std::to_string(number) + "/3"}; };
    for (std::int64_t number = 1; number <= 3; ++number) evaluation.menu_content.menu.push_back(grade(number));
    evaluation.menu_content.type = 1;
    evaluation.menu_content.session_id = ticket.ticket_id;
    evaluation.menu_content.selected = grade(rating);
    say(turn, desk_message(MessageKind::evaluation, evaluation));
}

void HelpdeskChannel::forget_ticket() {
    if (!owns_user_) desk_.holders.erase(state_.chat_id);
    if (!state_.ticket_id.empty()) state_.last_ticket = state_.ticket_id;
    state_.ticket_id.clear();
    state_.chat_id.clear();
    state_.updated_at = 0;
    state_.agent_name.clear();
    state_.agent_avatar.clear();
}

}  // namespace deskbell::channel::feishu_helpdesk
