#include "native/relay/net/multipart.h"

#include <string_view>
#include <utility>

namespace deskbell::relay {
namespace {

/// A name within quotes, as browsers write it (RFC 7578, section 2, and the HTML standard's multipart/form-data encoding).
std::string in_quotes(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '"') {
            out += "%22";
        } else if (c == '\r') {
            out += "%0D";
        } else if (c == '\n') {
            out += "%0A";
        } else {
            out += c;
        }
    }
    return out;
}

/// A media type without what could begin another header.
std::string line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= ' ') out += c;
    }
    return out;
}

}  // namespace

std::optional<MultipartBody> lay_out(const std::vector<channel::Part>& parts, const std::string& boundary, const FindUpload& find) {
    MultipartBody body;
    body.content_type = "multipart/form-data; boundary=" + boundary;
    std::string text;
    for (const channel::Part& part : parts) {
        text += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + in_quotes(part.name) + '"';
        if (!part.file_name.empty()) text += "; filename=\"" + in_quotes(part.file_name) + '"';
        text += "\r\n";
        if (!part.mime.empty()) text += "Content-Type: " + line(part.mime) + "\r\n";
        text += "\r\n";
        if (part.upload.empty()) {
            text += part.text;
        } else {
            const auto file = find(part.upload);
            std::error_code error;
            const std::uint64_t size = file ? std::filesystem::file_size(*file, error) : 0;
            if (!file || error) return std::nullopt;
            body.pieces.push_back({std::exchange(text, {}), {}, 0});
            body.pieces.push_back({{}, *file, size});
        }
        text += "\r\n";
    }
    text += "--" + boundary + "--\r\n";
    body.pieces.push_back({std::move(text), {}, 0});
    for (BodyPiece& piece : body.pieces) {
        if (piece.file.empty()) piece.size = piece.bytes.size();
        body.size += piece.size;
    }
    return body;
}

}  // namespace deskbell::relay
