#include <algorithm>

#include "core/base/utf8.h"
#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

bool begins_with_one_of(const std::string& text, std::string_view words) {
    while (!words.empty()) {
        const std::size_t bar = std::min(words.find('|'), words.size());
        if (text.starts_with(words.substr(0, bar))) return true;
        words.remove_prefix(std::min(bar + 1, words.size()));
    }
    return false;
}

/// Three digits in a row are taken for an order number.
bool has_number(std::string_view text) {
    int run = 0;
    for (const char c : text) {
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        if (run == 3) return true;
    }
    return false;
}

std::string agent_answer(Desk& desk, const std::string& raw) {
    const Texts& texts = desk.texts();
    const std::string text = comparable(raw);
    if (begins_with_one_of(text, texts.greeting_words)) return std::string(texts.agent_greeting);
    if (begins_with_one_of(text, texts.thanks_words)) return std::string(texts.agent_welcome);
    if (has_number(text)) return std::string(texts.agent_order_number);
    const std::string_view written = trim(raw);
    if (written.ends_with('?') || written.ends_with("？")) return std::string(texts.agent_question);
    const std::string_view general[] = {texts.agent_reply_1, texts.agent_reply_2, texts.agent_reply_3};
    return std::string(general[static_cast<std::size_t>(desk.state.replies++ % 3)]);
}

void say_position(Desk& desk) {
    desk.tell_state();
    const std::string position = std::to_string(desk.state.position);
    const std::string ahead = std::to_string(desk.state.position - 1);
    desk.say_text(Voice::system, fill(desk.texts().queue_position, {{"position", position}, {"ahead", ahead}}));
}

void agent_replies(Desk& desk, std::string_view text) { desk.say_soon(Voice::agent, text_message(text)); }

}  // namespace

void request_human(Desk& desk) {
    if (desk.state.phase != Phase::robot) {
        desk.say_text(Voice::system, desk.texts().already_human);
        return;
    }
    lock_tasks(desk);
    desk.say_text(Voice::system, desk.texts().connecting);
    desk.state.phase = Phase::queueing;
    desk.state.position = queue_length;
    desk.state.queue_noted = false;
    say_position(desk);
    desk.plan(queue_step, StepKind::queue);
}

void move_queue(Desk& desk) {
    if (--desk.state.position > 0) {
        say_position(desk);
        desk.plan(queue_step, StepKind::queue);
        return;
    }
    desk.state.phase = Phase::waiting;
    desk.tell_state();
    desk.say_text(Voice::system, desk.texts().accepting);
    desk.plan(accept_time, StepKind::join);
}

void seat_agent(Desk& desk) {
    // Still in the desk's voice, so that the name that comes with the seat is the agent's.
    desk.say_text(Voice::system, fill(desk.texts().joined, {{"name", "Anna"}}));
    desk.state.phase = Phase::agent;
    desk.state.met_agent = true;
    desk.state.was_rated = false;
    desk.state.replies = 0;
    pass_seat(desk);
    desk.tell_state();
    if (!desk.state.by_hand) {
        desk.mark_read();
        agent_replies(desk, desk.texts().agent_hello);
    }
    restart_time_out(desk);
}

void agent_hears(Desk& desk, const Message& message) {
    const Texts& texts = desk.texts();
    restart_time_out(desk);
    if (desk.state.by_hand) return;
    desk.mark_read();
    switch (message.kind) {
        case MessageKind::text: {
            const std::string text = record_of<TextElem>(message).text;
            const auto topic = find_topic(text);
            if (topic && answers_of(*topic) == Answers::both) return answer_topic(desk, *topic, Voice::agent);
            return agent_replies(desk, agent_answer(desk, text));
        }
        case MessageKind::card: return agent_replies(desk, fill(texts.agent_card, {{"name", record_of<Card>(message).content.header}}));
        case MessageKind::order: return agent_replies(desk, fill(texts.agent_order, {{"name", record_of<Order>(message).content.name}}));
        case MessageKind::image:
        case MessageKind::video: return agent_replies(desk, texts.agent_image);
        case MessageKind::file:
        case MessageKind::sound: return agent_replies(desk, texts.agent_file);
        default: return agent_replies(desk, texts.agent_reply_2);
    }
}

void agent_says_goodbye(Desk& desk) {
    desk.say_text(Voice::agent, desk.texts().agent_bye);
    desk.end_session(MessageKind::session_ended);
}

void visitor_ends(Desk& desk) {
    switch (desk.state.phase) {
        case Phase::none:
        case Phase::robot: {
            // There is no human session to end: the client is told so.
            pass_seat(desk);
            desk.tell_state();
            return;
        }
        case Phase::queueing:
        case Phase::waiting: desk.say_text(Voice::system, desk.texts().left_queue); break;
        case Phase::agent: desk.say_text(Voice::system, desk.texts().ended_by_visitor); break;
    }
    desk.end_session(MessageKind::session_ended);
}

void restart_time_out(Desk& desk) {
    if (desk.state.phase != Phase::agent) return;
    desk.drop_steps(StepKind::remind);
    desk.drop_steps(StepKind::time_out);
    // plan() divides by the speed; a visitor's patience is not made faster.
    const auto in_real_time = [&](Millis time) { return static_cast<Millis>(static_cast<double>(time) * desk.options.speed); };
    desk.plan(in_real_time(remind_after), StepKind::remind);
    desk.plan(in_real_time(remind_after + time_out_after), StepKind::time_out);
}

void pass_seat(Desk& desk) {
    const char* seat = desk.state.phase == Phase::agent ? "inSeat" : "outSeat";
    desk.pass(desk_message(MessageKind::seat_status, SeatStatus{{"updateSeatStatus", seat}}));
}

}  // namespace deskbell::sandbox
