#include "native/harness/record_form.h"

#include <charconv>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// The entry as an integer when it is one.
Value integer_or_text(const std::string& entry) {
    std::int64_t number = 0;
    const char* end = entry.data() + entry.size();
    const auto [stopped, error] = std::from_chars(entry.data(), end, number);
    if (error == std::errc() && stopped == end) return Value(number);
    return Value(entry);
}

Value any_value(const std::string& entry) {
    const Result<Value> json = parse_json(entry);
    return json ? *json : Value(entry);
}

/// What the field adds to its record, or null for nothing.
Value field_to_json(const FormField& field) {
    switch (field.declaration->field.type) {
        case FieldType::text: return field.entry.empty() ? Value() : Value(field.entry);
        case FieldType::integer:
        case FieldType::optional_integer: return field.entry.empty() ? Value() : integer_or_text(field.entry);
        case FieldType::boolean: return field.flag ? Value(true) : Value();
        case FieldType::any: return field.entry.empty() ? Value() : any_value(field.entry);
        case FieldType::texts: {
            Value list = Value::array();
            for (const std::string& text : field.texts) list.push(text);
            return list.items().empty() ? Value() : list;
        }
        case FieldType::record:
        case FieldType::optional_record: return field.records.empty() ? Value() : form_to_json(field.records.front());
        case FieldType::records: {
            Value list = Value::array();
            for (const FormRecord& record : field.records) list.push(form_to_json(record));
            return list.items().empty() && field.declaration->field.presence != Presence::required ? Value() : list;
        }
        case FieldType::nodes: break;
    }
    return {};
}

std::string entry_of(const Value& json) { return json.is_text() ? std::string(json.as_text()) : json.is_null() ? "" : to_json(json); }

/// Of an `any` field: a text that would be read as other JSON keeps its quotes.
std::string any_entry(const Value& json) { return json.is_text() && parse_json(json.as_text()) ? to_json(json) : entry_of(json); }

void fill_field(FormField& field, const Value& json) {
    field.entry.clear();
    field.flag = false;
    field.texts.clear();
    field.records.clear();
    switch (field.declaration->field.type) {
        case FieldType::text:
        case FieldType::integer:
        case FieldType::optional_integer: field.entry = entry_of(json); return;
        case FieldType::any: field.entry = any_entry(json); return;
        case FieldType::boolean: field.flag = json.as_boolean(json.as_integer() != 0); return;
        case FieldType::texts:
            for (const Value& item : json.items()) field.texts.push_back(entry_of(item));
            return;
        case FieldType::record:
            field.records.push_back(empty_form(*field.declaration->record));
            fill_form(field.records.back(), json);
            return;
        case FieldType::optional_record:
            if (!json.is_object()) return;
            field.records.push_back(empty_form(*field.declaration->record));
            fill_form(field.records.back(), json);
            return;
        case FieldType::records:
            if (!json.is_array()) return;
            for (const Value& item : json.items()) {
                field.records.push_back(empty_form(*field.declaration->record));
                fill_form(field.records.back(), item);
            }
            return;
        case FieldType::nodes: return;
    }
}

}  // namespace

FormField* FormRecord::find(std::string_view name) {
    for (FormField& field : fields) {
        if (field.declaration->name == name) return &field;
    }
    return nullptr;
}

FormRecord empty_form(const RecordDocumentation& documentation) {
    FormRecord form;
    form.documentation = &documentation;
    for (std::size_t i = 0; i < documentation.count; ++i) {
        FormField field;
        field.declaration = &documentation.fields[i];
        if (field.declaration->field.type == FieldType::record) field.records.push_back(empty_form(*field.declaration->record));
        form.fields.push_back(std::move(field));
    }
    return form;
}

Value form_to_json(const FormRecord& form) {
    Value json = Value::object();
    for (const FormField& field : form.fields) {
        Value member = field_to_json(field);
        if (!member.is_null()) json.set(std::string_view(field.declaration->name), std::move(member));
    }
    return json;
}

void fill_form(FormRecord& form, const Value& json) {
    for (FormField& field : form.fields) fill_field(field, json[field.declaration->name]);
}

bool can_add_record(const FormField& field) {
    const FieldType type = field.declaration->field.type;
    return type == FieldType::records || (type == FieldType::optional_record && field.records.empty());
}

bool add_record(FormField& field) {
    if (!can_add_record(field)) return false;
    field.records.push_back(empty_form(*field.declaration->record));
    return true;
}

std::string default_of(const FieldDeclaration& declaration) {
    if (declaration.field.presence != Presence::always) return "";
    const Value value = written_default(declaration.field.type);
    return value.is_null() ? "" : to_json(value);
}

}  // namespace deskbell
