#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace deskbell {

/// Columns that a text takes on a terminal: East Asian wide characters and emoji take two, combining marks (Thai, Arabic, accents) none. A table of ranges, not all of
/// Unicode's: it only has to be the same everywhere, since goldens are compared by the byte.
std::size_t display_width(std::string_view text);

/// Breaks a text into lines of at most `width` columns: at its line ends, at spaces, and between wide characters. A word that is longer than a line is left whole.
std::vector<std::string> wrap_lines(std::string_view text, std::size_t width);

/// A copy that is safe to print: control characters as their symbols, so that no message can steer a terminal. Line ends stay, tabs become spaces.
std::string printable(std::string_view text);

/// `2025-12-06`, in UTC.
std::string utc_date(Millis time);
/// `05:46`, in UTC.
std::string utc_clock(Millis time);

}  // namespace deskbell
