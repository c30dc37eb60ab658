#pragma once

#include <string>
#include <string_view>

namespace deskbell {

// How the unfinished end of a markdown text will probably go on. Guesses for the eye only: the finished text is parsed as it is.

/// True when a line that has not ended says nothing yet: it holds only signs of which nobody can tell what they will mean. `fence`: of the code block it is in, or 0.
bool is_undecided(std::string_view line, char fence);

/// The address of a half-written link: such a link has none on the screen. The url policy refuses it wherever else it may stand.
inline constexpr std::string_view open_address = ":";

/// Inline content with what is open at its end closed; half-written links lead to open_address.
std::string completed(std::string words);
/// A table row with its last cell completed.
std::string completed_row(std::string_view row);
/// The lines of a table that begins with this row; gives the number of its columns.
std::string begun_table(std::string_view row, unsigned& columns);

/// True when a paragraph that begins so may turn out to be a link definition.
bool may_be_definition(std::string_view words);

}  // namespace deskbell
