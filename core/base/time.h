#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace deskbell {

/// A point in time or a span, in milliseconds; points count from 1970-01-01T00:00:00Z. The core never reads a clock: the host says what time it is.
using Millis = std::int64_t;

/// Seconds, as the IM messages count them.
using Seconds = std::int64_t;

inline constexpr Millis millis_per_second = 1000;
/// Seconds from outside as milliseconds. Times beyond any calendar wrap around: what they mean nobody knows, but they may not stop the session.
constexpr Millis millis_of(Seconds seconds) {
    return static_cast<Millis>(static_cast<std::uint64_t>(seconds) * static_cast<std::uint64_t>(millis_per_second));
}
/// Whether two points in time are at most `slack` seconds apart; for any values, since times from outside may be any number.
constexpr bool are_near(Seconds one, Seconds other, Seconds slack) {
    const auto [early, late] = one < other ? std::pair(one, other) : std::pair(other, one);
    return static_cast<std::uint64_t>(late) - static_cast<std::uint64_t>(early) <= static_cast<std::uint64_t>(slack);
}
inline constexpr Millis millis_per_minute = 60 * millis_per_second;
inline constexpr Millis millis_per_day = 24 * 60 * millis_per_minute;

/// Makes `deadline` the sooner of two, where none is later than any.
inline void take_sooner(std::optional<Millis>& deadline, std::optional<Millis> other) {
    if (other && (!deadline || *other < *deadline)) deadline = other;
}

}  // namespace deskbell
