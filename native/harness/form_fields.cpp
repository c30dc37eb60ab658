#include "native/harness/form_fields.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "native/harness/controls.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

constexpr float label_share = 0.36F;

/// What an empty field tells: what it is for, and what stands for it when it stays empty.
std::string help(const FieldDeclaration& declaration) {
    const std::string standing = default_of(declaration);
    return std::string(declaration.about) + (standing.empty() ? "" : "; empty: " + standing);
}

std::string explain(const FieldDeclaration& declaration) {
    constexpr const char* presences[] = {"required", "always written", "optional"};
    constexpr const char* types[] = {"text",          "whole number", "whole number or nothing", "yes or no",       "any JSON",
                                     "list of texts", "record",       "record or nothing",       "list of records", "nodes"};
    return std::string(declaration.about) + "\n" + types[static_cast<std::size_t>(declaration.field.type)] + ", " +
           presences[static_cast<std::size_t>(declaration.field.presence)];
}

/// The name at the left; the next item comes at the right of it.
void label(const FieldDeclaration& declaration) {
    ImGui::AlignTextToFramePadding();
    const bool required = declaration.field.presence == Presence::required;
    coloured_text(required ? skin().text_1 : skin().text_2, declaration.name);
    hint(explain(declaration).c_str());
    if (required) {
        ImGui::SameLine(0, 3);
        coloured_text(skin().warn, "*");
        hint("required");
    }
}

void go_right() {
    const float width = ImGui::GetWindowContentRegionMax().x - ImGui::GetWindowContentRegionMin().x;
    ImGui::SameLine(std::max(width * label_share, ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + 8));
    ImGui::SetNextItemWidth(-1);
}

void draw_entry(FormField& field, const std::string& name) {
    label(*field.declaration);
    go_right();
    const std::string about = help(*field.declaration);
    if (field.declaration->field.type == FieldType::boolean) {
        ImGui::Checkbox("##flag", &field.flag);
    } else {
        ImGui::InputTextWithHint("##entry", about.c_str(), &field.entry);
    }
    name_control(name);
    hint(explain(*field.declaration).c_str());
}

void draw_texts(FormField& field, const std::string& name) {
    label(*field.declaration);
    ImGui::SameLine();
    if (word_button(("add " + name).c_str(), "+ add")) field.texts.emplace_back();
    int number = 0;
    int gone = -1;
    for (std::string& text : field.texts) {
        ImGui::PushID(number);
        const std::string item = name + "." + std::to_string(number);
        ImGui::SetNextItemWidth(-ImGui::GetFrameHeight() - 16);
        ImGui::InputTextWithHint("##text", field.declaration->about, &text);
        name_control(item);
        ImGui::SameLine();
        if (sign_button(("remove " + item).c_str(), Sign::cross, "remove it")) gone = number;
        ImGui::PopID();
        ++number;
    }
    if (gone >= 0) field.texts.erase(field.texts.begin() + gone);
}

void draw_records(FormField& field, const std::string& name) {
    const FieldType type = field.declaration->field.type;
    label(*field.declaration);
    if (can_add_record(field)) {
        ImGui::SameLine();
        if (word_button(("add " + name).c_str(), "+ add")) add_record(field);
        hint(field.declaration->record->about);
    }
    int number = 0;
    int gone = -1;
    const auto draw_remove = [&gone, &number](const std::string& item) {
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::GetFrameHeight() - 8);
        if (sign_button(("remove " + item).c_str(), Sign::cross, "remove it")) gone = number;
    };
    if (type == FieldType::optional_record && !field.records.empty()) draw_remove(name);
    for (FormRecord& record : field.records) {
        ImGui::PushID(number);
        std::string item = name;
        if (type == FieldType::records) {
            item += "." + std::to_string(number);
            ImGui::AlignTextToFramePadding();
            quiet_text(std::to_string(number + 1) + ".");
            draw_remove(item);
        }
        ImGui::Indent();
        draw_form_fields(record, item);
        ImGui::Unindent();
        ImGui::PopID();
        ++number;
    }
    if (gone >= 0) field.records.erase(field.records.begin() + gone);
}

}  // namespace

void draw_form_fields(FormRecord& form, const std::string& prefix) {
    for (FormField& field : form.fields) {
        ImGui::PushID(field.declaration->name);
        const std::string name = prefix.empty() ? field.declaration->name : prefix + "." + field.declaration->name;
        switch (field.declaration->field.type) {
            case FieldType::texts: draw_texts(field, name); break;
            case FieldType::record:
            case FieldType::optional_record:
            case FieldType::records: draw_records(field, name); break;
            default: draw_entry(field, name); break;
        }
        ImGui::PopID();
    }
    if (form.fields.empty()) quiet_text("nothing to fill in");
}

}  // namespace deskbell
