#include "core/markdown/lines.h"

namespace deskbell {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view blanks = " \t";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_rule(std::string_view line) {
    const std::size_t at = line.find_first_not_of(blanks);
    if (at == npos || std::string_view("-*_").find(line[at]) == npos) return false;
    std::size_t count = 0;
    for (const char c : line.substr(at)) {
        if (c == line[at]) {
            ++count;
        } else if (blanks.find(c) == npos) {
            return false;
        }
    }
    return count >= 3;
}

}  // namespace

std::size_t line_end(std::string_view text, std::size_t at, bool last) {
    const std::size_t end = text.find_first_of("\r\n", at);
    if (end == npos) return last && at < text.size() ? text.size() : 0;
    if (text[end] == '\n') return end + 1;
    // A carriage return may be half of a line end.
    if (end + 1 == text.size()) return last ? text.size() : 0;
    return text[end + 1] == '\n' ? end + 2 : end + 1;
}

std::string_view without_line_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::size_t indent_of(std::string_view line) {
    std::size_t columns = 0;
    for (const char c : line) {
        if (c == '\t') {
            columns += 4 - columns % 4;
        } else if (c == ' ') {
            ++columns;
        } else {
            return columns;
        }
    }
    return blank_line;
}

Fence opens_fence(std::string_view line) {
    const std::size_t at = line.find_first_not_of(blanks);
    if (at == npos || (line[at] != '`' && line[at] != '~')) return {};
    std::size_t end = line.find_first_not_of(line[at], at);
    if (end == npos) end = line.size();
    if (end - at < 3 || (line[at] == '`' && line.find('`', end) != npos)) return {};
    return {end - at};
}

bool closes_fence(std::string_view line, char fence, std::size_t length) {
    const std::size_t at = line.find_first_not_of(blanks);
    if (at == npos || line[at] != fence || indent_of(line) > 3) return false;
    std::size_t end = line.find_first_not_of(fence, at);
    if (end == npos) end = line.size();
    // As md4c has it, only spaces may follow, no tab.
    return end - at >= length && line.find_first_not_of(' ', end) == npos;
}

ListMarker list_marker(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == npos || indent_of(line) > 3 || is_rule(line)) return {};
    std::size_t at = begin;
    bool is_weak = false;
    if (std::string_view("-+*").find(line[at]) == npos) {
        while (at < line.size() && is_digit(line[at])) ++at;
        if (at == begin || at - begin > 9 || at >= line.size() || (line[at] != '.' && line[at] != ')')) return {};
        is_weak = line.substr(begin, at - begin) != "1";
    }
    ++at;
    const std::size_t content = line.find_first_not_of(blanks, at);
    if (content == npos) return {at + 1, true, true};
    if (content == at) return {};
    std::size_t column = at;
    for (std::size_t i = at; i < content; ++i) column += line[i] == '\t' ? 4 - column % 4 : 1;
    return {column - at > 4 ? at + 1 : column, is_weak, false};
}

bool may_define(std::string_view text) {
    bool has_begun = false;
    for (std::size_t at = 0; at != npos && at < text.size();) {
        const std::size_t first = text.find_first_not_of(" \t>-+*.)0123456789", at);
        has_begun = has_begun || (first != npos && text[first] == '[');
        at = text.find_first_of("\r\n", at);
        if (at != npos) ++at;
    }
    return has_begun && text.find("]:") != npos;
}

}  // namespace deskbell
