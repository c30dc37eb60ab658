#include "core/conversation/conversation.h"

#include <algorithm>

#include "core/protocol/abilities.h"

namespace deskbell {

namespace {

bool is_visible(const Message& message) {
    const MessageInfo* info = find_message(message.kind);
    if (info != nullptr) return info->visibility == Visibility::shown;
    return message.kind != MessageKind::internal;
}

bool cut(Entry& stream, bool due) {
    if (!due || stream.cut || !is_open_stream(stream)) return false;
    stream.cut = true;
    ++stream.revision;
    return true;
}

}  // namespace

EvaluationStanding evaluation_standing(const Entry& entry, const EvaluationMenu& menu, Millis now) {
    if (menu.selected) return EvaluationStanding::answered;
    const LocalState& local = local_of(entry);
    if (local.refusal != 0) return EvaluationStanding::refused;
    if (local.submitted) return local.answer_client_id.empty() ? EvaluationStanding::answered : EvaluationStanding::sending;
    if (menu.expire_time != 0 && millis_of(menu.expire_time) <= now) return EvaluationStanding::expired;
    return EvaluationStanding::open;
}

Result<void> Conversation::apply(SessionSignal signal) {
    const Transition* transition = find_transition(state, signal);
    if (transition == nullptr) {
        std::string detail(session_state_name(state));
        return fail(ErrorCode::bad_transition, detail.append(" + ").append(session_signal_name(signal)));
    }
    static_assert(std::size(transitions) <= 64, "steps_taken has a bit for each");
    steps_taken |= std::uint64_t{1} << (transition - transitions);
    state = transition->to;
    if (state != SessionState::queueing) queue_position = 0;
    if (state == SessionState::ended || state == SessionState::robot) in_seat = false;
    return {};
}

bool Conversation::steer(const Message& message, Millis now) {
    switch (message.kind) {
        case MessageKind::typing:
            if (message.im.flow == "out") return true;
            if (record_of<Typing>(message).status.value_or(1) != 0) {
                typing_until = now + typing_timeout;
            } else {
                typing_until.reset();
            }
            return true;
        case MessageKind::thinking:
            if (record_of<Thinking>(message).status == 0) {
                thinking_until = now + thinking_timeout;
            } else {
                thinking_until.reset();
            }
            return true;
        case MessageKind::evaluation_setting: evaluation_flags = record_of<EvaluationSetting>(message).content.flags; return true;
        case MessageKind::seat_status: {
            const bool taken = record_of<SeatStatus>(message).content.content == "inSeat";
            // The seat's own word counts even where the diagram has no step for it.
            (void)apply(taken ? SessionSignal::agent_took : SessionSignal::agent_left);
            in_seat = taken;
            return true;
        }
        default: return false;
    }
}

void Conversation::note_speaker(const Message& message) {
    switch (author_of(message)) {
        case Author::visitor: return;
        case Author::robot:
            thinking_until.reset();
            (void)apply(SessionSignal::robot_spoke);
            return;
        case Author::agent:
            typing_until.reset();
            thinking_until.reset();
            // An invitation to rate may come from the robot in the agent's place; who is there is told by what they say.
            if (in_seat && message.kind != MessageKind::evaluation && !message.im.nick.empty()) {
                agent_name = message.im.nick;
                agent_avatar = message.im.avatar;
            }
    }
}

bool Conversation::acknowledge(std::string_view client_id, Message&& message) {
    const Outgoing* item = queue.find(client_id);
    if (item == nullptr) {
        // Another tab's, which is shown here.
        const Entry* shown = timeline.find_client_id(client_id);
        if (shown == nullptr || !shown->message.im.id.empty()) return false;
    } else if (Entry* answered = timeline.find_key(item->answers)) {
        // The desk has the answer; its modification of the message follows.
        if (answered->local) answered->local->answer_client_id.clear();
        ++answered->revision;
    }
    queue.discard(client_id);
    timeline.acknowledge(client_id, std::move(message));
    return true;
}

bool Conversation::is_answer(Message& message) {
    // By value: the message is about to be moved.
    const std::string client_id = message.im.client_id;
    return acknowledge(client_id, std::move(message));
}

Result<Arrival> Conversation::receive(const Value& im_message, Millis now) {
    auto message = read_message(im_message);
    if (!message) return tl::unexpected<Error>(message.error());
    if (is_answer(*message)) return Arrival{};
    if (steer(*message, now)) return Arrival{};
    const bool visible = is_visible(*message);
    const bool from_desk = message->im.flow != "out";
    if (visible) note_speaker(*message);
    if (message->kind == MessageKind::session_ended) (void)apply(SessionSignal::ended);
    if (message->kind == MessageKind::session_timed_out) (void)apply(SessionSignal::timed_out);
    if (find_message(message->kind) != nullptr && find_message(message->kind)->delivery == Delivery::online_only) return Arrival{};
    const Timeline::Placed placed = timeline.place(std::move(*message), now);
    if (placed.placement == Placement::duplicate) return Arrival{};
    return Arrival{placed.entry, visible && from_desk && placed.placement == Placement::added};
}

Result<Arrival> Conversation::modify(const Value& im_message, Millis now) {
    auto message = read_message(im_message);
    if (!message) return tl::unexpected<Error>(message.error());
    if (timeline.find_id(message->im.id) == nullptr) {
        // One from further back than what is on the screen comes with its page, as it is now; alone it would stand beside what it does not belong to.
        const auto& entries = timeline.entries();
        if (!history_complete && !entries.empty() && message->im.time < entries.front().order_time) return Arrival{};
        // A modification that overtook its message is as good as the message.
        return receive(im_message, now);
    }
    if (steer(*message, now)) return Arrival{};
    if (is_visible(*message)) note_speaker(*message);
    return Arrival{timeline.modify(std::move(*message), now), false};
}

std::list<Error> Conversation::take_history(const Value& messages, bool complete, Millis now) {
    std::list<Error> errors;
    for (const Value& item : messages.items()) {
        auto message = read_message(item);
        if (!message) {
            errors.push_back(message.error());
            continue;
        }
        if (is_answer(*message)) continue;
        const MessageInfo* info = find_message(message->kind);
        if (info != nullptr && info->visibility == Visibility::hidden) continue;
        const Millis sent_at = millis_of(message->im.time);
        const Timeline::Placed placed = timeline.place(std::move(*message), now);
        // An unfinished stream of the past has been silent since then.
        if (placed.placement == Placement::added && sent_at != 0) placed.entry->touched = sent_at;
    }
    history_complete = history_complete || complete;
    return errors;
}

Result<void> Conversation::set_desk_state(std::string_view word, std::int64_t position) {
    SessionSignal signal{};
    if (word == "robot") {
        signal = SessionSignal::back_to_robot;
    } else if (word == "queueing") {
        signal = SessionSignal::queued;
    } else if (word == "waiting") {
        signal = SessionSignal::assigned;
    } else if (word == "agent") {
        signal = SessionSignal::agent_took;
    } else if (word == "none") {
        signal = SessionSignal::agent_left;
    } else {
        return fail(ErrorCode::wrong_type, word);
    }
    if (auto applied = apply(signal); !applied) return applied;
    if (state == SessionState::queueing) queue_position = std::max<std::int64_t>(position, 0);
    in_seat = state == SessionState::agent;
    return {};
}

bool Conversation::mark_read_by_peer(Seconds upto) {
    bool any = false;
    for (auto at = timeline.entries().rbegin(); at != timeline.entries().rend(); ++at) {
        // Reading goes up to a time: what is before one that was read is read.
        if (at->delivery == DeliveryState::read && at->message.im.time <= upto) break;
        if (at->delivery != DeliveryState::sent || at->message.im.time > upto) continue;
        at->delivery = DeliveryState::read;
        ++at->revision;
        any = true;
    }
    return any;
}

bool Conversation::can(std::string_view ability) const {
    for (const Value& each : cannot.items()) {
        if (each.as_text() == ability) return false;
    }
    return true;
}

bool Conversation::is_without_people() const { return state == SessionState::robot && !can(ability::human); }

bool Conversation::may_request_evaluation() const { return in_seat && (evaluation_flags & visitor_may_request_evaluation) != 0; }

bool Conversation::advance(Millis now) {
    bool any = queue.expire_overdue(now);
    for (auto* until : {&typing_until, &thinking_until}) {
        if (*until && **until <= now) {
            until->reset();
            any = true;
        }
    }
    for (Entry* stream : timeline.streams()) any |= cut(*stream, stream->touched + stream_timeout <= now);
    return any;
}

void Conversation::clock_set_back(Millis by) {
    for (auto* until : {&typing_until, &thinking_until}) {
        if (*until) **until -= by;
    }
    for (Entry& entry : timeline.entries()) entry.touched -= by;
    queue.clock_set_back(by);
}

bool Conversation::cut_streams() {
    bool any = false;
    for (Entry* stream : timeline.streams()) any |= cut(*stream, true);
    return any;
}

std::optional<Millis> Conversation::next_deadline() const {
    std::optional<Millis> deadline = typing_until;
    take_sooner(deadline, thinking_until);
    for (const Entry* stream : timeline.streams()) {
        if (!stream->cut && is_open_stream(*stream)) take_sooner(deadline, stream->touched + stream_timeout);
    }
    return deadline;
}

}  // namespace deskbell
