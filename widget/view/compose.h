#pragma once

#include "core/conversation/conversation.h"
#include "core/i18n/catalogue.h"
#include "core/markdown/stream.h"
#include "widget/view/row.h"

namespace deskbell {

/// Whether the host reaches the desk.
enum class Connection : std::uint8_t {
    connecting,
    connected,
    disconnected,
    elsewhere,  ///< gone for good: the visitor has signed in elsewhere
    expired,    ///< gone for good: what they signed in with is over
    refused,    ///< gone for good: the desk will not have them
};
/// The events' words for it (NetEvent), in order.
inline constexpr char connection_names[] = "connecting\0connected\0disconnected\0elsewhere\0expired\0refused\0";

/// Everything that a row is made from besides its message.
struct ViewContext {
    const Catalogue& texts;
    const Conversation& conversation;
    Connection connection;
    Millis now;
    /// Holds what the growing answer was so far. While the row's `origin.is_growing`, only what stands below the answer is composed.
    MarkdownStream* stream = nullptr;
};

/// How many choices a card shows before the visitor asks for all (tencent-desk.md: the kits show 4 to 5).
inline constexpr std::size_t choices_shown = 5;

/// The row of a message, without its place in a group. An internal message has none: its body is empty.
Row compose_row(const Entry& entry, const ViewContext& context);

/// The body of a message that the desk's plug-in defines.
std::vector<Node> compose_desk_body(const Entry& entry, const ViewContext& context, Row& row);

/// The body of an evaluation.
std::vector<Node> compose_evaluation(const Entry& entry, const ViewContext& context);

/// The body of a task-flow form.
std::vector<Node> compose_task_form(const Entry& entry, const ViewContext& context);

/// The body of a text, picture, file, sound, video, sticker, location or forwarded message.
std::vector<Node> compose_element_body(const Entry& entry, const ViewContext& context, Row& row);

Header compose_header(const ViewContext& context, std::string_view title);
Composer compose_composer(const ViewContext& context, std::string_view draft);
Launcher compose_launcher(const ViewContext& context);

/// The desk's side as the visitor knows it: the agent's or the robot's name.
std::string author_name(const Message& message, const ViewContext& context);

// Small pieces that several bodies use.
Node button_node(std::string_view label, const char* action, const char* style);
Node notice_node(std::string_view text, const char* tone);
void add_button(std::vector<Node>& body, const Catalogue& texts, Text label, const char* action, const char* style);
void add_notice(std::vector<Node>& body, const Catalogue& texts, Text text, const char* tone);
/// A body of one node.
std::vector<Node> one(Node node);

/// The longest text that one message may have: what a browser's text field counts, and far below the 12 K of an IM message.
inline constexpr std::int64_t composer_maximum = 4000;
/// The largest file that can be sent, in megabytes of 1024 × 1024 bytes (the SDK's limit for pictures).
inline constexpr std::int64_t upload_megabytes = 20;

}  // namespace deskbell
