#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/feishu_helpdesk/channel.h"
#include "core/channel/feishu_helpdesk/post.h"
#include "core/channel/upload.h"
#include "core/channel/webhook_path.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

using feishu::Remedy;
using feishu::Told;

constexpr std::size_t most_waiting = 200;
constexpr std::size_t most_said = 30;
constexpr std::size_t longest_said = 200;
/// Five messages a second to one chat.
constexpr Millis pace = 200;
/// A message that nobody could take for so long is given up.
constexpr Millis longest_wait = millis_per_day;
constexpr Millis check_after = 2 * millis_per_second;
constexpr std::int64_t tries_before_busy = 3;
constexpr std::int64_t most_renewals = 3;
constexpr Seconds clock_slack = 60;
constexpr Seconds clock_difference = 5;

std::string beginning(std::string_view text) { return std::string(utf8_prefix(text, longest_said)); }

/// `content` is JSON as text in both ways of sending (not tried against the live service for tickets/:id/messages, whose page shows an object too).
Value content_of(const Value& content) { return Value(to_json(content)); }

std::int64_t step_number(Step step) { return static_cast<std::int64_t>(step); }

/// What is said of a file where only words can be.
std::string words_of(const Outgoing& outgoing) {
    if (outgoing.url.empty()) return outgoing.text;
    return outgoing.name.empty() ? outgoing.url : outgoing.name + "\n" + outgoing.url;
}

}  // namespace

void HelpdeskChannel::hear(Turn& turn, const Message& message) {
    if (open_id_.empty()) {
        turn.out.refusal = {bad_message, "this desk serves Feishu users only: the website has to sign the visitor in"};
        return;
    }
    if (state_.outbox.size() >= most_waiting) {
        turn.out.refusal = {bad_message, "too many messages wait for the desk"};
        return;
    }
    Outgoing outgoing;
    if (const auto file = feishu::sent_file(message)) {
        outgoing.url = file->url;
        outgoing.name = file->name;
        outgoing.is_image = file->is_image;
    } else {
        outgoing.text = feishu::sent_text(message);
        if (outgoing.text.empty()) {
            turn.out.refusal = {bad_message, "this desk takes text, cards, pictures and files"};
            return;
        }
    }
    const bool alone = phase() == Phase::none || phase() == Phase::robot;
    if (alone && message.kind == MessageKind::text && desk_.words.asks_for_person(outgoing.text)) {
        // The wish is an act at this desk, not a message.
        state_.wants_human = true;
        drive(turn);
        return;
    }
    enqueue(turn, std::move(outgoing));
}

void HelpdeskChannel::enqueue(Turn& turn, Outgoing outgoing) {
    outgoing.number = state_.next_id++;
    state_.outbox.push_back(std::move(outgoing));
    drive(turn);
}

/// Brings the first message further; the others wait, so that the order stays.
void HelpdeskChannel::advance_head(Turn& turn) {
    Outgoing& head = state_.outbox.front();
    const std::string number = ":" + std::to_string(head.number);
    if (open_.contains("upload" + number) || open_.contains("send" + number) || open_.contains("check" + number)) return;
    // The ticket takes messages of the desk's side, so its number has to be known; an event brings it.
    if (!speaks_as_user() && state_.ticket_id.empty()) return;
    if (head.since == 0) head.since = turn.now;
    if (turn.now > head.since + longest_wait) {
        note(turn, "a message was given up after a day");
        return give_up(turn, Told::not_accepted);
    }
    if (head.step == step_number(Step::checking)) return check(turn, head);
    // Only a person's own message can be a file; a ticket's is a picture at most.
    const bool goes_as_file = !head.url.empty() && (head.is_image || speaks_as_user());
    if (goes_as_file && head.key.empty() && !upload_of(head.url).id.empty()) return upload(turn, head);
    send(turn, head);
}

