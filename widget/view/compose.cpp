#include "widget/view/compose.h"

#include "core/base/json.h"
#include "core/base/url.h"
#include "core/markdown/markdown.h"

namespace deskbell {

namespace {

std::string_view role_name(Author author) {
    switch (author) {
        case Author::visitor: return "visitor";
        case Author::robot: return "robot";
        case Author::agent: break;
    }
    return "agent";
}

std::string failure_text(const Entry& entry, const Catalogue& texts) {
    std::string reason;
    if (!entry.upload) {
        reason = texts.get(Text::delivery_failed_desk);
    } else if (entry.upload->size > upload_megabytes << 20) {
        reason = texts.counted(Text::delivery_failed_too_large, "limit", upload_megabytes);
    } else {
        reason = texts.get(Text::delivery_failed_upload);
    }
    return texts.format(Text::delivery_failed, {{"reason", reason}});
}

RowDelivery compose_delivery(const Entry& entry, const ViewContext& context) {
    const char* state = "";
    Text label{};
    switch (entry.delivery) {
        case DeliveryState::received: break;
        case DeliveryState::uploading: state = "uploading", label = Text::delivery_uploading; break;
        case DeliveryState::queued:
            state = "queued";
            label = context.connection != Connection::connected ? Text::delivery_offline : Text::delivery_queued;
            break;
        case DeliveryState::sending: state = "sending", label = Text::delivery_sending; break;
        case DeliveryState::sent: state = "sent", label = Text::delivery_sent; break;
        case DeliveryState::read: state = "read", label = Text::delivery_read; break;
        case DeliveryState::failed: return {"failed", failure_text(entry, context.texts)};
    }
    return {state, std::string(context.texts.get(label))};
}

void add_failure_controls(const Entry& entry, const ViewContext& context, std::vector<Node>& body) {
    const Catalogue& texts = context.texts;
    if (entry.delivery == DeliveryState::uploading) {
        add_button(body, texts, Text::action_cancel, "cancel", "plain");
    } else if (entry.delivery == DeliveryState::failed) {
        const bool hopeless = entry.upload && entry.upload->size > upload_megabytes << 20;
        if (!hopeless) add_button(body, texts, Text::action_retry, "retry", "plain");
        add_button(body, texts, Text::action_discard, "discard", "plain");
    }
}

void set_layout(Row& row, std::string_view layout) {
    row.layout = layout;
    if (layout == "center") row.side = "center";
}

}  // namespace

Node button_node(std::string_view label, const char* action, const char* style) {
    Node node(NodeKind::button);
    node.set(Attribute::label, label).set(Attribute::action, action).set(Attribute::style, style);
    return node;
}

Node notice_node(std::string_view text, const char* tone) {
    Node node(NodeKind::notice, text);
    node.set(Attribute::tone, tone);
    return node;
}

void add_button(std::vector<Node>& body, const Catalogue& texts, Text label, const char* action, const char* style) {
    body.push_back(button_node(texts.get(label), action, style));
}

void add_notice(std::vector<Node>& body, const Catalogue& texts, Text text, const char* tone) {
    body.push_back(notice_node(texts.get(text), tone));
}

std::vector<Node> one(Node node) {
    std::vector<Node> body;
    body.push_back(std::move(node));
    return body;
}

std::string author_name(const Message& message, const ViewContext& context) {
    const Author author = author_of(message);
    if (author == Author::visitor) return std::string(context.texts.get(Text::author_you));
    if (!message.im.nick.empty()) return message.im.nick;
    return std::string(context.texts.get(author == Author::robot ? Text::author_robot : Text::author_agent));
}

namespace {

/// The bytes of the longest text in a value; the parts of a list are one.
std::size_t longest_text(const Value& value) {
    if (value.is_text()) return value.as_text().size();
    std::size_t longest = 0;
    for (const Value& item : value.items())
        longest = value.is_object() ? std::max(longest, longest_text(item)) : longest + longest_text(item);
    return longest;
}

/// True when not all of its text is shown.
bool is_too_long(const Message& message) { return longest_text(message.data) > MarkdownLimits().input_bytes; }

}  // namespace

Row compose_row(const Entry& entry, const ViewContext& context) {
    const Message& message = entry.message;
    const Author author = author_of(message);
    Row row;
    row.key = entry.key;
    row.kind = "message";
    row.side = author == Author::visitor ? "visitor" : "desk";
    row.time = entry.shown_time;
    row.author = RowAuthor{author_name(message, context), safe_image(message.im.avatar), std::string(role_name(author)), {}};
    if (message.im.conversation_type == "GROUP") row.author->id = message.im.from;
    if (entry.delivery != DeliveryState::received) row.delivery = compose_delivery(entry, context);
    set_layout(row, "bubble");
    if (message.im.is_revoked) {
        add_notice(row.body, context.texts, Text::notice_revoked, "muted");
        return row;
    }
    if (cloud_of(message).message_reply && !cloud_of(message).message_reply->message_abstract.empty()) {
        Node quote(NodeKind::quote);
        quote.children = plain_paragraphs(cloud_of(message).message_reply->message_abstract);
        row.body.push_back(std::move(quote));
    }
    std::vector<Node> body =
        find_message(message.kind) != nullptr ? compose_desk_body(entry, context, row) : compose_element_body(entry, context, row);
    for (Node& node : body) row.body.push_back(std::move(node));
    if (cloud_of(message).message_type == "aiReply" && (!row.body.empty() || row.origin.is_growing)) {
        add_notice(row.body, context.texts, Text::notice_ai, "muted");
    }
    if (is_too_long(message) && (!row.body.empty() || row.origin.is_growing))
        add_notice(row.body, context.texts, Text::notice_too_long, "warn");
    add_failure_controls(entry, context, row.body);
    if (row.body.empty() && !row.origin.is_growing) return row;
    if (row.layout == "center") {
        row.side = "center";
        row.author.reset();
    }
    return row;
}

Launcher compose_launcher(const ViewContext& context) {
    const std::int64_t unread = context.conversation.unread;
    if (unread == 0) return {0, std::string(context.texts.get(Text::label_open))};
    return {unread, context.texts.counted(Text::label_open_unread, "count", unread)};
}

Composer compose_composer(const ViewContext& context, std::string_view draft) {
    const Catalogue& texts = context.texts;
    const bool ended = context.conversation.state == SessionState::ended;
    Composer composer;
    composer.placeholder = texts.get(ended ? Text::composer_placeholder_ended : Text::composer_placeholder);
    composer.label = texts.get(Text::composer_label);
    composer.send_label = texts.get(Text::composer_send);
    composer.attach_label = texts.get(Text::composer_attach);
    composer.draft = draft;
    composer.maximum = composer_maximum;
    return composer;
}

}  // namespace deskbell
