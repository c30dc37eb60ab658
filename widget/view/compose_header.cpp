#include <algorithm>

#include "core/base/json.h"
#include "core/base/url.h"
#include "core/base/words.h"
#include "core/protocol/abilities.h"
#include "widget/view/compose.h"

namespace deskbell {

namespace {

std::string subtitle(const ViewContext& context) {
    const Catalogue& texts = context.texts;
    const Conversation& conversation = context.conversation;
    Text words = Text::state_idle;
    switch (conversation.state) {
        case SessionState::idle:
        case SessionState::triggered: break;
        case SessionState::robot: words = Text::state_robot; break;
        case SessionState::queueing: words = conversation.queue_position == 0 ? Text::state_queueing : Text::state_queueing_position; break;
        case SessionState::waiting: words = Text::state_waiting; break;
        case SessionState::agent: words = conversation.agent_name.empty() ? Text::state_agent_unnamed : Text::state_agent; break;
        case SessionState::ended: words = Text::state_ended; break;
    }
    if (context.connection >= Connection::disconnected) words = Text::connection_disconnected;
    if (context.connection == Connection::connecting) words = Text::connection_connecting;
    if (words == Text::state_queueing_position) return texts.counted(words, "position", conversation.queue_position);
    return texts.format(words, {{"name", conversation.agent_name}});
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
            if (conversation.is_without_people()) add_button(actions, texts, Text::action_end, "end", "danger");
            if (conversation.in_seat || !conversation.can(ability::human)) break;
            add_button(actions, texts, Text::action_human, "human", "plain");
            break;
        case SessionState::queueing:
        case SessionState::waiting: add_button(actions, texts, Text::action_leave_queue, "leave_queue", "plain"); break;
        case SessionState::agent:
            if (conversation.may_request_evaluation()) add_button(actions, texts, Text::action_rate, "rate", "plain");
            add_button(actions, texts, Text::action_end, "end", "danger");
            break;
        case SessionState::ended: break;
    }
    return actions;
}

}  // namespace

namespace {

struct FixedWord {
    std::string HeaderLabels::*label;
    Text text;
};
constexpr FixedWord fixed_words[] = {{&HeaderLabels::close, Text::label_close},
                                     {&HeaderLabels::menu, Text::label_menu},
                                     {&HeaderLabels::log, Text::label_log},
                                     {&HeaderLabels::new_messages, Text::label_new_messages},
                                     {&HeaderLabels::copy, Text::label_copy},
                                     {&HeaderLabels::copied, Text::label_copied},
                                     {&HeaderLabels::answering, Text::label_answering}};

}  // namespace

Header compose_header(const ViewContext& context, std::string_view title) {
    const Catalogue& texts = context.texts;
    Header header;
    header.title = title.empty() ? texts.get(Text::header_title) : title;
    header.subtitle = subtitle(context);
    if (context.conversation.state == SessionState::agent) header.avatar = safe_image(context.conversation.agent_avatar);
    header.state = session_state_name(context.conversation.state);
    header.connection = nth_word(connection_names, static_cast<std::size_t>(std::min(context.connection, Connection::disconnected)));
    header.actions = session_actions(context);
    header.cannot = context.conversation.cannot;
    for (const auto& [label, text] : fixed_words) header.labels.*label = texts.get(text);
    return header;
}

}  // namespace deskbell
