// The parts of native/replay that need no process: wishes, differences, JUnit, the order of work. The program itself: tests/replay/cli.test.mjs.

#include <doctest/doctest.h>

#include <atomic>

#include "native/replay/corpus.h"
#include "native/replay/in_order.h"
#include "native/replay/junit.h"
#include "native/replay/line_wishes.h"
#include "native/replay/unified_diff.h"

namespace deskbell {

TEST_CASE("wishes: a whole line, white space around it aside") {
    const auto wishes = LineWishes::read({"  Hello "}, {"Bye"});
    REQUIRE(wishes);
    CHECK(wishes->hold_for("Lin\n  Hello\n"));
    CHECK(wishes->hold_for("Hello"));
    CHECK_FALSE(wishes->hold_for("Hello you\n"));
    CHECK_FALSE(wishes->hold_for("Hello\nBye\n"));
    CHECK_FALSE(wishes->hold_for(""));
}

TEST_CASE("wishes: an expression is found anywhere in one line") {
    const auto wishes = LineWishes::read({"/l+o$/"}, {"/^Bye/"});
    REQUIRE(wishes);
    CHECK(wishes->hold_for("x Hello\nGood Bye\n"));
    CHECK_FALSE(wishes->hold_for("Hello you\n"));
    CHECK_FALSE(wishes->hold_for("Hello\nBye\n"));
    // One slash is a line like any other.
    CHECK(LineWishes::read({"/"}, {})->hold_for("/\n"));
    CHECK_FALSE(LineWishes::read({"/(/"}, {}));
    CHECK(LineWishes::read({}, {})->hold_for(""));
}

TEST_CASE("differences: three lines around, far ones apart, near ones together") {
    CHECK_EQ(unified_diff("a", "1\n2\n", "b", "1\n2\n", DiffColour::off), "");
    CHECK_EQ(unified_diff("a", "1\n2\n3\n4\n5\n", "b", "1\n2\n3\n4\nx\n", DiffColour::off),
             "--- a\n+++ b\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+x\n");
    CHECK_EQ(unified_diff("a", "", "b", "x\n", DiffColour::off), "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n");
    CHECK_EQ(unified_diff("a", "x", "b", "x\n", DiffColour::off), "--- a\n+++ b\n\\ they differ in the final line end\n");
    std::string before;
    std::string after;
    for (int i = 0; i < 30; ++i) {
        before += std::to_string(i) + "\n";
        after += (i == 2 || i == 25 ? "x" : std::to_string(i)) + std::string("\n");
    }
    const std::string two = unified_diff("a", before, "b", after, DiffColour::off);
    CHECK(two.find("@@ -1,6 +1,6 @@\n 0\n 1\n-2\n+x\n 3\n 4\n 5\n@@ -23,7 +23,7 @@\n 22\n 23\n 24\n-25\n+x\n 26\n 27\n 28\n") !=
          std::string::npos);
}

TEST_CASE("differences: in colour, what goes is red and what comes green") {
    const std::string diff = unified_diff("a", "1\n2\n", "b", "1\n3\n", DiffColour::on);
    CHECK(diff.find("\x1b[31m-2\x1b[0m\n\x1b[32m+3\x1b[0m\n") != std::string::npos);
    CHECK(diff.find("\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n 1\n") != std::string::npos);
}

TEST_CASE("JUnit: counts, and text that XML can hold") {
    const std::string xml = junit_xml({{"a<b>&\"c\".jsonl", "", 0.5}, {"d", "one\n\x1btwo & <three>", 0}});
    CHECK(xml.find("tests=\"2\" failures=\"1\"") != std::string::npos);
    CHECK(xml.find("name=\"a&lt;b&gt;&amp;&quot;c&quot;.jsonl\" time=\"0.500000\"/>") != std::string::npos);
    CHECK(xml.find("one\n?two &amp; &lt;three&gt;</failure>") != std::string::npos);
    CHECK(junit_xml({}).find("tests=\"0\" failures=\"0\"") != std::string::npos);
}

TEST_CASE("goldens: the last folder called fixtures counts, every form has its ending") {
    CHECK_EQ(golden_path("tests/fixtures/a/b.jsonl", ReplayForm::text)->string(), "tests/golden/a/b.txt");
    CHECK_EQ(golden_path("fixtures/x/fixtures/b.c.jsonl", ReplayForm::effects)->string(), "fixtures/x/golden/b.c.effects.jsonl");
    CHECK_EQ(golden_path("fixtures/b.jsonl", ReplayForm::patches)->string(), "golden/b.patches.jsonl");
    CHECK_EQ(golden_path("fixtures/b.jsonl", ReplayForm::state)->string(), "golden/b.state.json");
    CHECK_FALSE(golden_path("elsewhere/b.jsonl", ReplayForm::text));
}

TEST_CASE("work on all cores is finished in order, each piece once, and little of it ahead") {
    std::atomic<std::size_t> begun{0};
    std::vector<std::size_t> finished;
    bool is_close = true;
    const auto work = [&](std::size_t at) {
        ++begun;
        return at * 2;
    };
    for_each_in_order(
        500, work,
        [&](std::size_t at, std::size_t result) {
            CHECK_EQ(result, at * 2);
            is_close = is_close && begun <= at + 1 + 8;
            finished.push_back(at);
        },
        8);
    REQUIRE_EQ(finished.size(), 500);
    CHECK(std::is_sorted(finished.begin(), finished.end()));
    CHECK_EQ(begun.load(), 500);
    CHECK(is_close);
    for_each_in_order(0, work, [](std::size_t, std::size_t) { FAIL("there is nothing to do"); });
}

}  // namespace deskbell
