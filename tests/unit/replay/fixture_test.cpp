#include "widget/replay/fixture.h"

#include <doctest/doctest.h>

namespace deskbell {

namespace {

std::string fault(std::string_view text) {
    const auto fixture = parse_fixture(text);
    if (fixture) return "";
    const FixtureError& error = fixture.error();
    return std::to_string(error.line) + ":" + std::to_string(error.column) + " " + error.reason;
}

constexpr const char* head = "{\"deskbell\":1,\"start\":1000}\n";

}  // namespace

TEST_CASE("a fixture's events carry their line and their time") {
    const auto fixture =
        parse_fixture("\xEF\xBB\xBF{\"deskbell\":1,\"start\":1000}\r\n\n{\"at\":5,\"event\":\"open\"}\r\n{\"at\":5,\"event\":\"tick\"}");
    REQUIRE(fixture);
    CHECK_EQ(fixture->start, 1000);
    REQUIRE_EQ(fixture->events.size(), 2);
    CHECK_EQ(fixture->events[0].line, 3);
    CHECK_EQ(fixture->events[0].at, 1005);
    CHECK_EQ(fixture->events[1].event["event"].as_text(), "tick");
}

TEST_CASE("what cannot be read is named with its line, column and reason") {
    CHECK_EQ(fault(""), "1:0 the fixture is empty");
    CHECK_EQ(fault("\n\n"), "1:0 the fixture is empty");
    CHECK_EQ(fault("{\"deskbell\":1"), "1:14 not_json: the text is not JSON");
    CHECK_EQ(fault("{}"), "1:1 the first line of a fixture has \"deskbell\":1");
    CHECK_EQ(fault("{\"deskbell\":2,\"start\":1}"), "1:1 the first line of a fixture has \"deskbell\":1");
    CHECK_EQ(fault("{\"deskbell\":1}"), "1:1 the first line needs \"start\", milliseconds since 1970");
    CHECK_EQ(fault(std::string(head) + "[]"), "2:1 a line is one JSON object");
    CHECK_EQ(fault(std::string(head) + "\n{\"at\":0,\"event\":\"open\"} x"), "3:25 not_json: the text is not JSON");
    CHECK_EQ(fault(std::string(head) + "{\"at\":0}"), "2:1 an event needs \"event\", its name");
    CHECK_EQ(fault(std::string(head) + "{\"event\":\"open\"}"), "2:1 an event needs \"at\", milliseconds since the start");
    CHECK_EQ(fault(std::string(head) + "{\"at\":\"1\",\"event\":\"open\"}"), "2:1 an event needs \"at\", milliseconds since the start");
    CHECK_EQ(fault(std::string(head) + "{\"at\":2,\"event\":\"open\"}\n{\"at\":1,\"event\":\"close\"}"),
             "3:1 the event is earlier than the one before it");
}

}  // namespace deskbell
