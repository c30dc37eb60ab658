#include "core/conversation/timeline.h"

#include <doctest/doctest.h>

#include "core/base/json.h"

using namespace deskbell;

namespace {

Message message(int number, std::string_view flow = "in") {
    const std::string digits = std::to_string(number);
    const std::string text = R"({"ID":"m)" + digits + R"(","type":"TIMTextElem","payload":{"text":"text )" + digits + R"("},"flow":")" +
                             std::string(flow) + R"(","nick":"Lin","time":)" + std::to_string(1765000000 + number) + R"(,"sequence":)" +
                             digits + "}";
    return read_message(parse_json(text).value()).value();
}

/// The numbers of the messages in view.
std::pair<int, int> seen(const Timeline& timeline) {
    const auto [first, last] = timeline.window();
    const auto number = [](const Entry& entry) { return std::stoi(entry.message.im.id.substr(1)); };
    return {number(*first), number(*std::prev(last))};
}

}  // namespace

TEST_CASE("a window goes along with the end until it is full, then stays and the end is asked for") {
    Timeline timeline;
    for (int i = 1; i <= static_cast<int>(window_most); ++i) timeline.place(message(i), 0);
    CHECK(seen(timeline) == std::pair(1, 300));
    timeline.place(message(301), 0);
    CHECK(seen(timeline) == std::pair(1, 300));
    CHECK(timeline.has_newer());
    timeline.show_newest();
    CHECK(seen(timeline) == std::pair(182, 301));
    CHECK_FALSE(timeline.has_newer());
    CHECK(timeline.has_older());
}

TEST_CASE("reading up and down moves the window over everything, and a part of it stays with each step") {
    Timeline timeline;
    for (int i = 1; i <= 1000; ++i) timeline.place(message(i), 0);
    timeline.show_newest();
    int steps = 0;
    for (; timeline.has_older() && steps < 100; ++steps) {
        const auto before = seen(timeline);
        timeline.show_older(window_step);
        CHECK(seen(timeline).second >= before.first);
        CHECK(seen(timeline).second - seen(timeline).first < static_cast<int>(window_most));
    }
    CHECK(seen(timeline).first == 1);
    for (; timeline.has_newer() && steps < 200; ++steps) {
        const auto before = seen(timeline);
        timeline.show_newer(window_step);
        CHECK(seen(timeline).first <= before.second);
    }
    CHECK(seen(timeline).second == 1000);
    timeline.place(message(1001), 0);
    CHECK(seen(timeline).second >= 1000);
}

TEST_CASE("what is acknowledged takes its place, and what was typed after it follows it") {
    for (int others = 0; others < 40; ++others) {
        Timeline timeline;
        for (int i = 1; i <= others; ++i) timeline.place(message(i), 0);
        timeline.add_own("x-c1", Message(), 0);
        timeline.add_own("x-c2", Message(), 0);
        timeline.place(message(others + 1), 0);
        timeline.add_own("x-c3", Message(), 0);
        REQUIRE(timeline.acknowledge("x-c1", message(others + 2, "out")) != nullptr);
        std::string order;
        for (const Entry& entry : timeline.entries()) order += entry.client_id.empty() ? entry.message.im.id + " " : entry.client_id + " ";
        const std::string end = "m" + std::to_string(others + 1) + " x-c1 x-c2 x-c3 ";
        CHECK(order.substr(order.size() - end.size()) == end);
        for (const char* own : {"x-c1", "x-c2", "x-c3"}) CHECK(timeline.find_client_id(own) != nullptr);
    }
}

TEST_CASE("pages of the past find their places, and every entry is found by its names") {
    Timeline timeline;
    for (int page = 9; page >= 0; --page) {
        for (int i = 1; i <= 50; ++i) timeline.place(message(page * 50 + i), 0);
    }
    timeline.add_own("x-c1", message(9999, "out"), 0);
    int expected = 0;
    for (const Entry& entry : timeline.entries()) CHECK((entry.message.im.id == "m" + std::to_string(++expected) || expected == 501));
    for (int i = 1; i <= 500; ++i) {
        const std::string id = "m" + std::to_string(i);
        REQUIRE(timeline.find_id(id) != nullptr);
        CHECK(timeline.find_key("m:" + id) == timeline.find_id(id));
    }
    CHECK(timeline.find_id("m0") == nullptr);
    CHECK(timeline.find_key("c:x-c1") == timeline.find_client_id("x-c1"));
    CHECK(timeline.remove("c:x-c1"));
    CHECK(timeline.find_client_id("x-c1") == nullptr);
    CHECK(timeline.find_id("m250") != nullptr);
}

TEST_CASE("what is out of view is kept small, and is whole again wherever it is looked at") {
    Timeline timeline;
    for (int i = 1; i <= 1000; ++i) timeline.place(message(i), 0);
    timeline.show_newest();
    timeline.pack_out_of_view();
    CHECK(!timeline.entries().front().packed.empty());
    CHECK(timeline.entries().back().packed.empty());
    CHECK(timeline.entries().front().message.im.nick.empty());
    const Entry* found = timeline.find_id("m3");
    REQUIRE(found != nullptr);
    CHECK(found->message.im.nick == "Lin");
    CHECK(record_of<TextElem>(found->message).text == "text 3");
    CHECK(timeline.place(message(5), 0).placement == Placement::duplicate);
    while (timeline.has_older()) {
        timeline.show_older(window_step);
        timeline.pack_out_of_view();
    }
    CHECK(timeline.entries().front().message.im.nick == "Lin");
    CHECK(!timeline.entries().back().packed.empty());
    timeline.show_newest();
    timeline.pack_out_of_view();
    CHECK(!timeline.entries().front().packed.empty());
    CHECK(timeline.entries().back().packed.empty());
}

TEST_CASE("a copy shows and finds its own entries") {
    Timeline timeline;
    for (int i = 1; i <= 500; ++i) timeline.place(message(i), 0);
    timeline.show_older(window_step);
    const Timeline copy = timeline;
    CHECK(seen(copy) == seen(timeline));
    CHECK(copy.find_id("m400") != timeline.find_id("m400"));
    timeline.revoke("m400");
    CHECK_FALSE(copy.find_id("m400")->message.im.is_revoked);
}
