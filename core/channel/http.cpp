#include "core/channel/http.h"

#include <algorithm>

namespace deskbell::channel {
namespace {

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view header(const std::vector<Header>& headers, std::string_view name) {
    for (const Header& each : headers) {
        if (same_name(each.name, name)) return each.value;
    }
    return {};
}

}  // namespace deskbell::channel
