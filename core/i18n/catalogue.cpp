#include "core/i18n/catalogue.h"

#include "core/base/json.h"

namespace deskbell {

namespace {

std::string fill(std::string_view rest, std::initializer_list<Placeholder> placeholders) {
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

std::string Catalogue::format(Text text, std::initializer_list<Placeholder> placeholders) const { return fill(get(text), placeholders); }

std::string Catalogue::counted(Text text, std::string_view name, std::int64_t number) const {
    if (!is_loaded()) return {};
    // The places of the table, as i18n/plurals.mjs says: whole millions, each number below 100, the others by their last two digits. What is left out is form 0.
    const std::string_view table = get(Text::rule_plural);
    const auto count = static_cast<std::uint32_t>(number);
    const std::size_t place = count < 100 ? count + 1 : count % 1000000 == 0 ? 0 : 101 + count % 100;
    std::string_view form = get(text);
    for (char skip = place < table.size() ? table[place] : '0'; skip > '0'; --skip) form.remove_prefix(form.find('\n') + 1);
    // The ten digits of a script differ in the last byte of their UTF-8 only.
    // The ten digits of a script differ in the last byte of their UTF-8 only.
    std::string value;
    for (const char digit : to_digits(number)) {
        value += get(Text::rule_zero);
        value.back() = static_cast<char>(value.back() + digit - '0');
    }
    return fill(form.substr(0, form.find('\n')), {{name, value}});
}

}  // namespace deskbell
