#pragma once

#include <string>
#include <vector>

#include "core/base/record.h"

namespace deskbell::channel::feishu_helpdesk {

/// The most characters of customized_info (seed 000).
inline constexpr std::size_t most_customized_info = 1024;

/// The body of `POST /open-apis/helpdesk/v1/start_service` (seed 000).
struct StartService {
    bool human_service = false;
    std::list<std::string> appointed_agents;
    std::string open_id;
    std::string customized_info;
};

/// What of the rules of the seed it breaks, a line each, beginning with the name of the field.
std::vector<std::string> problems(const StartService& start);

/// `data` of its answer.
struct StartedService {
    std::string chat_id;
    std::string ticket_id;  ///< may be missing in the robot's phase; `helpdesk.ticket.created_v1` brings it
};

}  // namespace deskbell::channel::feishu_helpdesk

namespace deskbell {

DESKBELL_RECORD(channel::feishu_helpdesk::StartService, "Begins a conversation with a helpdesk.",
    DESKBELL_FIELD(human_service, "human_service", always, "straight to a person; must be there when appointed_agents is"),
    DESKBELL_FIELD(appointed_agents, "appointed_agents", optional, "open ids of agents; needs human_service"),
    DESKBELL_FIELD(open_id, "open_id", required, "the user"),
    DESKBELL_FIELD(customized_info, "customized_info", optional, "where the ticket comes from; at most 1024 characters"));
DESKBELL_RECORD(channel::feishu_helpdesk::StartedService, "What came of it.",
    DESKBELL_FIELD(chat_id, "chat_id", required, "the chat of the user and the helpdesk"),
    DESKBELL_FIELD(ticket_id, "ticket_id", optional, "the ticket"));

}  // namespace deskbell
