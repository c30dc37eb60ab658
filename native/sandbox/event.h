#pragma once

#include <optional>
#include <vector>

#include "core/base/time.h"
#include "core/channel/event.h"

namespace deskbell::sandbox {

using channel::bad_message;
using channel::Event;
using channel::EventKind;
using channel::Keep;
using channel::Refusal;

struct Output {
    std::vector<Event> events;       ///< in order
    std::optional<Refusal> refusal;  ///< the message was not taken; nothing else happened
};

}  // namespace deskbell::sandbox
