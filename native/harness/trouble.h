#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell {

/// What goes wrong between the desk and the widget, and how often: shares are per cent of the events on the wire.
struct TroubleSettings {
    std::int64_t seed = 1;
    std::int64_t delayed = 0;
    std::int64_t longest_delay = 2000;
    std::int64_t dropped = 0;
    std::int64_t duplicated = 0;
    std::int64_t reordered = 0;
    std::int64_t corrupted = 0;
    std::int64_t disconnected = 0;
    std::int64_t longest_absence = 5000;
    std::int64_t clock = 0;

    /// True when anything can happen at all.
    bool any() const {
        return delayed > 0 || dropped > 0 || duplicated > 0 || reordered > 0 || corrupted > 0 || disconnected > 0 || clock != 0;
    }
};
DESKBELL_RECORD(TroubleSettings, "What goes wrong between the desk and the widget; shares are per cent of the events.",
    DESKBELL_FIELD(seed, "seed", always, "the same seed makes the same trouble"),
    DESKBELL_FIELD(delayed, "delayed", optional, "come late; those behind them wait"),
    DESKBELL_FIELD(longest_delay, "longest_delay", optional, "milliseconds"),
    DESKBELL_FIELD(dropped, "dropped", optional, "never come"),
    DESKBELL_FIELD(duplicated, "duplicated", optional, "come twice"),
    DESKBELL_FIELD(reordered, "reordered", optional, "are overtaken by the next one"),
    DESKBELL_FIELD(corrupted, "corrupted", optional, "messages that come damaged"),
    DESKBELL_FIELD(disconnected, "disconnected", optional, "the connection breaks before them"),
    DESKBELL_FIELD(longest_absence, "longest_absence", optional, "milliseconds until it is back"),
    DESKBELL_FIELD(clock, "clock", optional, "seconds by which the desk's clock is ahead of the visitor's"));

/// How a message is damaged.
enum class Corruption : std::uint8_t { cut_data, wrong_payload, no_type, data_no_json, broken_text, deep, count };

/// What happens to one event on its way.
struct Fate {
    bool dropped = false;
    bool duplicated = false;
    bool reordered = false;
    Millis delay = 0;
    Millis absence = 0;  ///< above 0: the connection breaks before the event, for so long
    std::optional<Corruption> corruption;
    std::uint64_t place = 0;  ///< of the damage; taken modulo what there is
};

/// Deals out fates: the n-th event of a direction meets the same fate whenever seed and settings are the same. Every event costs the same number of random numbers, so a changed share
/// changes who is struck by that trouble and nothing else.
class Trouble {
  public:
    enum class Way : std::uint8_t { incoming, outgoing };

    Trouble(const TroubleSettings& settings, Way way);

    Fate next();

  private:
    /// From 0 inclusive to 1 exclusive, made from the engine's bits by hand: the standard's distributions differ between libraries.
    double unit();
    bool strikes(std::int64_t per_cent) { return unit() * 100 < static_cast<double>(per_cent); }
    Millis up_to(Millis most) { return 1 + static_cast<Millis>(unit() * static_cast<double>(most)); }

    TroubleSettings settings_;
    std::mt19937_64 random_;
};

/// The event with its message damaged; an event without a message, or one that cannot be damaged in this way, comes back as it is.
Value corrupt(Value event, Corruption how, std::uint64_t place);

/// The event as a desk would have written it whose clock is `seconds` ahead: the times of messages, what was read, until when an evaluation can be answered.
Value shift_desk_clock(Value event, Seconds seconds);

}  // namespace deskbell
