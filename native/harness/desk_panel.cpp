#include "native/harness/desk_panel.h"

#include <imgui.h>

#include <utility>

#include "native/harness/controls.h"

namespace deskbell {

void DeskPanel::draw(Player& player, double passed) {
    side_.advance(player, passed);
    if (!ImGui::BeginTabBar("desk side")) return;
    const auto tab = [this](const char* name, const char* label, const auto& draw_inside) {
        const bool wanted = wanted_tab_ == name;
        const bool open = ImGui::BeginTabItem(label, nullptr, wanted ? ImGuiTabItemFlags_SetSelected : 0);
        name_control(std::string("tab ") + name);
        if (!open) return;
        if (wanted) wanted_tab_.clear();
        draw_inside();
        ImGui::EndTabItem();
    };
    tab("compose", "Compose", [&] { compose_.draw(player, side_); });
    tab("agent", "Agent", [&] { agent_.draw(player, side_); });
    tab("trouble", "Trouble", [&] { trouble_.draw(player, side_, other_); });
    tab("record", "Record", [&] { record_.draw(player); });
    ImGui::EndTabBar();
}

tl::expected<void, std::string> DeskPanel::connect(Player& player, std::string_view other_side) {
    if (other_side != "sandbox") return side_.connect(player, other_side);
    side_.start_sandbox(player);
    return {};
}

std::optional<Player> DeskPanel::take_other() { return std::exchange(other_, std::nullopt); }

}  // namespace deskbell
