#pragma once

#include <cstdint>

namespace deskbell {

/// A point in time or a span, in milliseconds; points count from 1970-01-01T00:00:00Z. The core never reads a clock: the host says what time it is.
using Millis = std::int64_t;

/// Seconds, as the IM messages count them.
using Seconds = std::int64_t;

inline constexpr Millis millis_per_second = 1000;
inline constexpr Millis millis_per_minute = 60 * millis_per_second;
inline constexpr Millis millis_per_day = 24 * 60 * millis_per_minute;

}  // namespace deskbell
