#include "native/harness/timeline_panel.h"

#include <imgui.h>

#include <algorithm>

namespace deskbell {

void TimelinePanel::advance(Player& player, double passed) {
    if (!playing_) return;
    carried_ += passed * static_cast<double>(speed_);
    const auto whole = static_cast<Millis>(carried_);
    carried_ -= static_cast<double>(whole);
    player.seek(player.position() + whole);
    playing_ = player.position() < player.duration();
}

void TimelinePanel::draw(Player& player) {
    if (ImGui::Button(playing_ ? "Pause" : "Play")) playing_ = !playing_;
    ImGui::SameLine();
    if (ImGui::Button("Back")) player.step_back();
    ImGui::SameLine();
    if (ImGui::Button("Step")) player.step_forward();
    ImGui::SameLine();
    ImGui::SetNextItemWidth(120);
    ImGui::SliderFloat("speed", &speed_, 0.25F, 16, "%.2fx", ImGuiSliderFlags_Logarithmic);
    ImGui::SameLine();
    ImGui::Text("event %d of %d, %.3f s", static_cast<int>(player.played()), static_cast<int>(player.events().size()),
                static_cast<double>(player.position()) / 1000);
    const Millis first = 0;
    const Millis last = player.duration();
    Millis position = std::clamp(player.position(), first, last);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderScalar("##position", ImGuiDataType_S64, &position, &first, &last, "%lld ms")) player.seek(position);
}

}  // namespace deskbell
