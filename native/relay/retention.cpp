#include "native/relay/retention.h"

#include <sys/stat.h>

#include "native/relay/log.h"

namespace deskbell::relay {

bool forget_visitors_and_files(Hub& hub, const Uploads& uploads, Millis since, int limit) {
    const ForgottenVisitors forgotten = hub.forget_visitors(since, limit);
    std::error_code ignored;
    for (const std::string& id : forgotten.uploads) std::filesystem::remove(uploads.path_of(id), ignored);
    return forgotten.visitors > 0;
}

OrphanSweep::OrphanSweep(Store& store, const Uploads& uploads) : store_(store) {
    std::error_code none;
    next_ = std::filesystem::directory_iterator(uploads.folder(), none);
}

bool OrphanSweep::step(int entries, Millis now) {
    for (; entries > 0 && next_ != std::filesystem::directory_iterator(); --entries) {
        const std::filesystem::path path = next_->path();
        std::error_code error;
        next_.increment(error);
        if (error) next_ = {};
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
        if (static_cast<Millis>(info.st_mtime) * millis_per_second + orphan_age > now) continue;
        if (path.extension() != ".part" && store_.find_upload(path.filename().string())) continue;
        if (std::filesystem::remove(path, error)) log_line("orphan_removed", {{"bytes", std::to_string(info.st_size)}});
    }
    return next_ != std::filesystem::directory_iterator();
}

}  // namespace deskbell::relay
