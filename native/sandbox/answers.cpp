#include <algorithm>

#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

bool has_item(const Records<ChoiceItem>& items, const std::string& text) {
    // The seed: a branch is matched by strict equality.
    return std::any_of(items.begin(), items.end(), [&](const ChoiceItem& item) { return item.content == text; });
}

template <class Record>
Value with_record(Value message, MessageKind kind, const Record& record) {
    message.set("payload", desk_message(kind, record)["payload"]);
    return message;
}

void thank(Desk& desk, std::string_view thanks, std::string_view answer) {
    desk.say_soon(Voice::robot, text_message(fill(thanks, {{"answer", answer}})), RobotWord::faq);
}

void answer_return(Desk& desk, const std::string& text) {
    thank(desk, desk.texts().return_thanks, text);
    // What was chosen leads on to the form that finds the order.
    answer_topic(desk, Topic::task_form, Voice::robot);
}

bool choose_branch(Desk& desk, std::size_t at, const Message& read, const std::string& text) {
    auto branch = record_of<Branch>(read);
    if (branch.content.selected || !has_item(branch.content.items, text)) return false;
    branch.content.selected = ChosenItem{text};
    Value changed = with_record(desk.state.open[at], MessageKind::branch, branch);
    desk.state.open.erase(desk.state.open.begin() + static_cast<std::ptrdiff_t>(at));
    desk.change(std::move(changed));
    if (const auto topic = find_topic(text)) answer_topic(desk, *topic, Voice::robot);
    return true;
}

void finish_form(Desk& desk, std::size_t at, Form form, const std::string& text, std::string_view thanks) {
    form.content.selected = ChosenItem{text};
    Value changed = with_record(desk.state.open[at], MessageKind::form, form);
    desk.state.open.erase(desk.state.open.begin() + static_cast<std::ptrdiff_t>(at));
    desk.change(std::move(changed));
    thank(desk, thanks, text);
}

bool choose_form(Desk& desk, std::size_t at, const Message& read, const std::string& text) {
    auto form = record_of<Form>(read);
    if (form.content.type != 1 || !has_item(form.content.items, text)) return false;
    finish_form(desk, at, std::move(form), text, desk.texts().form_choice_thanks);
    return true;
}

bool choose_task(Desk& desk, std::size_t at, const Message& read, const std::string& text, const CloudCustomData& cloud) {
    auto branch = record_of<TaskBranch>(read);
    if (branch.status != static_cast<std::int64_t>(TaskBranchStatus::selectable) || !has_item(branch.content.items, text)) return false;
    const bool fixed = branch.option_type == static_cast<std::int64_t>(TaskOptionType::fixed);
    const auto& node = cloud.branch_option_info;
    // A fixed option stands for its node at any later time, so the answer has to name the node (seed: src 32).
    if (fixed && (!node || !branch.task_info || node->node_id != branch.task_info->node_id)) return false;
    branch.content.selected = ChosenItem{text};
    if (!fixed) branch.status = static_cast<std::int64_t>(TaskBranchStatus::selected);
    Value changed = with_record(desk.state.open[at], MessageKind::task_branch, branch);
    if (!fixed) desk.state.open.erase(desk.state.open.begin() + static_cast<std::ptrdiff_t>(at));
    desk.change(std::move(changed));
    if (fixed) {
        thank(desk, desk.texts().change_thanks, text);
    } else {
        answer_return(desk, text);
    }
    return true;
}

Value locked(const Value& message, const Message& read) {
    if (read.kind == MessageKind::task_branch) {
        auto branch = record_of<TaskBranch>(read);
        branch.status = static_cast<std::int64_t>(TaskBranchStatus::locked);
        return with_record(message, MessageKind::task_branch, branch);
    }
    auto form = record_of<TaskForm>(read);
    form.node_status = static_cast<std::int64_t>(TaskFormStatus::locked);
    return with_record(message, MessageKind::task_form, form);
}

}  // namespace

bool answer_choice(Desk& desk, const std::string& text, const CloudCustomData& cloud) {
    for (std::size_t at = desk.state.open.size(); at-- > 0;) {
        const auto read = read_message(desk.state.open[at]);
        if (!read) continue;
        bool taken = false;
        if (read->kind == MessageKind::branch) taken = choose_branch(desk, at, *read, text);
        if (read->kind == MessageKind::form) taken = choose_form(desk, at, *read, text);
        if (read->kind == MessageKind::task_branch) taken = choose_task(desk, at, *read, text, cloud);
        if (taken) return true;
    }
    return false;
}

bool answer_free_text(Desk& desk, const std::string& text) {
    for (std::size_t at = desk.state.open.size(); at-- > 0;) {
        const auto read = read_message(desk.state.open[at]);
        if (!read || read->kind != MessageKind::form) continue;
        auto form = record_of<Form>(*read);
        if (form.content.type != 0) continue;
        finish_form(desk, at, std::move(form), text, desk.texts().form_text_thanks);
        return true;
    }
    return false;
}

void submit_task_form(Desk& desk, const TaskForm& answer) {
    for (std::size_t at = desk.state.open.size(); at-- > 0;) {
        const auto read = read_message(desk.state.open[at]);
        if (!read || read->kind != MessageKind::task_form) continue;
        auto form = record_of<TaskForm>(*read);
        std::string first;
        for (InputVariable& field : form.content.variables) {
            const auto& given = answer.content.variables;
            const auto value = std::find_if(given.begin(), given.end(), [&](const InputVariable& one) { return one.name == field.name; });
            if (value != given.end()) field.value = value->value;
            if (first.empty()) first = field.value;
            if (field.is_required == 1 && submitted_value(field).empty()) {
                desk.output.refusal = Refusal{bad_message, "required: " + field.name};
                return;
            }
        }
        form.node_status = static_cast<std::int64_t>(TaskFormStatus::submitted);
        Value changed = with_record(desk.state.open[at], MessageKind::task_form, form);
        desk.state.open.erase(desk.state.open.begin() + static_cast<std::ptrdiff_t>(at));
        desk.change(std::move(changed));
        desk.mark_read();
        desk.say_soon(Voice::robot, text_message(fill(desk.texts().task_thanks, {{"number", first}})), RobotWord::faq);
        answer_topic(desk, Topic::order, Voice::robot);
        return;
    }
    desk.output.refusal = Refusal{bad_message, "no form is open"};
}

void lock_tasks(Desk& desk) {
    std::vector<Value> kept;
    const std::vector<Value> open = std::exchange(desk.state.open, {});
    for (const Value& message : open) {
        const auto read = read_message(message);
        if (read && (read->kind == MessageKind::task_branch || read->kind == MessageKind::task_form)) {
            desk.change(locked(message, *read));
        } else {
            kept.push_back(message);
        }
    }
    desk.state.open = std::move(kept);
}

}  // namespace deskbell::sandbox
