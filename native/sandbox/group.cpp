#include <algorithm>

#include "native/sandbox/desk.h"
#include "native/sandbox/envelope.h"

namespace deskbell::sandbox {
namespace {

/// The question behind "@Bell", as the robot would hear it alone.
std::string without_mention(std::string text) {
    constexpr std::string_view mention = "@Bell";
    if (const std::size_t at = text.find(mention); at != std::string::npos) text.erase(at, mention.size());
    return text.erase(0, std::min(text.size(), text.find_first_not_of(" ,:")));
}

bool mentions(const Desk& desk, std::string_view user) {
    return std::any_of(desk.mentioned.items().begin(), desk.mentioned.items().end(), [&](const Value& id) { return id.as_text() == user; });
}

}  // namespace

void open_group(Desk& desk) {
    const Texts& texts = desk.texts();
    lock_tasks(desk);
    desk.state.in_group = true;
    desk.say_soon(Voice::consultant, text_message(texts.group_consultant));
    desk.say_soon(Voice::buyer, text_message(texts.group_buyer), RobotWord::none, 300);
    desk.say_soon(Voice::robot, text_message(texts.group_robot), RobotWord::faq, 600);
}

void close_group(Desk& desk) {
    desk.state.in_group = false;
    desk.say_soon(Voice::robot, text_message(desk.texts().group_left), RobotWord::faq);
}

void group_hears(Desk& desk, const Message& message) {
    desk.mark_read();
    if (message.kind != MessageKind::text) return;
    const Texts& texts = desk.texts();
    const std::string text = record_of<TextElem>(message).text;
    if (answer_choice(desk, text, cloud_of(message))) return;
    const auto wish = find_topic(text);
    if (wish == Topic::group_end) return close_group(desk);
    if (wish == Topic::human) {
        desk.state.in_group = false;
        return request_human(desk);
    }
    if (mentions(desk, "ben")) desk.say_soon(Voice::consultant, text_message(texts.group_consultant_reply));
    if (mentions(desk, "mia")) desk.say_soon(Voice::buyer, text_message(texts.group_buyer_reply), RobotWord::none, 300);
    if (!mentions(desk, desk_user)) return;
    const std::string question = without_mention(text);
    if (const auto topic = find_topic(question)) return answer_topic(desk, *topic, Voice::robot);
    answer_unknown(desk, question);
}

}  // namespace deskbell::sandbox
