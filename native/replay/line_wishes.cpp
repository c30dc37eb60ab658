#include "native/replay/line_wishes.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell {

tl::expected<LineWishes::Wish, std::string> LineWishes::read_wish(const std::string& text) {
    Wish wish{std::string(trim(text)), false, {}};
    const std::string_view line = wish.line;
    if (line.size() < 2 || line.front() != '/' || line.back() != '/') return wish;
    try {
        wish.regex = std::regex(std::string(line.substr(1, line.size() - 2)));
        wish.is_regex = true;
    } catch (const std::regex_error& error) {
        return tl::unexpected<std::string>(wish.line + ": " + error.what());
    }
    return wish;
}

tl::expected<LineWishes, std::string> LineWishes::read(const std::vector<std::string>& keep, const std::vector<std::string>& without) {
    LineWishes wishes;
    const std::pair<const std::vector<std::string>&, std::vector<Wish>&> lists[] = {{keep, wishes.keep_}, {without, wishes.without_}};
    for (const auto& [texts, list] : lists) {
        for (const std::string& text : texts) {
            auto wish = read_wish(text);
            if (!wish) return tl::unexpected<std::string>(wish.error());
            list.push_back(std::move(*wish));
        }
    }
    return wishes;
}

bool LineWishes::is_in(const Wish& wish, std::string_view output) {
    while (!output.empty()) {
        const std::size_t end = output.find('\n');
        const std::string_view line = trim(output.substr(0, end));
        output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
        if (wish.is_regex ? std::regex_search(line.begin(), line.end(), wish.regex) : line == wish.line) return true;
    }
    return false;
}

bool LineWishes::hold_for(std::string_view output) const {
    const auto is_there = [&](const Wish& wish) { return is_in(wish, output); };
    return std::all_of(keep_.begin(), keep_.end(), is_there) && std::none_of(without_.begin(), without_.end(), is_there);
}

}  // namespace deskbell
