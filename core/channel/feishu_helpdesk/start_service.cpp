#include "core/channel/feishu_helpdesk/start_service.h"

#include <algorithm>

namespace deskbell::channel::feishu_helpdesk {
namespace {

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::vector<std::string> problems(const StartService& start) {
    std::vector<std::string> found;
    if (start.open_id.empty()) found.emplace_back("open_id: is missing");
    if (!start.appointed_agents.empty() && !start.human_service) found.emplace_back("appointed_agents: needs human_service = true");
    if (characters(start.customized_info) > most_customized_info) found.emplace_back("customized_info: has more than 1024 characters");
    return found;
}

}  // namespace deskbell::channel::feishu_helpdesk
