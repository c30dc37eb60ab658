#include "core/markdown/entities.h"

#include "core/base/hex.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

/// Names and what they stand for, in turn: words as in core/base/words.h.
// clang-format off
constexpr char named_entities[] =
    "amp\0" "&\0" "lt\0" "<\0" "gt\0" ">\0" "quot\0" "\"\0" "apos\0" "'\0" "nbsp\0" "\u00A0\0" "copy\0" "\u00A9\0" "reg\0" "\u00AE\0"
    "trade\0" "\u2122\0" "hellip\0" "\u2026\0" "mdash\0" "\u2014\0" "ndash\0" "\u2013\0" "lsquo\0" "\u2018\0" "rsquo\0" "\u2019\0"
    "ldquo\0" "\u201C\0" "rdquo\0" "\u201D\0" "laquo\0" "\u00AB\0" "raquo\0" "\u00BB\0" "bull\0" "\u2022\0" "middot\0" "\u00B7\0" "times\0" "\u00D7\0"
    "divide\0" "\u00F7\0" "plusmn\0" "\u00B1\0" "deg\0" "\u00B0\0" "euro\0" "\u20AC\0" "pound\0" "\u00A3\0" "yen\0" "\u00A5\0" "cent\0" "\u00A2\0"
    "sect\0" "\u00A7\0" "para\0" "\u00B6\0" "larr\0" "\u2190\0" "rarr\0" "\u2192\0" "uarr\0" "\u2191\0" "darr\0" "\u2193\0" "check\0" "\u2713\0"
    "ensp\0" "\u2002\0" "emsp\0" "\u2003\0" "shy\0" "\u00AD\0";
// clang-format on

}  // namespace

std::string decode_entity(std::string_view entity) {
    if (entity.size() < 3 || entity.front() != '&' || entity.back() != ';') return std::string(entity);
    std::string_view name = entity.substr(1, entity.size() - 2);
    if (!name.starts_with('#')) {
        for (std::size_t i = 0; !nth_word(named_entities, i).empty(); i += 2) {
            if (nth_word(named_entities, i) == name) return std::string(nth_word(named_entities, i + 1));
        }
        return std::string(entity);
    }
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x') || name.starts_with('X');
    if (is_hex) name.remove_prefix(1);
    const int base = is_hex ? 16 : 10;
    unsigned long code_point = 0;
    for (const char c : name) {
        const int digit = hex_digit(c);
        if (digit < 0 || digit >= base) return std::string(entity);
        // Past Unicode's end the value no longer matters, and stopping there cannot overflow.
        if (code_point <= 0x10FFFF) code_point = code_point * static_cast<unsigned long>(base) + static_cast<unsigned long>(digit);
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
