#include <algorithm>

#include "core/base/json.h"
#include "core/channel/chatwoot/channel.h"
#include "core/channel/chatwoot/read.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr std::size_t most_seen = 300;
constexpr std::size_t most_own = 100;
constexpr std::size_t most_open = 20;
constexpr std::int64_t most_pages = 10;

/// An activity or event name of the socket in the words of the webhooks: `message.created` and `message_created` are one.
std::string plain_name(std::string_view name) {
    std::string plain(name);
    std::replace(plain.begin(), plain.end(), '.', '_');
    return plain;
}

const Value& messages_in(const Value& body) {
    if (const Value* payload = body.find("payload")) return *payload;
    return body;
}

bool is_empty(const Value& values) { return values.items().empty(); }

}  // namespace

Value ChatwootChannel::own_message(Value message) {
    state_.last_time = std::max(state_.last_time, seconds());
    message.set("ID", "cwn-" + to_digits(state_.next_id++)).set("flow", "in").set("time", state_.last_time);
    return message;
}

void ChatwootChannel::notice(std::string_view text) {
    out_.events.push_back(
        {EventKind::message, Keep::stored, own_message(desk_message(MessageKind::reminder, Reminder{std::string(text)}))});
}

void ChatwootChannel::pass_seat(bool taken) {
    Value message = desk_message(MessageKind::seat_status, SeatStatus{{"updateSeatStatus", taken ? "inSeat" : "outSeat"}});
    message = own_message(std::move(message));
    if (taken && !state_.agent.empty()) message.set("nick", state_.agent);
    out_.events.push_back({EventKind::message, Keep::passing, std::move(message)});
}

void ChatwootChannel::tell_session() {
    out_.events.push_back({EventKind::state, Keep::passing, Value::object().set("state", state_.session)});
}

void ChatwootChannel::set_session(std::string_view session) {
    if (session == state_.session) return;
    const bool had_agent = state_.session == "agent";
    state_.session = session;
    if (session == "agent") pass_seat(true);
    if (had_agent) pass_seat(false);
    tell_session();
}

void ChatwootChannel::end_session() {
    if (state_.session == "none") return;
    out_.events.push_back({EventKind::message, Keep::stored, own_message(desk_message(MessageKind::session_ended, Signal{}))});
    state_.agent.clear();
    state_.assignee.clear();
    set_session("none");
}

void ChatwootChannel::hear_event(std::string_view raw_name, const Value& data) {
    const std::string name = plain_name(raw_name);
    if (name == "message_created" || name == "message_updated") {
        if (catching_up_) {
            held_.emplace_back(name, data);
        } else {
            hear_message(data, true);
        }
    } else if (name == "conversation_typing_on" || name == "conversation_typing_off") {
        hear_typing(data, name == "conversation_typing_on");
    } else if (name.starts_with("conversation_") || name == "assignee_changed" || name == "team_changed") {
        hear_conversation(data);
    } else if (name != "presence_update" && !name.starts_with("contact_")) {
        out_.trouble.push_back("an unknown event: " + name.substr(0, 60));
    }
}

void ChatwootChannel::hear_typing(const Value& data, bool typing) {
    if (data["is_private"].as_boolean()) return;
    const Value& conversation = data["conversation"];
    if (const Value& id = conversation["id"]; !id.is_null() && to_json(id) != state_.conversation_id) return;
    if (data["user"]["type"].as_text() == "contact") return;
    Value message = own_message(desk_message(MessageKind::typing, Typing{typing ? 1 : 0}));
    const Value& user = data["user"];
    const std::string_view name = user["available_name"].as_text(user["name"].as_text());
    if (!name.empty()) message.set("nick", name);
    out_.events.push_back({EventKind::message, Keep::passing, std::move(message)});
}

