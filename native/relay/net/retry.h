#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/channel/http.h"

namespace deskbell::relay {

inline constexpr int most_tries = 5;        ///< of one request
inline constexpr Millis first_pause = 500;  ///< doubling; a random half of it is taken away
inline constexpr Millis longest_pause = 30 * millis_per_second;
inline constexpr Millis longest_asked_pause = millis_per_minute;  ///< that a desk may ask for; what asks for more is an answer
inline constexpr int breaker_failures = 5;                        ///< in a row
inline constexpr Millis breaker_pause = 5 * millis_per_second;    ///< doubling up to longest_asked_pause

/// How a try ended.
struct TryResult {
    enum class Kind {
        answered,  ///< with `status`
        not_sent,  ///< the desk has certainly not taken it: no connection, no name
        unknown,   ///< nobody knows whether the desk has taken it
        refused,   ///< it will be the same the next time: a certificate that is wrong, an address that is not allowed
    };
    Kind kind = Kind::answered;
    int status = 0;
    std::optional<Millis> asked_pause;  ///< what the desk asks for
};

/// How long to wait before the next try, the `tries`-th having ended like this; nothing: that was the last one. `chance` from 0 to 1.
std::optional<Millis> next_try(const channel::Request& request, const TryResult& result, int tries, double chance);

/// The pause that an answer asks for: Retry-After in seconds, or Feishu's x-ogw-ratelimit-reset (seconds).
std::optional<Millis> asked_pause(const std::vector<channel::Header>& headers);

/// One host's circuit breaker: after some failures in a row nobody knocks for a while, then one request tries.
class Breaker {
  public:
    /// How long to wait before a try; 0: go on. A try that goes on must be told of by one of the others.
    Millis wait(Millis now);
    void succeeded();
    void failed(Millis now);
    /// The try says nothing about the host.
    void let_go() { trying_ = false; }
    bool is_open() const { return failures_ >= breaker_failures; }

  private:
    int failures_ = 0;
    Millis open_until_ = 0;
    bool trying_ = false;
};

}  // namespace deskbell::relay
