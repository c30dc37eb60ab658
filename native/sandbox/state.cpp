#include "native/sandbox/state.h"

#include <algorithm>

#include "core/base/record.h"

namespace deskbell::sandbox {

constexpr std::string_view phase_names[] = {"none", "robot", "queueing", "waiting", "agent"};
constexpr std::size_t most_steps = 1000;

// The saved form is a record of its own, so that the field lists of core do the reading and its leniency.
struct SavedStep {
    std::int64_t due = 0;
    std::int64_t kind = 0;
    Value data;
};
struct SavedState {
    std::int64_t phase = 0;
    std::string lang;
    std::int64_t next_id = 1;
    std::int64_t next_passing = 1;
    std::int64_t sessions = 0;
    std::int64_t position = 0;
    std::int64_t replies = 0;
    std::int64_t last_active = 0;
    bool met_agent = false;
    bool was_rated = false;
    bool by_hand = false;
    bool queue_noted = false;
    bool in_group = false;
    Records<SavedStep> plan;
    Value open;
    Records<Invitation> invitations;
};

}  // namespace deskbell::sandbox

namespace deskbell {

DESKBELL_RECORD(sandbox::SavedStep, "A step of the sandbox's plan.",
    DESKBELL_FIELD(due, "due", required, "when, in milliseconds"),
    DESKBELL_FIELD(kind, "kind", required, "the number of its StepKind"),
    DESKBELL_FIELD(data, "data", optional, "what it needs"));
DESKBELL_RECORD(sandbox::Invitation, "An invitation to rate.",
    DESKBELL_FIELD(session_id, "session_id", required, "names it"),
    DESKBELL_FIELD(message_id, "message_id", required, "the message that carries it"),
    DESKBELL_FIELD(expire_time, "expire_time", optional, "seconds"),
    DESKBELL_FIELD(broken, "broken", optional, "answers fail"),
    DESKBELL_FIELD(answered, "answered", optional, "has its answer"));
DESKBELL_RECORD(sandbox::SavedState, "A sandbox.",
    DESKBELL_FIELD(phase, "phase", optional, "the number of its Phase"),
    DESKBELL_FIELD(lang, "lang", optional, "en, zh_cn, zh_tw"),
    DESKBELL_FIELD(next_id, "next_id", required, "of messages"),
    DESKBELL_FIELD(next_passing, "next_passing", optional, "of messages that are not kept"),
    DESKBELL_FIELD(sessions, "sessions", optional, "how many there were"),
    DESKBELL_FIELD(position, "position", optional, "in the queue"),
    DESKBELL_FIELD(replies, "replies", optional, "of the agent"),
    DESKBELL_FIELD(last_active, "last_active", optional, "milliseconds"),
    DESKBELL_FIELD(met_agent, "met_agent", optional, "can be rated"),
    DESKBELL_FIELD(was_rated, "was_rated", optional, "has been rated"),
    DESKBELL_FIELD(by_hand, "by_hand", optional, "a person plays the agent"),
    DESKBELL_FIELD(queue_noted, "queue_noted", optional, "was told"),
    DESKBELL_FIELD(in_group, "in_group", optional, "several people are there"),
    DESKBELL_FIELD(plan, "plan", optional, "what happens next"),
    DESKBELL_FIELD(open, "open", optional, "messages that can be answered"),
    DESKBELL_FIELD(invitations, "invitations", optional, "to rate"));

}  // namespace deskbell

namespace deskbell::sandbox {

std::string_view phase_name(Phase phase) { return phase_names[static_cast<std::size_t>(phase)]; }

Value save_state(const State& state) {
    SavedState saved;
    saved.phase = static_cast<std::int64_t>(state.phase);
    saved.lang = state.lang;
    saved.next_id = state.next_id;
    saved.next_passing = state.next_passing;
    saved.sessions = state.sessions;
    saved.position = state.position;
    saved.replies = state.replies;
    saved.last_active = state.last_active;
    saved.met_agent = state.met_agent;
    saved.was_rated = state.was_rated;
    saved.by_hand = state.by_hand;
    saved.queue_noted = state.queue_noted;
    saved.in_group = state.in_group;
    for (const Step& step : state.plan) saved.plan.push_back({step.due, static_cast<std::int64_t>(step.kind), step.data});
    saved.open = Value::array();
    for (const Value& message : state.open) saved.open.push(message);
    saved.invitations = state.invitations;
    return encode(saved);
}

std::optional<State> read_state(const Value& json) {
    const auto saved = decode<SavedState>(json);
    if (!saved) return std::nullopt;
    State state;
    state.phase = static_cast<Phase>(std::clamp<std::int64_t>(saved->phase, 0, static_cast<std::int64_t>(Phase::agent)));
    state.lang = saved->lang.empty() ? "en" : saved->lang;
    state.next_id = std::max<std::int64_t>(1, saved->next_id);
    state.next_passing = std::max<std::int64_t>(1, saved->next_passing);
    state.sessions = saved->sessions;
    state.position = saved->position;
    state.replies = saved->replies;
    state.last_active = saved->last_active;
    state.met_agent = saved->met_agent;
    state.was_rated = saved->was_rated;
    state.by_hand = saved->by_hand;
    state.queue_noted = saved->queue_noted;
    state.in_group = saved->in_group;
    for (const SavedStep& step : saved->plan) {
        const bool known = step.kind >= 0 && step.kind <= static_cast<std::int64_t>(StepKind::time_out);
        if (known && state.plan.size() < most_steps) state.plan.push_back({step.due, static_cast<StepKind>(step.kind), step.data});
    }
    for (const Value& message : saved->open.items()) state.open.push_back(message);
    state.invitations = saved->invitations;
    return state;
}

}  // namespace deskbell::sandbox
