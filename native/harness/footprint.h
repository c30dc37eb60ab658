#pragma once

#include <cstddef>

#include "widget/session/session.h"

namespace deskbell {

/// About how many bytes of memory a copy of the session takes: its messages and rows with everything in them. Small parts are left aside.
std::size_t footprint_of(const Session& session);

}  // namespace deskbell
