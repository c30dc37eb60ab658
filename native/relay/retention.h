#pragma once

#include <filesystem>

#include "native/relay/hub.h"
#include "native/relay/uploads.h"

namespace deskbell::relay {

/// How old a file that belongs to nobody has to be: younger ones may be on their way.
inline constexpr Millis orphan_age = 60 * millis_per_minute;

/// Forgets visitors who were last here before `since`, at most so many, and removes their files from the disk. True when there may be more of them. Throws StoreError.
bool forget_visitors_and_files(Hub& hub, const Uploads& uploads, Millis since, int limit);

/// Removes what a relay that was killed has left: half-written files, and files that the store does not know. Goes through the folder in steps, as there may be many.
class OrphanSweep {
  public:
    OrphanSweep(Store& store, const Uploads& uploads);
    /// Looks at so many entries; false when it has seen all. Throws StoreError.
    bool step(int entries, Millis now);

  private:
    Store& store_;
    std::filesystem::directory_iterator next_;
};

}  // namespace deskbell::relay
