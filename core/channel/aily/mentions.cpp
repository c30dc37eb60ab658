#include "core/channel/aily/mentions.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell::channel::aily {
namespace {

bool goes_on(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// The mention whose name stands at the beginning of `text`, the longest one, or nullptr.
const Mention* named_by(std::string_view text, const std::vector<Mention>& mentions) {
    const Mention* best = nullptr;
    for (const Mention& each : mentions) {
        if (each.name.empty() || !text.starts_with(each.name)) continue;
        // Chinese and Thai write no spaces, so only letters that would go on with a Latin name make it another one.
        const bool other = text.size() > each.name.size() && goes_on(each.name.back()) && goes_on(text[each.name.size()]);
        if (!other && (best == nullptr || each.name.size() > best->name.size())) best = &each;
    }
    return best;
}

}  // namespace

tl::expected<std::vector<Mention>, std::string> read_mentions(const std::vector<std::string>& lines) {
    std::vector<Mention> all;
    for (const std::string& line : lines) {
        const std::string_view text = trim(line);
        const std::size_t space = text.find(' ');
        const std::string_view id = text.substr(0, space);
        if (space == std::string_view::npos || id.starts_with('/'))
            return tl::unexpected<std::string>("expected \"ou_… name\", not \"" + line + '"');
        const std::size_t slash = id.find('/');
        Mention one;
        one.entity_id = id.substr(0, slash);
        if (slash != std::string_view::npos) one.aily_id = id.substr(slash + 1);
        one.name = trim(text.substr(space));
        one.key = "@_user_" + std::to_string(all.size() + 1);
        all.push_back(std::move(one));
    }
    return all;
}

void mention(SendMessage& message, const std::vector<Mention>& mentions) {
    std::string out;
    std::string_view rest = message.content;
    while (!rest.empty()) {
        const std::size_t at = rest.find('@');
        out += rest.substr(0, at);
        if (at == std::string_view::npos) break;
        rest.remove_prefix(at + 1);
        const Mention* found = named_by(rest, mentions);
        if (found == nullptr) {
            out += '@';
            continue;
        }
        out += found->key;
        rest.remove_prefix(found->name.size());
        const auto same = [&](const AilyMention& one) { return one.key == found->key; };
        if (std::any_of(message.mentions.begin(), message.mentions.end(), same)) continue;
        message.mentions.push_back({found->entity_id, found->identity_provider, found->key, found->name, found->aily_id});
    }
    message.content = std::move(out);
}

}  // namespace deskbell::channel::aily
