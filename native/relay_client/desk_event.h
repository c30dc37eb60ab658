#pragma once

#include "core/base/value.h"

namespace deskbell {

/// True for what a relay sends: only this can meet trouble. Everything else is the visitor's or the host's own.
bool is_from_desk(const Value& event);

}  // namespace deskbell
