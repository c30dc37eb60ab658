#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::relay {

/// A file that a request means.
struct StaticFile {
    std::filesystem::path path;  ///< what to send: the file, or its precompressed neighbour
    std::string mime;
    std::string encoding;  ///< "br", "gzip" or empty
    std::string etag;      ///< from size and time of change
    std::int64_t size = 0;
    bool compressible = false;  ///< has a precompressed neighbour, so that the answer depends on Accept-Encoding
    bool immutable = false;     ///< its name or `?v=` changes with its content
    bool page = false;          ///< an HTML page: gets the page's Content-Security-Policy
};

/// A request target cut apart: the decoded path, and whether it has a `v=` parameter.
struct Target {
    std::string path;
    bool versioned = false;
};

/// Decodes a request target. Nothing for one that is not a plain absolute path: broken escapes, control characters, backslashes, empty or dot segments.
/// What passes can be joined to a folder without leaving it.
std::optional<Target> parse_target(std::string_view target);

/// The file of the folder that a path means. "/" is demo/index.html, "/chat" the chat's own page chat.html, a folder's page is its index.html. Symbolic links are not followed out of the folder.
std::optional<StaticFile> find_static(const std::filesystem::path& folder, const Target& target, std::string_view accept_encoding);

/// The media type by the name's ending; application/octet-stream when it is not known.
std::string_view mime_of(std::string_view name);

/// Whether an uploaded file of this type may be shown in place: raster images, audio, video. Everything else is only saved.
bool shown_inline(std::string_view mime);

/// A file name that is safe in a path and in a header: no separators, controls or quotes, at most `largest_file_name` bytes; "file" when nothing is left.
std::string clean_file_name(std::string_view name);

/// Percent-encodes a path segment (RFC 3986, unreserved characters stay).
std::string percent_encode(std::string_view text);
/// The reverse; nothing for broken escapes.
std::optional<std::string> percent_decode(std::string_view text);

/// A single byte range of a file: first and last byte.
struct ByteRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// Reads a Range header with one range (RFC 9110, section 14.1.2), cut to the file. Nothing when it is absent, of another unit, or more than one: the
/// whole file is the answer then. A range outside of the file gives first > last.
std::optional<ByteRange> parse_range(std::string_view header, std::int64_t size);

}  // namespace deskbell::relay
