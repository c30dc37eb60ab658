#include "native/relay/config.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell::relay {

std::filesystem::path find_web_folder(const std::filesystem::path& program) {
    const std::filesystem::path beside = program.parent_path();
    // In a build tree the program is <build>/<preset>/bin/deskbell-relay and the page <build>/web/dist.
    const std::filesystem::path candidates[] = {
        beside / "dist",
        beside / "../dist",
        beside / "../web/dist",
        beside / "../../dist",
        beside / "../../web/dist",
        beside / "../../../web/dist",
        "web/dist",
        "dist",
    };
    for (const auto& candidate : candidates) {
        std::error_code error;
        if (std::filesystem::exists(candidate / "deskbell.js", error)) return std::filesystem::weakly_canonical(candidate, error);
    }
    return {};
}

bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& listed) {
    if (origin.empty()) return true;
    const std::string wanted = ascii_lower(origin);
    const std::size_t scheme_end = wanted.find("://");
    // "null" is what sandboxed frames and file pages send: it names nobody.
    if (scheme_end == std::string::npos) return false;
    if (!host.empty() && wanted.substr(scheme_end + 3) == ascii_lower(host)) return true;
    return std::any_of(listed.begin(), listed.end(), [&](std::string_view one) {
        while (one.ends_with('/')) one.remove_suffix(1);
        return one == "*" || ascii_lower(one) == wanted;
    });
}

}  // namespace deskbell::relay
