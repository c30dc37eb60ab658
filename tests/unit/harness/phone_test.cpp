#include "native/harness/phone.h"

#include <doctest/doctest.h>

#include "native/harness/player.h"
#include "native/harness/script.h"

namespace deskbell {
namespace {

/// ImGui without a window: frames are drawn into nothing, input comes from the test.
class Screen {
  public:
    Screen() : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {400, 700};
        io.DeltaTime = 1.0F / 60;
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    }
    ~Screen() { ImGui::DestroyContext(context_); }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    std::vector<Value> frame(const View& view) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({400, 700});
        ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
        std::vector<Value> events = phone_.draw(view, Theme::light);
        ImGui::End();
        ImGui::Render();
        return events;
    }

    /// Clicks at every place of a coarse grid until something is said.
    std::vector<Value> click_until_event(const View& view) {
        for (float y = 690; y > 0; y -= 12) {
            for (float x = 20; x < 400; x += 60) {
                ImGui::GetIO().AddMousePosEvent(x, y);
                frame(view);
                for (const bool down : {true, false}) {
                    ImGui::GetIO().AddMouseButtonEvent(0, down);
                    std::vector<Value> events = frame(view);
                    if (!events.empty()) return events;
                }
            }
        }
        return {};
    }

  private:
    ImGuiContext* context_;
    PhonePanel phone_;
};

}  // namespace

TEST_CASE("a click on a button of the phone is an action of its row") {
    auto player = Player::open(
        "{\"deskbell\":1,\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"v\"}}\n"
        "{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n"
        R"({"at":100,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"15\",)"
        R"(\"content\":{\"header\":\"Which?\",\"items\":[{\"content\":\"Delivery\",\"desc\":\"\"}]}}"},"flow":"in","from":"@customer_service_account",)"
        R"("to":"v","time":1765000000,"sequence":1}})"
        "\n");
    REQUIRE(player);
    player->seek(player->duration());
    Screen screen;
    CHECK(screen.frame(player->view()).empty());
    const std::vector<Value> events = screen.click_until_event(player->view());
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"].as_text() == "action");
    const auto rows_before = player->view().rows().size();
    player->inject(events[0]);
    for (const PlayedStep& step : player->last_steps()) CHECK_FALSE(step.output.error);
    CHECK(player->view().rows().size() > rows_before);
}

TEST_CASE("Arabic is joined and drawn from the right, other text stays") {
    CHECK(in_visual_order("Where is it?") == "Where is it?");
    // Seen from the left: meem on its own, lam and alef as one letter, seen that begins a word.
    const std::string shown = in_visual_order("\u0633\u0644\u0627\u0645");
    CHECK(shown == "\uFEE1\uFEFC\uFEB3");
    CHECK(is_right_to_left("\u05E9\u05DC\u05D5\u05DD"));
    CHECK_FALSE(is_right_to_left("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35"));
}

}  // namespace deskbell
