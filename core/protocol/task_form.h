#pragma once

#include "core/base/record.h"

namespace deskbell {

/// One field of a task-flow form.
struct InputVariable {
    std::string type;
    std::string name;
    std::int64_t form_type = 0;
    std::string placeholder;
    std::int64_t is_required = 0;
    std::string value;
    std::list<std::string> choices;
};
DESKBELL_RECORD(InputVariable, "One field of a task-flow form.",
    DESKBELL_FIELD(type, "type", optional, "string"),
    DESKBELL_FIELD(name, "name", required, "its label, and its key in the answer"),
    DESKBELL_FIELD(form_type, "formType", optional, "0 typed, 1 chosen from chooseItemList"),
    DESKBELL_FIELD(placeholder, "placeholder", optional, "a hint in the empty field"),
    DESKBELL_FIELD(is_required, "isRequired", always, "1: may not be empty"),
    DESKBELL_FIELD(value, "variableValue", always, "what was submitted; a bare ${variable} means nothing yet"),
    DESKBELL_FIELD(choices, "chooseItemList", optional, "what can be chosen"));

/// `nodeStatus` of a task-flow form.
enum class TaskFormStatus : std::int64_t { editable = 0, locked = 1, submitted = 2 };

struct TaskFormContent {
    std::string tip;
    Records<InputVariable> variables;
    std::optional<std::int64_t> node_status;
};
DESKBELL_RECORD(TaskFormContent, "The fields of a task-flow form.",
    DESKBELL_FIELD(tip, "tip", optional, "the heading"),
    DESKBELL_FIELD(variables, "inputVariables", required, "the fields in order"),
    DESKBELL_FIELD(node_status, "nodeStatus", optional, "0 editable, 1 locked, 2 submitted; where the seed's sample has it"));

/// src 33: a form inside a task flow, and the visitor's answer to it.
struct TaskForm {
    TaskFormContent content;
    std::optional<std::int64_t> node_status;
};
DESKBELL_RECORD(TaskForm, "src 33: a form inside a task flow; the answer is a 33 with the values.",
    DESKBELL_FIELD(content, "content", required, "the fields"),
    DESKBELL_FIELD(node_status, "nodeStatus", optional, "where shipped code has it; wins over the one in content"));

/// Where a form stands, wherever its nodeStatus was written.
TaskFormStatus task_form_status(const TaskForm& form);

/// What a field holds: its value, unless that is still the name of a variable (`${name}`, as in the seed's sample).
std::string_view submitted_value(const InputVariable& variable);

}  // namespace deskbell
