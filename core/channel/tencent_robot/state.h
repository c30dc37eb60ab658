#pragma once

#include "core/base/record.h"
#include "core/base/time.h"

/// What the robot remembers of one visitor; saved as JSON by its field list.
namespace deskbell::channel::tencent_robot {

/// Something that was said.
struct Turn {
    std::string role;  ///< user or assistant
    std::string content;
};

/// A request to the desk that it has not answered. One at a time is on its way, the oldest first, since the order is what the visitor reads.
struct Call {
    std::string kind;  ///< say, chunk, modify, transfer, end
    Value body;
    bool asked = false;  ///< a request for it may have arrived
    std::int64_t tries = 0;
    std::string whole;  ///< of the last piece of an answer: all of its text
};

struct State {
    std::string session_id;
    std::string lang;                ///< as the visitor's client said it
    std::string phase = "robot";     ///< robot, human, ended
    Records<Turn> memory;            ///< oldest first
    std::list<std::string> waiting;  ///< what the visitor said while an answer was on its way
    Records<Call> calls;
    bool asking = false;      ///< the model was asked and has not finished
    bool answering = false;   ///< there is an answer at hand, asked for or being delivered
    std::string answer;       ///< all of its text so far
    std::int64_t sent = 0;    ///< bytes of it that went out in pieces
    std::string message_key;  ///< of the message that grows; empty before the desk has named it
    bool uncertain = false;   ///< a piece may or may not have arrived: the whole text replaces the message in the end
    std::int64_t next_random = 1;
    std::int64_t troubles = 0;  ///< failed answers in a row
};

}  // namespace deskbell::channel::tencent_robot

namespace deskbell {

DESKBELL_RECORD(channel::tencent_robot::Turn, "Something that was said.",
    DESKBELL_FIELD(role, "role", required, "user or assistant"),
    DESKBELL_FIELD(content, "content", always, "the words"));

DESKBELL_RECORD(channel::tencent_robot::Call, "A request that the desk has not answered.",
    DESKBELL_FIELD(kind, "kind", required, "say, chunk, modify, transfer, end"),
    DESKBELL_FIELD(body, "body", optional, "of the request"),
    DESKBELL_FIELD(asked, "asked", optional, "may have arrived"),
    DESKBELL_FIELD(tries, "tries", optional, "how often"),
    DESKBELL_FIELD(whole, "whole", optional, "of the last piece: all of the text"));

DESKBELL_RECORD(channel::tencent_robot::State, "The robot's side of a conversation.",
    DESKBELL_FIELD(session_id, "session_id", optional, "the desk's"),
    DESKBELL_FIELD(lang, "lang", optional, "the visitor's language"),
    DESKBELL_FIELD(phase, "phase", optional, "robot, human, ended"),
    DESKBELL_FIELD(memory, "memory", optional, "what was said"),
    DESKBELL_FIELD(waiting, "waiting", optional, "what waits for an answer"),
    DESKBELL_FIELD(calls, "calls", optional, "what the desk has not answered"),
    DESKBELL_FIELD(asking, "asking", optional, "the model is at it"),
    DESKBELL_FIELD(answering, "answering", optional, "an answer is at hand"),
    DESKBELL_FIELD(answer, "answer", optional, "its text so far"),
    DESKBELL_FIELD(sent, "sent", optional, "bytes that went out"),
    DESKBELL_FIELD(message_key, "message_key", optional, "of the growing message"),
    DESKBELL_FIELD(uncertain, "uncertain", optional, "a piece may be missing or doubled"),
    DESKBELL_FIELD(next_random, "next_random", optional, "for MsgRandom"),
    DESKBELL_FIELD(troubles, "troubles", optional, "failed answers in a row"));

}  // namespace deskbell
