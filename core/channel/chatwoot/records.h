#pragma once

#include "core/base/record.h"

/// What the desk's API says, in its own words (livedesk-chatwoot.md; the conversation: seed 002). Only what is used has a field; the rest is passed over.
namespace deskbell::channel::chatwoot {

/// A person: an agent, a bot or the visitor's contact.
struct Person {
    std::string id;
    std::string name;
    std::string available_name;
    std::string type;
    std::string avatar_url;
    std::string thumbnail;
    std::string email;
    std::string identifier;
};

struct ConversationMeta {
    std::optional<Person> sender;
    std::optional<Person> assignee;
    std::string channel;
};

/// LiveDesk's own way to name the assignee, beside `meta`.
struct Assignment {
    std::string assignee_id;
    std::string assignee_name;
};

/// A conversation. Its messages are read one by one, so that a broken one does not lose the others.
struct Conversation {
    std::string id;
    std::string uuid;
    std::string inbox_id;
    std::string status;
    bool can_reply = true;
    bool muted = false;
    ConversationMeta meta;
    Assignment assignment;
    Value messages;
    std::int64_t agent_last_seen_at = 0;
    Value updated_at;
};

struct Attachment {
    std::string id;
    std::string file_type;
    std::string data_url;
    std::string thumb_url;
    std::int64_t file_size = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::string extension;
    Value latitude;
    Value longitude;
    std::string fallback_title;
};

struct CardAction {
    std::string type;
    std::string text;
    std::string uri;
    std::string payload;
};

/// An item of input_select, cards, form or article: one list of fields, since the desk keeps them all in `items`.
struct Item {
    std::string title;
    std::string value;
    std::string description;
    std::string media_url;
    Records<CardAction> actions;
    std::string link;
    std::string name;
    std::string type;
    std::string label;
    std::string placeholder;
    std::string fallback;
    bool required = false;
    Value options;
};

/// An answer of the visitor: to a form named, to a choice by title and value.
struct Submitted {
    std::string name;
    std::string title;
    std::string value;
};

struct ContentAttributes {
    Records<Item> items;
    Value submitted_values;
    std::string submitted_email;
    bool deleted = false;
    std::string in_reply_to;
};

struct DeskMessage {
    std::string id;
    std::string content;
    std::int64_t message_type = 1;
    std::string content_type;
    ContentAttributes attributes;
    std::int64_t created_at = 0;
    std::string conversation_id;
    Records<Attachment> attachments;
    std::optional<Person> sender;
    bool is_private = false;
    std::string echo_id;
};

/// The answer to POST contacts of the public client API.
struct ClientContact {
    std::string id;
    std::string source_id;
    std::string pubsub_token;
};

/// A frame of the socket. `type`: welcome, ping, confirm_subscription, reject_subscription, disconnect; an event has none.
struct CableFrame {
    std::string type;
    std::string reason;
    bool reconnect = true;
    Value message;
};

}  // namespace deskbell::channel::chatwoot

