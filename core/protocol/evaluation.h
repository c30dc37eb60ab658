#pragma once

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell {

/// One grade of an evaluation.
struct EvaluationGrade {
    std::string id;
    std::string content;
};
DESKBELL_RECORD(EvaluationGrade, "One grade of an evaluation.",
    DESKBELL_FIELD(id, "id", required, "names the grade"),
    DESKBELL_FIELD(content, "content", always, "the grade in words"));

struct EvaluationMenu {
    std::string head;
    std::string tail;
    Records<EvaluationGrade> menu;
    std::int64_t type = 0;
    std::string session_id;
    std::int64_t effective_hour = 0;
    Seconds expire_time = 0;
    std::optional<EvaluationGrade> selected;
};
DESKBELL_RECORD(EvaluationMenu, "The question of an evaluation.",
    DESKBELL_FIELD(head, "head", always, "the question"),
    DESKBELL_FIELD(tail, "tail", always, "the thanks, shown after the answer"),
    DESKBELL_FIELD(menu, "menu", required, "the grades, worst first"),
    DESKBELL_FIELD(type, "type", always, "1 stars, anything else numbers"),
    DESKBELL_FIELD(session_id, "sessionId", required, "names the evaluation; the answer repeats it"),
    DESKBELL_FIELD(effective_hour, "effectiveHour", optional, "hours in which it can be answered"),
    DESKBELL_FIELD(expire_time, "expireTime", optional, "seconds since 1970 when the time to answer is over"),
    DESKBELL_FIELD(selected, "selected", optional, "the grade that was chosen, matched by id"));

/// src 9: invites the visitor to rate the service.
struct Evaluation {
    EvaluationMenu menu_content;
};
DESKBELL_RECORD(Evaluation, "src 9: invites the visitor to rate the service.",
    DESKBELL_FIELD(menu_content, "menuContent", required, "the question and its grades"));

struct EvaluationChoice {
    std::string id;
    std::string content;
    std::string session_id;
};
DESKBELL_RECORD(EvaluationChoice, "The chosen grade.",
    DESKBELL_FIELD(id, "id", required, "of the grade"),
    DESKBELL_FIELD(content, "content", always, "the grade in words"),
    DESKBELL_FIELD(session_id, "sessionId", required, "of the evaluation"));

/// src 10: the visitor's answer to a 9. Online-only.
struct EvaluationAnswer {
    EvaluationChoice menu_selected;
};
DESKBELL_RECORD(EvaluationAnswer, "src 10: the visitor's answer to a 9; online-only; never empty.",
    DESKBELL_FIELD(menu_selected, "menuSelected", required, "the chosen grade"));

struct EvaluationRule {
    std::int64_t flags = 0;
};
DESKBELL_RECORD(EvaluationRule, "When an evaluation may be sent.",
    DESKBELL_FIELD(flags, "menuSendRuleFlag", required, "bits: 1 at the end, 2 the agent invites, 4 the customer asks"));

/// src 23: who may start an evaluation.
struct EvaluationSetting {
    EvaluationRule content;
};
DESKBELL_RECORD(EvaluationSetting, "src 23: who may start an evaluation.",
    DESKBELL_FIELD(content, "content", required, "the rule"));

/// The bit of menuSendRuleFlag that lets the visitor ask for an evaluation; other bits may be set beside it.
inline constexpr std::int64_t visitor_may_request_evaluation = 4;

/// The codes with which the desk refuses a 10 (tencent-desk.md, src 10).
enum class EvaluationRefusal : std::int64_t {
    expired = 10150,
    bad_data = 10151,
    duplicate = 10152,
    internal = 10153,
    no_staff = 10154,
};

}  // namespace deskbell
