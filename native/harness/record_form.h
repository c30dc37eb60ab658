#pragma once

#include <string>
#include <vector>

#include "core/base/record.h"

namespace deskbell {

struct FormRecord;

/// One field of a record while somebody fills it in.
struct FormField {
    const FieldDeclaration* declaration = nullptr;
    std::string entry;                ///< of a text, a number, or any JSON: what is written
    bool flag = false;                ///< of a boolean
    std::vector<std::string> texts;   ///< of a list of texts
    std::vector<FormRecord> records;  ///< one for a record, none or one for an optional one, any number for a list of them
};

/// A record while somebody fills it in, made from its field list.
struct FormRecord {
    const RecordDocumentation* documentation = nullptr;
    std::vector<FormField> fields;

    /// The field with this JSON name, or nullptr.
    FormField* find(std::string_view name);
};

/// A form with nothing in it; the records that must be there are.
FormRecord empty_form(const RecordDocumentation& documentation);

/// What the form says, as JSON: a field that is empty is left out, a number that cannot be read goes as the text that it is, so that the core's own validation names it. What an `any`
/// field holds is JSON, or else a text.
Value form_to_json(const FormRecord& form);

/// Fills the form from JSON as far as its fields go; everything else in the form is emptied.
void fill_form(FormRecord& form, const Value& json);

/// Adds a record to a field that can take one more; false when it cannot.
bool add_record(FormField& field);

/// True for a field that may hold zero or one, or many records.
bool can_add_record(const FormField& field);

/// What the core writes where the field is left empty: `""`, `0`, `false`, `[]`, or nothing for what is left out.
std::string default_of(const FieldDeclaration& declaration);

}  // namespace deskbell
