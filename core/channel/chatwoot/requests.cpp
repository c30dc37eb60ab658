#include "core/channel/chatwoot/requests.h"

#include "core/base/json.h"

namespace deskbell::channel::chatwoot {
namespace {

/// Percent-encodes a path part or a query value (RFC 3986, section 2.3).
std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

bool is_account(const Settings& settings) { return settings.transport == Transport::account; }

/// The client API's path of an inbox, of a visitor in it, and of the conversation.
std::string inbox_url(const Settings& settings) { return settings.base + "/public/api/v1/inboxes/" + encoded(settings.inbox); }
std::string visitor_url(const Settings& settings, const State& state) {
    return inbox_url(settings) + "/contacts/" + encoded(state.source_id);
}
std::string conversations_url(const Settings& settings, const State& state) {
    return is_account(settings) ? settings.base + "/conversations" : visitor_url(settings, state) + "/conversations";
}
std::string conversation_url(const Settings& settings, const State& state) {
    return conversations_url(settings, state) + '/' + encoded(state.conversation_id);
}

Request make(const Settings& settings, std::string id, std::string method, std::string url) {
    Request request;
    request.id = std::move(id);
    request.method = std::move(method);
    request.url = std::move(url);
    request.headers.push_back({"Accept", "application/json"});
    // The client API has no secret: its addresses are the capability.
    request.authorised = is_account(settings);
    return request;
}

Request make(const Settings& settings, std::string id, std::string method, std::string url, const Value& body) {
    Request request = make(settings, std::move(id), std::move(method), std::move(url));
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = to_json(body);
    return request;
}

/// Numbers go out as numbers, as in the seed's sample, and anything else as it is.
Value number_or_text(std::string_view text) {
    const bool number = !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == std::string_view::npos;
    return number ? Value(Value::decimal(text).as_integer()) : Value(text);
}

void set_known(Value& body, const char* name, const std::string& text) {
    if (!text.empty()) body.set(name, text);
}

Request upload_request(const Settings& settings, const State& state, const Delivery& delivery) {
    Request request = make(settings, "send", "POST", conversation_url(settings, state) + "/messages");
    if (!delivery.text.empty()) request.parts.push_back({"content", {}, {}, delivery.text, {}});
    if (is_account(settings)) request.parts.push_back({"message_type", {}, {}, "incoming", {}});
    request.parts.push_back({"echo_id", {}, {}, delivery.client_id, {}});
    request.parts.push_back({"attachments[]", delivery.file_name, delivery.mime, {}, delivery.upload});
    request.patience = 2 * millis_per_minute;
    return request;
}

Request message_request(const Settings& settings, const State& state, const Delivery& delivery) {
    Value body = Value::object();
    body.set("content", delivery.text).set("echo_id", delivery.client_id);
    if (is_account(settings)) {
        body.set("message_type", "incoming").set("private", false);
        Value attributes = Value::object();
        if (!delivery.message_id.empty()) attributes.set("in_reply_to", number_or_text(delivery.message_id));
        // The account's API has no way to fill a visitor's form in: the values go beside the words (verify).
        if (delivery.kind == "submit") attributes.set("submitted_values", delivery.values);
        if (!attributes.items().empty()) body.set("content_attributes", std::move(attributes));
    }
    return make(settings, "send", "POST", conversation_url(settings, state) + "/messages", body);
}

}  // namespace

Request contact_request(const Settings& settings, const Visitor& visitor) {
    const Customer& customer = visitor.customer;
    Value body = Value::object();
    if (is_account(settings)) body.set("inbox_id", number_or_text(settings.inbox));
    // An identifier that nobody vouches for could be that of somebody else at the desk.
    if (is_account(settings) || !visitor.identifier_hash.empty()) body.set("identifier", customer.id);
    set_known(body, "identifier_hash", visitor.identifier_hash);
    set_known(body, "name", customer.name);
    set_known(body, "email", customer.email);
    set_known(body, "avatar_url", customer.avatar);
    if (customer.profile.is_object()) {
        if (const Value& phone = customer.profile["phone_number"]; is_account(settings) && phone.is_text()) body.set("phone_number", phone);
        body.set("custom_attributes", customer.profile);
    }
    const std::string url = is_account(settings) ? settings.base + "/contacts" : inbox_url(settings) + "/contacts";
    Request request = make(settings, "contact", "POST", url, body);
    // A second contact of the client API is an unused entry at worst; the account's API refuses an identifier that it knows.
    request.repeatable = true;
    return request;
}

Request find_contact_request(const Settings& settings, const Visitor& visitor) {
    return make(settings, "find_contact", "GET", settings.base + "/contacts/search?q=" + encoded(visitor.customer.id));
}

Request conversation_request(const Settings& settings, const State& state) {
    Value body = Value::object();
    if (is_account(settings)) {
        body.set("inbox_id", number_or_text(settings.inbox));
        if (!state.contact_id.empty()) body.set("contact_id", number_or_text(state.contact_id));
        set_known(body, "source_id", state.source_id);
    }
    return make(settings, "conversation", "POST", conversations_url(settings, state), body);
}

Request find_conversation_request(const Settings& settings, const State& state) {
    const std::string url = is_account(settings) ? settings.base + "/contacts/" + encoded(state.contact_id) + "/conversations"
                                                 : conversations_url(settings, state);
    return make(settings, "find_conversation", "GET", url);
}

Request delivery_request(const Settings& settings, const State& state, const Delivery& delivery) {
    if (delivery.kind == "resolve") {
        Value body = Value::object();
        if (is_account(settings)) body.set("status", "resolved");
        Request request = make(settings, "resolve", "POST", conversation_url(settings, state) + "/toggle_status", body);
        request.repeatable = true;
        return request;
    }
    if (delivery.kind == "submit" && !is_account(settings)) {
        Value body = Value::object();
        body.set("submitted_values", delivery.values);
        const std::string url = conversation_url(settings, state) + "/messages/" + encoded(delivery.message_id);
        Request request = make(settings, "submit", "PATCH", url, body);
        request.repeatable = true;
        return request;
    }
    if (!delivery.upload.empty()) return upload_request(settings, state, delivery);
    return message_request(settings, state, delivery);
}

Request messages_request(const Settings& settings, const State& state, std::int64_t before) {
    std::string url = conversation_url(settings, state) + "/messages";
    if (before > 0) url += "?before=" + to_digits(before);
    return make(settings, "messages", "GET", url);
}

Request status_request(const Settings& settings, const State& state) {
    return make(settings, "status", "GET", conversation_url(settings, state));
}

Request typing_request(const Settings& settings, const State& state, bool typing) {
    Value body = Value::object();
    body.set("typing_status", typing ? "on" : "off");
    return make(settings, typing ? "typing" : "typing_off", "POST", conversation_url(settings, state) + "/toggle_typing", body);
}

Request seen_request(const Settings& settings, const State& state) {
    return make(settings, "seen", "POST", conversation_url(settings, state) + "/update_last_seen", Value::object());
}

Request email_request(const Settings& settings, const State& state, const std::string& email) {
    Value body = Value::object();
    body.set("email", email);
    if (is_account(settings)) return make(settings, "email", "PUT", settings.base + "/contacts/" + encoded(state.contact_id), body);
    return make(settings, "email", "PATCH", visitor_url(settings, state), body);
}

std::string socket_address(const Settings& settings) {
    const std::string& base = settings.base;
    return base.starts_with("https://") ? "wss" + base.substr(5) + "/cable" : "ws" + base.substr(4) + "/cable";
}

namespace {

std::string command(const State& state, std::string_view name, std::string_view action) {
    Value identifier = Value::object();
    identifier.set("channel", "RoomChannel").set("pubsub_token", state.pubsub_token);
    Value frame = Value::object();
    frame.set("command", name).set("identifier", to_json(identifier));
    if (!action.empty()) frame.set("data", to_json(Value::object().set("action", action)));
    return to_json(frame);
}

}  // namespace

std::string subscribe_frame(const State& state) { return command(state, "subscribe", {}); }
std::string presence_frame(const State& state) { return command(state, "message", "update_presence"); }

}  // namespace deskbell::channel::chatwoot
