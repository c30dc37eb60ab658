#pragma once

#include <string>

#include "native/harness/pen.h"

namespace deskbell {

/// A field to write in.
struct EditField {
    std::string_view name;         ///< unique within the row
    std::string_view placeholder;  ///< shown while nothing is written
    bool has_many_lines = false;   ///< Enter is told, Ctrl+Enter begins a new line
    bool is_enabled = true;
    bool takes_focus = false;  ///< in this frame
};

struct Edited {
    bool is_changed = false;
    bool is_entered = false;  ///< Enter was pressed
    bool has_focus = false;
};

/// Draws a field's text between two corners (without a frame) and lets it be written in. ImGui keeps the text, the caret and the undo steps; what is seen is set like all
/// other text, so that Arabic is joined and long lines are broken.
Edited edit(Pen& pen, const EditField& field, ImVec2 low, ImVec2 high, std::string& text, const LetterStyle& style);

/// How many lines a text takes in a field this wide: at least one.
std::size_t lines_in_field(Pen& pen, std::string_view text, float width, const LetterStyle& style);

}  // namespace deskbell