void HelpdeskChannel::upload(Turn& turn, Outgoing& head) {
    head.step = step_number(Step::uploading);
    Request request;
    request.id = "upload:" + std::to_string(head.number);
    request.url = desk_.settings.app.base + "/open-apis/im/v1/" + (head.is_image ? "images" : "files");
    const std::string upload = upload_of(head.url).id;
    if (head.is_image) {
        request.parts = {{"image_type", {}, {}, "message", {}}, {"image", head.name, {}, {}, upload}};
    } else {
        request.parts = {{"file_type", {}, {}, "stream", {}}, {"file_name", {}, {}, head.name, {}}, {"file", head.name, {}, {}, upload}};
    }
    // Sent twice it is there twice, and shown once.
    request.repeatable = true;
    ask(turn, std::move(request));
}

void HelpdeskChannel::uploaded(Turn& turn, const feishu::Answer& answer) {
    if (state_.outbox.empty()) return;
    Outgoing& head = state_.outbox.front();
    head.step = step_number(Step::waiting);
    if (answer.fault) return head_failed(turn, *answer.fault);
    head.key = answer.data[head.is_image ? "image_key" : "file_key"].as_text();
    if (!head.key.empty()) return;
    note(turn, "upload: the answer names no key");
    give_up(turn, Told::not_accepted);
}

void HelpdeskChannel::send(Turn& turn, Outgoing& head) {
    const std::string id = "send:" + std::to_string(head.number);
    const Value words = Value::object().set("text", words_of(head));
    head.step = step_number(Step::sending);
    Request request;
    if (speaks_as_user()) {
        Value body = Value::object().set("receive_id", state_.chat_id);
        if (head.key.empty()) {
            body.set("msg_type", "text").set("content", content_of(words));
        } else if (head.is_image) {
            body.set("msg_type", "image").set("content", content_of(Value::object().set("image_key", head.key)));
        } else {
            body.set("msg_type", "file").set("content", content_of(Value::object().set("file_key", head.key)));
        }
        // The same uuid within an hour is one message.
        const std::string visitor = to_hex(desk_.crypto.sha256(customer_.id)).substr(0, 16);
        body.set("uuid", visitor + "-" + std::to_string(head.number));
        request = post(id, "im/v1/messages?receive_id_type=chat_id", body);
        request.headers.push_back({"Authorization", "Bearer " + user_token_});
        request.repeatable = true;
    } else {
        Value body = Value::object();
        if (head.key.empty()) {
            body.set("msg_type", "text").set("content", content_of(words));
        } else {
            body.set("msg_type", "post").set("content", content_of(make_post({}, head.key)));
        }
        request = post(id, "helpdesk/v1/tickets/" + state_.ticket_id + "/messages", body);
    }
    request.wait = std::clamp<Millis>(state_.last_sent + pace - turn.now, 0, pace);
    ask(turn, std::move(request));
}

void HelpdeskChannel::sent(Turn& turn, const feishu::Answer& answer) {
    if (state_.outbox.empty()) return;
    Outgoing& head = state_.outbox.front();
    if (!answer.fault || head.arrived) return head_done(turn, std::string(answer.data["message_id"].as_text()));
    head.step = step_number(Step::waiting);
    head_failed(turn, *answer.fault);
}

void HelpdeskChannel::head_done(Turn& turn, const std::string& message_id) {
    const Outgoing head = std::move(state_.outbox.front());
    state_.outbox.pop_front();
    state_.said.push_back({message_id, beginning(head.key.empty() ? words_of(head) : head.key), turn.now / millis_per_second});
    if (state_.said.size() > most_said) state_.said.pop_front();
    state_.last_sent = turn.now;
    state_.told_busy = false;
    if (head.is_farewell) forget_ticket();
}

