#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/base/utf8.h"

using namespace deskbell;

namespace {

std::string round_trip(std::string_view text) {
    const auto value = parse_json(text);
    return value ? to_json(*value) : "error " + describe(value.error());
}

}  // namespace

TEST_CASE("JSON is kept as it came") {
    for (const char* text : {"null", "true", "[1,-2,0.40,1e3,18446744073709551615]", R"({"b":1,"a":{"c":[]}})", R"("é\n\"\\\u0001")"}) {
        CHECK(round_trip(text) == text);
    }
}

TEST_CASE("one bad character does not lose the text around it") {
    CHECK(round_trip("\"a\\ud83d b\"") == "\"a\xEF\xBF\xBD b\"");
    CHECK(round_trip("\"\\udc00\\ud83d\\ude00\"") == "\"\xEF\xBF\xBD\xF0\x9F\x98\x80\"");
    CHECK(round_trip("\"a\xFF\xC3\"") == "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(round_trip("\"\\\\ud83d\"") == "\"\\\\ud83d\"");
}

TEST_CASE("what is no JSON, too deep or too large is named") {
    CHECK(parse_json("{a:1}").error().code == ErrorCode::not_json);
    CHECK(parse_json("").error().code == ErrorCode::not_json);
    CHECK(parse_json("[1] x").error().code == ErrorCode::not_json);
    CHECK(parse_json(std::string(100000, '[')).error().code == ErrorCode::too_deep);
    CHECK(parse_json("[[1]]", {100, 1}).error().code == ErrorCode::too_deep);
    CHECK(parse_json("[1,2,3]", {4, 8}).error().code == ErrorCode::too_large);
}

TEST_CASE("numbers") {
    CHECK(parse_decimal("0.4") == 0.4);
    CHECK(parse_decimal("-12.5e2") == -1250.0);
    CHECK(Value::decimal("1e99").as_integer() == INT64_MAX);
    CHECK(to_digits(INT64_MIN) == "-9223372036854775808");
}

TEST_CASE("a text is never cut inside a character") {
    CHECK(utf8_prefix("aé", 2) == "a");
    CHECK(utf8_prefix("aé", 3) == "aé");
    CHECK(utf8_sequence_length("\xED\xA0\x80") == 0);
}
