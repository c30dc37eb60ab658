#include "native/sandbox/sandbox.h"

#include "core/base/json.h"
#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

constexpr std::int64_t evaluation_flags = 7;  // at the end, by the agent, by the visitor (seed: src 23)

void take_trigger(Desk& desk, const SessionTrigger& trigger) {
    State& state = desk.state;
    const std::string before = state.lang;
    if (trigger.triggered_content) state.lang = language_id(trigger.triggered_content->language);
    const bool rested = state.phase == Phase::robot && desk.now - state.last_active > session_rest;
    const bool starts = state.phase == Phase::none || rested;
    if (starts) begin_session(desk);
    desk.pass(desk_message(MessageKind::evaluation_setting, EvaluationSetting{{evaluation_flags}}));
    pass_seat(desk);
    desk.tell_state();
    // Whoever changes the language while the robot is there gets its questions in the new one.
    if (starts || (state.phase == Phase::robot && state.lang != before)) send_welcome(desk);
}

void robot_hears(Desk& desk, const Message& message) {
    const Texts& texts = desk.texts();
    desk.mark_read();
    switch (message.kind) {
        case MessageKind::text: {
            const std::string text = record_of<TextElem>(message).text;
            if (answer_choice(desk, text, cloud_of(message))) return;
            if (const auto topic = find_topic(text)) return answer_topic(desk, *topic, Voice::robot);
            if (answer_free_text(desk, text)) return;
            return answer_unknown(desk, text);
        }
        case MessageKind::card:
            return desk.say_soon(Voice::robot, text_message(fill(texts.card_thanks, {{"name", record_of<Card>(message).content.header}})),
                                 RobotWord::faq);
        case MessageKind::order:
            return desk.say_soon(Voice::robot, text_message(fill(texts.order_thanks, {{"name", record_of<Order>(message).content.name}})),
                                 RobotWord::faq);
        default:
            return desk.say_soon(Voice::robot, desk_message(MessageKind::rich_text, RichText{std::string(texts.media_thanks)}),
                                 RobotWord::faq);
    }
}

void queue_hears(Desk& desk) {
    if (desk.state.queue_noted) return;
    desk.state.queue_noted = true;
    desk.say_text(Voice::system, desk.texts().queue_note);
}

void hear(Desk& desk, const Message& message) {
    // Whoever writes is there. An agent's time-out starts anew; the robot has none of its own.
    desk.drop_steps(StepKind::remind);
    desk.drop_steps(StepKind::time_out);
    switch (desk.state.phase) {
        case Phase::none:
            // Writing starts a session as well as coming does, without the card: the question is there already.
            begin_session(desk);
            desk.tell_state();
            return robot_hears(desk, message);
        case Phase::robot: return desk.state.in_group ? group_hears(desk, message) : robot_hears(desk, message);
        case Phase::queueing:
        case Phase::waiting: return queue_hears(desk);
        case Phase::agent: return agent_hears(desk, message);
    }
}

/// A 10 that does not decode has lost its kind, but the desk has a code of its own for it.
bool is_evaluation_answer(const Message& message) {
    const Value& src = message.data["src"];
    const bool unread = !message.unread_reason.empty();
    return message.kind == MessageKind::evaluation_answer || (unread && (src.as_text() == "10" || src.as_integer() == 10));
}

void take(Desk& desk, const Message& message) {
    if (is_evaluation_answer(message)) {
        desk.output.refusal = evaluate(desk, message.data);
        return;
    }
    switch (message.kind) {
        case MessageKind::session_trigger: return take_trigger(desk, record_of<SessionTrigger>(message));
        case MessageKind::evaluation_request: desk.output.refusal = request_evaluation(desk); return;
        case MessageKind::visitor_end: return visitor_ends(desk);
        case MessageKind::typing: return restart_time_out(desk);
        case MessageKind::task_form: return submit_task_form(desk, record_of<TaskForm>(message));
        case MessageKind::text:
        case MessageKind::card:
        case MessageKind::order:
        case MessageKind::image:
        case MessageKind::file:
        case MessageKind::sound:
        case MessageKind::video:
        case MessageKind::face:
        case MessageKind::location: return hear(desk, message);
        default: return;
    }
}

void time_out(Desk& desk) {
    desk.say_text(Voice::system, desk.texts().timed_out);
    desk.end_session(MessageKind::session_timed_out);
}

void do_step(Desk& desk, const Step& step) {
    switch (step.kind) {
        case StepKind::robot_says:
        case StepKind::agent_says: say_draft(desk, step.data); return;
        case StepKind::stream: return advance_stream(desk, step.data);
        case StepKind::revoke: desk.output.events.push_back({EventKind::revoked, Keep::stored, step.data["id"]}); return;
        case StepKind::queue: return move_queue(desk);
        case StepKind::join: return seat_agent(desk);
        case StepKind::agent_ends: return agent_says_goodbye(desk);
        case StepKind::remind:
            desk.say(Voice::system, desk_message(MessageKind::reminder, Reminder{std::string(desk.texts().reminder)}));
            return;
        case StepKind::time_out: return time_out(desk);
    }
}

}  // namespace

Sandbox::Sandbox(Options options) : options_(std::move(options)), state_(std::make_unique<State>()) { state_->next_id = options_.first_id; }
Sandbox::~Sandbox() = default;
Sandbox::Sandbox(Sandbox&& other) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&& other) noexcept = default;

Output Sandbox::receive(const Value& im_message, Millis now) {
    Output output;
    Desk desk{options_, *state_, output, now, im_message["atUserList"]};
    if (const auto message = read_message(im_message)) take(desk, *message);
    if (!output.refusal) state_->last_active = now;
    return output;
}

Output Sandbox::advance(Millis now) {
    Output output;
    while (!state_->plan.empty() && state_->plan.front().due <= now) {
        const Step step = std::move(state_->plan.front());
        state_->plan.erase(state_->plan.begin());
        // A step plans from its own time, so that a late call finds what came of it in time.
        Desk desk{options_, *state_, output, step.due};
        do_step(desk, step);
    }
    return output;
}

std::optional<Millis> Sandbox::next_deadline() const {
    if (state_->plan.empty()) return std::nullopt;
    return state_->plan.front().due;
}

void Sandbox::touch(Millis now) {
    Output unused;
    Desk desk{options_, *state_, unused, now};
    state_->last_active = now;
    restart_time_out(desk);
}

Output Sandbox::act(AgentAct act, Value message, Millis now) {
    Output output;
    Desk desk{options_, *state_, output, now};
    output.refusal = act_by_hand(desk, act, std::move(message));
    return output;
}

std::string_view Sandbox::phase() const { return phase_name(state_->phase); }
bool Sandbox::by_hand() const { return state_->by_hand; }

Output Sandbox::status(Millis now) {
    Output output;
    if (state_->phase == Phase::none) return output;
    Desk desk{options_, *state_, output, now};
    desk.tell_state();
    if (state_->phase == Phase::agent) pass_seat(desk);
    return output;
}

Value Sandbox::save() const { return save_state(*state_); }

Sandbox Sandbox::restore(Options options, const Value& saved) {
    Sandbox sandbox(std::move(options));
    if (auto state = read_state(saved)) *sandbox.state_ = std::move(*state);
    return sandbox;
}

}  // namespace deskbell::sandbox
