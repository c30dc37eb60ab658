#pragma once

#include <string>
#include <string_view>

namespace deskbell {

/// True when the text holds a letter that is written from right to left (Hebrew, Arabic and their presentation forms).
bool is_right_to_left(std::string_view text);

/// One line of text in the order and the shapes in which it is drawn from left to right; other text comes back as it is. FriBidi joins Arabic letters to presentation forms.
std::string in_visual_order(std::string_view line);

}  // namespace deskbell
