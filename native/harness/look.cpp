#include "native/harness/look.h"

namespace deskbell {

namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 255); }

unsigned channel(ImU32 colour, int shift) { return (colour >> shift) & 0xFFU; }

}  // namespace

const Look& look_of(Theme theme) {
    static constexpr Look light{rgb(0xFFFFFF), rgb(0xF4F3F0), rgb(0xEAE8E3),           rgb(0xDCD9D2), rgb(0x1E1D1B), rgb(0x514E48),
                                rgb(0x69655D), rgb(0xE4E1DB), rgb(0x8D887E),           rgb(0xB3261E), rgb(0x1B7F4D), rgb(0x855300),
                                rgb(0xFDF3DF), rgb(0xFCECEA), rgb(0x1B6B5C),           rgb(0xFFFFFF), rgb(0x1B6B5C), rgb(0xF2A71B),
                                rgb(0xB87503), rgb(0xF4F3F0), IM_COL32(30, 29, 27, 20)};
    static constexpr Look dark{rgb(0x18191B), rgb(0x242629), rgb(0x2F3236),        rgb(0x3D4146), rgb(0xF0EFEC), rgb(0xC6C3BD),
                               rgb(0xA5A29B), rgb(0x33363A), rgb(0x7B7F85),        rgb(0xFF8F82), rgb(0x62CF9A), rgb(0xF1BD5A),
                               rgb(0x33291A), rgb(0x391F1D), rgb(0x367D70),        rgb(0xFFFFFF), rgb(0x649A90), rgb(0xF2A71B),
                               rgb(0xB87503), rgb(0x0F1011), IM_COL32(0, 0, 0, 50)};
    return theme == Theme::light ? light : dark;
}

ImU32 faded(ImU32 colour, float share) {
    const auto alpha = static_cast<ImU32>(static_cast<float>(channel(colour, IM_COL32_A_SHIFT)) * share);
    return (colour & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

ImU32 mixed(ImU32 over, ImU32 under, float share) {
    ImU32 out = 0;
    for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT, IM_COL32_A_SHIFT}) {
        const float part = static_cast<float>(channel(over, shift)) * share + static_cast<float>(channel(under, shift)) * (1 - share);
        out |= static_cast<ImU32>(part + 0.5F) << shift;
    }
    return out;
}

}  // namespace deskbell
