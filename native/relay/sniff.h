#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell::relay {

/// What a file is, whatever it is called.
struct FileKind {
    std::string
        mime;  ///< of what is shown in place (raster images, audio, video) and of PDF by the bytes; of everything else by the name, where that is harmless
    std::int64_t width = 0;  ///< of a raster image, in pixels; 0: unknown
    std::int64_t height = 0;
};

/// How many bytes of the beginning sniff_file() wants to see.
inline constexpr std::size_t sniffed_bytes = 64u << 10;

/// Tells a file by its first bytes (as the WHATWG MIME Sniffing standard does). What claims to be an image, audio or video by its name and is not becomes application/octet-stream, and so
/// does what a browser would run.
FileKind sniff_file(std::string_view beginning, std::string_view name);

}  // namespace deskbell::relay
