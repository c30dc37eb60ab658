#include "core/markdown/entities.h"

namespace deskbell {

namespace {

struct NamedEntity {
    std::string_view name;
    std::string_view text;
};

constexpr NamedEntity named_entities[] = {
    {"amp", "&"},        {"lt", "<"},          {"gt", ">"},         {"quot", "\""},       {"apos", "'"},        {"nbsp", "\u00A0"},
    {"copy", "\u00A9"},  {"reg", "\u00AE"},    {"trade", "\u2122"}, {"hellip", "\u2026"}, {"mdash", "\u2014"},  {"ndash", "\u2013"},
    {"lsquo", "\u2018"}, {"rsquo", "\u2019"},  {"ldquo", "\u201C"}, {"rdquo", "\u201D"},  {"laquo", "\u00AB"},  {"raquo", "\u00BB"},
    {"bull", "\u2022"},  {"middot", "\u00B7"}, {"times", "\u00D7"}, {"divide", "\u00F7"}, {"plusmn", "\u00B1"}, {"deg", "\u00B0"},
    {"euro", "\u20AC"},  {"pound", "\u00A3"},  {"yen", "\u00A5"},   {"cent", "\u00A2"},   {"sect", "\u00A7"},   {"para", "\u00B6"},
    {"larr", "\u2190"},  {"rarr", "\u2192"},   {"uarr", "\u2191"},  {"darr", "\u2193"},   {"check", "\u2713"},  {"ensp", "\u2002"},
    {"emsp", "\u2003"},  {"shy", "\u00AD"},
};

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string decode_entity(std::string_view entity) {
    if (entity.size() < 3 || entity.front() != '&' || entity.back() != ';') return std::string(entity);
    std::string_view name = entity.substr(1, entity.size() - 2);
    if (!name.starts_with('#')) {
        for (const NamedEntity& known : named_entities) {
            if (known.name == name) return std::string(known.text);
        }
        return std::string(entity);
    }
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x') || name.starts_with('X');
    if (is_hex) name.remove_prefix(1);
    const unsigned long base = is_hex ? 16 : 10;
    unsigned long code_point = 0;
    for (const char c : name) {
        const int digit = digit_of(c);
        if (digit < 0 || digit >= static_cast<int>(base)) return std::string(entity);
        // Past Unicode's end the value no longer matters, and stopping there cannot overflow.
        if (code_point <= 0x10FFFF) code_point = code_point * base + static_cast<unsigned long>(digit);
    }
    std::string out;
    append_utf8(out, name.empty() ? 0 : code_point);
    return out;
}

void append_utf8(std::string& out, unsigned long code_point) {
    const auto push = [&out](unsigned long byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point == 0 || (code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF) code_point = 0xFFFD;
    if (code_point < 0x80) {
        push(code_point);
    } else if (code_point < 0x800) {
        push(0xC0 | (code_point >> 6));
        push(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        push(0xE0 | (code_point >> 12));
        push(0x80 | ((code_point >> 6) & 0x3F));
        push(0x80 | (code_point & 0x3F));
    } else {
        push(0xF0 | (code_point >> 18));
        push(0x80 | ((code_point >> 12) & 0x3F));
        push(0x80 | ((code_point >> 6) & 0x3F));
        push(0x80 | (code_point & 0x3F));
    }
}

}  // namespace deskbell
