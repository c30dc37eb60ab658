#include "core/channel/upload.h"

#include <utility>

#include "core/base/hex.h"
#include "core/base/utf8.h"

namespace deskbell::channel {
namespace {

constexpr std::string_view marker = "/files/";

constexpr std::pair<std::string_view, std::string_view> mimes[] = {
    {"png", "image/png"},   {"jpg", "image/jpeg"},      {"jpeg", "image/jpeg"},     {"gif", "image/gif"},
    {"webp", "image/webp"}, {"avif", "image/avif"},     {"bmp", "image/bmp"},       {"mp3", "audio/mpeg"},
    {"m4a", "audio/mp4"},   {"ogg", "audio/ogg"},       {"wav", "audio/wav"},       {"mp4", "video/mp4"},
    {"webm", "video/webm"}, {"mov", "video/quicktime"}, {"pdf", "application/pdf"}, {"txt", "text/plain"},
};

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return replace_broken_utf8(out);
}

}  // namespace

Upload upload_of(std::string_view address) {
    address = address.substr(0, address.find_first_of("?#"));
    const std::size_t at = address.rfind(marker);
    if (at == std::string_view::npos) return {};
    address.remove_prefix(at + marker.size());
    const std::size_t slash = address.find('/');
    Upload upload{std::string(address.substr(0, slash)), {}};
    if (upload.id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != std::string::npos) return {};
    if (slash != std::string_view::npos) upload.name = decoded(address.substr(slash + 1));
    if (upload.name.empty()) upload.name = upload.id;
    return upload;
}

std::string_view mime_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const std::string ending = dot == std::string_view::npos ? std::string() : ascii_lower(name.substr(dot + 1));
    for (const auto& [known, mime] : mimes) {
        if (ending == known) return mime;
    }
    return "application/octet-stream";
}

}  // namespace deskbell::channel
