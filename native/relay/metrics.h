#pragma once

#include <string>

#include "native/relay/server.h"

namespace deskbell::relay {

/// The relay's counts in the Prometheus text format (version 0.0.4). No label names a visitor.
std::string metrics_text(const Services& services);

}  // namespace deskbell::relay
