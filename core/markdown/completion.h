#pragma once

#include <string>
#include <string_view>

namespace deskbell {

/// The last, unfinished part of a markdown text as it will probably go on: what is open at its end is closed, and signs of which nobody can say yet what they
/// mean are left out. A guess for the eye only; the finished text is parsed as it is.
std::string completed(std::string_view tail);

}  // namespace deskbell
