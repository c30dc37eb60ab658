#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/base/value.h"

namespace deskbell {

/// How much JSON is taken from outside.
struct JsonLimits {
    std::size_t bytes = 16u << 20;  ///< longest text, in bytes
    int depth = 64;                 ///< deepest nesting of arrays and objects
};

/// Parses one JSON text (RFC 8259) into a Value.
///
/// Broken UTF-8 and lone surrogate escapes (`"\ud83d"`, which JavaScript writes for a cut emoji) are replaced by U+FFFD rather than refused,
/// so that one bad character does not lose the messages around it. Integers beyond 64 bits are kept as decimals.
/// Errors: too_large, too_deep, not_json (detail: the byte offset).
Result<Value> parse_json(std::string_view text, JsonLimits limits = {});

/// Where parse_json() stopped, the first byte being 1, from an error of its own; nothing for an error that says no place.
std::optional<std::size_t> json_error_byte(const Error& error);

/// Writes a Value as compact JSON: UTF-8 unescaped, control characters as \u00xx, decimals as they were read.
std::string to_json(const Value& value);
/// Appends the same.
void append_json(std::string& out, const Value& value);

/// Appends `text` as a JSON string with its quotes.
void append_json_text(std::string& out, std::string_view text);

/// A number's decimal digits.
std::string to_digits(std::int64_t number);

}  // namespace deskbell
