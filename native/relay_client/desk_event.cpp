#include "native/relay_client/desk_event.h"

#include <algorithm>
#include <array>

namespace deskbell {

namespace {

/// What a relay may tell the core, as the page's channel has it (web/src/channels/relay.ts).
constexpr std::array<std::string_view, 9> desk_events = {"message",     "modified", "revoked", "history", "sent",
                                                         "send_failed", "read",     "state",   "gap"};

}  // namespace

bool is_from_desk(const Value& event) {
    return std::find(desk_events.begin(), desk_events.end(), event["event"].as_text()) != desk_events.end();
}

}  // namespace deskbell
