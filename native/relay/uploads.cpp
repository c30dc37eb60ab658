#include "native/relay/uploads.h"

#include <fstream>

#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/sniff.h"
#include "native/relay/static_files.h"
#include "native/relay/token.h"

namespace deskbell::relay {

Uploads::Uploads(Store& store, std::filesystem::path folder) : store_(store), folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
}

std::optional<std::filesystem::path> Uploads::find(const std::string& id, VisitorId visitor) {
    const auto upload = store_.find_upload(id);
    if (!upload || upload->visitor != visitor) return std::nullopt;
    return path_of(upload->id);
}

channel::KeptFile Uploads::keep(const std::filesystem::path& file, VisitorId visitor, std::string_view name, std::int64_t size,
                                Millis now) {
    channel::KeptFile kept;
    if (store_.upload_bytes(visitor) + size > most_upload_bytes_of_visitor) return kept;
    const std::string clean = clean_file_name(name);
    std::string beginning(sniffed_bytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(stream.gcount()));
    const FileKind kind = sniff_file(beginning, clean);
    const std::string id = random_token(16);
    std::error_code failed;
    std::filesystem::rename(file, path_of(id), failed);
    if (failed) {
        log_line("upload_failed", {{"visitor", std::to_string(visitor)}, {"reason", failed.message()}});
        return kept;
    }
    store_.add_upload(StoredUpload{id, visitor, clean, kind.mime, size}, now);
    log_line("upload", {{"visitor", std::to_string(visitor)}, {"bytes", std::to_string(size)}, {"mime", kind.mime}});
    kept.url = "/files/" + id + "/" + percent_encode(clean);
    kept.mime = kind.mime;
    kept.size = size;
    kept.width = kind.width;
    kept.height = kind.height;
    return kept;
}

}  // namespace deskbell::relay
