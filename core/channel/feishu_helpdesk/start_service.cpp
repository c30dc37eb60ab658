#include "core/channel/feishu_helpdesk/start_service.h"

#include "core/channel/feishu/characters.h"

namespace deskbell::channel::feishu_helpdesk {

std::vector<std::string> problems(const StartService& start) {
    std::vector<std::string> found;
    if (start.open_id.empty()) found.emplace_back("open_id: is missing");
    if (!start.appointed_agents.empty() && !start.human_service) found.emplace_back("appointed_agents: needs human_service = true");
    if (feishu::characters(start.customized_info) > most_customized_info)
        found.emplace_back("customized_info: has more than 1024 characters");
    return found;
}

}  // namespace deskbell::channel::feishu_helpdesk
