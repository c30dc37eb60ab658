#include "core/markdown/unicode_maps.h"

#include <array>
#include <cstddef>

namespace {

// md4c's way to write a range and a single character.
constexpr unsigned range_begins = 0x40000000;
constexpr unsigned range_ends = 0x80000000;
constexpr unsigned codepoint_bits = 0x00FFFFFF;
#define R(first, last) (first) | range_begins, (last) | range_ends
#define S(codepoint) codepoint
constexpr unsigned punct[] = {MD4C_PUNCT_MAP};
constexpr unsigned fold_1[] = {MD4C_FOLD_MAP_1};
constexpr unsigned fold_1_data[] = {MD4C_FOLD_MAP_1_DATA};
constexpr unsigned fold_2[] = {MD4C_FOLD_MAP_2};
constexpr unsigned fold_2_data[] = {MD4C_FOLD_MAP_2_DATA};
constexpr unsigned fold_3[] = {MD4C_FOLD_MAP_3};
constexpr unsigned fold_3_data[] = {MD4C_FOLD_MAP_3_DATA};
#undef R
#undef S

struct List {
    const unsigned* values;
    unsigned size;
    bool is_map;     ///< ascending, with ranges; else what characters become
    bool is_beside;  ///< each value is told by how far it is from that of the list before
};

template <std::size_t N>
constexpr List list(const unsigned (&values)[N], bool is_map, bool is_beside = false) {
    return {values, N, is_map, is_beside};
}

constexpr List lists[] = {list(punct, true),        list(fold_1, true), list(fold_1_data, false, true), list(fold_2, true),
                          list(fold_2_data, false), list(fold_3, true), list(fold_3_data, false)};

/// Every value as how far it is from the one before, seven bits a byte: of a map with a bit that says whether a range begins, of other lists with the sign in the last bit.
template <class Sink>
constexpr void pack(Sink sink) {
    const unsigned* before = nullptr;
    for (const List& one : lists) {
        unsigned last = 0;
        for (unsigned i = 0; i < one.size; ++i) {
            const unsigned value = one.values[i] & codepoint_bits;
            const unsigned base = one.is_beside ? before[i] & codepoint_bits : last;
            unsigned token = value >= base ? 2 * (value - base) : 2 * (base - value) - 1;
            if (one.is_map) token = 2 * (value - base) + ((one.values[i] & range_begins) != 0 ? 1 : 0);
            for (; token > 127; token >>= 7) sink(static_cast<unsigned char>(token | 128));
            sink(static_cast<unsigned char>(token));
            last = value;
        }
        before = one.values;
    }
}

constexpr std::size_t packed_size = [] {
    std::size_t size = 0;
    pack([&](unsigned char) { ++size; });
    return size;
}();

constexpr auto packed = [] {
    std::array<unsigned char, packed_size> bytes{};
    std::size_t at = 0;
    pack([&](unsigned char byte) { bytes[at++] = byte; });
    return bytes;
}();

/// What unpacking has to know of a list.
struct Shape {
    short size;
    bool is_map;
    bool is_beside;
};

constexpr auto shapes = [] {
    std::array<Shape, std::size(lists)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = {static_cast<short>(lists[i].size), lists[i].is_map, lists[i].is_beside};
    return all;
}();

}  // namespace

void unpack_unicode_maps(unsigned* out) {
    const unsigned char* at = packed.data();
    for (const Shape& shape : shapes) {
        unsigned last = 0;
        bool is_in_range = false;
        for (int i = 0; i < shape.size; ++i, ++out) {
            unsigned token = 0;
            for (int shift = 0;; shift += 7) {
                token |= (*at & 127u) << shift;
                if (*at++ < 128) break;
            }
            if (shape.is_beside) last = out[-shape.size] & codepoint_bits;
            last += !shape.is_map && (token & 1) != 0 ? 0 - (token + 1) / 2 : token / 2;
            *out = last | (is_in_range ? range_ends : 0);
            is_in_range = shape.is_map && (token & 1) != 0;
            if (is_in_range) *out |= range_begins;
        }
    }
}
