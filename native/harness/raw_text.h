#pragma once

#include <imgui.h>

#include <string_view>

namespace deskbell {

/// The font of raw data, monospace; add_raw_font() has to be called before the first frame. Characters that it lacks are drawn in ImGui's own font.
void add_raw_font(float pixels);

/// That font, or ImGui's own when there is none.
ImFont* raw_font();

/// Raw data in a colour, broken at the right edge, at the place of the next item.
void raw_text(ImU32 colour, std::string_view text);

}  // namespace deskbell
