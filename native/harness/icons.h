#pragma once

#include <imgui.h>

namespace deskbell {

/// The outlines of web/src/dom/icons.ts and a few that only the harness needs.
enum class Icon { close, menu, send, attach, chevron, tick, down, file, pin, star, alert, bell, copy, play, picture };

struct IconStyle {
    float size = 20;      ///< of the square it stands in
    float stroke = 1.8F;  ///< at 24 pixels, as in the page
    bool is_mirrored = false;
    float turned = 0;  ///< quarter turns clockwise
    ImU32 fill = 0;    ///< of a star
};

/// Draws an icon in the middle of `centre`.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, ImU32 colour, const IconStyle& style = {});

}  // namespace deskbell
