#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native/harness/json_tree.h"
#include "native/harness/player.h"

namespace deskbell {

struct Composable;

/// An event behind a row: its index among the player's events, and what was left out of the message in it.
struct SourceEvent {
    std::size_t index = 0;
    const Value* message = nullptr;  ///< in the event; nullptr when it only speaks of the message
    std::vector<LeftOut> left_out;   ///< paths below the message
};

/// What lies behind a row of the screen.
struct RowReport {
    Row row;
    // Of a message; a divider or a status line has none.
    bool is_message = false;
    std::string kind;                    ///< of the message, as in messages.def and elements.def
    const Composable* record = nullptr;  ///< its field list, when it has one
    Value decoded;                       ///< what the record holds
    std::string unread_reason;           ///< why it could not be read
    std::string delivery;                ///< how far an own message has come, with the failure
    std::vector<SourceEvent> sources;    ///< in the order in which they happened
};

/// Looks up a row of what the player shows. Nothing when it is not there (any more).
std::optional<RowReport> report_row(const Player& player, std::string_view key);

/// What of a message, given as JSON, nobody takes, and why: members of the IM message and of its record, as in the raw JSON.
std::vector<LeftOut> left_out_of_message(const Value& json);

}  // namespace deskbell
