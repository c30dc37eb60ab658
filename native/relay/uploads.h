#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/channel/http.h"
#include "native/relay/store.h"

namespace deskbell::relay {

/// The files that visitors send and that desks send to visitors: in a folder, under names that nobody can guess; the store knows whose they are.
class Uploads {
  public:
    /// Makes the folder. The store outlives the uploads.
    Uploads(Store& store, std::filesystem::path folder);

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path path_of(const std::string& id) const { return folder_ / id; }
    /// The file of this visitor's upload, or nothing.
    std::optional<std::filesystem::path> find(const std::string& id, VisitorId visitor);
    /// Moves a file here and remembers it. `url` of the result is a path, `/files/<id>/<name>`; empty: it could not be kept, or the visitor has too many.
    channel::KeptFile keep(const std::filesystem::path& file, VisitorId visitor, std::string_view name, std::int64_t size, Millis now);

  private:
    Store& store_;
    std::filesystem::path folder_;
};

}  // namespace deskbell::relay
