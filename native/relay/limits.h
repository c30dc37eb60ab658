#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace deskbell::relay {

/// Every cap of the relay in one place. Past a cap a client gets a named error; memory and disk never grow with what a stranger sends.

inline constexpr std::size_t largest_frame = 64u << 10;  ///< bytes of one WebSocket message, both design.md and the widget's own limit
inline constexpr std::size_t largest_discarded =
    8u << 20;  ///< bytes of one over-long message that are read and thrown away before the socket closes
inline constexpr std::size_t largest_upload = 20u << 20;  ///< bytes of one file (the browser SDK's image limit)
inline constexpr std::size_t largest_webhook = 1u << 20;  ///< bytes of one request of a desk
inline constexpr std::size_t largest_unsent = 4u << 20;   ///< bytes waiting for one slow client before it is dropped
inline constexpr std::size_t largest_client_id = 128;     ///< bytes
inline constexpr std::size_t most_mentioned = 200;        ///< ids of a group's members in one message
inline constexpr std::size_t largest_file_name = 120;     ///< bytes
inline constexpr std::size_t largest_range = 1u << 20;    ///< bytes of one partial answer; a player asks for the rest

inline constexpr int most_connections_of_visitor = 8;  ///< tabs of one visitor
inline constexpr int most_uploads_at_once = 8;
inline constexpr std::int64_t most_upload_bytes_of_visitor = 200ll << 20;
inline constexpr int most_errors = 20;    ///< of one socket; the next one closes it
inline constexpr int most_history = 100;  ///< messages of one page
inline constexpr int usual_history = 30;
inline constexpr int most_replayed = 500;      ///< events; a client further behind gets a gap and loads the history
inline constexpr int most_kept_events = 2000;  ///< of one visitor; older ones are forgotten (their messages stay)
inline constexpr int most_kept_answers = 500;  ///< client ids remembered of one visitor's online-only messages

inline constexpr Millis longest_token_wait = 2 * millis_per_minute;  ///< of a request, for its account's access token
inline constexpr Millis redis_connect_time = 1000;                   ///< until Redis counts as not reached
inline constexpr Millis redis_answer_time = 3 * millis_per_second;   ///< for one answer of Redis
inline constexpr Millis redis_pause = 500;                           ///< between two tries to reach Redis
inline constexpr int most_inherited = 200;                           ///< conversations of a dead relay that are taken over at once
inline constexpr Millis drop_pause = 1000;                           ///< until a conversation that was dropped is taken up again
inline constexpr Millis held_pause = 250;                      ///< between two looks whether another relay has stored a webhook's route
inline constexpr Millis store_pause = 10 * millis_per_second;  ///< until what could not be stored is tried again
inline constexpr std::size_t most_held = 1000;                 ///< webhook items whose conversation is not known yet
inline constexpr Millis held_time = 30 * millis_per_second;    ///< for each of them
inline constexpr Millis delivery_memory = 3 * millis_per_day;  ///< how long a webhook's id is known; no desk repeats one for longer

inline constexpr double frames_per_second = 10;  ///< of one socket, in the long run
inline constexpr double frames_at_once = 40;
inline constexpr double frames_per_second_of_visitor = 20;  ///< of all of a visitor's sockets together
inline constexpr double frames_at_once_of_visitor = 100;

inline constexpr Millis hello_time = 10 * millis_per_second;   ///< until the first frame
inline constexpr Millis http_time = 30 * millis_per_second;    ///< for one request
inline constexpr Millis closing_time = 2 * millis_per_second;  ///< for the close handshakes when the relay stops

}  // namespace deskbell::relay
