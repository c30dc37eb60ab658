#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/time.h"
#include "core/base/value.h"
#include "native/relay/user_claim.h"

namespace deskbell::relay {

/// What a client may say over `/ws` (design.md, "Frames between widget and relay"). One JSON object with one member a frame.

struct HelloFrame {
    std::string token;                  ///< empty: a new visitor
    std::optional<std::int64_t> after;  ///< the last seq seen
    std::string lang;
    std::string desk;  ///< which of the relay's desks; empty: the one that the visitor has, or the first
    UserClaim user;    ///< of a signed-in visitor
};

struct SendFrame {
    std::string client_id;
    Value message;
    bool online_only = false;
};

struct LoadHistoryFrame {
    std::string before;  ///< a message id; empty: from the newest
    int limit = 0;
};

struct MarkReadFrame {
    Seconds upto = 0;
};

/// The visitor takes a message back.
struct RecallFrame {
    std::string id;
};

struct TypingFrame {
    bool typing = true;
};

/// The client has heard nothing for a while and asks whether the connection is alive. The answer, `{"pong":{"seq":…}}`, also tells whether it missed something.
struct PingFrame {};

using Frame = std::variant<HelloFrame, SendFrame, LoadHistoryFrame, MarkReadFrame, RecallFrame, TypingFrame, PingFrame>;

/// Why a frame was refused: `code` is one of not_json, wrong_type, too_large, too_many, unknown_frame, hello_first, unknown_desk, unknown_user, bad_origin, too_late, unable; `info` is for a person.
struct FrameError {
    std::string code;
    std::string info;
    std::string client_id;  ///< of the message that was to be sent, when that much could be read
};

/// Reads one frame. Members that a frame does not know are left alone, so that a newer client still gets through.
std::variant<Frame, FrameError> parse_frame(std::string_view text);

/// The error as a frame.
std::string error_frame(const FrameError& error);

}  // namespace deskbell::relay
