#include "core/base/words.h"

namespace deskbell {

std::size_t word_index(const char* words, std::string_view wanted) {
    std::size_t index = 0;
    for (std::string_view word; word = words, !word.empty() && word != wanted; words += word.size() + 1) ++index;
    return index;
}

std::string_view nth_word(const char* words, std::size_t index) {
    std::string_view word(words);
    for (; index != 0; --index) word = std::string_view(word.data() + word.size() + 1);
    return word;
}

std::string joined(std::string_view first, std::string_view second) {
    std::string out(first);
    out += second;
    return out;
}

}  // namespace deskbell
