#pragma once

#include <imgui.h>

#include <string_view>

#include "native/harness/look.h"

namespace deskbell {

/// The colours of the panels around the phone: the widget's dark theme, and two for the kinds of things on the timeline.
struct Skin : Look {
    ImU32 blue, violet;
};

const Skin& skin();

/// Gives ImGui the harness's colours, distances and corners.
void apply_style();

// Small controls that look alike everywhere. Each is noted under its name (controls.h).

/// A button with words; `is_lit`: it is switched on.
bool word_button(const char* name, const char* label, bool is_lit = false);

enum class Sign { first, back, play, pause, forward, last, cross, copy, pin };
/// A square button with a drawn sign; `hint` is told under the pointer.
bool sign_button(const char* name, Sign sign, const char* hint, bool is_enabled = true, bool is_lit = false);

/// Words in the colour of secondary text.
void quiet_text(std::string_view text);
/// Words in a colour.
void coloured_text(ImU32 colour, std::string_view text);
/// The same, broken at the right edge.
void wrapped_text(ImU32 colour, std::string_view text);
/// The heading of a part of a panel.
void heading(const char* text);
/// What is told under the pointer about the item that was drawn last.
void hint(const char* text);

}  // namespace deskbell
