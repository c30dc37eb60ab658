#pragma once

#include "core/base/time.h"

namespace deskbell::relay {

/// A token bucket: `burst` requests at once, `per_second` in the long run.
class RateLimit {
  public:
    RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}

    /// Takes one token; false when there is none left at this time. A clock that steps back costs nothing.
    bool allow(Millis now);

  private:
    double per_second_;
    double burst_;
    double tokens_;
    Millis last_ = 0;
};

}  // namespace deskbell::relay
