#include "native/sandbox/desk.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/sandbox/envelope.h"

namespace deskbell::sandbox {
namespace {

constexpr std::size_t most_open = 20;

constexpr std::string_view word_names[] = {"", "faq", "fallback", "aiReply"};

std::string cloud_data(RobotWord word) {
    CloudCustomData cloud;
    cloud.role = "robot";
    cloud.message_type = word_names[static_cast<std::size_t>(word)];
    return to_json(encode(cloud));
}

bool can_be_answered(const Value& message) {
    const auto read = read_message(message);
    if (!read) return false;
    switch (read->kind) {
        case MessageKind::branch:
        case MessageKind::form:
        case MessageKind::task_branch:
        case MessageKind::task_form:
        case MessageKind::evaluation: return true;
        default: return false;
    }
}

struct Speaker {
    std::string_view name;
    std::string_view user;
    std::string_view picture;
};

Speaker speaker_of(Voice voice) {
    switch (voice) {
        case Voice::agent: return {"Anna", "anna", "anna.png"};
        case Voice::consultant: return {"Ben", "ben", {}};
        case Voice::buyer: return {"Mia", "mia", {}};
        default: return {"Bell", desk_user, "bell.png"};
    }
}

void dress(Desk& desk, Voice voice, Value& message) {
    const Speaker speaker = speaker_of(voice);
    message.set("nick", speaker.name);
    if (!speaker.picture.empty()) message.set("avatar", desk.options.assets + std::string(speaker.picture));
    if (!desk.state.in_group) return;
    message.set("from", speaker.user).set("conversationID", "GROUP" + std::string(group_id)).set("conversationType", "GROUP");
}

}  // namespace

Value Desk::say(Voice voice, Value message, RobotWord word) {
    message.set("ID", "d-" + std::to_string(state.next_id++)).set("flow", "in").set("time", now / millis_per_second);
    dress(*this, voice, message);
    if (voice == Voice::robot) message.set("cloudCustomData", cloud_data(word));
    if (can_be_answered(message)) {
        state.open.push_back(message);
        if (state.open.size() > most_open) state.open.erase(state.open.begin());
    }
    output.events.push_back({EventKind::message, Keep::stored, message});
    return message;
}

void Desk::pass(Value message) {
    message.set("ID", "p-" + std::to_string(state.next_passing++)).set("flow", "in").set("time", now / millis_per_second);
    dress(*this, state.phase == Phase::agent ? Voice::agent : Voice::robot, message);
    output.events.push_back({EventKind::message, Keep::passing, std::move(message)});
}

void Desk::change(Value message, Keep keep) {
    message.set("isModified", true);
    for (Value& open : state.open) {
        if (open["ID"] == message["ID"]) open = message;
    }
    output.events.push_back({EventKind::modified, keep, std::move(message)});
}

void Desk::tell_state() {
    Value body = Value::object();
    body.set("state", phase_name(state.phase));
    if (state.phase == Phase::queueing) body.set("position", state.position);
    output.events.push_back({EventKind::state, Keep::passing, std::move(body)});
}

void Desk::mark_read() { output.events.push_back({EventKind::read, Keep::stored, Value(now / millis_per_second)}); }

void Desk::plan(Millis delay, StepKind kind, Value data) {
    const Millis due = now + static_cast<Millis>(static_cast<double>(delay) / options.speed);
    const auto later = std::find_if(state.plan.begin(), state.plan.end(), [due](const Step& step) { return step.due > due; });
    state.plan.insert(later, Step{due, kind, std::move(data)});
}

void Desk::say_soon(Voice voice, Value message, RobotWord word, Millis extra) {
    if (voice != Voice::agent) return plan(robot_delay + extra, StepKind::robot_says, make_draft(voice, message, word));
    Value typing = desk_message(MessageKind::typing, Typing{1});
    plan(typing_delay + extra, StepKind::agent_says, make_draft(voice, typing, word).set("passing", true));
    plan(reply_delay + extra, StepKind::agent_says, make_draft(voice, message, word));
}

void Desk::drop_steps(StepKind kind) {
    std::erase_if(state.plan, [kind](const Step& step) { return step.kind == kind; });
}

void Desk::end_session(MessageKind how) {
    const bool had_agent = state.phase == Phase::agent;
    for (const StepKind kind :
         {StepKind::agent_says, StepKind::queue, StepKind::join, StepKind::agent_ends, StepKind::remind, StepKind::time_out}) {
        drop_steps(kind);
    }
    lock_tasks(*this);
    say(Voice::system, desk_message(how, Signal{}));
    state.phase = Phase::none;
    state.position = 0;
    state.by_hand = false;
    pass_seat(*this);
    tell_state();
    if (had_agent && !state.was_rated) invite(*this, Scale::stars, Fate::usual);
}

Value make_draft(Voice voice, const Value& message, RobotWord word) {
    Value draft = Value::object();
    draft.set("voice", static_cast<int>(voice)).set("word", static_cast<int>(word)).set("message", message);
    return draft;
}

Value say_draft(Desk& desk, const Value& draft) {
    if (draft["passing"].as_boolean()) {
        desk.pass(draft["message"]);
        return {};
    }
    const auto voice = static_cast<Voice>(std::clamp<std::int64_t>(draft["voice"].as_integer(), 0, 4));
    const auto word = static_cast<RobotWord>(std::clamp<std::int64_t>(draft["word"].as_integer(), 0, 3));
    return desk.say(voice, draft["message"], word);
}

}  // namespace deskbell::sandbox
