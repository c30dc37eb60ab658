#include "native/relay/static_files.h"

#include <algorithm>
#include <array>
#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <charconv>

#include "core/base/utf8.h"
#include "native/relay/limits.h"

namespace deskbell::relay {
namespace {

namespace fs = std::filesystem;

struct MimeType {
    std::string_view ending;
    std::string_view mime;
};

constexpr MimeType mime_types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".wav", "audio/wav"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
    {".woff2", "font/woff2"},
};

/// True for `app.3f9a1c2b.js`, `chunk-3F9A1C2B.js`: at least eight hexadecimal or base32 digits, with one digit among them, before the ending.
bool has_hash(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::size_t start = name.substr(0, dot).find_last_of(".-");
    if (start == std::string_view::npos) return false;
    const std::string_view hash = name.substr(start + 1, dot - start - 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_hash = [&](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'f'); };
    return hash.size() >= 8 && std::all_of(hash.begin(), hash.end(), is_hash) && std::any_of(hash.begin(), hash.end(), is_digit);
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
        const std::string_view one = trim(accept_encoding.substr(0, comma));
        const std::size_t parameter = std::min(one.find(';'), one.size());
        const std::string_view weight = trim(one.substr(std::min(parameter + 1, one.size())));
        if (trim(one.substr(0, parameter)) == coding) return weight != "q=0" && weight != "q=0.0";
        accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    }
    return false;
}

bool is_inside(const fs::path& folder, const fs::path& file) {
    const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return end == folder.end();
}

std::string make_etag(const fs::path& path, std::int64_t size) {
    std::error_code error;
    const auto changed = fs::last_write_time(path, error).time_since_epoch().count();
    std::array<char, 48> text{};
    char* at = text.data();
    *at++ = '"';
    at = std::to_chars(at, text.data() + 20, size, 16).ptr;
    *at++ = '-';
    at = std::to_chars(at, text.data() + 46, static_cast<std::uint64_t>(changed), 16).ptr;
    *at++ = '"';
    return std::string(text.data(), at);
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
    const auto encoded = boost::urls::make_pct_string_view(text);
    if (!encoded) return std::nullopt;
    return encoded->decode();
}

std::string percent_encode(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

std::optional<Target> parse_target(std::string_view target) {
    const std::size_t question = std::min(target.find('?'), target.size());
    Target out;
    const std::string_view query = target.substr(std::min(question + 1, target.size()));
    out.versioned = query.starts_with("v=") || query.find("&v=") != std::string_view::npos;
    auto path = percent_decode(target.substr(0, question));
    if (!path || !path->starts_with('/')) return std::nullopt;
    for (const char c : *path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
    }
    std::string_view rest = std::string_view(*path).substr(1);
    while (!rest.empty()) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        // A leading dot covers "." and ".." as well as hidden files.
        if (slash == 0 || rest.front() == '.') return std::nullopt;
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    out.path = std::move(*path);
    return out;
}

std::optional<StaticFile> find_static(const fs::path& folder, const Target& target, std::string_view accept_encoding) {
    if (folder.empty()) return std::nullopt;
    std::string relative = target.path.substr(1);
    if (relative.empty()) {
        relative = "demo/index.html";
    } else if (relative == "chat") {
        relative = "chat.html";
    } else if (relative.ends_with('/')) {
        relative += "index.html";
    }
    std::error_code error;
    const fs::path root = fs::canonical(folder, error);
    if (error) return std::nullopt;
    const fs::path file = fs::canonical(root / relative, error);
    if (error || !is_inside(root, file) || !fs::is_regular_file(file, error)) return std::nullopt;
    StaticFile out;
    out.mime = mime_of(relative);
    out.page = relative.ends_with(".html");
    out.immutable = !out.page && (target.versioned || has_hash(file.filename().string()));
    out.path = file;
    struct Coding {
        std::string_view name;
        const char* ending;
    };
    constexpr Coding codings[] = {{"br", ".br"}, {"gzip", ".gz"}};
    for (const Coding& coding : codings) {
        fs::path packed = file;
        packed += coding.ending;
        if (!fs::is_regular_file(packed, error)) continue;
        out.compressible = true;
        if (out.encoding.empty() && accepts(accept_encoding, coding.name)) {
            out.encoding = coding.name;
            out.path = packed;
        }
    }
    out.size = static_cast<std::int64_t>(fs::file_size(out.path, error));
    if (error) return std::nullopt;
    out.etag = make_etag(out.path, out.size);
    return out;
}

std::string_view mime_of(std::string_view name) {
    const std::string lower = ascii_lower(name);
    for (const MimeType& type : mime_types) {
        if (lower.ends_with(type.ending)) return type.mime;
    }
    return "application/octet-stream";
}

bool shown_inline(std::string_view mime) {
    constexpr std::string_view rasters[] = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"};
    return std::find(std::begin(rasters), std::end(rasters), mime) != std::end(rasters) || mime.starts_with("audio/") ||
           mime.starts_with("video/");
}

std::string clean_file_name(std::string_view name) {
    const std::string valid = replace_broken_utf8(name);
    std::string out;
    for (const char c : valid) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || std::string_view("/\\\"<>|:*?%").find(c) != std::string_view::npos) continue;
        out += c;
    }
    std::string_view trimmed = trim(out);
    while (trimmed.starts_with('.')) trimmed.remove_prefix(1);
    trimmed = trim(utf8_prefix(trimmed, largest_file_name));
    return trimmed.empty() ? "file" : std::string(trimmed);
}

std::optional<ByteRange> parse_range(std::string_view header, std::int64_t size) {
    if (!header.starts_with("bytes=")) return std::nullopt;
    header.remove_prefix(6);
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return std::nullopt;
    const auto number = [](std::string_view text) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
        return value;
    };
    const std::string_view from = trim(header.substr(0, dash));
    const std::string_view to = trim(header.substr(dash + 1));
    if (from.empty()) {
        const auto length = number(to);
        if (!length) return std::nullopt;
        if (*length == 0) return ByteRange{size, size - 1};
        return ByteRange{std::max<std::int64_t>(0, size - *length), size - 1};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional<std::int64_t>(size - 1) : number(to);
    if (!first || !last || (!to.empty() && *last < *first)) return std::nullopt;
    return ByteRange{*first, std::min(*last, size - 1)};
}

}  // namespace deskbell::relay
