// Forms: labels above fields, what is wrong below them, in words.

#include <algorithm>

#include "native/harness/edit_field.h"
#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float padding = 16;
constexpr float field_height = 42;
constexpr float field_radius = 10;
constexpr float field_side = 12;

bool is_field(const Node& node) { return node.kind == NodeKind::input || node.kind == NodeKind::select; }

}  // namespace

std::string& NodePainter::entry(const Node& field) {
    const std::string key = row_ + "/" + std::string(field.attribute_text(Attribute::name));
    std::string& text = memory_.entries[key];
    // What the visitor typed stays, unless the session says something it had not said before.
    if (const Value* value = field.find(Attribute::value)) {
        std::string& given = memory_.given[key];
        if (given != value->as_text()) {
            given = value->as_text();
            text = given;
        }
    }
    return text;
}

ImVec2 NodePainter::draw_form(const Node& form, const Box& box, const Ink& ink) {
    const bool painted = pen_.is_painting;
    if (painted) {
        pen_.is_painting = false;
        const int names = names_;
        const float height = draw_form(form, box, ink).y;
        names_ = names;
        pen_.is_painting = true;
        pen_.fill({box.x, box.y}, {box.x + box.width, box.y + height}, pen_.look.surface_0, 12);
        pen_.frame({box.x, box.y}, {box.x + box.width, box.y + height}, pen_.look.line, 12);
    }
    const Box inner{box.x + padding + 1, box.y + padding + 1, box.width - 2 * (padding + 1)};
    Ink own = ink;
    own.text = pen_.look.text_1;
    own.is_own = false;
    own.is_disabled = form.flag(Attribute::disabled);
    own.fills_width = true;
    float height = 0;
    if (const std::string_view label = form.attribute_text(Attribute::label); !label.empty())
        height += pen_.write(inner, label, pen_.title(), pen_.look.text_1).y;
    Value values = Value::object();
    for (const Node& child : form.children) {
        if (is_field(child)) values.set(child.attribute_text(Attribute::name), Value(entry(child)));
    }
    const Node* submit = nullptr;
    bool is_entered = false;
    for (const Node& child : form.children) {
        if (height > 0) height += &child == &form.children.front() ? 12.0F : 14.0F;
        if (is_field(child)) {
            height += draw_field(child, inner.below(height), own, is_entered).y;
        } else if (child.kind == NodeKind::button) {
            if (child.attribute_text(Attribute::action) == "submit" && !child.flag(Attribute::disabled)) submit = &child;
            height +=
                draw_button(child, inner.below(height), own, child.attribute_text(Attribute::action) == "submit" ? values : Value()).y;
        } else {
            height += draw(child, inner.below(height), own).y;
        }
    }
    // Enter in a field presses the form's own button; what was typed in this very frame goes along.
    if (is_entered && submit != nullptr) {
        for (const Node& child : form.children) {
            if (is_field(child)) values.set(child.attribute_text(Attribute::name), Value(entry(child)));
        }
        act("submit", std::move(values));
    }
    return {box.width, height + 2 * (padding + 1)};
}

