#pragma once

#include <imgui.h>

#include <string_view>

namespace deskbell {

enum class Theme { light, dark };

/// The colours of a theme: the tokens of web/styles/tokens.css, and the accent's three as web/src/color.ts makes them of the widget's own accent.
struct Look {
    ImU32 surface_0, surface_1, surface_2, surface_3;
    ImU32 text_1, text_2, text_3;
    ImU32 line, control;
    ImU32 danger, ok, warn, warn_surface, danger_surface;
    ImU32 accent, accent_text, accent_ink;
    ImU32 star, star_edge;  ///< a star that is lit
    ImU32 page;             ///< what lies behind the panel, as a website would
    ImU32 shadow;
};

const Look& look_of(Theme theme);

/// A colour with its opacity times `share`.
ImU32 faded(ImU32 colour, float share);
/// `share` of one colour over another.
ImU32 mixed(ImU32 over, ImU32 under, float share);

}  // namespace deskbell
