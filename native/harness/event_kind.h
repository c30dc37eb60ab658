#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell {

/// Who an event comes from: a lane of the timeline each.
enum class EventKind : std::uint8_t {
    desk,     ///< the other side: messages, what became of them, where the session stands
    visitor,  ///< what the visitor did
    net,      ///< the connection and the host
    tick,     ///< nothing but time
};
inline constexpr int event_kinds = 4;

EventKind event_kind(std::string_view event_name);
/// `in`, `visitor`, `net`, `tick`.
const char* event_kind_name(EventKind kind);
std::uint32_t event_kind_colour(EventKind kind);

/// One line about an event: the kind of its message and its first words, or its members.
std::string event_summary(const Value& event);

/// Milliseconds as minutes, seconds and thousandths: `1:02.345`.
std::string clock_text(Millis at);

}  // namespace deskbell
