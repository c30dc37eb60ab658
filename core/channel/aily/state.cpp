#include "core/channel/aily/state.h"

namespace deskbell {

DESKBELL_RECORD(channel::aily::Outgoing, "A message on its way.",
    DESKBELL_FIELD(number, "number", required, "names it"),
    DESKBELL_FIELD(text, "text", optional, "its words"),
    DESKBELL_FIELD(url, "url", optional, "of its file"),
    DESKBELL_FIELD(name, "name", optional, "of its file"),
    DESKBELL_FIELD(is_image, "is_image", optional, "the file is a picture"),
    DESKBELL_FIELD(quote, "quote", optional, "the message that it answers"),
    DESKBELL_FIELD(file_id, "file_id", optional, "of the uploaded file"),
    DESKBELL_FIELD(tries, "tries", optional, "how often it was tried"),
    DESKBELL_FIELD(since, "since", optional, "of the first try"));
DESKBELL_RECORD(channel::aily::Shown, "A message of the run.",
    DESKBELL_FIELD(id, "id", required, "names it"),
    DESKBELL_FIELD(text, "text", optional, "as last shown"),
    DESKBELL_FIELD(time, "time", optional, "seconds"),
    DESKBELL_FIELD(is_finished, "is_finished", optional, "nothing more comes"));
DESKBELL_RECORD(channel::aily::Fetching, "A file that is fetched.",
    DESKBELL_FIELD(id, "id", required, "names it"),
    DESKBELL_FIELD(url, "url", required, "where it is"),
    DESKBELL_FIELD(name, "name", optional, "its name"),
    DESKBELL_FIELD(time, "time", optional, "seconds"));
DESKBELL_RECORD(channel::aily::State, "A conversation with an assistant.",
    DESKBELL_FIELD(session_id, "session_id", optional, "at Aily"),
    DESKBELL_FIELD(sessions, "sessions", required, "how many there were"),
    DESKBELL_FIELD(outbox, "outbox", optional, "what the assistant does not have yet"),
    DESKBELL_FIELD(run, "run", optional, "the number of its RunPhase"),
    DESKBELL_FIELD(run_id, "run_id", optional, "the run"),
    DESKBELL_FIELD(run_since, "run_since", optional, "milliseconds"),
    DESKBELL_FIELD(last_growth, "last_growth", optional, "milliseconds"),
    DESKBELL_FIELD(poll_at, "poll_at", optional, "milliseconds"),
    DESKBELL_FIELD(poll_gap, "poll_gap", optional, "milliseconds"),
    DESKBELL_FIELD(failures, "failures", optional, "in a row"),
    DESKBELL_FIELD(retry_at, "retry_at", optional, "milliseconds"),
    DESKBELL_FIELD(told_busy, "told_busy", optional, "the visitor knows that it takes longer"),
    DESKBELL_FIELD(next_id, "next_id", optional, "of messages of our own"),
    DESKBELL_FIELD(shown, "shown", optional, "messages of the run"),
    DESKBELL_FIELD(fetching, "fetching", optional, "files that are fetched"),
    DESKBELL_FIELD(fetched, "fetched", optional, "files that are shown"));

}  // namespace deskbell

namespace deskbell::channel::aily {

Value save_state(const State& state) { return encode(state); }

std::optional<State> read_state(const Value& json) {
    auto state = decode<State>(json);
    if (!state) return std::nullopt;
    return std::move(*state);
}

}  // namespace deskbell::channel::aily