/// The first message did not go; `fault` says what is to be done.
void HelpdeskChannel::head_failed(Turn& turn, const feishu::Fault& fault) {
    Outgoing& head = state_.outbox.front();
    ++head.tries;
    const auto wait = [&](Millis at_least) {
        state_.retry_at = turn.now + std::max(at_least, feishu::back_off(static_cast<int>(head.tries)));
        if (head.tries != tries_before_busy || state_.told_busy || head.is_farewell) return;
        state_.told_busy = true;
        tell(turn, Told::busy);
    };
    switch (fault.remedy) {
        case Remedy::wait: return wait(fault.pause);
        case Remedy::ask:
            // With a uuid the same can be sent again; in a ticket it would stand twice.
            if (!speaks_as_user() && head.key.empty() == head.url.empty()) head.step = step_number(Step::checking);
            return wait(check_after);
        case Remedy::renew:
            if (speaks_as_user()) {
                note(turn, "the visitor's Feishu token is not good any more; the desk's side speaks for them until they sign in again");
                user_token_.clear();
                // The robot hears only the user; a person reads the desk's side as well.
                if (phase() == Phase::robot) state_.wants_human = true;
            }
            if (head.tries > most_renewals) return give_up(turn, fault.told);
            state_.retry_at = turn.now + 1;
            return;
        case Remedy::start_again:
            if (head.is_farewell) return give_up(turn, Told::nothing);
            if (head.restarts++ > 0) {
                note(turn, "send: " + fault.text);
                return give_up(turn, fault.told);
            }
            // The ticket was closed behind our back: the visitor's message begins a new one.
            if (phase() != Phase::none) show_end(turn);
            forget_ticket();
            return;
        case Remedy::refuse:
        case Remedy::mend: return give_up(turn, fault.told);
    }
}

/// The first message is dropped and the visitor told; without a conversation at the desk all of them are.
void HelpdeskChannel::give_up(Turn& turn, Told told) {
    if (state_.outbox.empty()) return tell(turn, told);
    const bool is_farewell = state_.outbox.front().is_farewell;
    if (state_.chat_id.empty()) {
        state_.outbox.clear();
    } else {
        state_.outbox.pop_front();
    }
    if (is_farewell) return forget_ticket();
    tell(turn, told);
}

/// Looks whether the first message stands in the ticket.
void HelpdeskChannel::check(Turn& turn, Outgoing& head) {
    const Seconds from = head.since / millis_per_second - clock_slack;
    const Seconds to = turn.now / millis_per_second + clock_slack;
    ask(turn, get("check:" + std::to_string(head.number), "helpdesk/v1/tickets/" + state_.ticket_id +
                                                              "/messages?time_start=" + std::to_string(from) +
                                                              "&time_end=" + std::to_string(to) + "&page=1&page_size=200"));
}

void HelpdeskChannel::checked(Turn& turn, const feishu::Answer& answer) {
    if (state_.outbox.empty()) return;
    Outgoing& head = state_.outbox.front();
    if (head.arrived) return head_done(turn, {});
    if (answer.fault) {
        head_failed(turn, *answer.fault);
        return;
    }
    // The visitor may have said the same before: those are known by their ids, or at least by their number.
    const Seconds since = head.since / millis_per_second - clock_difference;
    std::vector<TicketMessage> same;
    for (const Value& item : answer.data["messages"].items()) {
        auto message = read_listed_message(item, open_id_);
        if (message && message->time >= since && may_be_own(*message) && says_head(*message)) same.push_back(std::move(*message));
    }
    std::ptrdiff_t others = 0;
    const std::string words = beginning(head.key.empty() ? words_of(head) : head.key);
    for (const Said& said : state_.said) {
        const bool is_listed =
            std::erase_if(same, [&](const TicketMessage& each) { return !said.id.empty() && each.open_id == said.id; }) > 0;
        if (!is_listed && said.text == words && said.at >= since) ++others;
    }
    if (std::ssize(same) > others) return head_done(turn, same.back().open_id);
    // It never arrived.
    head.step = step_number(Step::waiting);
}

}  // namespace deskbell::channel::feishu_helpdesk
