#include "core/markdown/unicode_maps.h"

#include <doctest/doctest.h>

#include <vector>

TEST_CASE("md4c's tables of Unicode come out of their packing as they are written") {
#define R(first, last) (first) | 0x40000000u, (last) | 0x80000000u
#define S(codepoint) codepoint
    const std::vector<unsigned> written = {MD4C_PUNCT_MAP,       MD4C_FOLD_MAP_1, MD4C_FOLD_MAP_1_DATA, MD4C_FOLD_MAP_2,
                                           MD4C_FOLD_MAP_2_DATA, MD4C_FOLD_MAP_3, MD4C_FOLD_MAP_3_DATA};
#undef R
#undef S
    std::vector<unsigned> unpacked(written.size() + 1, 7);
    unpack_unicode_maps(unpacked.data());
    CHECK(unpacked.back() == 7);
    unpacked.pop_back();
    CHECK(unpacked == written);
}
