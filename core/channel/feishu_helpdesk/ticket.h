#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/record.h"

namespace deskbell::channel::feishu_helpdesk {

/// Where the session stands; the names are those of the relay's `state` event.
enum class Phase : std::uint8_t { none, robot, queueing, waiting, agent };

std::string_view phase_name(Phase phase);
/// `none` for an unknown name.
Phase phase_named(std::string_view name);

struct TicketUser {
    std::string id;
    std::string name;
    std::string avatar_url;
};

/// A ticket as `GET tickets/:id` and the events give it.
struct Ticket {
    std::string ticket_id;
    std::string chat_id;
    std::int64_t stage = 0;  ///< 1 robot, 2 human
    std::int64_t type = 0;   ///< the same by another name
    std::int64_t status = 0;
    std::int64_t score = 0;
    std::int64_t updated_at = 0;
    Records<TicketUser> agents;
    std::optional<TicketUser> agent_owner;

    bool is_closed() const { return status >= 50; }
    /// Where the visitor's session stands with this ticket: the robot's stage, else by its status.
    Phase phase() const;
    /// The customer's rating of a closed ticket, 1 bad, 2 fair, 3 good, or 0.
    std::int64_t rating() const { return is_closed() && score >= 1 && score <= 3 ? score : 0; }
    /// The agent who has it, if any is told.
    const TicketUser* agent() const;
};

}  // namespace deskbell::channel::feishu_helpdesk

namespace deskbell {

DESKBELL_RECORD(channel::feishu_helpdesk::TicketUser, "An agent or a guest.",
    DESKBELL_FIELD(id, "id", optional, "open id"),
    DESKBELL_FIELD(name, "name", optional, "display name"),
    DESKBELL_FIELD(avatar_url, "avatar_url", optional, "picture"));
DESKBELL_RECORD(channel::feishu_helpdesk::Ticket, "A ticket.",
    DESKBELL_FIELD(ticket_id, "ticket_id", required, "names it"),
    DESKBELL_FIELD(chat_id, "chat_id", optional, "oc_…"),
    DESKBELL_FIELD(stage, "stage", optional, "1 robot, 2 human (events about tickets)"),
    DESKBELL_FIELD(type, "ticket_type", optional, "the same (everywhere else)"),
    DESKBELL_FIELD(status, "status", optional, "1 created, 2 processing, 3 queueing, 4 pending, 5 awaiting the user, 50 51 52 closed by robot, agent, user"),
    DESKBELL_FIELD(score, "score", optional, "1 bad, 2 fair, 3 good"),
    DESKBELL_FIELD(updated_at, "updated_at", optional, "milliseconds, -1 without one"),
    DESKBELL_FIELD(agents, "agents", optional, "who serves it"),
    DESKBELL_FIELD(agent_owner, "agent_owner", optional, "who is responsible for it"));

}  // namespace deskbell
