#include "core/channel/tencent_robot/callback.h"

#include <algorithm>
#include <utility>

#include "core/base/json.h"
#include "core/protocol/message.h"

namespace deskbell::channel::tencent_robot {
namespace {

constexpr std::pair<std::string_view, Happening> names[] = {
    {"SessionBegin", Happening::begun},
    {"ChatBot.UserSendMsg", Happening::asked},
    {"ChatBot.RobotSendMsg", Happening::answered},
    {"Human.UserSendMsg", Happening::person_heard},
    {"Human.AgentSendMsg", Happening::person},
    {"TransferringToHuman", Happening::person},
    {"TransferringToHumanWait", Happening::person},
    {"TransferToHumanSuccess", Happening::person},
    {"NoAgentOnline", Happening::nobody},
    {"AgentForward", Happening::person},
    {"SatisfactionSelected", Happening::passing},
    {"SessionUserEnd", Happening::ended},
    {"SessionAgentEnd", Happening::ended},
    {"SessionUserTimeoutEnd", Happening::ended},
    {"SessionAgentTimeoutEnd", Happening::ended},
    {"SessionPendingAutoFinishEnd", Happening::ended},
    {"SessionEnd", Happening::ended},
    {"MemberAccessTimeout", Happening::passing},
};

std::string lines_of(const Value& data) {
    std::string text;
    for (const char* name : {"guide", "header", "name", "desc", "url"}) {
        const std::string_view line = data["content"][name].as_text();
        if (line.empty()) continue;
        if (!text.empty()) text += '\n';
        text += line;
    }
    return text;
}

}  // namespace

Happening happening(std::string_view event) {
    const auto* found = std::find_if(std::begin(names), std::end(names), [event](const auto& one) { return one.first == event; });
    return found == std::end(names) ? Happening::unknown : found->second;
}

Value desk_data(const Callback& callback) {
    for (const Element& element : callback.body) {
        if (element.type != "TIMCustomElem") continue;
        auto data = parse_json(element.content["Data"].as_text());
        if (data && is_desk_flag(data->find("customerServicePlugin"))) return std::move(*data);
    }
    return {};
}

std::string words_of(const Callback& callback) {
    std::string text;
    for (const Element& element : callback.body) {
        if (element.type == "TIMTextElem") text += element.content["Text"].as_text();
    }
    if (!text.empty()) return text;
    const Value data = desk_data(callback);
    const Value& src = data["src"];
    const std::string number = src.is_number() ? to_json(src) : std::string(src.as_text());
    return number == "22" || number == "28" ? lines_of(data) : std::string();
}

bool has_media(const Callback& callback) {
    return std::any_of(callback.body.begin(), callback.body.end(), [](const Element& element) {
        return element.type == "TIMImageElem" || element.type == "TIMFileElem" || element.type == "TIMSoundElem" ||
               element.type == "TIMVideoFileElem";
    });
}

}  // namespace deskbell::channel::tencent_robot
