#include "core/markdown/autolink.h"

#include "core/base/url.h"
#include "core/base/utf8.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Range {
    char32_t first;
    char32_t last;
};

/// White space and punctuation beyond ASCII that ends an address: spaces, dashes and quotes, Arabic and Indic marks, CJK punctuation, full-width forms.
constexpr Range stop_ranges[] = {
    {0x0080, 0x00A0}, {0x060C, 0x060C}, {0x061B, 0x061B}, {0x061F, 0x061F}, {0x06D4, 0x06D4}, {0x0964, 0x0965}, {0x2000, 0x200F},
    {0x2014, 0x2015}, {0x2018, 0x201F}, {0x2026, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x303F}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F},
    {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFFD, 0xFFFD},
};
/// Letters of scripts that put no space between an address and the next word.
constexpr Range cjk_ranges[] = {
    {0x0E00, 0x0EFF}, {0x1100, 0x11FF}, {0x3040, 0x31FF}, {0x3400, 0x9FFF}, {0xAC00, 0xD7AF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF},
};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t code_point) {
    for (const Range& range : ranges) {
        if (code_point >= range.first && code_point <= range.last) return true;
    }
    return false;
}

/// The code point of the well-formed sequence of `length` bytes at `at`.
char32_t code_point_at(std::string_view text, std::size_t at, std::size_t length) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
    if (length == 1) return byte(0);
    char32_t code_point = byte(0) & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code_point = (code_point << 6) | (byte(i) & 0x3F);
    return code_point;
}

bool starts_with_word(std::string_view text, std::size_t at, std::string_view small_letters) {
    if (text.size() - at < small_letters.size()) return false;
    for (std::size_t i = 0; i < small_letters.size(); ++i) {
        const char c = text[at + i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c) != small_letters[i]) return false;
    }
    return true;
}

/// Where the host that begins at `at` ends. In prose without spaces the host ends where the CJK text goes on, unless it is itself written so.
std::size_t host_end(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    while (at < text.size()) {
        const char c = text[at];
        if (is_alphanumeric(c) || ((c == '-' || c == '.' || c == '_') && at > begin)) {
            ++at;
            continue;
        }
        const std::size_t length = utf8_sequence_length(text.substr(at));
        if (length < 2) break;
        const char32_t code_point = code_point_at(text, at, length);
        if (is_in(stop_ranges, code_point)) break;
        if (is_in(cjk_ranges, code_point) && at > begin && is_alphanumeric(text[at - 1])) break;
        at += length;
    }
    return at;
}

/// Where the path, query and fragment that begin at `at` end, trailing punctuation included.
std::size_t path_end(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte <= 0x20 || byte == 0x7F || byte == '<' || byte == '>' || byte == '"' || byte == '`') break;
        if (byte < 0x80) {
            ++at;
            continue;
        }
        const std::size_t length = utf8_sequence_length(text.substr(at));
        if (length == 0 || is_in(stop_ranges, code_point_at(text, at, length))) break;
        at += length;
    }
    return at;
}

/// Without the punctuation that belongs to the sentence, and without closing brackets that were opened before the address.
std::size_t without_trailing_punctuation(std::string_view text, std::size_t begin, std::size_t end) {
    int surplus = 0;
    for (const char c : text.substr(begin, end - begin)) surplus += c == ')' ? 1 : c == '(' ? -1 : 0;
    while (end > begin) {
        const char last = text[end - 1];
        if (last == ')' && surplus > 0) {
            --surplus;
        } else if (std::string_view("?!.,:;*_~'|]}").find(last) == npos) {
            break;
        }
        --end;
    }
    return end;
}

/// The address whose host begins at `host`, or end 0.
Autolink web_address(std::string_view text, std::size_t begin, std::size_t host, std::string_view prefix) {
    std::size_t at = host_end(text, host);
    if (at == host) return {};
    if (at < text.size() && text[at] == ':') {
        std::size_t port = at + 1;
        while (port < text.size() && text[port] >= '0' && text[port] <= '9') ++port;
        if (port > at + 1) at = port;
    }
    if (at < text.size() && (text[at] == '/' || text[at] == '?' || text[at] == '#')) at = path_end(text, at);
    const std::size_t end = without_trailing_punctuation(text, begin, at);
    if (end <= host) return {};
    std::string href = safe_link(std::string(prefix).append(text.substr(begin, end - begin)));
    if (href.empty()) return {};
    return {begin, end, std::move(href)};
}

/// The mail address around the "@" at `at`, not reaching before `from`, or end 0. GFM section 6.9: the host has a dot, and ends in no "-" or "_".
Autolink mail_address(std::string_view text, std::size_t from, std::size_t at) {
    std::size_t begin = at;
    while (begin > from && (is_alphanumeric(text[begin - 1]) || std::string_view(".-_+").find(text[begin - 1]) != npos)) --begin;
    while (begin < at && !is_alphanumeric(text[begin])) ++begin;
    if (begin == at) return {};
    std::size_t end = at + 1;
    bool has_dot = false;
    while (end < text.size() && (is_alphanumeric(text[end]) || text[end] == '-' || text[end] == '_' || text[end] == '.')) {
        // A dot counts only between two labels: the one that ends the sentence is no part of the address.
        if (text[end] == '.') {
            if (!is_alphanumeric(text[end - 1]) || end + 1 >= text.size() || !is_alphanumeric(text[end + 1])) break;
            has_dot = true;
        }
        ++end;
    }
    if (!has_dot || !is_alphanumeric(text[end - 1]) || (end < text.size() && text[end] == '@')) return {};
    return {begin, end, joined("mailto:", text.substr(begin, end - begin))};
}

}  // namespace

Autolink find_autolink(std::string_view text, std::size_t from) {
    // Every word is looked at, so this is no find_first_of(): in WebAssembly that is a call for each character and sign.
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '@') {
            if (Autolink mail = mail_address(text, from, at); mail.end != 0) return mail;
            continue;
        }
        const char small = static_cast<char>(text[at] | 0x20);
        if ((small != 'h' && small != 'w') || (at > 0 && is_alphanumeric(text[at - 1]))) continue;
        Autolink web;
        if (starts_with_word(text, at, "http://")) {
            web = web_address(text, at, at + 7, "");
        } else if (starts_with_word(text, at, "https://")) {
            web = web_address(text, at, at + 8, "");
        } else if (starts_with_word(text, at, "www.") && (at == 0 || std::string_view("./-_@").find(text[at - 1]) == npos)) {
            web = web_address(text, at, at + 4, "http://");
        }
        if (web.end != 0) return web;
    }
    return {};
}

}  // namespace deskbell
