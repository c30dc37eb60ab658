#include <algorithm>

#include "core/base/json.h"
#include "core/base/words.h"
#include "core/markdown/markdown.h"
#include "widget/view/compose.h"

namespace deskbell {

namespace {

Text refusal_text(std::int64_t code) {
    switch (static_cast<EvaluationRefusal>(code)) {
        case EvaluationRefusal::expired: return Text::rating_expired;
        case EvaluationRefusal::bad_data: return Text::rating_bad_data;
        case EvaluationRefusal::duplicate: return Text::rating_duplicate;
        case EvaluationRefusal::no_staff: return Text::rating_no_staff;
        case EvaluationRefusal::internal: break;
    }
    return Text::rating_internal;
}

/// A refusal after which another try can succeed.
bool can_try_again(std::int64_t code) {
    return code == static_cast<std::int64_t>(EvaluationRefusal::bad_data) || code == static_cast<std::int64_t>(EvaluationRefusal::internal);
}

}  // namespace

std::vector<Node> compose_evaluation(const Entry& entry, const ViewContext& context) {
    const LocalState& local = local_of(entry);
    const Catalogue& texts = context.texts;
    const auto record = record_of<Evaluation>(entry.message);
    const EvaluationMenu& menu = record.menu_content;
    const EvaluationStanding standing = evaluation_standing(entry, menu, context.now);
    const bool open = standing == EvaluationStanding::open || (standing == EvaluationStanding::refused && can_try_again(local.refusal));
    const std::string_view chosen = menu.selected ? std::string_view(menu.selected->id) : std::string_view(local.chosen);

    Node rating(NodeKind::rating);
    rating.set(Attribute::style, menu.type == 1 ? "stars" : "numbers").set(Attribute::label, menu.head);
    rating.set_flag(Attribute::disabled, !open);
    std::int64_t number = 0;
    bool is_on_menu = false;
    for (const EvaluationGrade& grade : menu.menu) {
        Node option(NodeKind::rating_option);
        option.set(Attribute::label, grade.content).set(Attribute::number, ++number);
        if (open) option.set(Attribute::action, joined("grade:", grade.id));
        option.set_flag(Attribute::chosen, grade.id == chosen);
        is_on_menu = is_on_menu || grade.id == chosen;
        rating.add(std::move(option));
    }
    if (open) {
        Node submit = button_node(texts.get(Text::action_submit), "submit", "primary");
        if (chosen.empty()) submit.set(Attribute::disabled, true).set(Attribute::reason, texts.get(Text::rating_choose));
        rating.add(std::move(submit));
    }
    std::vector<Node> body = one(std::move(rating));
    switch (standing) {
        case EvaluationStanding::open: break;
        case EvaluationStanding::sending: add_notice(body, texts, Text::rating_sending, "muted"); break;
        case EvaluationStanding::answered:
            // A grade that the menu lacks is told in words.
            if (menu.selected && !is_on_menu) body.push_back(notice_node(menu.selected->content, "muted"));
            body.push_back(notice_node(menu.tail.empty() ? texts.get(Text::rating_thanks) : std::string_view(menu.tail), "info"));
            break;
        case EvaluationStanding::expired: add_notice(body, texts, Text::rating_expired, "muted"); break;
        case EvaluationStanding::refused: add_notice(body, texts, refusal_text(local.refusal), "error"); break;
    }
    return body;
}

std::vector<Node> compose_task_form(const Entry& entry, const ViewContext& context) {
    const LocalState& local = local_of(entry);
    const Catalogue& texts = context.texts;
    const auto task = record_of<TaskForm>(entry.message);
    const TaskFormStatus status = task_form_status(task);
    const bool open = status == TaskFormStatus::editable && !local.submitted;

    Node form(NodeKind::form);
    form.set_text(Attribute::label, task.content.tip).set_flag(Attribute::disabled, !open);
    for (const InputVariable& variable : task.content.variables) {
        const bool chooses = variable.form_type == 1;
        Node field(chooses ? NodeKind::select : NodeKind::input);
        field.set(Attribute::name, variable.name).set(Attribute::label, variable.name);
        if (!variable.placeholder.empty()) {
            field.set(Attribute::placeholder, variable.placeholder);
        } else if (chooses) {
            field.set(Attribute::placeholder, texts.get(Text::form_choose));
        }
        field.set_flag(Attribute::required, variable.is_required != 0).set_flag(Attribute::disabled, !open);
        field.set_text(Attribute::value, local.values[variable.name].as_text(submitted_value(variable)));
        const auto& missing = local.missing;
        if (std::find(missing.begin(), missing.end(), variable.name) != missing.end()) {
            field.set(Attribute::error, texts.get(Text::form_required));
        }
        if (chooses) {
            Value options = Value::array();
            for (const std::string& choice : variable.choices) options.push(choice);
            field.set(Attribute::options, std::move(options));
        }
        form.add(std::move(field));
    }
    if (open) add_button(form.children, texts, Text::action_submit, "submit", "primary");
    std::vector<Node> body = one(std::move(form));
    if (open && local.refusal != 0) {
        body.push_back(notice_node(texts.format(Text::delivery_failed, {{"reason", texts.get(Text::delivery_failed_desk)}}), "error"));
    } else if (!local.answer_client_id.empty()) {
        add_notice(body, texts, Text::delivery_sending, "muted");
    } else if (status == TaskFormStatus::submitted || local.submitted) {
        add_notice(body, texts, Text::form_submitted, "info");
    } else if (status == TaskFormStatus::locked) {
        add_notice(body, texts, Text::form_locked, "muted");
    }
    return body;
}

}  // namespace deskbell
