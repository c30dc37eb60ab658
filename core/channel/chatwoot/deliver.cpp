#include <algorithm>

#include "core/base/json.h"
#include "core/channel/chatwoot/channel.h"
#include "core/channel/chatwoot/read.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr Millis first_wait = 2 * millis_per_second;
constexpr Millis longest_wait = 5 * millis_per_minute;
/// With the waits above about a day; the host has tried each of them several times.
constexpr std::int64_t most_tries = 300;
constexpr std::size_t most_answered = 50;

bool taken(const Response& response) { return response.status >= 200 && response.status < 300; }

/// Nobody knows whether the request arrived.
bool unknown(const Response& response) { return response.status == 0 || response.status >= 500; }

/// The host will not get further without an operator, or the desk is busy; the message itself is not at fault.
bool passing(const Response& response) {
    return response.status == 429 || response.status == 401 || response.status == 403 || response.status == 408;
}

Value body_of(const Response& response) {
    auto body = parse_json(response.body);
    return body ? std::move(*body) : Value();
}

/// The desk wraps some answers in `payload`, some in `data`, and some in nothing.
const Value& unwrapped(const Value& body) {
    if (const Value* payload = body.find("payload")) return *payload;
    if (const Value* data = body.find("data")) return *data;
    return body;
}

}  // namespace

void ChatwootChannel::request(Request made) {
    made.id += '#' + to_digits(++requests_);
    out_.requests.push_back(std::move(made));
}

void ChatwootChannel::leading(Request made) {
    request(std::move(made));
    leading_ = out_.requests.back().id;
}

void ChatwootChannel::work() {
    if (!leading_.empty() || catching_up_ || state_.queue.empty() || retry_at_ > now_) return;
    if (state_.contact_id.empty() && state_.source_id.empty()) return leading(contact_request(settings_, visitor_));
    if (state_.conversation_id.empty()) {
        if (state_.conversation_asked) return leading(find_conversation_request(settings_, state_));
        state_.conversation_asked = true;
        return leading(conversation_request(settings_, state_));
    }
    Delivery& front = state_.queue.front();
    if (front.arrived) {
        finish_front();
        return work();
    }
    // Whether it arrived is seen in the conversation itself.
    Request made = delivery_request(settings_, state_, front);
    if (front.asked && !made.repeatable) {
        checking_ = true;
        return catch_up();
    }
    front.asked = true;
    front.after = state_.newest;
    leading(std::move(made));
}

void ChatwootChannel::try_later(std::string_view what, const Response& response) {
    std::string line = std::string(what) + ": ";
    line += response.status == 0 ? response.body : "HTTP " + to_digits(response.status);
    if (response.status == 401 || response.status == 403) line += ", check the key and the inbox";
    out_.trouble.push_back(std::move(line));
    Millis wait = first_wait << std::min<std::int64_t>(failures_, 10);
    wait = std::min(wait, longest_wait);
    ++failures_;
    retry_at_ = now_ + wait;
    if (state_.queue.empty()) return;
    if (++state_.queue.front().tries >= most_tries) drop_front("given up after many tries");
}

void ChatwootChannel::contact_answered(const Response& response) {
    const Value body = body_of(response);
    if (settings_.transport == Transport::account) {
        const Value& payload = unwrapped(body);
        const Value* contact = payload.find("contact");
        const auto person = decode<Person>(contact != nullptr ? *contact : payload);
        if (taken(response) && person && !person->id.empty()) {
            state_.contact_id = person->id;
            failures_ = 0;
            return;
        }
        // The identifier is there already: the answer to an earlier request was lost, or the visitor lost its conversation here.
        if (response.status == 422) return leading(find_contact_request(settings_, visitor_));
    } else if (taken(response)) {
        if (const auto contact = decode<ClientContact>(body)) {
            state_.contact_id = contact->id;
            state_.source_id = contact->source_id;
            state_.pubsub_token = contact->pubsub_token;
            failures_ = 0;
            return;
        }
    }
    try_later("the desk makes no contact", response);
}

void ChatwootChannel::contact_found(const Response& response) {
    const Value body = body_of(response);
    if (taken(response)) {
        for (const Value& one : unwrapped(body).items()) {
            const auto person = decode<Person>(one);
            if (!person || person->identifier != visitor_.customer.id || person->id.empty()) continue;
            state_.contact_id = person->id;
            failures_ = 0;
            return;
        }
    }
    try_later("the desk refuses the contact as known and does not find it", response);
}

void ChatwootChannel::adopt(const Value& json) {
    const auto conversation = decode<Conversation>(json);
    if (!conversation) return;
    state_.conversation_id = conversation->id;
    state_.uuid = conversation->uuid;
    state_.conversation_asked = false;
    failures_ = 0;
    if (settings_.transport == Transport::account) out_.routes.push_back("conversation:" + conversation->id);
    hear_conversation(json);
    connect();
    // A greeting may have been said before anybody listened.
    catch_up();
}

void ChatwootChannel::conversation_answered(const Response& response) {
    const Value body = body_of(response);
    if (taken(response) && decode<Conversation>(unwrapped(body))) return adopt(unwrapped(body));
    if (response.status == 404) {
        // The contact is gone at the desk.
        state_.contact_id.clear();
        state_.source_id.clear();
        state_.pubsub_token.clear();
    }
    if (!unknown(response) && !taken(response)) state_.conversation_asked = false;
    try_later("the desk opens no conversation", response);
}

