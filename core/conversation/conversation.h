#pragma once

#include <optional>

#include "core/conversation/send_queue.h"
#include "core/conversation/timeline.h"
#include "core/conversation/transitions.h"

namespace deskbell {

/// How long the other side counts as typing after its last sign of it.
inline constexpr Millis typing_timeout = 10 * millis_per_second;
/// How long the robot counts as thinking (tencent-desk.md, src 35).
inline constexpr Millis thinking_timeout = 60 * millis_per_second;
/// A stream that brings nothing for this long is shown as cut (design.md, "Reliability rules").
inline constexpr Millis stream_timeout = 60 * millis_per_second;

/// Why an evaluation can or cannot be answered.
enum class EvaluationStanding : std::uint8_t { open, sending, answered, expired, refused };

/// Where an evaluation stands at `now`.
EvaluationStanding evaluation_standing(const Entry& entry, const EvaluationMenu& menu, Millis now);

/// What a live message did, for the one who has to tell the visitor.
struct Arrival {
    Entry* entry = nullptr;           ///< the entry that was added or changed, when there is one
    bool is_new_for_visitor = false;  ///< a shown message of the desk that was not there before
};

/// A conversation as the protocol tells it: the session's state, the messages, who is typing, what may be evaluated, what is unread. No texts, no rows.
struct Conversation {
    explicit Conversation(std::uint32_t seed) : queue(seed) {}

    SessionState state = SessionState::idle;
    std::uint64_t steps_taken = 0;      ///< one bit for each line of `transitions` that was taken, so that a corpus can tell what it misses
    std::int64_t queue_position = 0;    ///< from 1; 0 when it is not known
    bool in_seat = false;               ///< 26: an agent has the session
    std::int64_t evaluation_flags = 0;  ///< 23: menuSendRuleFlag
    Value cannot;                       ///< what this desk cannot do (core/protocol/abilities.h)
    std::string agent_name;
    std::string agent_avatar;
    Timeline timeline;
    SendQueue queue;
    std::optional<Millis> typing_until;
    std::optional<Millis> thinking_until;
    std::int64_t unread = 0;
    bool history_complete = false;

    /// Moves the session; an impossible step is left out and gives bad_transition (detail: state and signal).
    Result<void> apply(SessionSignal signal);

    /// Takes a live message. Messages that steer the session (12, 23, 26, 35, …) leave no entry.
    Result<Arrival> receive(const Value& im_message, Millis now);

    /// The desk has a message of the visitor: `message` is what it made of it. False when nothing waits under this client id, as for an answer that came twice.
    bool acknowledge(std::string_view client_id, Message&& message);

    /// Takes a changed message; one that was not known is taken as new. Error: as read_message().
    Result<Arrival> modify(const Value& im_message, Millis now);

    /// Takes a page of history, oldest first. Errors of single messages are given back; the others are taken.
    std::list<Error> take_history(const Value& messages, bool complete, Millis now);

    /// The desk says where the session stands: robot, queueing, waiting, agent or none. Errors: wrong_type for another word, bad_transition.
    Result<void> set_desk_state(std::string_view word, std::int64_t position);

    /// Everything that the visitor's side read up to `upto` (seconds) is marked as read. True when something changed.
    bool mark_read_by_peer(Seconds upto);

    /// Whether the desk can do this (core/protocol/abilities.h); it can whatever it has not said that it cannot.
    bool can(std::string_view ability) const;

    /// The conversation is with a robot at a desk that has no people: it is the robot's to be ended.
    bool is_without_people() const;

    /// True when the visitor may ask for an evaluation: an agent is there and 23 allows it.
    bool may_request_evaluation() const;

    /// Lets time pass: typing and thinking end, streams are cut, overdue sends are given up. True when anything changed.
    bool advance(Millis now);

    /// The host's clock was set back by so much: everything that has a time is moved with it, or it would wait for the old clock's future.
    void clock_set_back(Millis by);

    /// Marks the streams that are open as cut, because the connection is gone. True when there was one.
    bool cut_streams();

    /// The next moment at which advance() would change something, sends left aside.
    std::optional<Millis> next_deadline() const;

  private:
    /// True for an own message that came back before the answer to its `send`, by another tab's way or as history; it is that answer then.
    bool is_answer(Message& message);
    /// True when the message steers the session and is used up by that.
    bool steer(const Message& message, Millis now);
    void note_speaker(const Message& message);
};

}  // namespace deskbell
