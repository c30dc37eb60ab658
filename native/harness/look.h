#pragma once

#include <imgui.h>

#include <string_view>

namespace deskbell {

enum class Theme { light, dark };

/// The colours of a theme, as the page's styles have them.
struct Look {
    ImU32 surface, header, bubble, own_bubble, own_text, text, muted, line, accent, warn, danger;
};

const Look& look_of(Theme theme);

/// Adds the Noto fonts of the system, for Latin, Cyrillic, Thai, Arabic, Hebrew and Han, as one font. False when none was found; ImGui's own font is used then.
bool add_fonts(float pixels);

/// Text from (x, y) on, broken at `width`, right-to-left lines at the right; gives the height. `draw` false only measures.
float draw_text(ImVec2 at, float width, ImU32 colour, std::string_view text, bool draw = true);

/// How wide the text is when `width` is the most it may take.
float text_width(std::string_view text, float width);

}  // namespace deskbell
