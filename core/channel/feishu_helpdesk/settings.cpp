#include "core/channel/feishu_helpdesk/settings.h"

#include "core/channel/feishu_helpdesk/start_service.h"

namespace deskbell::channel::feishu_helpdesk {

std::vector<std::string> problems(const Settings& settings) {
    std::vector<std::string> found = feishu::problems(settings.app);
    if (settings.app.verification_token.empty() && settings.poll == 0)
        found.emplace_back("verification_token: is missing, and without it no webhook is taken; set it or poll");
    if (settings.helpdesk_id.empty()) found.emplace_back("helpdesk_id: is missing");
    if (settings.helpdesk_token.empty()) found.emplace_back("helpdesk_token: is missing");
    if (settings.poll < 0 || (settings.poll > 0 && settings.poll < 1000)) found.emplace_back("poll: 0, or at least 1000 milliseconds");
    StartService start;
    // Who the user is, is known with the visitor.
    start.open_id = "ou_of_the_visitor";
    start.human_service = settings.human_service;
    start.appointed_agents.assign(settings.appointed_agents.begin(), settings.appointed_agents.end());
    start.customized_info = settings.customized_info;
    for (std::string& problem : problems(start)) found.push_back(std::move(problem));
    return found;
}

}  // namespace deskbell::channel::feishu_helpdesk
