#pragma once

#include "core/base/record.h"
#include "core/base/time.h"

/// What a conversation has to remember; saved as JSON by its field list.
namespace deskbell::channel::chatwoot {

/// Something of the visitor that the desk has not taken yet. One at a time is on its way, the oldest first.
struct Delivery {
    std::string client_id;
    std::string kind;        ///< message, submit (an answer to a message of the desk), resolve
    std::string text;        ///< of `message`; of `submit` the answer in words
    std::string upload;      ///< the host's id of a file
    std::string file_name;   ///< of the file
    std::string mime;        ///< of the file
    std::string message_id;  ///< the desk's message that is answered
    Value values;            ///< of `submit`: submitted_values
    std::string email;       ///< of `submit`: the contact's address, from input_email
    bool asked = false;      ///< a request for it may have arrived: look before it is sent again
    bool arrived = false;    ///< the desk has told of it before it answered
    std::int64_t after = 0;  ///< the newest message of the conversation when it was first sent
    std::int64_t tries = 0;
};

/// A message of the desk that the visitor has been shown.
struct Seen {
    std::int64_t id = 0;
    std::string digest;
    std::int64_t parts = 0;  ///< how many messages it became
    Seconds time = 0;        ///< that it was shown with
};

/// What the visitor has answered to a message of the desk.
struct Answered {
    std::string message_id;
    Value values;  ///< submitted_values
};

struct State {
    std::string contact_id;
    std::string source_id;
    std::string pubsub_token;
    std::string conversation_id;
    std::string uuid;
    bool conversation_asked = false;  ///< a request for a new conversation may have arrived: look before another is made
    std::string session = "none";     ///< none, robot, queueing, waiting, agent
    std::string agent;                ///< the agent's name, once one has the conversation
    std::string assignee;             ///< the desk's id of the agent
    std::string status_at;            ///< `updated_at` of the conversation's status as it was last heard
    std::int64_t newest = 0;          ///< the highest id of a message that was seen
    std::int64_t forgotten = 0;       ///< messages up to here are not in `seen` any more
    Seconds last_time = 0;            ///< of the last message of either side; times of messages never go back
    Seconds read_upto = 0;
    std::int64_t next_id = 1;  ///< for messages of our own
    Records<Delivery> queue;
    Records<Seen> seen;
    std::list<std::string> own;  ///< the desk's ids of the visitor's messages
    Value open;                  ///< messages of the desk that can still be answered, as they came
    Records<Answered> answered;  ///< answers that the desk's own copy of a message may not show
};

}  // namespace deskbell::channel::chatwoot

namespace deskbell {

DESKBELL_RECORD(channel::chatwoot::Delivery, "What is on its way to the desk.",
    DESKBELL_FIELD(client_id, "client_id", optional, "names it"),
    DESKBELL_FIELD(kind, "kind", required, "message, submit, resolve"),
    DESKBELL_FIELD(text, "text", optional, "what was said"),
    DESKBELL_FIELD(upload, "upload", optional, "the host's id of a file"),
    DESKBELL_FIELD(file_name, "file_name", optional, "of the file"),
    DESKBELL_FIELD(mime, "mime", optional, "of the file"),
    DESKBELL_FIELD(message_id, "message_id", optional, "what is answered"),
    DESKBELL_FIELD(values, "values", optional, "submitted_values"),
    DESKBELL_FIELD(email, "email", optional, "of input_email"),
    DESKBELL_FIELD(asked, "asked", optional, "may have arrived"),
    DESKBELL_FIELD(arrived, "arrived", optional, "has arrived"),
    DESKBELL_FIELD(after, "after", optional, "the newest message when it was first sent"),
    DESKBELL_FIELD(tries, "tries", optional, "how often it was tried"));

DESKBELL_RECORD(channel::chatwoot::Seen, "A message of the desk that was shown.",
    DESKBELL_FIELD(id, "id", required, "the desk's"),
    DESKBELL_FIELD(digest, "digest", optional, "of what was shown"),
    DESKBELL_FIELD(parts, "parts", optional, "how many messages it became"),
    DESKBELL_FIELD(time, "time", optional, "that it was shown with"));

DESKBELL_RECORD(channel::chatwoot::Answered, "What the visitor has answered.",
    DESKBELL_FIELD(message_id, "message_id", required, "the desk's message"),
    DESKBELL_FIELD(values, "values", optional, "submitted_values"));

DESKBELL_RECORD(channel::chatwoot::State, "A conversation.",
    DESKBELL_FIELD(contact_id, "contact_id", optional, "the visitor at the desk"),
    DESKBELL_FIELD(source_id, "source_id", optional, "the visitor at the inbox"),
    DESKBELL_FIELD(pubsub_token, "pubsub_token", optional, "of the socket"),
    DESKBELL_FIELD(conversation_id, "conversation_id", optional, "at the desk"),
    DESKBELL_FIELD(uuid, "uuid", optional, "of the conversation"),
    DESKBELL_FIELD(conversation_asked, "conversation_asked", optional, "may have been made"),
    DESKBELL_FIELD(session, "session", optional, "none, robot, queueing, waiting, agent"),
    DESKBELL_FIELD(agent, "agent", optional, "the agent's name"),
    DESKBELL_FIELD(assignee, "assignee", optional, "the agent's id"),
    DESKBELL_FIELD(status_at, "status_at", optional, "when the status was told"),
    DESKBELL_FIELD(newest, "newest", optional, "the highest id"),
    DESKBELL_FIELD(forgotten, "forgotten", optional, "not kept any more up to here"),
    DESKBELL_FIELD(last_time, "last_time", optional, "of the last message"),
    DESKBELL_FIELD(read_upto, "read_upto", optional, "what the agents have read"),
    DESKBELL_FIELD(next_id, "next_id", optional, "for our own messages"),
    DESKBELL_FIELD(queue, "queue", optional, "what the desk has not taken yet"),
    DESKBELL_FIELD(seen, "seen", optional, "what was shown"),
    DESKBELL_FIELD(own, "own", optional, "the visitor's messages"),
    DESKBELL_FIELD(open, "open", optional, "what can be answered"),
    DESKBELL_FIELD(answered, "answered", optional, "what the visitor has answered"));

}  // namespace deskbell
