#pragma once

#include <cstddef>
#include <string_view>

namespace deskbell {

// What CommonMark's block structure makes of a single line, as far as MarkdownStream has to know it.

inline constexpr std::size_t blank_line = static_cast<std::size_t>(-1);

/// Where the line that begins at `at` ends, its line end included; 0 while its end has not come. With `last`, the end of the text ends a line too.
std::size_t line_end(std::string_view text, std::size_t at, bool last);
std::string_view without_line_end(std::string_view line);

/// The columns of white space that the line begins with (tabs go to multiples of four), or blank_line.
std::size_t indent_of(std::string_view line);

struct Fence {
    std::size_t length = 0;  ///< 0: the line opens no code fence
};
/// A code fence at any indent (CommonMark 4.5 allows three columns; who asks knows the columns of the list).
Fence opens_fence(std::string_view line);
bool closes_fence(std::string_view line, char fence, std::size_t length);

struct ListMarker {
    std::size_t width = 0;  ///< the columns up to the item's content, 0: no list item begins here
    bool is_weak = false;   ///< it cannot interrupt a paragraph
    bool is_empty = false;
};
ListMarker list_marker(std::string_view line);

/// True when the text may hold a link reference definition.
bool may_define(std::string_view text);

}  // namespace deskbell
