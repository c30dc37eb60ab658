#include "widget/text/layout.h"

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace deskbell {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr Range narrowest[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF},
};
constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};
/// Punctuation that must not begin a line: it stays with the character before it.
constexpr Range closing[] = {{0x3001, 0x3002}, {0x3009, 0x3009}, {0x300B, 0x300B}, {0x300D, 0x300D}, {0x300F, 0x300F}, {0x3011, 0x3011},
                             {0xFF01, 0xFF01}, {0xFF09, 0xFF09}, {0xFF0C, 0xFF0C}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF1F}};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t code_point) {
    for (const Range& range : ranges) {
        if (code_point >= range.first && code_point <= range.last) return true;
    }
    return false;
}

struct Character {
    char32_t code_point = 0;
    std::size_t bytes = 1;
    std::size_t columns = 1;
};

/// The character at the start of `text`, which is not empty; a broken byte counts as one column.
Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    Character character{byte(0), utf8_sequence_length(text), 1};
    if (character.bytes < 2) {
        character.bytes = 1;
        return character;
    }
    character.code_point = byte(0) & (0xFFu >> (character.bytes + 1));
    for (std::size_t i = 1; i < character.bytes; ++i) character.code_point = (character.code_point << 6) | (byte(i) & 0x3F);
    if (is_in(narrowest, character.code_point)) character.columns = 0;
    if (is_in(wide, character.code_point)) character.columns = 2;
    return character;
}

/// Breaks one line that has no line end in it.
void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& out) {
    std::string current;
    std::size_t columns = 0;
    // Where the line may be broken: the bytes that stay, and the bytes after the spaces of the break.
    std::size_t keep = 0;
    std::size_t resume = 0;
    bool may_break_after = false;
    while (!line.empty()) {
        const Character next = first_character(line);
        const bool is_wide = next.columns == 2 && !is_in(closing, next.code_point);
        if ((may_break_after || is_wide) && !current.empty() && next.columns > 0 && line.front() != ' ' &&
            !is_in(closing, next.code_point) && current.back() != ' ') {
            keep = current.size();
            resume = keep;
        }
        if (line.front() == ' ' && !trim(current).empty()) {
            if (current.back() != ' ') keep = current.size();
            resume = current.size() + 1;
        }
        if (columns + next.columns > width && keep > 0 && line.front() != ' ') {
            out.push_back(current.substr(0, keep));
            current.erase(0, resume);
            columns = display_width(current);
            keep = 0;
            resume = 0;
        }
        current += line.substr(0, next.bytes);
        columns += next.columns;
        line.remove_prefix(next.bytes);
        may_break_after = next.columns == 2 || (next.columns == 0 && may_break_after);
    }
    out.push_back(std::move(current));
}

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + to_digits(number); }

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character next = first_character(text);
        columns += next.columns;
        text.remove_prefix(next.bytes);
    }
    return columns;
}

std::vector<std::string> wrap_lines(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (;;) {
        const std::size_t end = text.find('\n');
        wrap_line(text.substr(0, end), width, lines);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    for (std::string& line : lines) {
        while (line.ends_with(' ')) line.pop_back();
    }
    return lines;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool is_c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (text[i] == '\t') {
            out += ' ';
        } else if (byte == 0x7F) {
            out += "\u2421";
        } else if (byte < 0x20 && text[i] != '\n') {
            // U+2400 and the following are the pictures of the control characters.
            out += "\xE2\x90";
            out += static_cast<char>(0x80 + byte);
        } else if (is_c1) {
            out += "\uFFFD";
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string utc_date(Millis time) {
    std::int64_t days = time / millis_per_day;
    if (time % millis_per_day < 0) --days;
    // Days to a civil date by eras of 400 years, counted from 0000-03-01 (H. Hinnant, chrono-compatible low-level date algorithms).
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return to_digits(year) + "-" + two_digits(month) + "-" + two_digits(day);
}

std::string utc_clock(Millis time) {
    Millis of_day = time % millis_per_day;
    if (of_day < 0) of_day += millis_per_day;
    return two_digits(of_day / (60 * millis_per_minute)) + ":" + two_digits(of_day / millis_per_minute % 60);
}

}  // namespace deskbell