namespace deskbell {

DESKBELL_RECORD(channel::chatwoot::Person, "A person: an agent, a bot or a contact.",
    DESKBELL_FIELD(id, "id", optional, "its number"),
    DESKBELL_FIELD(name, "name", optional, "the full name"),
    DESKBELL_FIELD(available_name, "available_name", optional, "the name that visitors see"),
    DESKBELL_FIELD(type, "type", optional, "user, agent_bot or contact"),
    DESKBELL_FIELD(avatar_url, "avatar_url", optional, "the picture"),
    DESKBELL_FIELD(thumbnail, "thumbnail", optional, "the picture, small"),
    DESKBELL_FIELD(email, "email", optional, "of a contact"),
    DESKBELL_FIELD(identifier, "identifier", optional, "the contact's id in our words"));

DESKBELL_RECORD(channel::chatwoot::ConversationMeta, "Who takes part.",
    DESKBELL_FIELD(sender, "sender", optional, "the visitor's contact"),
    DESKBELL_FIELD(assignee, "assignee", optional, "the agent"),
    DESKBELL_FIELD(channel, "channel", optional, "Channel::Api"));

DESKBELL_RECORD(channel::chatwoot::Assignment, "LiveDesk's assignee.",
    DESKBELL_FIELD(assignee_id, "assignee_id", optional, "the agent"),
    DESKBELL_FIELD(assignee_name, "assignee_name", optional, "its name"));

DESKBELL_RECORD(channel::chatwoot::Conversation, "A conversation.",
    DESKBELL_FIELD(id, "id", required, "its number in the account"),
    DESKBELL_FIELD(uuid, "uuid", optional, "its name in the world"),
    DESKBELL_FIELD(inbox_id, "inbox_id", optional, "where it came in"),
    DESKBELL_FIELD(status, "status", optional, "open, resolved, pending or snoozed"),
    DESKBELL_FIELD(can_reply, "can_reply", optional, "whether agents may write"),
    DESKBELL_FIELD(muted, "muted", optional, "the visitor was silenced"),
    DESKBELL_FIELD(meta, "meta", optional, "who takes part"),
    DESKBELL_FIELD(assignment, "assignment", optional, "LiveDesk's assignee"),
    DESKBELL_FIELD(messages, "messages", optional, "the newest ones"),
    DESKBELL_FIELD(agent_last_seen_at, "agent_last_seen_at", optional, "seconds; the agents have read up to here"),
    DESKBELL_FIELD(updated_at, "updated_at", optional, "seconds with a fraction"));

DESKBELL_RECORD(channel::chatwoot::Attachment, "A file of a message.",
    DESKBELL_FIELD(id, "id", optional, "its number"),
    DESKBELL_FIELD(file_type, "file_type", optional, "image, audio, video, file, location, fallback, share, contact"),
    DESKBELL_FIELD(data_url, "data_url", optional, "where it is"),
    DESKBELL_FIELD(thumb_url, "thumb_url", optional, "small"),
    DESKBELL_FIELD(file_size, "file_size", optional, "bytes"),
    DESKBELL_FIELD(width, "width", optional, "pixels"),
    DESKBELL_FIELD(height, "height", optional, "pixels"),
    DESKBELL_FIELD(extension, "extension", optional, "of the file's name"),
    DESKBELL_FIELD(latitude, "coordinates_lat", optional, "degrees north"),
    DESKBELL_FIELD(longitude, "coordinates_long", optional, "degrees east"),
    DESKBELL_FIELD(fallback_title, "fallback_title", optional, "what to say of it"));

DESKBELL_RECORD(channel::chatwoot::CardAction, "A button of a card.",
    DESKBELL_FIELD(type, "type", optional, "link or postback"),
    DESKBELL_FIELD(text, "text", optional, "what it says"),
    DESKBELL_FIELD(uri, "uri", optional, "of a link"),
    DESKBELL_FIELD(payload, "payload", optional, "of a postback"));

DESKBELL_RECORD(channel::chatwoot::Item, "An item of a choice, card, form or article.",
    DESKBELL_FIELD(title, "title", optional, "of a choice, a card or an article"),
    DESKBELL_FIELD(value, "value", optional, "of a choice"),
    DESKBELL_FIELD(description, "description", optional, "of a card or an article"),
    DESKBELL_FIELD(media_url, "media_url", optional, "of a card"),
    DESKBELL_FIELD(actions, "actions", optional, "of a card"),
    DESKBELL_FIELD(link, "link", optional, "of an article"),
    DESKBELL_FIELD(name, "name", optional, "of a form's field"),
    DESKBELL_FIELD(type, "type", optional, "of a form's field: text, text_area, email, select"),
    DESKBELL_FIELD(label, "label", optional, "of a form's field; of an option"),
    DESKBELL_FIELD(placeholder, "placeholder", optional, "of a form's field"),
    DESKBELL_FIELD(fallback, "default", optional, "of a form's field"),
    DESKBELL_FIELD(required, "required", optional, "of a form's field"),
    DESKBELL_FIELD(options, "options", optional, "of a form's select"));

DESKBELL_RECORD(channel::chatwoot::Submitted, "An answer of the visitor.",
    DESKBELL_FIELD(name, "name", optional, "of a form's field"),
    DESKBELL_FIELD(title, "title", optional, "of a choice; of a form's field"),
    DESKBELL_FIELD(value, "value", always, "what was given"));

DESKBELL_RECORD(channel::chatwoot::ContentAttributes, "What a message has beside its text.",
    DESKBELL_FIELD(items, "items", optional, "of input_select, cards, form and article"),
    DESKBELL_FIELD(submitted_values, "submitted_values", optional, "a list of answers, or an object with csat_survey_response"),
    DESKBELL_FIELD(submitted_email, "submitted_email", optional, "of input_email"),
    DESKBELL_FIELD(deleted, "deleted", optional, "the agent took the message back"),
    DESKBELL_FIELD(in_reply_to, "in_reply_to", optional, "the message that it answers"));

DESKBELL_RECORD(channel::chatwoot::DeskMessage, "A message.",
    DESKBELL_FIELD(id, "id", required, "its number in the account"),
    DESKBELL_FIELD(content, "content", optional, "markdown"),
    DESKBELL_FIELD(message_type, "message_type", always, "0 incoming, 1 outgoing, 2 activity, 3 template"),
    DESKBELL_FIELD(content_type, "content_type", optional, "text, input_select, cards, form, article, input_csat, input_email, …"),
    DESKBELL_FIELD(attributes, "content_attributes", optional, "beside the text"),
    DESKBELL_FIELD(created_at, "created_at", optional, "seconds"),
    DESKBELL_FIELD(conversation_id, "conversation_id", optional, "where it stands"),
    DESKBELL_FIELD(attachments, "attachments", optional, "its files"),
    DESKBELL_FIELD(sender, "sender", optional, "who wrote it"),
    DESKBELL_FIELD(is_private, "private", optional, "a note among agents"),
    DESKBELL_FIELD(echo_id, "echo_id", optional, "what its sender called it"));

DESKBELL_RECORD(channel::chatwoot::ClientContact, "The answer to POST contacts of the client API.",
    DESKBELL_FIELD(id, "id", optional, "the contact"),
    DESKBELL_FIELD(source_id, "source_id", required, "the capability of this visitor at this inbox"),
    DESKBELL_FIELD(pubsub_token, "pubsub_token", required, "the capability of its socket"));

DESKBELL_RECORD(channel::chatwoot::CableFrame, "A frame of the socket.",
    DESKBELL_FIELD(type, "type", optional, "welcome, ping, confirm_subscription, reject_subscription, disconnect"),
    DESKBELL_FIELD(reason, "reason", optional, "of a disconnect"),
    DESKBELL_FIELD(reconnect, "reconnect", optional, "of a disconnect: whether the server wants to be asked again"),
    DESKBELL_FIELD(message, "message", optional, "the event and its data; of a ping the time"));

}  // namespace deskbell
