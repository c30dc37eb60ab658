#include "core/protocol/task_form.h"

namespace deskbell {

TaskFormStatus task_form_status(const TaskForm& form) {
    const std::int64_t status = form.node_status.value_or(form.content.node_status.value_or(0));
    if (status == static_cast<std::int64_t>(TaskFormStatus::submitted)) return TaskFormStatus::submitted;
    return status == 0 ? TaskFormStatus::editable : TaskFormStatus::locked;
}

std::string_view submitted_value(const InputVariable& variable) {
    const std::string_view value = variable.value;
    const bool is_variable = value.starts_with("${") && value.ends_with('}');
    return is_variable ? std::string_view() : value;
}

}  // namespace deskbell
