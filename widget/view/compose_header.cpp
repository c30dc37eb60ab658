#include "core/base/json.h"
#include "core/base/url.h"
#include "widget/view/compose.h"

namespace deskbell {

namespace {

std::string subtitle(const ViewContext& context) {
    const Catalogue& texts = context.texts;
    const Conversation& conversation = context.conversation;
    if (context.connection == Connection::disconnected) return std::string(texts.get(Text::connection_disconnected));
    if (context.connection == Connection::connecting) return std::string(texts.get(Text::connection_connecting));
    switch (conversation.state) {
        case SessionState::idle:
        case SessionState::triggered: break;
        case SessionState::robot: return std::string(texts.get(Text::state_robot));
        case SessionState::queueing:
            if (conversation.queue_position == 0) return std::string(texts.get(Text::state_queueing));
            return texts.format(Text::state_queueing_position, {{"position", to_digits(conversation.queue_position)}});
        case SessionState::waiting: return std::string(texts.get(Text::state_waiting));
        case SessionState::agent:
            if (conversation.agent_name.empty()) return std::string(texts.get(Text::state_agent_unnamed));
            return texts.format(Text::state_agent, {{"name", conversation.agent_name}});
        case SessionState::ended: return std::string(texts.get(Text::state_ended));
    }
    return std::string(texts.get(Text::state_idle));
}

std::string_view connection_name(Connection connection) {
    switch (connection) {
        case Connection::connecting: return "connecting";
        case Connection::connected: return "connected";
        case Connection::disconnected: break;
    }
    return "disconnected";
}

/// What can be done about the session as a whole: rate and end with an agent, ask for a person without one (tencent-desk.md, src 26).
std::vector<Node> session_actions(const ViewContext& context) {
    const Catalogue& texts = context.texts;
    const Conversation& conversation = context.conversation;
    std::vector<Node> actions;
    switch (conversation.state) {
        case SessionState::idle:
        case SessionState::triggered:
        case SessionState::robot:
            if (conversation.in_seat) break;
            actions.push_back(button_node(texts.get(Text::action_human), "human", "plain"));
            break;
        case SessionState::queueing:
        case SessionState::waiting: actions.push_back(button_node(texts.get(Text::action_leave_queue), "leave_queue", "plain")); break;
        case SessionState::agent:
            if (conversation.may_request_evaluation()) actions.push_back(button_node(texts.get(Text::action_rate), "rate", "plain"));
            actions.push_back(button_node(texts.get(Text::action_end), "end", "danger"));
            break;
        case SessionState::ended: break;
    }
    return actions;
}

}  // namespace

Header compose_header(const ViewContext& context, std::string_view title) {
    const Catalogue& texts = context.texts;
    Header header;
    header.title = title.empty() ? texts.get(Text::header_title) : title;
    header.subtitle = subtitle(context);
    if (context.conversation.state == SessionState::agent) header.avatar = safe_image(context.conversation.agent_avatar);
    header.state = session_state_name(context.conversation.state);
    header.connection = connection_name(context.connection);
    header.actions = session_actions(context);
    header.labels = {std::string(texts.get(Text::label_close)), std::string(texts.get(Text::label_menu)),
                     std::string(texts.get(Text::label_log)), std::string(texts.get(Text::label_new_messages))};
    return header;
}

}  // namespace deskbell
