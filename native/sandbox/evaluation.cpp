#include <algorithm>

#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

constexpr std::int64_t effective_hours = 12;
constexpr Seconds short_time = 3;  // how long the rating that is to expire can be answered
constexpr std::size_t most_invitations = 50;

Records<EvaluationGrade> grades(const Texts& texts) {
    // The ids are those of the seed's sample.
    return {{"101", std::string(texts.grade_1)},
            {"102", std::string(texts.grade_2)},
            {"103", std::string(texts.grade_3)},
            {"104", std::string(texts.grade_4)},
            {"105", std::string(texts.grade_5)}};
}

Refusal refuse(EvaluationRefusal code, std::string_view info) { return {static_cast<std::int64_t>(code), std::string(info)}; }

}  // namespace

void invite(Desk& desk, Scale scale, Fate fate) {
    Evaluation evaluation;
    EvaluationMenu& menu = evaluation.menu_content;
    menu.head = desk.texts().rate_head;
    menu.tail = desk.texts().rate_tail;
    menu.menu = grades(desk.texts());
    menu.type = scale == Scale::stars ? 1 : 2;
    menu.session_id = "e-" + std::to_string(desk.state.next_id);
    menu.effective_hour = effective_hours;
    const Seconds time = fate == Fate::expires_soon ? short_time : effective_hours * 3600;
    menu.expire_time = desk.now / millis_per_second + time;
    const Value message = desk.say(Voice::system, desk_message(MessageKind::evaluation, evaluation));
    desk.state.invitations.push_back(
        {menu.session_id, std::string(message["ID"].as_text()), menu.expire_time, fate == Fate::broken, false});
    if (desk.state.invitations.size() > most_invitations) desk.state.invitations.erase(desk.state.invitations.begin());
}

std::optional<Refusal> request_evaluation(Desk& desk) {
    if (desk.state.phase != Phase::agent && !desk.state.met_agent) {
        return refuse(EvaluationRefusal::no_staff, "nobody of the team has taken part in this session");
    }
    invite(desk, Scale::stars, Fate::usual);
    return std::nullopt;
}

std::optional<Refusal> evaluate(Desk& desk, const Value& data) {
    const auto answer = decode<EvaluationAnswer>(data);
    if (!answer) return refuse(EvaluationRefusal::bad_data, "menuSelected needs id and sessionId");
    const EvaluationChoice& choice = answer->menu_selected;
    auto& invitations = desk.state.invitations;
    const auto found =
        std::find_if(invitations.begin(), invitations.end(), [&](const Invitation& one) { return one.session_id == choice.session_id; });
    if (found == invitations.end()) return refuse(EvaluationRefusal::no_staff, "no evaluation has this sessionId");
    if (found->answered) return refuse(EvaluationRefusal::duplicate, "this evaluation was answered already");
    if (desk.now / millis_per_second > found->expire_time) return refuse(EvaluationRefusal::expired, "the time to answer is over");
    const auto grade_list = grades(desk.texts());
    const auto grade = std::find_if(grade_list.begin(), grade_list.end(), [&](const EvaluationGrade& one) { return one.id == choice.id; });
    if (grade == grade_list.end()) return refuse(EvaluationRefusal::bad_data, "no grade has this id");
    if (found->broken) return refuse(EvaluationRefusal::internal, "the desk could not keep the answer");
    found->answered = true;
    desk.state.was_rated = true;
    auto& open = desk.state.open;
    const auto message = std::find_if(open.begin(), open.end(), [&](const Value& one) { return one["ID"].as_text() == found->message_id; });
    // So old that it is not kept any more: the answer counts all the same.
    if (message == open.end()) return std::nullopt;
    Value changed = *message;
    open.erase(message);
    const auto read = read_message(changed);
    auto evaluation = record_of<Evaluation>(*read);
    const auto& menu = evaluation.menu_content.menu;
    const auto words = std::find_if(menu.begin(), menu.end(), [&](const EvaluationGrade& one) { return one.id == choice.id; });
    evaluation.menu_content.selected = words != menu.end() ? *words : *grade;
    changed.set("payload", desk_message(MessageKind::evaluation, evaluation)["payload"]);
    desk.change(std::move(changed));
    return std::nullopt;
}

}  // namespace deskbell::sandbox
