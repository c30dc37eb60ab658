#include "core/channel/feishu_helpdesk/ticket_message.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell::channel::feishu_helpdesk {

struct MessageSender {
    std::string open_id;
};
struct MessageContent {
    std::string content;
    std::string msg_type;
};
struct MessageEvent {
    std::string ticket_message_id;
    std::string message_id;
    std::string msg_type;
    std::optional<MessageSender> sender_id;
    std::int64_t sender_type = 0;
    std::string text;
    std::optional<Ticket> ticket;
    std::optional<MessageContent> content;
};
struct ListedMessage {
    std::string id;
    std::string message_id;
    std::string message_type;
    std::int64_t created_at = 0;
    std::string content;
    std::string user_name;
    std::string avatar_url;
    std::string user_id;
};

}  // namespace deskbell::channel::feishu_helpdesk

namespace deskbell {

DESKBELL_RECORD(channel::feishu_helpdesk::MessageSender, "Who wrote it.", DESKBELL_FIELD(open_id, "open_id", optional, "ou_…"));
DESKBELL_RECORD(channel::feishu_helpdesk::MessageContent, "What it says.",
    DESKBELL_FIELD(content, "content", optional, "text, or JSON"),
    DESKBELL_FIELD(msg_type, "msg_type", optional, "text, post, image"));
DESKBELL_RECORD(channel::feishu_helpdesk::MessageEvent, "helpdesk.ticket_message.created_v1.",
    DESKBELL_FIELD(ticket_message_id, "ticket_message_id", optional, "names it in the ticket"),
    DESKBELL_FIELD(message_id, "message_id", optional, "names it in the chat"),
    DESKBELL_FIELD(msg_type, "msg_type", optional, "text, post, image"),
    DESKBELL_FIELD(sender_id, "sender_id", optional, "who wrote it"),
    DESKBELL_FIELD(sender_type, "sender_type", optional, "1 robot, 2 guest, 3 agent"),
    DESKBELL_FIELD(text, "text", optional, "its words"),
    DESKBELL_FIELD(ticket, "ticket", optional, "as it stands"),
    DESKBELL_FIELD(content, "content", optional, "the whole of it"));
DESKBELL_RECORD(channel::feishu_helpdesk::ListedMessage, "A message in a list.",
    DESKBELL_FIELD(id, "id", optional, "names it in the ticket"),
    DESKBELL_FIELD(message_id, "message_id", optional, "names it in the chat"),
    DESKBELL_FIELD(message_type, "message_type", optional, "text, post, image, file, media"),
    DESKBELL_FIELD(created_at, "created_at", optional, "milliseconds"),
    DESKBELL_FIELD(content, "content", optional, "text, or JSON"),
    DESKBELL_FIELD(user_name, "user_name", optional, "who wrote it"),
    DESKBELL_FIELD(avatar_url, "avatar_url", optional, "their picture"),
    DESKBELL_FIELD(user_id, "user_id", optional, "their open id"));

}  // namespace deskbell

namespace deskbell::channel::feishu_helpdesk {
namespace {

constexpr Millis earliest_millis = 100'000'000'000;  // a time below it is in seconds

/// Content is plain text, `{"text":…}`, or `{"content":…,"msg_type":…}` around one of them: the documentation shows all three.
Value unwrapped(std::string_view content, std::string& type) {
    auto json = parse_json(content);
    if (!json || !json->is_object()) return Value(content);
    if (json->find("msg_type") == nullptr) return std::move(*json);
    if (type.empty()) type = (*json)["msg_type"].as_text();
    const Value& inner = (*json)["content"];
    if (!inner.is_text()) return inner.is_null() ? std::move(*json) : Value(inner);
    auto inner_json = parse_json(inner.as_text());
    return inner_json && inner_json->is_object() ? std::move(*inner_json) : Value(inner);
}

void take_content(TicketMessage& message, std::string_view content) {
    Value value = unwrapped(content, message.type);
    if (message.type.empty()) message.type = "text";
    if (message.type == "text") {
        message.text = value.is_object() ? value["text"].as_text() : value.as_text();
    } else {
        message.content = std::move(value);
    }
}

bool is_person(std::string_view user_id) { return user_id.starts_with("ou_"); }

}  // namespace

std::optional<TicketMessage> read_message_event(const Value& json, Millis sent) {
    const auto event = decode<MessageEvent>(json);
    if (!event || event->ticket_message_id.empty()) return std::nullopt;
    TicketMessage message;
    message.id = event->ticket_message_id;
    message.open_id = event->message_id;
    message.type = event->content && !event->content->msg_type.empty() ? event->content->msg_type : event->msg_type;
    message.sender = static_cast<Sender>(std::clamp<std::int64_t>(event->sender_type, 1, 3));
    message.time = sent / millis_per_second;
    if (event->ticket) message.ticket_id = event->ticket->ticket_id;
    take_content(message, event->content ? event->content->content : event->text);
    if (message.text.empty()) message.text = event->text;
    if (message.sender == Sender::agent && event->ticket) {
        if (const TicketUser* agent = event->ticket->agent()) {
            message.name = agent->name;
            message.avatar = agent->avatar_url;
        }
    }
    return message;
}

std::optional<TicketMessage> read_listed_message(const Value& json, std::string_view guest) {
    const auto item = decode<ListedMessage>(json);
    if (!item || item->id.empty()) return std::nullopt;
    TicketMessage message;
    message.id = item->id;
    message.open_id = item->message_id;
    message.type = item->message_type;
    message.sender = !is_person(item->user_id) ? Sender::robot : item->user_id == guest ? Sender::guest : Sender::agent;
    message.time = item->created_at < earliest_millis ? item->created_at : item->created_at / millis_per_second;
    if (message.sender == Sender::agent) {
        message.name = item->user_name;
        message.avatar = item->avatar_url;
    }
    take_content(message, item->content);
    message.listed = true;
    return message;
}

}  // namespace deskbell::channel::feishu_helpdesk
