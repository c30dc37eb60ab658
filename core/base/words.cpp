#include "core/base/words.h"

namespace deskbell {

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
