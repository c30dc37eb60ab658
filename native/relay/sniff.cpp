#include "native/relay/sniff.h"

#include "native/relay/static_files.h"

namespace deskbell::relay {
namespace {

using namespace std::string_view_literals;

std::uint32_t byte(std::string_view data, std::size_t at) { return at < data.size() ? static_cast<unsigned char>(data[at]) : 0; }
std::int64_t big(std::string_view data, std::size_t at, std::size_t count) {
    std::int64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number << 8 | byte(data, at + i);
    return number;
}
std::int64_t little(std::string_view data, std::size_t at, std::size_t count) {
    std::int64_t number = 0;
    for (std::size_t i = count; i > 0; --i) number = number << 8 | byte(data, at + i - 1);
    return number;
}
bool has(std::string_view data, std::size_t at, std::string_view wanted) {
    return data.size() >= at + wanted.size() && data.substr(at, wanted.size()) == wanted;
}

/// The size in a JPEG's frame header (ITU T.81, B.2.2).
FileKind jpeg(std::string_view data) {
    FileKind kind{"image/jpeg"};
    std::size_t at = 2;
    while (at + 9 < data.size() && byte(data, at) == 0xff) {
        const std::uint32_t marker = byte(data, at + 1);
        const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame) {
            kind.height = big(data, at + 5, 2);
            kind.width = big(data, at + 7, 2);
            break;
        }
        at += 2 + static_cast<std::size_t>(big(data, at + 2, 2));
    }
    return kind;
}

/// The three kinds of WebP chunks that carry a size (RFC 9649).
FileKind webp(std::string_view data) {
    FileKind kind{"image/webp"};
    if (has(data, 12, "VP8X")) {
        kind.width = 1 + little(data, 24, 3);
        kind.height = 1 + little(data, 27, 3);
    } else if (has(data, 12, "VP8 ")) {
        kind.width = little(data, 26, 2) & 0x3fff;
        kind.height = little(data, 28, 2) & 0x3fff;
    } else if (has(data, 12, "VP8L")) {
        const std::int64_t bits = little(data, 21, 4);
        kind.width = 1 + (bits & 0x3fff);
        kind.height = 1 + (bits >> 14 & 0x3fff);
    }
    return kind;
}

/// ISO base media (MP4 and its kin) by its brand.
std::string_view of_brand(std::string_view brand) {
    if (brand == "avif" || brand == "avis") return "image/avif";
    if (brand == "M4A " || brand == "M4B ") return "audio/mp4";
    if (brand == "qt  ") return "video/quicktime";
    if (brand == "heic" || brand == "heix" || brand == "mif1") return "image/heic";
    return "video/mp4";
}

FileKind by_bytes(std::string_view data) {
    if (has(data, 0, "\x89PNG\r\n\x1a\n"sv)) return {"image/png", big(data, 16, 4), big(data, 20, 4)};
    if (has(data, 0, "\xff\xd8\xff"sv)) return jpeg(data);
    if (has(data, 0, "GIF87a") || has(data, 0, "GIF89a")) return {"image/gif", little(data, 6, 2), little(data, 8, 2)};
    if (has(data, 0, "RIFF") && has(data, 8, "WEBP")) return webp(data);
    if (has(data, 0, "BM") && little(data, 2, 4) >= 26 && little(data, 14, 4) >= 40 && little(data, 14, 4) <= 124)
        return {"image/bmp", little(data, 18, 4), little(data, 22, 4)};
    if (has(data, 4, "ftyp")) return {std::string(of_brand(data.substr(8, 4)))};
    if (has(data, 0, "RIFF") && has(data, 8, "WAVE")) return {"audio/wav"};
    if (has(data, 0, "ID3") || (byte(data, 0) == 0xff && (byte(data, 1) & 0xe6) == 0xe2)) return {"audio/mpeg"};
    if (byte(data, 0) == 0xff && (byte(data, 1) & 0xf6) == 0xf0) return {"audio/aac"};
    if (has(data, 0, "OggS")) return {has(data, 28, "\x80theora"sv) ? "video/ogg" : "audio/ogg"};
    if (has(data, 0, "fLaC")) return {"audio/flac"};
    if (has(data, 0, "#!AMR")) return {"audio/amr"};
    if (has(data, 0, "\x1a\x45\xdf\xa3"sv)) return {"video/webm"};
    if (has(data, 0, "%PDF-")) return {"application/pdf"};
    return {};
}

}  // namespace

FileKind sniff_file(std::string_view beginning, std::string_view name) {
    FileKind kind = by_bytes(beginning);
    if (!kind.mime.empty()) return kind;
    const std::string_view named = mime_of(name);
    const std::string_view type = named.substr(0, named.find(';'));
    const bool lies = type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") || type == "application/pdf";
    const bool runs = type == "text/html" || type == "text/css" || type.find("javascript") != std::string_view::npos ||
                      type.find("xml") != std::string_view::npos || type == "application/wasm";
    kind.mime = lies || runs ? "application/octet-stream" : std::string(named);
    return kind;
}

}  // namespace deskbell::relay
