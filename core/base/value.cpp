#include "core/base/value.h"

#include <algorithm>
#include <limits>

namespace deskbell {

Value Value::decimal(std::string_view source) {
    Value value(source);
    value.type_ = Type::decimal;
    return value;
}

Value Value::written(std::string json) {
    Value value(std::move(json));
    value.type_ = Type::written;
    return value;
}

std::int64_t Value::as_integer(std::int64_t fallback) const {
    if (type_ == Type::integer) return integer_;
    if (type_ != Type::decimal) return fallback;
    const double number = parse_decimal(text_);
    // The limits are compared as doubles: a cast beyond them would be undefined.
    if (number >= 9223372036854775807.0) return std::numeric_limits<std::int64_t>::max();
    if (number <= -9223372036854775808.0) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(number);
}

double Value::as_number(double fallback) const {
    if (type_ == Type::integer) return static_cast<double>(integer_);
    if (type_ == Type::decimal) return parse_decimal(text_);
    return fallback;
}

const Value* Value::find(std::string_view name) const {
    for (std::size_t i = names_.size(); i-- > 0;) {
        if (names_[i] == name) return &items_[i];
    }
    return nullptr;
}

Value* Value::find(std::string_view name) { return const_cast<Value*>(std::as_const(*this).find(name)); }

const Value& Value::operator[](std::string_view name) const {
    static const Value absent;
    const Value* member = find(name);
    return member != nullptr ? *member : absent;
}

Value& Value::set(std::string_view name, Value&& value) {
    if (Value* member = find(name)) {
        *member = std::move(value);
    } else {
        names_.push_back(std::string(name));
        items_.push_back(std::move(value));
    }
    return *this;
}

Value& Value::set(const char* name, const Value& value) { return set(std::string_view(name), Value(value)); }
Value& Value::set(const char* name, Value&& value) { return set(std::string_view(name), std::move(value)); }
Value& Value::set(const char* name, std::string_view text) { return set(std::string_view(name), Value(text)); }
Value& Value::set(const char* name, const std::string& text) { return set(name, std::string_view(text)); }
Value& Value::set(const char* name, const char* text) { return set(name, std::string_view(text)); }
Value& Value::set(const char* name, std::int64_t number) { return set(std::string_view(name), Value(number)); }
Value& Value::set(const char* name, int number) { return set(name, static_cast<std::int64_t>(number)); }
Value& Value::set(const char* name, bool flag) { return set(std::string_view(name), Value(flag)); }

Value& Value::push(Value&& value) {
    items_.push_back(std::move(value));
    return *this;
}

void Value::erase_last() {
    if (!items_.empty()) items_.pop_back();
    if (!names_.empty()) names_.pop_back();
}

bool Value::operator==(const Value& other) const {
    return type_ == other.type_ && integer_ == other.integer_ && text_ == other.text_ && names_ == other.names_ && items_ == other.items_;
}

double parse_decimal(std::string_view source) {
    const char* at = source.data();
    const char* const end = at + source.size();
    const auto is_next = [&](char c) { return at != end && *at == c; };
    const auto digit = [&] { return at != end && *at >= '0' && *at <= '9' ? *at - '0' : -1; };
    const bool negative = is_next('-');
    if (negative) ++at;
    double mantissa = 0;
    int exponent = 0;
    for (bool fraction = false;; ++at) {
        if (const int value = digit(); value >= 0) {
            mantissa = mantissa * 10 + value;
            if (fraction) --exponent;
        } else if (is_next('.') && !fraction) {
            fraction = true;
        } else {
            break;
        }
    }
    if (is_next('e') || is_next('E')) {
        ++at;
        const bool down = is_next('-');
        if (down || is_next('+')) ++at;
        int power = 0;
        for (; digit() >= 0; ++at) power = std::min(power * 10 + digit(), 100000);
        exponent += down ? -power : power;
    }
    // Past 400 the result is zero or infinite whatever the mantissa holds, so the loop below stays short.
    double scale = 1;
    for (int i = std::min(exponent < 0 ? -exponent : exponent, 1000); i > 0; --i) scale *= 10;
    if (mantissa == 0) return 0;
    const double magnitude = exponent < 0 ? mantissa / scale : mantissa * scale;
    return negative ? -magnitude : magnitude;
}

}  // namespace deskbell