ImVec2 NodePainter::draw_field(const Node& field, const Box& box, const Ink& ink, bool& is_entered) {
    const Look& look = pen_.look;
    const std::string_view error = field.attribute_text(Attribute::error);
    const bool is_enabled = !field.flag(Attribute::disabled) && !ink.is_disabled;
    std::vector<Words> label{{std::string(field.attribute_text(Attribute::label)), {true, false, false}, 13, look.text_1}};
    if (field.flag(Attribute::required)) label.push_back({" *", {true, false, false}, 13, look.danger});
    float height = pen_.write(box, label, Pen::secondary()).y + 4;
    const ImVec2 low{box.x, box.y + height};
    const ImVec2 high{box.x + box.width, low.y + field_height};
    std::string& text = entry(field);
    pen_.fill(low, high, is_enabled ? look.surface_0 : look.surface_1, field_radius);
    bool has_focus = false;
    const std::string name = "field:" + std::string(field.attribute_text(Attribute::name));
    if (field.kind == NodeKind::select) {
        draw_select(field, low, high, text, is_enabled);
    } else {
        const EditField wanted{name, field.attribute_text(Attribute::placeholder), false, is_enabled};
        LetterStyle style{15, 24};
        style.follows_page = text.empty();
        const Edited edited = edit(pen_, wanted, {low.x + field_side, low.y}, {high.x - field_side, high.y}, text, style);
        has_focus = edited.has_focus;
        is_entered = is_entered || edited.is_entered;
    }
    const ImU32 edge = has_focus ? look.accent_ink : !error.empty() ? look.danger : is_enabled ? look.control : look.line;
    pen_.frame(low, high, edge, field_radius, has_focus ? 2 : 1);
    height += field_height;
    if (!error.empty()) {
        height += 4;
        const Box line = box.below(height);
        pen_.icon(Icon::alert, {pen_.start(line, 0, 14) + 7, line.y + 9}, 14, look.danger);
        height += pen_.write(pen_.part(line, 18, box.width - 18), error, Pen::secondary(), look.danger).y;
    }
    return {box.width, height};
}

void NodePainter::draw_select(const Node& select, ImVec2 low, ImVec2 high, std::string& value, bool is_enabled) {
    if (!pen_.is_painting) return;
    const Look& look = pen_.look;
    const Value* options = select.find(Attribute::options);
    const Box box{low.x, low.y, high.x - low.x};
    const std::string name = "select:" + std::string(select.attribute_text(Attribute::name));
    const bool is_empty = value.empty();
    const std::string_view shown = is_empty ? select.attribute_text(Attribute::placeholder) : std::string_view(value);
    LetterStyle style{15, 24, false, Align::start, 1, true};
    const Touch over = pen_.touch(name, low, high, is_enabled);
    pen_.write(pen_.part({box.x, box.y + 9, box.width}, field_side, box.width - field_side - 36), shown, style,
               is_empty     ? look.text_3
               : is_enabled ? look.text_1
                            : look.text_2);
    pen_.icon(Icon::chevron, {pen_.start(box, box.width - 30, 18) + 9, low.y + field_height / 2}, 18, look.text_2, {18, 1.8F, false, 1});
    const std::string popup = row_ + "/" + name;
    if (over.is_pressed) ImGui::OpenPopup(popup.c_str());
    if (options == nullptr) return;
    constexpr float line = 40;
    const auto count = static_cast<float>(options->items().size());
    ImGui::SetNextWindowPos({low.x, high.y + 4});
    ImGui::SetNextWindowSize({box.width, std::min(count * line + 12, 260.0F)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 12);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_PopupBg, look.surface_0);
    ImGui::PushStyleColor(ImGuiCol_Border, look.line);
    if (ImGui::BeginPopup(popup.c_str())) {
        ImDrawList* const list = pen_.list;
        pen_.list = ImGui::GetWindowDrawList();
        ImGui::Dummy({0, 6});
        for (const Value& option : options->items()) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            const ImVec2 end{at.x + box.width - 12, at.y + line};
            const std::string words(option.as_text());
            ImGui::Dummy({box.width - 12, line});
            const Touch pick = pen_.touch("option:" + words, {at.x + 6, at.y}, end);
            const bool is_chosen = words == value;
            if (pick.is_over) pen_.fill({at.x + 6, at.y}, end, look.surface_1, 8);
            const Box row{at.x + 6, at.y + 8, box.width - 18};
            pen_.write(pen_.part(row, 10, row.width - 44), words, style, look.text_1);
            if (is_chosen)
                pen_.icon(Icon::tick, {pen_.start(row, row.width - 28, 18) + 9, at.y + line / 2}, 18, look.accent_ink, {18, 2.4F});
            if (!pick.is_pressed) continue;
            value = words;
            ImGui::CloseCurrentPopup();
        }
        pen_.list = list;
        ImGui::EndPopup();
    }
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
}

}  // namespace deskbell
