#pragma once

#include "native/harness/record_form.h"

namespace deskbell {

/// Draws the fields of a form, one a line: its name at the left (required ones marked), what is written in it at the right, the description as its hint. Records in records are indented.
/// The controls are noted as `prefix.name`, those that add and remove as `add prefix.name` and `remove prefix.name.0`.
void draw_form_fields(FormRecord& form, const std::string& prefix);

}  // namespace deskbell
