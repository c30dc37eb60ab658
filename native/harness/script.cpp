#include "native/harness/script.h"

#include <fribidi.h>

#include <vector>

namespace deskbell {

namespace {

std::vector<FriBidiChar> characters_of(std::string_view text) {
    std::vector<FriBidiChar> out(text.size() + 1);
    const FriBidiStrIndex count =
        fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, text.data(), static_cast<FriBidiStrIndex>(text.size()), out.data());
    out.resize(static_cast<std::size_t>(count));
    return out;
}

}  // namespace

bool is_right_to_left(std::string_view text) {
    for (const FriBidiChar character : characters_of(text)) {
        if ((character >= 0x590 && character < 0x900) || (character >= 0xFB1D && character < 0xFF00)) return true;
    }
    return false;
}

std::string in_visual_order(std::string_view line) {
    if (!is_right_to_left(line)) return std::string(line);
    const std::vector<FriBidiChar> logical = characters_of(line);
    std::vector<FriBidiChar> visual(logical.size() + 1);
    const auto count = static_cast<FriBidiStrIndex>(logical.size());
    FriBidiParType base = FRIBIDI_PAR_ON;
    if (fribidi_log2vis(logical.data(), count, &base, visual.data(), nullptr, nullptr, nullptr) == 0) return std::string(line);
    // What FriBidi leaves where two letters were joined to one is no letter.
    std::erase(visual, 0xFEFFU);
    std::string out(visual.size() * 4 + 1, '\0');
    const FriBidiStrIndex written =
        fribidi_unicode_to_charset(FRIBIDI_CHAR_SET_UTF8, visual.data(), static_cast<FriBidiStrIndex>(visual.size() - 1), out.data());
    out.resize(static_cast<std::size_t>(written));
    return out;
}

}  // namespace deskbell