void ChatwootChannel::conversation_found(const Response& response) {
    if (!taken(response)) return try_later("the desk does not tell the contact's conversations", response);
    const Value body = body_of(response);
    state_.conversation_asked = false;
    for (const Value& one : unwrapped(body).items()) {
        const auto conversation = decode<Conversation>(one);
        const bool other_inbox = settings_.transport == Transport::account && conversation && !conversation->inbox_id.empty() &&
                                 conversation->inbox_id != settings_.inbox;
        if (conversation && conversation->status != "resolved" && !other_inbox) return adopt(one);
    }
}

void ChatwootChannel::delivery_answered(const Response& response) {
    Delivery& front = state_.queue.front();
    if (taken(response)) {
        const Value body = body_of(response);
        if (front.kind == "message" || settings_.transport == Transport::account) {
            if (const auto message = read_desk_message(unwrapped(body)); message && number_of(message->id) > 0) hear_own(*message);
        }
        failures_ = 0;
        return finish_front();
    }
    if (front.arrived) return finish_front();
    if (unknown(response)) return try_later("nobody knows whether a message arrived", response);
    front.asked = false;
    if (passing(response)) return try_later("the desk takes no message", response);
    if (response.status == 404 && front.kind == "message" && front.tries == 0) {
        // The conversation was deleted at the desk. What it asked can no longer be answered; what the visitor says starts a new one.
        ++front.tries;
        state_.conversation_id.clear();
        state_.open = Value::array();
        out_.trouble.push_back("the conversation is gone at the desk; a new one is opened");
        return;
    }
    if (front.kind == "resolve" && response.status == 404) {
        end_session();
        state_.queue.pop_front();
        return;
    }
    drop_front("the desk refuses it: HTTP " + to_digits(response.status));
}

void ChatwootChannel::drop_front(std::string_view why) {
    out_.trouble.push_back("a " + state_.queue.front().kind + " of the visitor was not delivered: " + std::string(why));
    state_.queue.pop_front();
    failures_ = 0;
    notice(words_.not_accepted(visitor_.customer.lang));
}

void ChatwootChannel::finish_front() {
    const Delivery delivery = std::move(state_.queue.front());
    state_.queue.pop_front();
    if (delivery.kind == "resolve") return end_session();
    if (delivery.kind != "submit") return;
    state_.answered.push_back({delivery.message_id, delivery.values});
    if (state_.answered.size() > most_answered) state_.answered.pop_front();
    if (!delivery.email.empty()) request(email_request(settings_, state_, delivery.email));
    // The visitor sees at once that the answer counts, whether or not the desk's own copy will ever show it.
    if (const Value* open = open_message(delivery.message_id)) {
        const Value json = *open;
        hear_message(json, true);
    }
}

/// Whether a message of the visitor at the desk is the one that is on its way. The echo says so; where the desk does not give it back (webhooks, reading) it is the
/// content that was not there before.
bool ChatwootChannel::is_front(const DeskMessage& message) const {
    const Delivery& front = state_.queue.front();
    if (!front.asked || message.message_type != 0) return false;
    if (!message.echo_id.empty()) return message.echo_id == front.client_id;
    if (number_of(message.id) <= front.after) return false;
    return front.upload.empty() ? message.content == front.text : !message.attachments.empty();
}

void ChatwootChannel::check_front(const std::vector<Value>& read) {
    if (state_.queue.empty() || !state_.queue.front().asked) return;
    for (const Value& json : read) {
        const auto message = read_desk_message(json);
        if (!message || std::find(state_.own.begin(), state_.own.end(), message->id) != state_.own.end()) continue;
        if (is_front(*message)) state_.queue.front().arrived = true;
    }
    if (checking_ && !state_.queue.front().arrived) state_.queue.front().asked = false;
}

Output ChatwootChannel::answered(const Response& response, Millis now) {
    now_ = now;
    const std::string_view name = std::string_view(response.id).substr(0, response.id.find('#'));
    const bool leads = response.id == leading_;
    if (leads) leading_.clear();
    if (name == "messages" || name == "status") {
        if (name == "messages") {
            page_answered(response);
        } else if (const Value body = body_of(response); taken(response)) {
            if (catching_up_) {
                held_status_ = unwrapped(body);
            } else {
                hear_conversation(unwrapped(body));
            }
        }
    } else if (!leads) {
        // Typing, reading and the address are told once; whether the desk cares is for the operator only.
        if (!taken(response) && name == "email")
            out_.trouble.push_back("the desk did not take the visitor's address: HTTP " + to_digits(response.status));
    } else if (name == "contact") {
        contact_answered(response);
    } else if (name == "find_contact") {
        contact_found(response);
    } else if (name == "conversation") {
        conversation_answered(response);
    } else if (name == "find_conversation") {
        conversation_found(response);
    } else if (!state_.queue.empty()) {
        delivery_answered(response);
    }
    work();
    return done();
}

}  // namespace deskbell::channel::chatwoot
