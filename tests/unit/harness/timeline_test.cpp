#include "native/harness/event_kind.h"
#include "native/harness/timeline_axis.h"
#include "tests/unit/harness/ui.h"

namespace deskbell {

namespace {

Settings ending() {
    Settings settings;
    settings.live = false;
    return settings;
}

}  // namespace

TEST_CASE("play goes on with the fixture's time, pause stops it, and it ends at the end") {
    Ui ui(talk(10), ending());
    ui.press("play");
    CHECK(ui.window().timeline().is_playing());
    ui.frame(350);
    ui.settle_travel();
    CHECK(ui.player().position() == 350);
    CHECK(ui.player().played() == 5);
    ui.press("play");
    CHECK_FALSE(ui.window().timeline().is_playing());
    ui.frame(350);
    CHECK(ui.player().position() == 350);
    ui.press("play");
    for (int i = 0; i < 20; ++i) ui.frame(100);
    CHECK(ui.player().position() == ui.player().duration());
    CHECK(ui.player().played() == 12);
    CHECK_FALSE(ui.window().timeline().is_playing());
    // At the end, play begins anew.
    ui.press("play");
    CHECK(ui.player().position() < 100);
}

TEST_CASE("time goes on after the last event when it shall") {
    Ui ui(talk(2));
    ui.press("play");
    ui.frame(5000);
    ui.frame(5000);
    CHECK(ui.player().position() == 10'000);
    CHECK(ui.player().played() == 4);
    CHECK(ui.window().timeline().is_playing());
    ui.press("live");
    ui.frame(1);
    CHECK_FALSE(ui.window().settings().live);
    CHECK_FALSE(ui.window().timeline().is_playing());
}

TEST_CASE("the speed multiplies the time that passes") {
    Ui ui(talk(10));
    ui.press("speed");
    ui.press("speed 4×");
    CHECK(ui.window().settings().speed == 400);
    ui.press("play");
    ui.frame(100);
    CHECK(ui.player().position() == 400);
}

TEST_CASE("the buttons step") {
    Ui ui(talk(10));
    ui.press("forward");
    ui.press("forward");
    ui.press("forward");
    CHECK(ui.player().played() == 3);
    ui.press("back");
    CHECK(ui.player().played() == 2);
    ui.press("last");
    ui.settle();
    CHECK(ui.player().played() == 12);
    ui.press("first");
    ui.settle();
    CHECK(ui.player().played() == 0);
    CHECK(ui.player().position() == 0);
}

TEST_CASE("keys steer, but not while somebody types") {
    Ui ui(talk(30));
    ui.key(ImGuiKey_RightArrow);
    ui.key(ImGuiKey_RightArrow);
    CHECK(ui.player().played() == 2);
    ui.key(ImGuiKey_LeftArrow);
    CHECK(ui.player().played() == 1);
    ui.key(ImGuiKey_End);
    ui.settle();
    CHECK(ui.player().played() == 32);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
    ui.key(ImGuiKey_LeftArrow);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
    ui.settle();
    CHECK(ui.player().played() == 22);
    ui.key(ImGuiKey_Home);
    ui.settle();
    CHECK(ui.player().played() == 0);
    ui.key(ImGuiKey_Space);
    CHECK(ui.window().timeline().is_playing());
    ui.key(ImGuiKey_Space);
    CHECK_FALSE(ui.window().timeline().is_playing());
    const std::size_t before = ui.player().played();
    ui.press("file");
    ui.press("path");
    ui.key(ImGuiKey_Space);
    ui.key(ImGuiKey_RightArrow);
    CHECK_FALSE(ui.window().timeline().is_playing());
    CHECK(ui.player().played() == before);
}

TEST_CASE("scrubbing goes to any place and back, by time or by event") {
    Ui ui(talk(10, "{\"at\":100000,\"event\":\"close\"}\n"));
    const auto at = [&ui](float share) {
        const ControlMap::Place line = ui.place("line");
        const float from = line.low.x + TimelineAxis::label_room;
        return ImVec2(from + share * (line.high.x - 8 - from), line.middle().y);
    };
    ui.drag(at(0), at(0.5F));
    ui.settle();
    CHECK(ui.player().position() > 49'000);
    CHECK(ui.player().position() < 51'000);
    CHECK(ui.player().played() == 12);
    ui.press("axis events");
    ui.drag(at(0.9F), at(5.0F / 13));
    ui.settle();
    CHECK(ui.player().played() == 5);
    CHECK(ui.player().view().rows().back().key.find("day") == std::string::npos);
    ui.drag(at(0.5F), {0, at(0).y});
    ui.settle();
    CHECK(ui.player().played() == 0);
}

TEST_CASE("the pointer on a mark tells about its event") {
    Ui ui(talk(10));
    const ControlMap::Place line = ui.place("line");
    ui.point({line.low.x + TimelineAxis::label_room + 0.5F * (line.high.x - 8 - line.low.x - TimelineAxis::label_room), line.low.y + 24});
    ui.frame();
    CHECK(ui.shows("line tooltip"));
    ui.point({line.low.x + 3, line.low.y + 24});
    CHECK_FALSE(ui.shows("line tooltip"));
}

TEST_CASE("a click in the list of events goes there") {
    Ui ui(talk(40));
    ui.press("event 4");
    ui.settle();
    CHECK(ui.player().played() == 4);
    ui.press("event 2");
    ui.settle();
    CHECK(ui.player().played() == 2);
    // The list follows to where it goes, and what is already seen stays where it is.
    ui.key(ImGuiKey_End);
    ui.settle();
    CHECK(ui.shows("event 42"));
    CHECK_FALSE(ui.shows("event 10"));
    const float before = ui.place("event 41").low.y;
    ui.key(ImGuiKey_LeftArrow);
    ui.settle();
    CHECK(ui.place("event 41").low.y == before);
}

TEST_CASE("what was injected can be seen and taken back") {
    Ui ui(talk(10));
    ui.press("event 4");
    ui.settle();
    CHECK_FALSE(ui.shows("as recorded"));
    ui.player().inject(Value::object().set("event", "text").set("text", "mine"));
    ui.settle();
    CHECK(ui.player().events().size() == 13);
    CHECK(ui.player().played() == 5);
    ui.press("drop following");
    CHECK(ui.player().events().size() == 5);
    CHECK_FALSE(ui.shows("drop following"));
    ui.press("as recorded");
    ui.settle();
    CHECK(ui.player().events().size() == 12);
    CHECK_FALSE(ui.shows("as recorded"));
}

TEST_CASE("events have a lane each and a line about them") {
    CHECK(event_kind("message") == EventKind::desk);
    CHECK(event_kind("text") == EventKind::visitor);
    CHECK(event_kind("net") == EventKind::net);
    CHECK(event_kind("tick") == EventKind::tick);
    auto player = Player::open(talk(1));
    REQUIRE(player);
    CHECK(event_summary(player->events()[0].event) == "state connected");
    CHECK(event_summary(player->events()[2].event) == "text: line 0");
    CHECK(event_summary(Value::object().set("event", "text").set("text", "first\nsecond")) == "first");
    CHECK(clock_text(62'345) == "1:02.345");
    CHECK(clock_text(3'600'007) == "1:00:00.007");
}

}  // namespace deskbell
