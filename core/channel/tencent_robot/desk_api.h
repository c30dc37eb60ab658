#pragma once

#include "core/channel/channel.h"
#include "core/channel/tencent_robot/settings.h"
#include "core/channel/tencent_robot/state.h"

/// The desk's REST API (seed 001, 11016–12400). HTTP is always 200; ErrorCode says what happened.
namespace deskbell::channel::tencent_robot {

/// What became of a call.
enum class Verdict : std::uint8_t {
    done,
    unknown,   ///< nobody knows whether it was taken
    later,     ///< certainly not taken, and worth another try
    no_agent,  ///< of a transfer: nobody is there
    gone,      ///< the session is over
    refused,   ///< for good
};

struct Outcome {
    Verdict verdict = Verdict::refused;
    std::string message_key;  ///< of send_stream_msg
    std::string why;          ///< for the operator, where it is not done
};

/// The bodies are at most 12 K; what carries text is cut so that it fits.
inline constexpr std::size_t longest_body = 11'500;

Request call_request(const Settings& settings, const Call& call);
Outcome outcome_of(const Call& call, const Response& response);

/// Bodies of the calls.
Value text_body(std::string_view session, std::string_view text, std::int64_t random);
/// A Desk message from its `data`.
Value desk_body(std::string_view session, const Value& data, std::int64_t random);
/// The robot's markdown, whole (src 30).
Value markdown_body(std::string_view session, std::string_view text, std::int64_t random);
Value chunk_body(std::string_view session, std::string_view chunk, std::string_view message_key, bool last);
/// Puts the whole text in the place of a stream that may have a hole (src 31, finished).
Value modify_body(std::string_view session, std::string_view text, std::string_view message_key);
Value session_body(std::string_view session);

}  // namespace deskbell::channel::tencent_robot
