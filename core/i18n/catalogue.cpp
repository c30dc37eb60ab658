#include "core/i18n/catalogue.h"

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

Result<void> Catalogue::load(const Value& file) {
    const Value& texts = file["texts"];
    if (texts.items().size() != text_count) return fail(ErrorCode::bad_catalogue, file["lang"].as_text());
    lang_ = file["lang"].as_text();
    dir_ = file["dir"].as_text("ltr");
    texts_.clear();
    for (const Value& text : texts.items()) texts_.emplace_back(text.as_text());
    return {};
}

std::string_view Catalogue::get(Text text) const {
    const auto index = static_cast<std::size_t>(text);
    return index < texts_.size() ? std::string_view(texts_[index]) : std::string_view();
}

std::string Catalogue::format(Text text, std::initializer_list<Placeholder> placeholders) const {
    std::string_view rest = get(text);
    std::string out;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
        if (close == std::string_view::npos) return out.append(rest);
        out.append(rest.substr(0, open));
        const std::string_view name = rest.substr(open + 1, close - open - 1);
        for (const Placeholder& placeholder : placeholders) {
            if (placeholder.name == name) out.append(placeholder.value);
        }
        rest.remove_prefix(close + 1);
    }
    return out;
}

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
