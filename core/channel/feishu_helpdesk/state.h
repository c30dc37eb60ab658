#pragma once

#include <optional>
#include <string>

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell::channel::feishu_helpdesk {

/// How far a message of the visitor has come on its way to the desk. The numbers are saved.
enum class Step : std::int64_t {
    waiting = 0,
    uploading = 1,  ///< its picture or file goes to the platform first
    sending = 2,
    checking = 3,  ///< nobody knows whether it arrived: the ticket's messages are looked through for it
};

/// A message of the visitor that the desk does not have yet.
struct Outgoing {
    std::int64_t number = 0;
    std::string text;  ///< of a message with words
    std::string url;   ///< of a file
    std::string name;
    bool is_image = false;
    std::int64_t step = 0;
    std::string key;  ///< image_key or file_key, once it is uploaded
    std::int64_t tries = 0;
    std::int64_t restarts = 0;  ///< conversations that were begun anew for it
    std::int64_t since = 0;     ///< of the first try, in milliseconds
    bool arrived = false;       ///< it was seen in the ticket, though the answer has not come
    bool is_farewell = false;   ///< tells the agents that the visitor has ended; with it the ticket is left
};

/// A message of the desk whose pictures are being fetched.
struct Fetching {
    std::string id;        ///< the ticket's message
    Value message;         ///< the IM message without its pictures
    std::string markdown;  ///< of a post
    std::string file_name;
    std::list<std::string> urls;  ///< of the pictures that have come
    std::int64_t images = 0;      ///< of a post; 0: the message is one picture or file
    std::string source;           ///< where it is; a picture of a post has its number behind it
};

/// What the visitor said lately, so that its echo is known.
struct Said {
    std::string id;       ///< `om_…`, when the desk told it
    std::string text;     ///< its beginning
    std::int64_t at = 0;  ///< when the desk had it, in seconds
};

/// Everything that a channel remembers.
struct State {
    std::string phase = "none";
    std::string chat_id;
    std::string ticket_id;
    std::string last_ticket;  ///< the one before, whose rating may still come
    bool starting = false;
    bool wants_human = false;
    std::int64_t start_tries = 0;
    std::int64_t retry_at = 0;  ///< no request before this time
    bool told_busy = false;
    std::int64_t next_id = 1;
    std::int64_t last_sent = 0;
    std::int64_t last_heard = 0;  ///< the time of the desk's newest message, in seconds
    std::int64_t updated_at = 0;  ///< of the ticket
    std::int64_t rated = 0;       ///< the rating that was shown
    std::string agent_name;
    std::string agent_avatar;
    std::list<std::string> seen;  ///< ids of messages of the ticket
    Records<Outgoing> outbox;
    Records<Fetching> fetching;
    Records<Said> said;
};

Value save_state(const State& state);
/// Reads what save_state() gave; nothing when it is not that at all.
std::optional<State> read_state(const Value& json);

}  // namespace deskbell::channel::feishu_helpdesk
