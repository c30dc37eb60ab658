#include "widget/replay/replay.h"

#include <doctest/doctest.h>

#include "core/base/json.h"

namespace deskbell {

namespace {

constexpr const char* head = "{\"deskbell\":1,\"start\":1765000000000,\"lang\":\"en\"}\n";
constexpr const char* hello =
    "{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n{\"at\":0,\"event\":\"sent\",\"client_id\":"
    "\"c1\"}\n";

std::string text_line(int at, const char* words) {
    return "{\"at\":" + std::to_string(at) + ",\"event\":\"message\",\"message\":{\"ID\":\"m" + std::to_string(at) +
           "\",\"type\":\"TIMTextElem\",\"flow\":\"in\",\"nick\":\"Lin\",\"time\":1765000001,\"payload\":{\"text\":\"" + words + "\"}}}\n";
}

std::string output_of(const std::string& fixture, ReplayForm form = ReplayForm::text, const std::string& lang = {},
                      std::size_t width = 80) {
    ReplayOptions options;
    options.form = form;
    options.lang = lang;
    options.width = width;
    const auto output = replay(fixture, options);
    REQUIRE_MESSAGE(output, output.error().reason);
    return *output;
}

std::string fault_of(const std::string& fixture) {
    const auto output = replay(fixture, {});
    if (output) return "";
    return std::to_string(output.error().line) + ":" + std::to_string(output.error().column) + " " + output.error().reason;
}

}  // namespace

TEST_CASE("replay: a fixture without events shows the empty screen") {
    CHECK(output_of(head).starts_with("== Support"));
    CHECK(output_of(head).ends_with("[Send] [Attach a file]\n"));
}

TEST_CASE("replay: the same fixture gives the same bytes in every form") {
    const std::string fixture =
        head + std::string(hello) + text_line(1000, "Hi **you**") + "{\"at\":2000,\"event\":\"text\",\"text\":\"x\"}\n";
    for (const ReplayForm form : {ReplayForm::text, ReplayForm::effects, ReplayForm::patches, ReplayForm::state}) {
        CHECK_EQ(output_of(fixture, form), output_of(fixture, form));
    }
    CHECK(output_of(fixture).find("Lin 05:46\n  Hi **you**\n") != std::string::npos);
    CHECK(output_of(fixture, ReplayForm::effects).find("\"effect\":\"send\",\"client_id\":\"c2\"") != std::string::npos);
    CHECK(output_of(fixture, ReplayForm::patches).starts_with("{\"at\":0,\"event\":\"catalogue\",\"patches\":["));
    CHECK(parse_json(output_of(fixture, ReplayForm::state)));
}

TEST_CASE("replay: the language and the width can be others than the fixture's") {
    const std::string fixture = head + std::string(hello) + text_line(1000, "one two three four five");
    CHECK(output_of(fixture, ReplayForm::text, "zh_cn").find("[Send]") == std::string::npos);
    CHECK(output_of(fixture, ReplayForm::text, {}, 20).find("  one two three four\n  five\n") != std::string::npos);
}

TEST_CASE("replay: between events the session gets the ticks it asked for") {
    const std::string typing =
        "{\"at\":1000,\"event\":\"message\",\"message\":{\"ID\":\"t\",\"type\":\"TIMCustomElem\",\"flow\":\"in\",\"time\":1765000001,"
        "\"payload\":{\"data\":\"{\\\"customerServicePlugin\\\":0,\\\"src\\\":12}\"}}}\n";
    const std::string patches = output_of(head + std::string(hello) + typing + "{\"at\":60000,\"event\":\"close\"}\n", ReplayForm::patches);
    CHECK(patches.find("{\"at\":11000,\"event\":\"tick\",\"patches\":[{\"op\":\"remove\",\"key\":\"busy:typing\"}]}") != std::string::npos);
}

TEST_CASE("replay: what is wrong with a fixture is said with its line") {
    CHECK_EQ(fault_of("nonsense").substr(0, 4), "1:2 ");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"dance\"}")), "2:1 unknown_event: no event has this name (dance)");
    CHECK_EQ(fault_of(head + std::string("\n{\"at\":0,\"event\":\"net\"}")), "3:1 missing_field: a required field is missing (state)");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"text\",\"text\":7}")), "");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"text\",\"text\":[]}")),
             "2:1 missing_field: a required field is missing (text)");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"pick\",\"match\":\"Pay\",\"in\":\"last\"}")),
             "2:1 unknown_action: the row has no such action (Pay)");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"pick\",\"match\":\"Pay\",\"in\":\"m:1\"}")),
             "2:1 unknown_row: no row has this key (m:1)");
    CHECK_EQ(fault_of("{\"deskbell\":1,\"start\":0,\"user\":7}"), "");
}

TEST_CASE("replay: a press that came too late is the session's affair, which notes it") {
    const std::string late = head + std::string("{\"at\":0,\"event\":\"action\",\"row\":\"x\",\"action\":\"y\"}");
    CHECK_EQ(fault_of(late), "");
    CHECK(output_of(late, ReplayForm::state).find("{\"at\":0,\"note\":\"unknown_row (x)\"}") != std::string::npos);
}

TEST_CASE("replay: bad messages are the session's affair") {
    CHECK_EQ(
        fault_of(head + std::string(
                            "{\"at\":0,\"event\":\"message\",\"message\":7}\n{\"at\":0,\"event\":\"message\",\"message\":{\"ID\":\"x\"}}")),
        "");
    CHECK_EQ(fault_of(head + std::string("{\"at\":0,\"event\":\"revoked\",\"id\":\"nobody\"}")), "");
}

}  // namespace deskbell
