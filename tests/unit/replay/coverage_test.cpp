#include "native/replay/coverage.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace deskbell {

namespace {

constexpr const char* head = "{\"deskbell\":1,\"start\":1765000000000,\"lang\":\"en\"}\n";

/// What a corpus of this one fixture covers.
Coverage coverage_of(const std::string& events) {
    ReplayWitness witness;
    ReplayOptions options;
    options.witness = &witness;
    const auto output = replay(head + events, options);
    REQUIRE_MESSAGE(output, output.error().reason);
    Coverage coverage;
    coverage.take(head + events, witness);
    return coverage;
}

bool misses(const Coverage& coverage, const std::string& name) {
    const auto missing = coverage.missing();
    return std::find(missing.begin(), missing.end(), name) != missing.end();
}

}  // namespace

TEST_CASE("coverage: nothing covers nothing, and a fixture that cannot be read adds nothing") {
    Coverage none;
    const std::size_t all = none.missing().size();
    CHECK(all > 300);
    CHECK(none.summary().find(": 0 of ") != std::string::npos);
    none.take("nonsense", {});
    CHECK_EQ(none.missing().size(), all);
}

TEST_CASE("coverage: fields of events, messages and what lies inside them, by what is there and not by what could be") {
    const Coverage coverage = coverage_of(
        R"({"at":1,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","flow":"in","cloudCustomData":"{\"role\":\"robot\"}","payload":{"data":"{\"customerServicePlugin\":0,\"src\":15,\"content\":{\"header\":\"h\",\"items\":[{\"content\":\"a\"}]}}"}}})"
        "\n");
    for (const char* name : {"event message", "im ID", "cloud role", "element TIMCustomElem.data", "message branch.content.header",
                             "message branch.content.items.content"}) {
        CHECK_MESSAGE(coverage.has(name), name);
        CHECK_FALSE(misses(coverage, name));
    }
    for (const char* name :
         {"im nick", "cloud messageType", "message branch.content.items.desc", "message branch.content.tail", "message form", "event text"})
        CHECK_MESSAGE(misses(coverage, name), name);
}

TEST_CASE("coverage: a message of the visitor's own counts as it is sent, steps as they are taken") {
    const Coverage coverage = coverage_of(
        "{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":1,\"event\":\"open\"}\n{\"at\":2,\"event\":\"state\",\"state\":"
        "\"robot\"}\n");
    CHECK(coverage.has("message session_trigger.triggeredContent.language"));
    CHECK(coverage.has("step idle + trigger"));
    CHECK(coverage.has("step triggered + back_to_robot"));
    CHECK(misses(coverage, "step idle + back_to_robot"));
}

TEST_CASE("coverage: an error counts by its name, and by that of its cause, not by words that hold it") {
    const Coverage coverage = coverage_of(
        R"({"at":1,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","flow":"in","payload":{"data":"no JSON too_deep"}}})"
        "\n");
    CHECK(coverage.has("error wrong_type"));
    CHECK(coverage.has("error not_json"));
    CHECK(misses(coverage, "error too_deep"));
}

TEST_CASE("excuses: a name and a reason a line") {
    const auto excuses = read_excuses("# why\n\nerror too_large: a file of 16 MB\r\nim avatar: no: not this\n");
    REQUIRE(excuses);
    CHECK_EQ(excuses->size(), 2);
    CHECK_EQ(excuses->at("error too_large"), "a file of 16 MB");
    CHECK_EQ(excuses->at("im avatar"), "no: not this");
    CHECK_EQ(read_excuses("a: b\nno reason\n").error(), 2);
    CHECK_EQ(read_excuses("a:  \n").error(), 1);
}

}  // namespace deskbell
