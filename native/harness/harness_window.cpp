#include "native/harness/harness_window.h"

#include <imgui.h>

namespace deskbell {

namespace {

constexpr ImGuiWindowFlags fixed_panel = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse;
constexpr float timeline_height = 104;
constexpr float side_share = 0.3F;

void place(const char* title, ImVec2 at, ImVec2 size) {
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin(title, nullptr, fixed_panel);
}

}  // namespace

void HarnessWindow::draw(double passed) {
    timeline_.advance(player_, passed);
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float side = display.x * side_share;
    const float height = display.y - timeline_height;
    place("Desk side", {0, 0}, {side, height});
    desk_.draw(player_, passed);
    ImGui::End();
    place("Phone", {side, 0}, {display.x - 2 * side, height});
    int theme = theme_ == Theme::dark ? 1 : 0;
    ImGui::RadioButton("light", &theme, 0);
    ImGui::SameLine();
    ImGui::RadioButton("dark", &theme, 1);
    theme_ = theme == 1 ? Theme::dark : Theme::light;
    for (Value& event : phone_.draw(player_.view(), theme_)) player_.inject(std::move(event));
    ImGui::End();
    place("Inspector", {display.x - side, 0}, {side, height});
    inspector_.draw(player_, phone_.hovered_row());
    ImGui::End();
    place("Timeline", {0, height}, {display.x, timeline_height});
    timeline_.draw(player_);
    ImGui::End();
}

}  // namespace deskbell
