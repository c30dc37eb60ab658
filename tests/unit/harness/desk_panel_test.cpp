#include "native/harness/desk_panel.h"

#include "core/base/json.h"
#include "tests/unit/harness/screen_text.h"
#include "tests/unit/harness/ui.h"
#include "widget/replay/replay.h"

namespace deskbell {
namespace {

bool shows(Ui& ui, std::string_view words) { return screen_text(ui.player()).find(words) != std::string::npos; }

/// Writes into a field as a person would.
void write(Ui& ui, std::string_view control, const char* text) {
    ui.press(control);
    ui.type(text);
}

void pass(Ui& ui, int milliseconds) {
    for (int i = 0; i < milliseconds; i += 50) ui.frame(50);
}

}  // namespace

TEST_CASE("compose: a kind is searched and chosen, its form filled in, and the message is on the phone") {
    Ui ui(talk(2));
    ui.player().seek(ui.player().duration());
    ui.press("kinds");
    write(ui, "search kinds", "markdown");
    ui.press("kind rich_text");
    CHECK(ui.shows("content"));
    write(ui, "content", "Words from the form");
    ui.press("send composed");
    CHECK(shows(ui, "Words from the form"));
}

TEST_CASE("compose: without what is required it cannot be sent; records are added and removed") {
    Ui ui(talk(2));
    ui.player().seek(ui.player().duration());
    const std::size_t events = ui.player().events().size();
    ui.press("kinds");
    write(ui, "search kinds", "21 form");
    ui.press("kind form");
    ui.press("add content.items");
    CHECK(ui.shows("content.items.0.content"));
    ui.press("send composed");
    CHECK(ui.player().events().size() == events);
    ui.press("remove content.items.0");
    CHECK_FALSE(ui.shows("content.items.0.content"));
    write(ui, "content.header", "What size?");
    ui.press("send composed");
    CHECK(ui.player().events().size() == events + 1);
    CHECK(shows(ui, "What size?"));
}

TEST_CASE("compose: JSON that is edited by hand goes as it is") {
    Ui ui(talk(2));
    ui.player().seek(ui.player().duration());
    const std::size_t events = ui.player().events().size();
    ui.press("raw");
    ui.type("broken ");
    ui.press("send raw");
    CHECK(ui.player().events().size() == events);
    ui.press("follow form");
    ui.press("send raw");
    CHECK(ui.player().events().size() == events + 1);
}

TEST_CASE("agent: the sandbox is started, the session taken by hand, and a word written in it") {
    Ui ui(
        "{\"deskbell\":1,\"title\":\"live\",\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"v\"}}\n{\"at\":0,\"event\":\"open\"}"
        "\n");
    ui.player().seek(0);
    ui.press("tab agent");
    ui.press("start sandbox");
    pass(ui, 2000);
    CHECK(ui.player().view().header().connection == "connected");
    CHECK(ui.window().is_busy());
    ui.press("act Take");
    pass(ui, 200);
    CHECK(ui.player().view().header().state == "agent");
    ui.press("agent words");
    ui.type("Here is a person.");
    ui.press("agent send");
    pass(ui, 200);
    CHECK(shows(ui, "Here is a person."));
    ui.press("stop live");
    CHECK_FALSE(ui.window().desk().is_live(ui.player()));
}

TEST_CASE("agent: an address that is none is refused in words, and nothing begins") {
    Ui ui(talk(2));
    ui.press("tab agent");
    ui.press("relay address");
    ui.type("nonsense ");
    ui.press("connect relay");
    CHECK(ui.window().desk().side().live() == nullptr);
}

TEST_CASE("trouble: a fixture is disturbed, the same again, and as it was recorded") {
    Ui ui(talk(30));
    ui.player().seek(ui.player().duration());
    const std::string before = screen_text(ui.player());
    const std::string recorded = ui.player().to_fixture();
    ui.window().desk().side().trouble.dropped = 50;
    ui.press("tab trouble");
    ui.press("trouble disturb");
    ui.settle();
    const std::size_t left = ui.player().events().size();
    CHECK(left < 30);
    ui.press("trouble disturb");
    ui.settle();
    CHECK(ui.player().events().size() == left);
    ui.press("trouble new seed");
    ui.press("trouble undo");
    ui.settle();
    ui.player().seek(ui.player().duration());
    CHECK(screen_text(ui.player()) == before);
    CHECK(ui.player().to_fixture() == recorded);
}

TEST_CASE("record: the button saves the file, which replays to this screen") {
    const TestFolder folder;
    Ui ui(talk(5));
    ui.player().seek(ui.player().duration());
    ui.press("tab record");
    ui.press("record path");
    const std::string path = (folder.path / "clicked.jsonl").string();
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    ui.key(ImGuiKey_A);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    ui.type(path.c_str());
    ui.press("record save");
    std::ifstream file(path, std::ios::binary);
    const std::string saved{std::istreambuf_iterator<char>(file), {}};
    const auto again = replay(saved, {});
    REQUIRE(again);
    CHECK(*again == screen_text(ui.player()));
}

}  // namespace deskbell
