#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace deskbell::relay {

/// A colour, 0 to 1 a channel.
struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

/// Writes 8-bit RGB pixels, row by row, as a PNG file (W3C PNG, third edition). `pixels` has width × height × 3 bytes. Empty when there is no
/// memory for it.
std::string encode_png(std::uint32_t width, std::uint32_t height, const std::vector<std::uint8_t>& pixels);

}  // namespace deskbell::relay
