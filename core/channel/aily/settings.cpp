#include "core/channel/aily/settings.h"

#include "core/channel/aily/api.h"
#include "core/channel/feishu/characters.h"

namespace deskbell::channel::aily {

std::vector<std::string> problems(const Settings& settings) {
    std::vector<std::string> found = feishu::problems(settings.app);
    if (settings.aily_app_id.empty()) found.emplace_back("aily_app_id: is missing");
    if (settings.aily_app_id.size() > 64) found.emplace_back("aily_app_id: has more than 64 characters");
    if (settings.skill_id.size() > 32) found.emplace_back("skill_id: has more than 32 characters");
    if (!settings.skill_input.empty() && settings.skill_id.empty()) found.emplace_back("skill_input: needs skill_id");
    const std::pair<const char*, const std::string&> texts[] = {
        {"skill_input", settings.skill_input}, {"channel_context", settings.channel_context}, {"metadata", settings.metadata}};
    for (const auto& [name, text] : texts) {
        if (feishu::characters(text) > most_json_characters) found.push_back(std::string(name) + ": has more than 255 characters");
    }
    if (settings.mentions.size() > most_mentions) found.emplace_back("mentions: more than 32");
    if (settings.poll < 100) found.emplace_back("poll: at least 100 milliseconds");
    return found;
}

}  // namespace deskbell::channel::aily
