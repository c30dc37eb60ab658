#pragma once

#include <optional>
#include <string>

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell::channel::aily {

/// A message of the visitor that the assistant does not have yet.
struct Outgoing {
    std::int64_t number = 0;
    std::string text;
    std::string url;  ///< of a file
    std::string name;
    bool is_image = false;
    std::string quote;    ///< the assistant's message that it answers
    std::string file_id;  ///< once it is uploaded
    std::int64_t tries = 0;
    std::int64_t since = 0;  ///< of the first try, in milliseconds
};

/// A message of the assistant in the run that is under way.
struct Shown {
    std::string id;
    std::string text;  ///< markdown, as last shown
    std::int64_t time = 0;
    bool is_finished = false;
};

/// A file of the assistant that is being fetched.
struct Fetching {
    std::string id;
    std::string url;
    std::string name;
    std::int64_t time = 0;
};

/// Where a run stands for us. The numbers are saved.
enum class RunPhase : std::int64_t {
    none = 0,
    wanted = 1,    ///< there are messages that no run has answered
    creating = 2,  ///< asked for; whether it exists is not known
    active = 3,
    waiting = 4,  ///< REQUIRES_MESSAGE: it goes on with the visitor's next message
};

struct State {
    std::string session_id;
    std::int64_t sessions = 0;  ///< how many there were
    Records<Outgoing> outbox;
    std::int64_t run = 0;  ///< RunPhase
    std::string run_id;
    std::int64_t run_since = 0;    ///< when it was asked for, in milliseconds
    std::int64_t last_growth = 0;  ///< when its answer last grew
    std::int64_t poll_at = 0;
    std::int64_t poll_gap = 0;
    std::int64_t failures = 0;  ///< in a row, of what is not a message
    std::int64_t retry_at = 0;
    bool told_busy = false;
    std::int64_t next_id = 1;
    Records<Shown> shown;
    Records<Fetching> fetching;
    std::list<std::string> fetched;  ///< ids of files that are shown
};

Value save_state(const State& state);
/// Reads what save_state() gave; nothing when it is not that at all.
std::optional<State> read_state(const Value& json);

}  // namespace deskbell::channel::aily
