#include "native/harness/json_text.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// Values up to so many bytes are not broken into lines.
constexpr std::size_t short_value = 60;

void append_pretty(std::string& out, const Value& value, std::size_t level) {
    const bool nested = value.is_object() || value.is_array();
    const std::string line = to_json(value);
    if (!nested || line.size() <= short_value) {
        out += line;
        return;
    }
    const std::string margin(2 * (level + 1), ' ');
    out += value.is_object() ? "{\n" : "[\n";
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        out += margin;
        if (value.is_object()) {
            append_json_text(out, value.names()[i]);
            out += ": ";
        }
        append_pretty(out, value.items()[i], level + 1);
        out += i + 1 < value.items().size() ? ",\n" : "\n";
    }
    out += margin.substr(2);
    out += value.is_object() ? '}' : ']';
}

}  // namespace

tl::expected<Value, JsonFault> read_json_text(std::string_view text) {
    Result<Value> value = parse_json(text);
    if (value) return std::move(*value);
    const std::optional<std::size_t> byte = json_error_byte(value.error());
    if (!byte) return tl::unexpected<JsonFault>(JsonFault{0, 0, describe(value.error())});
    // The lexer has read the character that it could not take.
    const std::string_view before = text.substr(0, std::min(text.size(), *byte - 1));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return tl::unexpected<JsonFault>(
        JsonFault{static_cast<int>(lines) + 1, static_cast<int>(before.size() - line_start) + 1, describe(Error{value.error().code, {}})});
}

std::string describe(const JsonFault& fault) {
    if (fault.line == 0) return fault.reason;
    return "line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) + ": " + fault.reason;
}

std::string pretty_json(const Value& value) {
    std::string out;
    append_pretty(out, value, 0);
    return out;
}

}  // namespace deskbell
