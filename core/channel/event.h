#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/value.h"

namespace deskbell::channel {

/// What a desk says of a conversation.
enum class EventKind : std::uint8_t {
    message,   ///< body: a new IM message
    modified,  ///< body: the same message with other content
    revoked,   ///< body: the id of a message that was taken back (text)
    state,     ///< body: `{"state":"robot|queueing|waiting|agent|none","position"?:n}`
    read,      ///< body: the visitor's messages were read up to this time (seconds)
};

/// Whether the host keeps it. Typing, thinking, seat and state, and the steps of a stream before its last, only pass through.
enum class Keep : std::uint8_t { stored, passing };

struct Event {
    EventKind kind = EventKind::message;
    Keep keep = Keep::stored;
    Value body;
};

/// Why a desk does not take a message; the codes are those of EvaluationRefusal, or bad_message.
struct Refusal {
    std::int64_t code = 0;
    std::string info;
};

/// The code for a message that is wrong in itself, such as a task-flow form without what it requires. It lies outside of the desks' own ranges.
inline constexpr std::int64_t bad_message = 400;

}  // namespace deskbell::channel
