#include "core/base/json.h"
#include "core/base/words.h"

#include <nlohmann/json.hpp>

#include "core/base/hex.h"
#include "core/base/utf8.h"

namespace deskbell {

/// Fills a Value from the tokens of nlohmann's lexer. json::sax_parse() reads the same grammar from the same tokens, and brings exceptions, error texts that nobody reads and
/// the readers of CBOR, BSON and their like into the module: 3 kB of what every visitor loads.
class ValueBuilder {
  public:
    ValueBuilder(std::string_view text, int depth_limit)
        : lexer_(nlohmann::detail::input_adapter(text.data(), text.data() + text.size())), depth_limit_(depth_limit) {}

    Result<Value> read_document() {
        Value root;
        if (read(lexer_.scan(), root, 0) && lexer_.scan() == Token::end_of_input) return root;
        if (too_deep_) return fail(ErrorCode::too_deep);
        return fail(ErrorCode::not_json, joined("byte ", to_digits(static_cast<std::int64_t>(lexer_.get_position().chars_read_total))));
    }

  private:
    using Lexer = nlohmann::detail::lexer<nlohmann::json, nlohmann::detail::iterator_input_adapter<const char*>>;
    using Token = Lexer::token_type;

    /// Reads the value that begins with `token`. The depth limit bounds the calls as well.
    bool read(Token token, Value& out, int depth) {
        switch (token) {
            case Token::literal_null: return true;
            case Token::literal_true: out = Value(true); return true;
            case Token::literal_false: out = Value(false); return true;
            case Token::value_integer: out = Value(static_cast<std::int64_t>(lexer_.get_number_integer())); return true;
            case Token::value_unsigned: {
                const std::uint64_t number = lexer_.get_number_unsigned();
                const bool fits = number <= static_cast<std::uint64_t>(INT64_MAX);
                out = fits ? Value(static_cast<std::int64_t>(number)) : Value::decimal(lexer_.get_string());
                return true;
            }
            case Token::value_float: out = Value::decimal(lexer_.get_string()); return true;
            case Token::value_string: out = Value(std::move(lexer_.get_string())); return true;
            case Token::begin_array: return read_items(out, Value::Type::array, Token::end_array, depth);
            case Token::begin_object: return read_items(out, Value::Type::object, Token::end_object, depth);
            default: return false;
        }
    }

    bool read_items(Value& out, Value::Type type, Token end, int depth) {
        too_deep_ = depth == depth_limit_;
        if (too_deep_) return false;
        out = Value(type);
        Token token = lexer_.scan();
        if (token == end) return true;
        for (;; token = lexer_.scan()) {
            if (type == Value::Type::object) {
                if (token != Token::value_string) return false;
                out.names_.push_back(std::move(lexer_.get_string()));
                if (lexer_.scan() != Token::name_separator) return false;
                token = lexer_.scan();
            }
            out.items_.push_back(Value());
            if (!read(token, out.items_.back(), depth + 1)) return false;
            token = lexer_.scan();
            if (token == end) return true;
            if (token != Token::value_separator) return false;
        }
    }

    Lexer lexer_;
    int depth_limit_;
    bool too_deep_ = false;
};

namespace {

Result<Value> parse_once(std::string_view text, int depth_limit) { return ValueBuilder(text, depth_limit).read_document(); }

/// The UTF-16 unit of the escape at `at` (a backslash, u and four hexadecimal digits), or -1 when there is none.
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
            std::string_view("\\ufffd").copy(text.data() + at, 6);
            at += 6;
        } else {
            at += 2;
        }
    }
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

std::optional<std::size_t> json_error_byte(const Error& error) {
    constexpr std::string_view prefix = "byte ";
    const std::string_view detail = error.detail;
    if (error.code != ErrorCode::not_json || !detail.starts_with(prefix)) return std::nullopt;
    std::size_t byte = 0;
    for (const char c : detail.substr(prefix.size())) byte = byte * 10 + static_cast<std::size_t>(c - '0');
    return byte > 0 ? byte : 1;
}

void append_json(std::string& out, const Value& value) {
    switch (value.type()) {
        case Value::Type::null: out += "null"; return;
        case Value::Type::boolean: out += value.as_boolean() ? "true" : "false"; return;
        case Value::Type::integer: out += to_digits(value.as_integer()); return;
        case Value::Type::written:
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
        append_json(out, value.items()[i]);
    }
    out += is_object ? '}' : ']';
}

std::string to_json(const Value& value) {
    std::string out;
    append_json(out, value);
    return out;
}

void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    // What needs no escape is taken as one piece: nearly all of every text.
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && c != '"' && c != '\\') continue;
        out += text.substr(done, at - done);
        done = at + 1;
        out += '\\';
        if (byte >= 0x20) {
            out += c;
        } else if (c == '\n') {
            out += 'n';
        } else {
            out += "u00";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    out += text.substr(done);
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
