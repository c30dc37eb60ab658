#include "core/base/json.h"

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace deskbell {

/// Receives nlohmann's SAX events and fills the Value; the open containers are a stack, so nesting costs no call depth.
class ValueBuilder {
  public:
    // The SAX interface names these types; only double reaches number_float, and its text is what is kept.
    using number_integer_t = std::int64_t;
    using number_unsigned_t = std::uint64_t;
    using number_float_t = double;
    using string_t = std::string;
    using binary_t = nlohmann::json::binary_t;

    explicit ValueBuilder(int depth_limit) : depth_limit_(depth_limit) {}

    bool null() { return add(Value()); }
    bool boolean(bool flag) { return add(Value(flag)); }
    bool number_integer(number_integer_t number) { return add(Value(number)); }
    bool number_unsigned(number_unsigned_t number) {
        if (number <= static_cast<number_unsigned_t>(INT64_MAX)) return add(Value(static_cast<std::int64_t>(number)));
        return add(Value::decimal(unsigned_digits(number)));
    }
    bool number_float(number_float_t, const string_t& source) { return add(Value::decimal(source)); }
    bool string(string_t& text) { return add(Value(std::move(text))); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Value::Type::object); }
    bool start_array(std::size_t) { return open(Value::Type::array); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        open_.back().names_.push_back(std::move(name));
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        position_ = position;
        return false;
    }

    bool too_deep() const { return too_deep_; }
    std::size_t position() const { return position_; }
    Value take() { return std::move(root_); }

  private:
    static std::string unsigned_digits(number_unsigned_t number) {
        std::string digits;
        for (; number != 0; number /= 10) digits.insert(digits.begin(), static_cast<char>('0' + number % 10));
        return digits;
    }

    bool add(Value value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else {
            open_.back().items_.push_back(std::move(value));
        }
        return true;
    }

    bool open(Value::Type type) {
        if (static_cast<int>(open_.size()) >= depth_limit_) {
            too_deep_ = true;
            return false;
        }
        open_.push_back(Value(type));
        return true;
    }

    bool close() {
        Value done = std::move(open_.back());
        open_.pop_back();
        return add(std::move(done));
    }

    int depth_limit_;
    bool too_deep_ = false;
    std::size_t position_ = 0;
    std::vector<Value> open_;
    Value root_;
};

namespace {

Result<Value> parse_once(std::string_view text, int depth_limit) {
    ValueBuilder builder(depth_limit);
    // json::sax_parse() would do the same and bring the readers of CBOR, BSON and their like into the module.
    nlohmann::detail::parser<nlohmann::json, decltype(nlohmann::detail::input_adapter(text))> parser(nlohmann::detail::input_adapter(text),
                                                                                                     nullptr, false);
    if (parser.sax_parse(&builder)) return builder.take();
    if (builder.too_deep()) return fail(ErrorCode::too_deep);
    return fail(ErrorCode::not_json, "byte " + to_digits(static_cast<std::int64_t>(builder.position())));
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The UTF-16 unit of the escape `\uXXXX` at `at`, or -1 when there is none.
int escaped_unit(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = hex_digit(text[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/// Replaces surrogate escapes that have no partner by the escape of U+FFFD (same length), RFC 8259 section 8.2.
void repair_surrogates(std::string& text) {
    const auto is_high = [](int unit) { return unit >= 0xD800 && unit <= 0xDBFF; };
    const auto is_low = [](int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; };
    for (std::size_t at = 0; at + 1 < text.size();) {
        if (text[at] != '\\') {
            ++at;
            continue;
        }
        const int unit = escaped_unit(text, at);
        if (is_high(unit) && is_low(escaped_unit(text, at + 6))) {
            at += 12;
        } else if (is_high(unit) || is_low(unit)) {
            text.replace(at, 6, "\\ufffd");
            at += 6;
        } else {
            at += 2;
        }
    }
}

void append_value(std::string& out, const Value& value) {
    switch (value.type()) {
        case Value::Type::null: out += "null"; return;
        case Value::Type::boolean: out += value.as_boolean() ? "true" : "false"; return;
        case Value::Type::integer: out += to_digits(value.as_integer()); return;
        case Value::Type::decimal: out += value.source(); return;
        case Value::Type::text: append_json_text(out, value.as_text()); return;
        case Value::Type::array:
        case Value::Type::object: break;
    }
    const bool is_object = value.is_object();
    out += is_object ? '{' : '[';
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (i != 0) out += ',';
        if (is_object) {
            append_json_text(out, value.names()[i]);
            out += ':';
        }
        append_value(out, value.items()[i]);
    }
    out += is_object ? '}' : ']';
}

}  // namespace

Result<Value> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes) return fail(ErrorCode::too_large);
    Result<Value> first = parse_once(text, limits.depth);
    if (first || first.error().code != ErrorCode::not_json) return first;
    // Only a text that failed pays for the repair; when it changes nothing, the first error stands.
    std::string repaired = replace_broken_utf8(text);
    repair_surrogates(repaired);
    if (repaired == text) return first;
    return parse_once(repaired, limits.depth);
}

std::string to_json(const Value& value) {
    std::string out;
    append_value(out, value);
    return out;
}

void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string to_digits(std::int64_t number) {
    const bool negative = number < 0;
    // The magnitude is taken unsigned, since the smallest integer has no positive twin.
    auto magnitude = negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    char digits[20];
    std::size_t at = sizeof digits;
    do {
        digits[--at] = static_cast<char>('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude != 0);
    std::string out(negative ? "-" : "");
    out.append(digits + at, sizeof digits - at);
    return out;
}

}  // namespace deskbell
