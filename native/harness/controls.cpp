#include "native/harness/controls.h"

namespace deskbell {

const ControlMap::Place* ControlMap::find(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &found->second;
}

void name_area(std::string_view name, ImVec2 low, ImVec2 high) {
    if (auto* map = static_cast<ControlMap*>(ImGui::GetIO().UserData)) map->note(name, {low, high});
}

void name_control(std::string_view name) { name_area(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax()); }

}  // namespace deskbell