void ChatwootChannel::hear_conversation(const Value& json) {
    const auto conversation = decode<Conversation>(json);
    if (!conversation || conversation->id != state_.conversation_id) return;
    if (const Value& at = conversation->updated_at; at.is_number()) {
        // Webhooks can be repeated and overtake each other.
        if (!state_.status_at.empty() && at.as_number() < parse_decimal(state_.status_at)) return;
        state_.status_at = to_json(at);
    }
    if (conversation->agent_last_seen_at > state_.read_upto) {
        state_.read_upto = conversation->agent_last_seen_at;
        out_.events.push_back({EventKind::read, Keep::stored, Value(state_.read_upto)});
    }
    const bool tells_assignee = json["meta"].find("assignee") != nullptr || json.find("assignment") != nullptr;
    std::string assignee = conversation->assignment.assignee_id;
    if (assignee.empty() && conversation->meta.assignee) assignee = conversation->meta.assignee->id;
    const std::string before = state_.assignee;
    if (tells_assignee) state_.assignee = assignee;
    const std::string& status = conversation->status;
    if (status == "resolved") return end_session();
    if (status == "pending") return set_session("robot");
    if (status != "open" && status != "snoozed") return;
    // Once an agent has spoken the conversation is theirs, until it is handed on.
    const bool handed_on = tells_assignee && assignee.empty() && !before.empty();
    if (state_.session == "agent" && !handed_on) return;
    set_session(state_.assignee.empty() ? "queueing" : "waiting");
}

void ChatwootChannel::hear_own(const DeskMessage& message) {
    state_.newest = std::max(state_.newest, number_of(message.id));
    if (std::find(state_.own.begin(), state_.own.end(), message.id) != state_.own.end()) return;
    state_.own.push_back(message.id);
    if (state_.own.size() > most_own) state_.own.pop_front();
    if (!state_.queue.empty() && is_front(message)) state_.queue.front().arrived = true;
}

void ChatwootChannel::remember(Seen seen) {
    state_.newest = std::max(state_.newest, seen.id);
    state_.seen.push_back(std::move(seen));
    if (state_.seen.size() <= most_seen) return;
    state_.forgotten = std::max(state_.forgotten, state_.seen.front().id);
    state_.seen.pop_front();
}

void ChatwootChannel::keep_open(const DeskMessage& message, const Value& json) {
    auto& open = state_.open.items();
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](const Value& one) {
                                  const auto other = read_desk_message(one);
                                  return !other || other->id == message.id;
                              }),
               open.end());
    if (!can_be_answered(message) || message.attributes.deleted || !is_empty(message.attributes.submitted_values)) return;
    if (!message.attributes.submitted_email.empty()) return;
    state_.open.push(json);
    if (open.size() > most_open) open.erase(open.begin());
}

void ChatwootChannel::revoke(Seen& seen, std::int64_t from) {
    for (std::int64_t part = from; part < seen.parts; ++part) {
        std::string id = im_id(to_digits(seen.id));
        if (part > 0) id += '-' + to_digits(part);
        out_.events.push_back({EventKind::revoked, Keep::stored, Value(id)});
    }
    seen.parts = from;
}

void ChatwootChannel::show(const DeskMessage&, Seen& seen, const std::vector<Value>& shown) {
    const auto count = static_cast<std::int64_t>(shown.size());
    for (std::int64_t part = 0; part < count; ++part) {
        Value message = shown[static_cast<std::size_t>(part)];
        message.set("time", seen.time);
        const bool known = part < seen.parts;
        if (known) message.set("isModified", true);
        out_.events.push_back({known ? EventKind::modified : EventKind::message, Keep::stored, std::move(message)});
    }
    if (count < seen.parts) revoke(seen, count);
    seen.parts = count;
}

