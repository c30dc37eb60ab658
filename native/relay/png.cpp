#include "native/relay/png.h"

#include <boost/beast/zlib/deflate_stream.hpp>

namespace deskbell::relay {
namespace {

void append_u32(std::string& out, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xffu);
}

/// CRC-32 of PNG, annex D.
std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xffffffffu;
    for (const char c : bytes) {
        crc ^= static_cast<std::uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xedb88320u : 0u);
    }
    return ~crc;
}

/// Adler-32, RFC 1950 section 8.2.
std::uint32_t adler32(std::string_view bytes) {
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char c : bytes) {
        a = (a + static_cast<std::uint8_t>(c)) % 65521u;
        b = (b + a) % 65521u;
    }
    return (b << 16) | a;
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
    append_u32(out, static_cast<std::uint32_t>(data.size()));
    const std::string body = std::string(type) + std::string(data);
    out += body;
    append_u32(out, crc32(body));
}

std::string compress(const std::string& raw) {
    boost::beast::zlib::deflate_stream deflate;
    deflate.reset(9, 15, 8, boost::beast::zlib::Strategy::normal);
    std::string packed(deflate.upper_bound(raw.size()), '\0');
    boost::beast::zlib::z_params step;
    step.next_in = raw.data();
    step.avail_in = raw.size();
    step.next_out = packed.data();
    step.avail_out = packed.size();
    boost::beast::error_code error;
    deflate.write(step, boost::beast::zlib::Flush::finish, error);
    packed.resize(step.total_out);
    std::string out = "\x78\xda";
    out += packed;
    append_u32(out, adler32(raw));
    return out;
}

}  // namespace

std::string encode_png(std::uint32_t width, std::uint32_t height, const std::vector<std::uint8_t>& pixels) {
    std::string head;
    append_u32(head, width);
    append_u32(head, height);
    head += std::string("\x08\x02\x00\x00\x00", 5);  // 8 bits, RGB, no interlacing
    std::string raw;
    const std::size_t row = std::size_t{width} * 3;
    for (std::size_t y = 0; y < height; ++y) {
        raw += '\0';  // filter: none
        raw.append(reinterpret_cast<const char*>(pixels.data()) + y * row, row);
    }
    std::string out = "\x89PNG\r\n\x1a\n";
    append_chunk(out, "IHDR", head);
    append_chunk(out, "IDAT", compress(raw));
    append_chunk(out, "IEND", {});
    return out;
}

}  // namespace deskbell::relay
