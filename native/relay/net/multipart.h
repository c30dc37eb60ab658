#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/channel/http.h"

namespace deskbell::relay {

/// A piece of a body: bytes, or a file whose content stands for them.
struct BodyPiece {
    std::string bytes;
    std::filesystem::path file;  ///< empty: `bytes` count
    std::uint64_t size = 0;
};

struct MultipartBody {
    std::string content_type;
    std::vector<BodyPiece> pieces;
    std::uint64_t size = 0;
};

/// Where an upload's bytes lie; nothing when there is no such upload, or it belongs to somebody else.
using FindUpload = std::function<std::optional<std::filesystem::path>(const std::string& id)>;

/// Lays out multipart/form-data (RFC 7578) with this boundary. Nothing when a file is not there.
std::optional<MultipartBody> lay_out(const std::vector<channel::Part>& parts, const std::string& boundary, const FindUpload& find);

}  // namespace deskbell::relay
