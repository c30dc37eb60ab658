#include "core/channel/feishu_helpdesk/state.h"

namespace deskbell {

DESKBELL_RECORD(channel::feishu_helpdesk::Outgoing, "A message on its way to the desk.",
    DESKBELL_FIELD(number, "number", required, "names it"),
    DESKBELL_FIELD(text, "text", optional, "its words"),
    DESKBELL_FIELD(url, "url", optional, "of its file"),
    DESKBELL_FIELD(name, "name", optional, "of its file"),
    DESKBELL_FIELD(is_image, "is_image", optional, "the file is a picture"),
    DESKBELL_FIELD(step, "step", optional, "the number of its Step"),
    DESKBELL_FIELD(key, "key", optional, "of the uploaded file"),
    DESKBELL_FIELD(tries, "tries", optional, "how often it was tried"),
    DESKBELL_FIELD(restarts, "restarts", optional, "conversations begun anew"),
    DESKBELL_FIELD(since, "since", optional, "of the first try"),
    DESKBELL_FIELD(arrived, "arrived", optional, "was seen in the ticket"),
    DESKBELL_FIELD(is_farewell, "is_farewell", optional, "the ticket is left with it"));
DESKBELL_RECORD(channel::feishu_helpdesk::Fetching, "A message whose pictures are fetched.",
    DESKBELL_FIELD(id, "id", required, "of the ticket's message"),
    DESKBELL_FIELD(message, "message", required, "without its pictures"),
    DESKBELL_FIELD(markdown, "markdown", optional, "of a post"),
    DESKBELL_FIELD(file_name, "file_name", optional, "of a file"),
    DESKBELL_FIELD(urls, "urls", optional, "of the pictures that have come"),
    DESKBELL_FIELD(images, "images", optional, "how many a post has"),
    DESKBELL_FIELD(source, "source", optional, "where a single file is"));
DESKBELL_RECORD(channel::feishu_helpdesk::Said, "What the visitor said.",
    DESKBELL_FIELD(id, "id", optional, "om_…"),
    DESKBELL_FIELD(text, "text", optional, "its beginning"),
    DESKBELL_FIELD(at, "at", optional, "seconds"));
DESKBELL_RECORD(channel::feishu_helpdesk::State, "A conversation with a helpdesk.",
    DESKBELL_FIELD(phase, "phase", required, "none, robot, queueing, waiting, agent"),
    DESKBELL_FIELD(chat_id, "chat_id", optional, "oc_…"),
    DESKBELL_FIELD(ticket_id, "ticket_id", optional, "the open ticket"),
    DESKBELL_FIELD(last_ticket, "last_ticket", optional, "the closed one"),
    DESKBELL_FIELD(starting, "starting", optional, "start_service is under way"),
    DESKBELL_FIELD(wants_human, "wants_human", optional, "the visitor asked for a person"),
    DESKBELL_FIELD(start_tries, "start_tries", optional, "of start_service"),
    DESKBELL_FIELD(retry_at, "retry_at", optional, "milliseconds"),
    DESKBELL_FIELD(told_busy, "told_busy", optional, "the visitor knows that it takes longer"),
    DESKBELL_FIELD(next_id, "next_id", optional, "of messages of our own"),
    DESKBELL_FIELD(last_sent, "last_sent", optional, "milliseconds"),
    DESKBELL_FIELD(last_heard, "last_heard", optional, "seconds"),
    DESKBELL_FIELD(updated_at, "updated_at", optional, "of the ticket"),
    DESKBELL_FIELD(rated, "rated", optional, "the rating that was shown"),
    DESKBELL_FIELD(agent_name, "agent_name", optional, "who has the ticket"),
    DESKBELL_FIELD(agent_avatar, "agent_avatar", optional, "their picture"),
    DESKBELL_FIELD(seen, "seen", optional, "ids of messages"),
    DESKBELL_FIELD(outbox, "outbox", optional, "what the desk does not have yet"),
    DESKBELL_FIELD(fetching, "fetching", optional, "what waits for its pictures"),
    DESKBELL_FIELD(said, "said", optional, "what the visitor said lately"));

}  // namespace deskbell

namespace deskbell::channel::feishu_helpdesk {

Value save_state(const State& state) { return encode(state); }

std::optional<State> read_state(const Value& json) {
    auto state = decode<State>(json);
    if (!state) return std::nullopt;
    return std::move(*state);
}

}  // namespace deskbell::channel::feishu_helpdesk
