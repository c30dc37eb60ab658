#include "tests/unit/harness/ui.h"

namespace deskbell {

TEST_CASE("the row under the pointer is inspected, a click pins it, another one lets it go") {
    Ui ui(talk(6));
    ui.player().seek(ui.player().duration());
    ui.settle();
    const std::string key = ui.player().view().rows().back().key;
    REQUIRE(ui.point_at_row(key));
    ui.frame();
    CHECK(ui.inspector().shown() == key);
    REQUIRE(ui.inspector().report());
    CHECK(ui.inspector().report()->kind == "text");
    CHECK(ui.inspector().pinned().empty());
    ui.click();
    CHECK(ui.inspector().pinned() == key);
    // It stays when the pointer goes elsewhere, and when other events are played.
    ui.hover("back");
    ui.key(ImGuiKey_Home);
    ui.settle();
    CHECK(ui.inspector().shown() == key);
    CHECK_FALSE(ui.inspector().report());
    ui.key(ImGuiKey_End);
    ui.settle();
    CHECK(ui.inspector().report());
    REQUIRE(ui.point_at_row(key));
    ui.click();
    CHECK(ui.inspector().pinned().empty());
}

TEST_CASE("a row can be chosen from the list, and its raw message copied; its event is gone to") {
    Ui ui(talk(6));
    ui.player().seek(ui.player().duration());
    ui.settle();
    const std::string key = std::prev(ui.player().view().rows().end(), 2)->key;
    ui.press("row " + key);
    CHECK(ui.inspector().pinned() == key);
    ui.press("copy source 7");
    const std::string copied = ImGui::GetClipboardText();
    CHECK(copied.find("\"ID\": \"m4\"") != std::string::npos);
    ui.press("source 7");
    ui.settle();
    CHECK(ui.player().played() == 7);
    ui.press("unpin");
    CHECK(ui.inspector().pinned().empty());
}

TEST_CASE("the tabs show the event, the state and the session") {
    Ui ui(talk(2, "{\"at\":5000,\"event\":\"state\",\"state\":\"queueing\",\"position\":2}\n"));
    ui.key(ImGuiKey_End);
    ui.settle();
    ui.press("tab event");
    CHECK(ui.inspector().tab() == InspectorPanel::Tab::event);
    ui.press("copy step");
    CHECK(std::string(ImGui::GetClipboardText()).find("\"patches\"") != std::string::npos);
    ui.press("tab state");
    for (const char* state : {"idle", "triggered", "robot", "queueing", "waiting", "agent", "ended"})
        CHECK(ui.shows(std::string("state ") + state));
    ui.press("tab session");
    ui.press("copy session");
    const std::string session = ImGui::GetClipboardText();
    CHECK(session.find("\"state\": \"queueing\"") != std::string::npos);
    CHECK(session.find("\"queue_position\": 2") != std::string::npos);
}

TEST_CASE("a fixture that is dropped opens, and is remembered") {
    const TestFolder folder;
    const std::string first = folder.file("first.jsonl", talk(3));
    const std::string second = folder.file("second.jsonl", talk(20));
    Ui ui(talk(1));
    ui.window().open(first);
    ui.settle();
    CHECK(ui.window().path() == first);
    CHECK(ui.player().events().size() == 5);
    ui.window().open(second);
    ui.settle();
    CHECK(ui.player().events().size() == 22);
    CHECK(ui.player().played() == 0);
    CHECK(ui.window().settings().recent == std::list<std::string>{second, first});
    ui.press("file");
    ui.press("recent " + first);
    ui.settle();
    CHECK(ui.window().path() == first);
    ui.press("file");
    ui.press("new conversation");
    ui.settle();
    CHECK(ui.window().path().empty());
    CHECK(ui.player().events().size() == 2);
}

TEST_CASE("a broken fixture says where it is broken, and what was shown stays") {
    const TestFolder folder;
    const std::string broken = folder.file("broken.jsonl", talk(1) + "{\"at\":1,\n");
    Ui ui(talk(4));
    ui.key(ImGuiKey_End);
    ui.settle();
    ui.window().open(broken);
    ui.settle();
    CHECK(ui.window().complaint().find(broken + ":5:") == 0);
    CHECK(ui.player().played() == 6);
    CHECK(ui.window().settings().recent.empty());
    ui.press("close banner");
    CHECK(ui.window().complaint().empty());
    ui.window().open((folder.path / "missing.jsonl").string());
    ui.settle();
    CHECK(ui.window().complaint().find("cannot be read") != std::string::npos);
    ui.key(ImGuiKey_Escape);
    CHECK(ui.window().complaint().empty());
}

TEST_CASE("opening goes in slices and tells how far it is") {
    const TestFolder folder;
    Opening opening(folder.file("long.jsonl", talk(300)), "zh_cn");
    double last = 0;
    int slices = 0;
    while (opening.work([] { return true; })) {
        CHECK(opening.done() >= last);
        CHECK(opening.done() < 1);
        last = opening.done();
        ++slices;
    }
    CHECK(slices > 300);
    CHECK(opening.done() == 1);
    auto player = opening.take();
    REQUIRE(player);
    CHECK(player->events().size() == 302);
    CHECK(player->lang() == "zh_cn");
    CHECK(player->own_lang() == "en");
    Opening directory(folder.path.string(), "");
    CHECK_FALSE(directory.work([] { return false; }));
    CHECK_FALSE(directory.take());
}

TEST_CASE("theme, frame, language and the sizes of the panels are settings") {
    Ui ui(talk(2));
    ui.press("theme dark");
    CHECK(ui.window().settings().theme == "dark");
    ui.press("frame small");
    CHECK(ui.window().settings().frame == "small");
    CHECK(ui.place("phone").high.x - ui.place("phone").low.x == 320);
    ui.press("lang");
    ui.press("lang zh_cn");
    ui.settle();
    CHECK(ui.window().settings().lang == "zh_cn");
    CHECK(ui.player().lang() == "zh_cn");
    ui.press("lang");
    ui.press("lang the fixture's");
    ui.settle();
    CHECK(ui.player().lang() == "en");
    const auto before = ui.window().settings();
    ImVec2 handle = ui.place("split desk").middle();
    ui.drag(handle, {handle.x + 40, handle.y});
    CHECK(ui.window().settings().desk_width == before.desk_width + 40);
    handle = ui.place("split inspector").middle();
    ui.drag(handle, {handle.x - 30, handle.y});
    CHECK(ui.window().settings().inspector_width == before.inspector_width + 30);
    handle = ui.place("split timeline").middle();
    ui.drag(handle, {handle.x, handle.y - 50});
    CHECK(ui.window().settings().timeline_height == before.timeline_height + 50);
    // Nothing can be made so large that the phone is gone.
    handle = ui.place("split desk").middle();
    ui.drag(handle, {handle.x + 5000, handle.y});
    CHECK(ui.place("Phone").high.x - ui.place("Phone").low.x >= 300);
}

}  // namespace deskbell