void ChatwootChannel::hear_message(const Value& json, bool live) {
    auto message = read_desk_message(json);
    if (!message || number_of(message->id) == 0) {
        out_.trouble.push_back("a message that cannot be read: " + (message ? "its id is no number" : describe(message.error())));
        return;
    }
    if (!message->conversation_id.empty() && message->conversation_id != state_.conversation_id) {
        out_.trouble.push_back("a message of another conversation of the contact is not shown");
        return;
    }
    if (message->message_type == 0) return hear_own(*message);
    for (const Answered& answer : state_.answered) {
        if (answer.message_id == message->id && is_empty(message->attributes.submitted_values))
            message->attributes.submitted_values = answer.values;
    }
    keep_open(*message, json);
    const std::int64_t id = number_of(message->id);
    const auto found = std::find_if(state_.seen.begin(), state_.seen.end(), [id](const Seen& one) { return one.id == id; });
    const std::string told = digest(*message);
    if (found != state_.seen.end()) {
        if (found->digest == told) return;
        found->digest = told;
        if (message->attributes.deleted) return revoke(*found, 0);
        return show(*message, *found, to_im(*message));
    }
    // So old that nobody knows any more whether it was shown: it was.
    if (id <= state_.forgotten) return;
    Seen seen{id, told, 0, 0};
    // The desk's clock may be wrong, and nothing that is said later may stand above what was said before.
    const Seconds at = live || message->created_at == 0 ? seconds() : std::min(message->created_at, seconds());
    seen.time = state_.last_time = std::max(state_.last_time, at);
    const std::vector<Value> shown = message->attributes.deleted ? std::vector<Value>() : to_im(*message);
    if (!shown.empty()) {
        const bool agent = message->message_type == 1 && (!message->sender || message->sender->type != "agent_bot");
        if (agent && message->sender) state_.agent = shown.front()["nick"].as_text();
        // Said before the message itself, so that its row is the agent's. A rating that follows the end opens nothing again.
        if (agent) set_session("agent");
        if (!agent && message->sender && state_.session == "none") set_session("robot");
        unread_ = true;
    }
    show(*message, seen, shown);
    remember(std::move(seen));
}

void ChatwootChannel::catch_up() {
    if (state_.conversation_id.empty()) return;
    if (catching_up_) {
        once_more_ = true;
        return;
    }
    catching_up_ = true;
    known_ = state_.newest;
    read_.clear();
    pages_ = 0;
    request(messages_request(settings_, state_, 0));
    request(status_request(settings_, state_));
}

void ChatwootChannel::page_answered(const Response& response) {
    if (!catching_up_) return;
    const auto body = parse_json(response.body);
    const Value& list = body ? messages_in(*body) : Value();
    if (response.status < 200 || response.status >= 300 || !list.is_array()) {
        try_later("the conversation cannot be read", response);
        return caught_up(false);
    }
    std::int64_t oldest = 0;
    for (const Value& one : list.items()) {
        const auto message = read_desk_message(one);
        const std::int64_t id = message ? number_of(message->id) : 0;
        if (id > 0 && (oldest == 0 || id < oldest)) oldest = id;
        read_.push_back(one);
    }
    if (oldest > known_ + 1 && ++pages_ < most_pages) return request(messages_request(settings_, state_, oldest));
    caught_up(true);
}

void ChatwootChannel::caught_up(bool whole) {
    catching_up_ = false;
    std::vector<Value> read = std::move(read_);
    read_.clear();
    if (whole) {
        failures_ = 0;
        const auto order = [](const Value& one) {
            const auto message = read_desk_message(one);
            return message ? number_of(message->id) : 0;
        };
        std::stable_sort(read.begin(), read.end(), [&](const Value& left, const Value& right) { return order(left) < order(right); });
        check_front(read);
        for (const Value& one : read) hear_message(one, false);
    }
    checking_ = false;
    const auto held = std::move(held_);
    held_.clear();
    for (const auto& [name, data] : held) hear_message(data, true);
    const Value status = std::move(held_status_);
    held_status_ = Value();
    if (status.is_object()) hear_conversation(status);
    if (once_more_) {
        once_more_ = false;
        catch_up();
    }
}

}  // namespace deskbell::channel::chatwoot
