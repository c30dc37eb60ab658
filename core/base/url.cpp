#include "core/base/url.h"

#include "core/base/utf8.h"

namespace deskbell {

namespace {

/// Without the characters that a browser drops (or that only a trick needs): every C0 control and DEL, and surrounding spaces.
std::string without_controls(std::string_view address) {
    std::string out;
    out.reserve(address.size());
    for (const char c : address) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) out += c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out.erase(0, out.find_first_not_of(' '));
    return out;
}

/// The scheme in small letters (RFC 3986 section 3.1), or an empty text when the address does not begin with one.
std::string scheme_of(std::string_view address) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (address.empty() || !is_letter(address.front())) return {};
    const std::size_t colon = address.find(':');
    if (colon == std::string_view::npos) return {};
    for (const char c : address.substr(0, colon)) {
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return {};
    }
    return ascii_lower(address.substr(0, colon));
}

/// True when `rest`, what follows "http:" or "https:", names a host. `https:page` would be resolved against the host's page when that has the same
/// scheme (WHATWG URL, "special relative or authority state").
bool has_host(std::string_view rest) {
    constexpr std::string_view no_host = "/\\?#:@ ";
    return rest.starts_with("//") && rest.size() > 2 && no_host.find(rest[2]) == std::string_view::npos;
}

bool is_web(std::string_view scheme, std::string_view rest) { return (scheme == "https" || scheme == "http") && has_host(rest); }

/// True for a `data:` address of a raster image. SVG is refused: it is a document with scripts and links of its own.
bool is_raster_data(std::string_view rest) {
    const std::string type = ascii_lower(rest.substr(0, rest.find_first_of(";,")));
    if (type.size() == rest.size()) return false;
    for (const std::string_view raster : {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}) {
        if (type == raster) return true;
    }
    return false;
}

}  // namespace

std::string safe_link(std::string_view address) {
    std::string clean = without_controls(address);
    const std::string scheme = scheme_of(clean);
    const std::string_view rest = std::string_view(clean).substr(scheme.empty() ? 0 : scheme.size() + 1);
    if (is_web(scheme, rest) || ((scheme == "mailto" || scheme == "tel") && !rest.empty())) return clean;
    return {};
}

std::string safe_image(std::string_view address) {
    std::string clean = without_controls(address);
    const std::string scheme = scheme_of(clean);
    const std::string_view rest = std::string_view(clean).substr(scheme.empty() ? 0 : scheme.size() + 1);
    if (is_web(scheme, rest) || (scheme == "blob" && !rest.empty()) || (scheme == "data" && is_raster_data(rest))) return clean;
    return {};
}

}  // namespace deskbell
