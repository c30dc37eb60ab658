#include "core/i18n/language_match.h"

#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "core/base/words.h"
#include "gen/languages.h"

namespace deskbell {

namespace {

/// True when `word` stands in the space separated `list`.
bool lists(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(' '), list.size());
        if (list.substr(0, end) == word) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

std::string with_hyphens(std::string_view tag) {
    std::string out = ascii_lower(tag);
    for (char& c : out) {
        if (c == '_') c = '-';
    }
    return out;
}

}  // namespace

std::string_view resolve_language(std::string_view wanted) {
    std::string tag = with_hyphens(wanted);
    while (!tag.empty()) {
        for (std::size_t i = 0; !nth_word(languages, i).empty(); i += 2) {
            if (lists(nth_word(languages, i + 1), tag)) return nth_word(languages, i);
        }
        const std::size_t cut = tag.rfind('-');
        tag.resize(cut == std::string::npos ? 0 : cut);
    }
    return "en";
}

}  // namespace deskbell
