#include "core/channel/feishu/markdown_text.h"

#include "core/base/url.h"

namespace deskbell::channel::feishu {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A character that markdown would take for a sign anywhere.
bool is_sign(std::string_view text, std::size_t at) {
    const char before = at > 0 ? text[at - 1] : ' ';
    const char after = at + 1 < text.size() ? text[at + 1] : ' ';
    switch (text[at]) {
        case '\\':
        case '`':
        case '*':
        case '[':
        case ']':
        case '<':
        case '|': return true;
        // Inside of a word it is none, and in an address it must stay.
        case '_': return !(is_word(before) && is_word(after));
        case '~': return before != '/';
        case '&': return text.find(';', at) != std::string_view::npos;
        case '!': return after == '[';
        default: return false;
    }
}

/// A character that is a sign at the beginning of a line: headings, quotes, lists, rules.
bool is_sign_of_line(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case '#':
        case '>':
        case '-':
        case '+':
        case '=': return true;
        default: return false;
    }
}

std::string encoded_address(std::string_view address) {
    std::string out;
    for (const char c : address) {
        switch (c) {
            case ' ': out += "%20"; break;
            case '(': out += "%28"; break;
            case ')': out += "%29"; break;
            case '<': out += "%3C"; break;
            case '>': out += "%3E"; break;
            case '\\': out += "%5C"; break;
            default: out.push_back(c);
        }
    }
    return out;
}

}  // namespace

std::string escaped_markdown(std::string_view text) {
    std::string out;
    bool line_begins = true;
    bool only_digits = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool numbers_a_line = only_digits && (c == '.' || c == ')');
        if (is_sign(text, at) || (line_begins && is_sign_of_line(text, at)) || numbers_a_line) out.push_back('\\');
        out.push_back(c);
        only_digits = (line_begins || only_digits) && is_digit(c);
        line_begins = c == '\n' || (line_begins && c == ' ');
    }
    return out;
}

std::string markdown_link(std::string_view words, std::string_view address) {
    const std::string safe = safe_link(address);
    if (safe.empty()) return escaped_markdown(words);
    return "[" + escaped_markdown(words.empty() ? std::string_view(safe) : words) + "](" + encoded_address(safe) + ")";
}

std::string markdown_image(std::string_view words, std::string_view address) {
    const std::string safe = safe_image(address);
    if (safe.empty()) return {};
    return "![" + escaped_markdown(words) + "](" + encoded_address(safe) + ")";
}

}  // namespace deskbell::channel::feishu
