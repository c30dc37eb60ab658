#include "native/relay/png.h"

#include <png.h>

namespace deskbell::relay {

std::string encode_png(std::uint32_t width, std::uint32_t height, const std::vector<std::uint8_t>& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = PNG_FORMAT_RGB;
    // The first call asks how long it will be.
    png_alloc_size_t size = 0;
    if (png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr) == 0) return {};
    std::string out(size, '\0');
    if (png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, nullptr) == 0) return {};
    out.resize(size);
    return out;
}

}  // namespace deskbell::relay
