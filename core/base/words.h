#pragma once

#include <string>
#include <string_view>

namespace deskbell {

/// The word at `index` of a list of words that each end with NUL. One such text is a third of the size of an array of views in WebAssembly.
std::string_view nth_word(const char* words, std::size_t index);

/// The index of a word in such a list; the number of words when it is not there.
std::size_t word_index(const char* words, std::string_view wanted);

/// One text behind the other. In WebAssembly a call of it is a fraction of what operator+ makes of a text of the program and a string.
std::string joined(std::string_view first, std::string_view second);

}  // namespace deskbell
