#pragma once

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell {

// What a renderer gets. Every text is in the visitor's language already; times are numbers, and each renderer writes them its own way.

/// Who a row is from.
struct RowAuthor {
    std::string name;
    std::string avatar;
    std::string role;
    std::string id;
};
DESKBELL_RECORD(RowAuthor, "Who a row is from.",
    DESKBELL_FIELD(name, "name", always, "as shown"),
    DESKBELL_FIELD(avatar, "avatar", optional, "address of a picture, checked by the url policy"),
    DESKBELL_FIELD(role, "role", always, "visitor, robot, agent or system"),
    DESKBELL_FIELD(id, "id", optional, "in a group: by which they are mentioned"));

/// How far an own message has come.
struct RowDelivery {
    std::string state;
    std::string label;
};
DESKBELL_RECORD(RowDelivery, "How far an own message has come.",
    DESKBELL_FIELD(state, "state", always, "uploading, queued, sending, sent, read or failed"),
    DESKBELL_FIELD(label, "label", always, "the same in words"));

/// How the view made a row, and what it has shown of it; no renderer sees this.
struct RowOrigin {
    std::uint32_t revision = 0;      ///< of the entry that it was made from
    std::uint32_t surroundings = 0;  ///< of the view
    std::optional<Millis> until;     ///< when it looks different without anything having happened
    bool is_new = true;              ///< the renderer does not know it
    bool is_moved = false;
    bool is_remade = false;   ///< the renderer knows it as `shown_head` and `shown_body`
    bool is_growing = false;  ///< its body begins with the blocks of the view's markdown stream
    bool shown_as_head = false;
    bool shown_as_tail = false;
    Value shown_head;
    std::vector<Node> shown_body;  ///< empty when the body has grown
    std::string growth;            ///< the edits by which it has, as JSON
};

/// One row of the conversation.
struct Row {
    std::string key;
    std::string kind;
    std::string layout;
    std::string side;
    std::optional<RowAuthor> author;
    Millis time = 0;
    bool head = false;
    bool tail = false;
    bool streaming = false;
    std::optional<RowDelivery> delivery;
    std::vector<Node> body;
    RowOrigin origin;
};
DESKBELL_RECORD(Row, "One row of the conversation.",
    DESKBELL_FIELD(key, "key", always, "never changes while the row exists"),
    DESKBELL_FIELD(kind, "kind", always, "message, divider or status"),
    DESKBELL_FIELD(layout, "layout", always, "bubble, full or center"),
    DESKBELL_FIELD(side, "side", always, "visitor, desk or center"),
    DESKBELL_FIELD(author, "author", optional, "absent on rows that nobody wrote"),
    DESKBELL_FIELD(time, "time", optional, "milliseconds since 1970"),
    DESKBELL_FIELD(head, "head", always, "first of its group: author and time are shown"),
    DESKBELL_FIELD(tail, "tail", always, "last of its group"),
    DESKBELL_FIELD(streaming, "streaming", optional, "its text is still growing"),
    DESKBELL_FIELD(delivery, "delivery", optional, "of the visitor's own messages"),
    DESKBELL_FIELD(body, "body", always, "what it says"));

/// The fixed words around the conversation.
struct HeaderLabels {
    std::string close;
    std::string menu;
    std::string log;
    std::string new_messages;
    std::string copy;
    std::string copied;
    std::string answering;
};
DESKBELL_RECORD(HeaderLabels, "The fixed words around the conversation.",
    DESKBELL_FIELD(close, "close", always, "the button that closes the panel"),
    DESKBELL_FIELD(menu, "menu", always, "the button that opens the actions"),
    DESKBELL_FIELD(log, "log", always, "what the list of messages is called"),
    DESKBELL_FIELD(new_messages, "new_messages", always, "the button that leads down to what came in meanwhile"),
    DESKBELL_FIELD(copy, "copy", always, "the button that copies a code block"),
    DESKBELL_FIELD(copied, "copied", always, "what it says when it has"),
    DESKBELL_FIELD(answering, "answering", always, "told to screen readers when an answer begins to grow"));

/// The top of the panel.
struct Header {
    std::string title;
    std::string subtitle;
    std::string avatar;
    std::string state;
    std::string connection;
    std::vector<Node> actions;
    Value cannot;
    HeaderLabels labels;
};
DESKBELL_RECORD(Header, "The top of the panel; its buttons are pressed with row \"header\".",
    DESKBELL_FIELD(title, "title", always, "who is spoken to"),
    DESKBELL_FIELD(subtitle, "subtitle", always, "where the session stands, in words"),
    DESKBELL_FIELD(avatar, "avatar", optional, "address of a picture"),
    DESKBELL_FIELD(state, "state", always, "idle, triggered, robot, queueing, waiting, agent or ended"),
    DESKBELL_FIELD(connection, "connection", always, "connecting, connected or disconnected"),
    DESKBELL_FIELD(actions, "actions", always, "buttons"),
    DESKBELL_FIELD(cannot, "cannot", optional, "what this desk cannot do, of what can be done with a message: quote, recall"),
    DESKBELL_FIELD(labels, "labels", always, "the fixed words"));

/// Where the visitor writes.
struct Composer {
    bool enabled = true;
    std::string reason;
    std::string placeholder;
    std::string label;
    std::string send_label;
    std::string attach_label;
    std::string draft;
    std::int64_t maximum = 0;
};
DESKBELL_RECORD(Composer, "Where the visitor writes.",
    DESKBELL_FIELD(enabled, "enabled", always, "false: nothing can be written now"),
    DESKBELL_FIELD(reason, "reason", optional, "why not"),
    DESKBELL_FIELD(placeholder, "placeholder", always, "shown while it is empty"),
    DESKBELL_FIELD(label, "label", always, "its accessible name"),
    DESKBELL_FIELD(send_label, "send_label", always, "the button that sends"),
    DESKBELL_FIELD(attach_label, "attach_label", always, "the button that adds a file"),
    DESKBELL_FIELD(draft, "draft", always, "what is written and not sent"),
    DESKBELL_FIELD(maximum, "maximum", always, "longest message, in UTF-16 units as the browser counts"));

/// The button on the page.
struct Launcher {
    std::int64_t unread = 0;
    std::string label;
};
DESKBELL_RECORD(Launcher, "The button on the page.",
    DESKBELL_FIELD(unread, "unread", always, "messages that came while the panel was closed"),
    DESKBELL_FIELD(label, "label", always, "its accessible name"));

/// The language that everything is in.
struct Language {
    std::string lang;
    std::string dir;
};
DESKBELL_RECORD(Language, "The language that everything is in.",
    DESKBELL_FIELD(lang, "lang", always, "as in i18n/languages.json"),
    DESKBELL_FIELD(dir, "dir", always, "ltr or rtl"));

}  // namespace deskbell
