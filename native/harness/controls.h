#pragma once

#include <imgui.h>

#include <map>
#include <string>
#include <string_view>

namespace deskbell {

/// Where the named controls of the window are, for tests that press them as a person would. ImGui has no such list: what it draws it forgets.
class ControlMap {
  public:
    struct Place {
        ImVec2 low;
        ImVec2 high;
        ImVec2 middle() const { return {(low.x + high.x) / 2, (low.y + high.y) / 2}; }
    };

    /// From here on what is noted is collected for the current ImGui context.
    void listen() { ImGui::GetIO().UserData = this; }
    /// Forgets the last frame.
    void begin_frame() { places_.clear(); }
    void note(std::string_view name, Place place) { places_.insert_or_assign(std::string(name), place); }
    /// Nullptr: not on the screen in the last frame.
    const Place* find(std::string_view name) const;

  private:
    std::map<std::string, Place, std::less<>> places_;
};

/// Names the item that was drawn last; nothing when nobody listens.
void name_control(std::string_view name);
/// Names an area of the screen.
void name_area(std::string_view name, ImVec2 low, ImVec2 high);

}  // namespace deskbell
