#include "native/relay/rate_limit.h"

#include <algorithm>

namespace deskbell::relay {

bool RateLimit::allow(Millis now) {
    if (now > last_) {
        if (last_ != 0)
            tokens_ = std::min(burst_, tokens_ + per_second_ * static_cast<double>(now - last_) / static_cast<double>(millis_per_second));
        last_ = now;
    }
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

}  // namespace deskbell::relay
