#pragma once

#include "core/base/record.h"

namespace deskbell {

// The messages that steer a session and show little or nothing.

/// A message that its src says all about: 19, 20, 24, 27, 36.
struct Signal {
    bool operator==(const Signal&) const = default;
};
DESKBELL_BARE_RECORD(Signal, "A message whose src says all: 19, 20, 24, 27, 36.");

struct TriggeredContent {
    std::string language;
};
DESKBELL_RECORD(TriggeredContent, "What the desk should know of the visitor.",
    DESKBELL_FIELD(language, "language", optional, "en, zh, zh-TW, ja, …"));

/// src 7: the visitor has come. Online-only.
struct SessionTrigger {
    std::optional<TriggeredContent> triggered_content;
};
DESKBELL_RECORD(SessionTrigger, "src 7: the visitor has come; online-only.",
    DESKBELL_FIELD(triggered_content, "triggeredContent", optional, "the visitor's language"));

/// src 12: the other side is typing.
struct Typing {
    std::optional<std::int64_t> status;
};
DESKBELL_RECORD(Typing, "src 12: the other side is typing.",
    DESKBELL_FIELD(status, "typingStatus", optional, "1 typing, 0 stopped; absent: typing"));

struct SeatCommand {
    std::string command;
    std::string content;
};
DESKBELL_RECORD(SeatCommand, "The state of the seat.",
    DESKBELL_FIELD(command, "command", always, "updateSeatStatus"),
    DESKBELL_FIELD(content, "content", required, "inSeat: an agent is there; outSeat: none is"));

/// src 26: whether an agent has taken the session.
struct SeatStatus {
    SeatCommand content;
};
DESKBELL_RECORD(SeatStatus, "src 26: whether an agent has taken the session.",
    DESKBELL_FIELD(content, "content", required, "the state of the seat"));

/// src 37: the session is about to end because the visitor is silent.
struct Reminder {
    std::string content;
};
DESKBELL_RECORD(Reminder, "src 37: the session is about to end by time-out.",
    DESKBELL_FIELD(content, "content", required, "what to tell the visitor"));

}  // namespace deskbell
