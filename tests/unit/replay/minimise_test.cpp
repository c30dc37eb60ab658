#include "widget/replay/minimise.h"

#include <doctest/doctest.h>

namespace deskbell {

namespace {

constexpr const char* head = "{\"deskbell\":1,\"start\":0}\n";

std::string draft(int at, const std::string& text) {
    return "{\"at\":" + std::to_string(at) + ",\"event\":\"draft\",\"text\":\"" + text + "\"}\n";
}

bool has(std::string_view fixture, std::string_view text) { return fixture.find(text) != std::string_view::npos; }

}  // namespace

TEST_CASE("minimise: only the events that are needed stay, wherever they stand") {
    std::string fixture = head;
    for (int i = 0; i < 50; ++i) fixture += draft(i, i == 3 || i == 40 ? "needed" + std::to_string(i) : "x");
    const auto smallest = minimise(fixture, [](std::string_view text) { return has(text, "needed3") && has(text, "needed40"); });
    REQUIRE(smallest);
    CHECK_EQ(*smallest, head + draft(3, "needed3") + draft(40, "needed40"));
}

TEST_CASE("minimise: nothing but the header is left when no event is needed") {
    const auto smallest = minimise(head + draft(1, "a") + draft(2, "b"), [](std::string_view) { return true; });
    REQUIRE(smallest);
    CHECK_EQ(*smallest, head);
}

TEST_CASE("minimise: what the whole does not show is an error, and so is what is no fixture") {
    const auto never = minimise(head + draft(1, "a"), [](std::string_view) { return false; });
    REQUIRE_FALSE(never);
    CHECK(has(never.error().reason, "does not show"));
    CHECK_EQ(minimise("", [](std::string_view) { return true; }).error().reason, "the fixture is empty");
}

TEST_CASE("minimise: lines stay as they were written, without a byte order mark and Windows line ends") {
    const auto smallest =
        minimise("\xEF\xBB\xBF{\"deskbell\":1 , \"start\":0}\r\n\r\n{ \"at\":1,\"event\":\"open\" }\r\n{\"at\":2,\"event\":\"close\"}\r\n",
                 [](std::string_view text) { return has(text, "open"); });
    REQUIRE(smallest);
    CHECK_EQ(*smallest, "{\"deskbell\":1 , \"start\":0}\n{ \"at\":1,\"event\":\"open\" }\n");
}

TEST_CASE("minimise: the smaller fixtures that are tried are whole fixtures") {
    std::string fixture = head;
    for (int i = 0; i < 9; ++i) fixture += draft(i, std::to_string(i));
    std::size_t tried = 0;
    const auto smallest = minimise(fixture, [&](std::string_view text) {
        ++tried;
        CHECK(parse_fixture(text));
        return has(text, "\"text\":\"7\"");
    });
    REQUIRE(smallest);
    CHECK_EQ(*smallest, head + draft(7, "7"));
    CHECK(tried > 3);
}

}  // namespace deskbell
