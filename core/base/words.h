#pragma once

#include <string_view>

namespace deskbell {

/// The word at `index` of a list of words that each end with NUL. One such text is a third of the size of an array of views in WebAssembly.
std::string_view nth_word(const char* words, std::size_t index);

}  // namespace deskbell
