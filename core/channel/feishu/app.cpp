#include "core/channel/feishu/app.h"

namespace deskbell::channel::feishu {

std::vector<std::string> problems(const App& app) {
    std::vector<std::string> found;
    if (!app.base.starts_with("https://") && !app.base.starts_with("http://"))
        found.emplace_back("base: an address that begins with https:// is needed");
    if (app.base.ends_with('/')) found.emplace_back("base: without a slash at the end");
    if (app.app_id.empty()) found.emplace_back("app_id: is missing");
    if (app.app_secret.empty()) found.emplace_back("app_secret: is missing");
    return found;
}

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "; ") + line;
    return out;
}

}  // namespace deskbell::channel::feishu
