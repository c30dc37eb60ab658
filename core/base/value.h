#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbell {

/// A JSON value that keeps what it was given: the order of members, and the digits of a number that is no 64-bit integer.
///
/// It is the small tree that the parser fills (see json.h); message fields are read from it by the field lists of core/protocol.
class Value {
  public:
    enum class Type : std::uint8_t { null, boolean, integer, decimal, text, array, object, written };

    Value() = default;
    Value(bool flag) : type_(Type::boolean), integer_(flag ? 1 : 0) {}
    Value(int number) : type_(Type::integer), integer_(number) {}
    Value(std::int64_t number) : type_(Type::integer), integer_(number) {}
    Value(std::string text) : type_(Type::text), text_(std::move(text)) {}
    Value(std::string_view text) : type_(Type::text), text_(text) {}
    Value(const char* text) : type_(Type::text), text_(text) {}

    static Value array() { return Value(Type::array); }
    static Value object() { return Value(Type::object); }
    /// A number that is not a 64-bit integer, kept as its JSON source text, e.g. `0.4` or `1e3`.
    static Value decimal(std::string_view source);
    /// JSON that is written already, for what goes out and is not looked into: to_json() puts it in as it is.
    static Value written(std::string json);

    Type type() const { return type_; }
    bool is_null() const { return type_ == Type::null; }
    bool is_boolean() const { return type_ == Type::boolean; }
    bool is_integer() const { return type_ == Type::integer; }
    bool is_number() const { return type_ == Type::integer || type_ == Type::decimal; }
    bool is_text() const { return type_ == Type::text; }
    bool is_array() const { return type_ == Type::array; }
    bool is_object() const { return type_ == Type::object; }

    /// The text, or `fallback` when this is no text.
    std::string_view as_text(std::string_view fallback = {}) const { return is_text() ? std::string_view(text_) : fallback; }
    /// The integer (a decimal is cut towards zero), or `fallback` when this is no number.
    std::int64_t as_integer(std::int64_t fallback = 0) const;
    /// The number, or `fallback` when this is no number. Exact for up to 15 significant digits.
    double as_number(double fallback = 0) const;
    /// The boolean, or `fallback` when this is no boolean.
    bool as_boolean(bool fallback = false) const { return is_boolean() ? integer_ != 0 : fallback; }
    /// The source text of a decimal, or what is written.
    std::string_view source() const { return text_; }

    /// The elements of an array or the member values of an object, in order; empty for everything else.
    const std::vector<Value>& items() const { return items_; }
    std::vector<Value>& items() { return items_; }
    /// The member names of an object, in the order of items().
    const std::vector<std::string>& names() const { return names_; }

    /// The member with this name, or nullptr when this is no object or has none. A name given twice means its last value.
    const Value* find(std::string_view name) const;
    Value* find(std::string_view name);
    /// The member with this name, or a null value.
    const Value& operator[](std::string_view name) const;
    const Value& operator[](const char* name) const { return (*this)[std::string_view(name)]; }

    /// Sets a member of an object (replacing one of that name) and gives this value back, so that calls can be chained.
    Value& set(std::string_view name, Value&& value);
    Value& set(std::string_view name, const Value& value) { return set(name, Value(value)); }
    // The same with a name from the program and from what a Value is mostly made of; a call of these is shorter.
    Value& set(const char* name, Value&& value);
    Value& set(const char* name, const Value& value);
    Value& set(const char* name, std::string_view text);
    Value& set(const char* name, const std::string& text);
    Value& set(const char* name, const char* text);
    Value& set(const char* name, std::int64_t number);
    Value& set(const char* name, int number);
    Value& set(const char* name, bool flag);
    /// Appends an element to an array.
    Value& push(Value&& value);
    Value& push(const Value& value) { return push(Value(value)); }

    /// Removes the last element or member, if there is one.
    void erase_last();

    /// Equal in type, content and member order.
    bool operator==(const Value& other) const;

  private:
    friend class ValueBuilder;
    explicit Value(Type type) : type_(type) {}

    Type type_ = Type::null;
    std::int64_t integer_ = 0;
    std::string text_;
    std::vector<Value> items_;
    std::vector<std::string> names_;
};

/// Reads a JSON number's text as a double, without the C library's locale or its size: exact for up to 15 significant digits and powers of
/// ten up to 22, otherwise within a few units of the last place.
double parse_decimal(std::string_view source);

}  // namespace deskbell
