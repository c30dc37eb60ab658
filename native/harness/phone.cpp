#include "native/harness/phone.h"

#include <imgui_stdlib.h>

#include <algorithm>

#include "native/harness/script.h"

namespace deskbell {

namespace {

constexpr float padding = 12;
constexpr float rounding = 14;
constexpr float control_height = 38;

/// Kinds whose children are words of a line rather than blocks.
bool holds_words(NodeKind kind) { return kind == NodeKind::paragraph || kind == NodeKind::heading || kind == NodeKind::table_cell; }

std::string label_of(const Node& node) { return std::string(node.attribute_text(Attribute::label)); }

}  // namespace

void PhonePanel::words(std::string_view text, float width, ImU32 colour) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, draw_text(at, width, colour, text)});
}

void PhonePanel::act(std::string_view action, Value value) {
    Value event = Value::object().set("event", "action").set("row", row_).set("action", action);
    if (!value.is_null()) event.set("value", std::move(value));
    events_.push_back(std::move(event));
}

bool PhonePanel::press(std::string_view label, std::string_view action, float width, bool disabled) {
    ImGui::PushID(next_id_++);
    ImGui::BeginDisabled(disabled || action.empty());
    const float height = std::max(control_height, draw_text({}, width - 2 * padding, 0, label, false) + 12);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::Button("##control", {width, height});
    const ImU32 colour = disabled || action.empty() ? look_->muted : look_->accent;
    draw_text({at.x + padding, at.y + 8}, width - 2 * padding, colour, label);
    ImGui::EndDisabled();
    ImGui::PopID();
    return pressed;
}

void PhonePanel::draw_button(const Node& node, float width) {
    const std::string_view action = node.attribute_text(Attribute::action);
    if (press(label_of(node), action, width, node.flag(Attribute::disabled))) act(action, {});
    if (const std::string_view reason = node.attribute_text(Attribute::reason); !reason.empty()) words(reason, width, look_->muted);
}

std::string& PhonePanel::entry(const Node& field) {
    const std::string key = row_ + "/" + std::string(field.attribute_text(Attribute::name));
    return entries_.try_emplace(key, field.attribute_text(Attribute::value)).first->second;
}

void PhonePanel::draw_form(const Node& form, float width) {
    words(label_of(form), width, look_->text);
    Value values = Value::object();
    for (const Node& child : form.children) {
        if (child.kind == NodeKind::button) {
            const std::string_view action = child.attribute_text(Attribute::action);
            if (press(label_of(child), action, width, child.flag(Attribute::disabled))) act(action, values);
            continue;
        }
        words(label_of(child) + (child.flag(Attribute::required) ? " *" : ""), width, look_->muted);
        std::string& text = entry(child);
        ImGui::PushID(next_id_++);
        ImGui::SetNextItemWidth(width);
        ImGui::BeginDisabled(child.flag(Attribute::disabled) || form.flag(Attribute::disabled));
        if (child.kind == NodeKind::select) {
            if (ImGui::BeginCombo("##field", text.c_str())) {
                for (const Value& option : child.find(Attribute::options)->items()) {
                    const std::string shown(option.as_text());
                    if (ImGui::Selectable(shown.c_str(), shown == text)) text = shown;
                }
                ImGui::EndCombo();
            }
        } else {
            const std::string hint(child.attribute_text(Attribute::placeholder));
            ImGui::InputTextWithHint("##field", hint.c_str(), &text);
        }
        ImGui::EndDisabled();
        ImGui::PopID();
        if (const std::string_view error = child.attribute_text(Attribute::error); !error.empty()) words(error, width, look_->danger);
        values.set(child.attribute_text(Attribute::name), Value(text));
    }
}

void PhonePanel::draw_rating(const Node& rating, float width) {
    words(label_of(rating), width, look_->text);
    for (const Node& option : rating.children) {
        if (option.kind != NodeKind::rating_option) {
            draw_node(option, width, look_->text);
            continue;
        }
        const std::string number = std::to_string(option.find(Attribute::number)->as_integer());
        const std::string label = (option.flag(Attribute::chosen) ? "\u2714 " : "") + number + "  " + label_of(option);
        const std::string_view action = option.attribute_text(Attribute::action);
        if (press(label, action, width, rating.flag(Attribute::disabled))) act(action, {});
    }
}

void PhonePanel::draw_table(const Node& table) {
    const std::size_t columns = table.children.empty() ? 0 : table.children.front().children.size();
    if (columns == 0 || columns > 60) return;
    ImGui::PushID(next_id_++);
    if (ImGui::BeginTable("##table", static_cast<int>(columns), ImGuiTableFlags_Borders)) {
        for (const Node& row : table.children) {
            ImGui::TableNextRow();
            for (const Node& cell : row.children) {
                if (!ImGui::TableNextColumn()) continue;
                words(plain_text(cell), ImGui::GetContentRegionAvail().x, row.flag(Attribute::header) ? look_->muted : look_->text);
            }
        }
        ImGui::EndTable();
    }
    ImGui::PopID();
}

void PhonePanel::draw_nodes(const std::vector<Node>& nodes, float width, ImU32 colour) {
    for (const Node& node : nodes) draw_node(node, width, colour);
}

void PhonePanel::draw_node(const Node& node, float width, ImU32 colour) {
    if (holds_words(node.kind)) return words(plain_text(node), width, colour);
    switch (node.kind) {
        case NodeKind::form: return draw_form(node, width);
        case NodeKind::rating: return draw_rating(node, width);
        case NodeKind::table: return draw_table(node);
        case NodeKind::button: return draw_button(node, width);
        case NodeKind::choice: {
            const std::string_view action = node.attribute_text(Attribute::action);
            const std::string label = (node.flag(Attribute::chosen) ? "\u2714 " : "") + label_of(node);
            if (press(label, action, width, node.flag(Attribute::disabled))) act(action, {});
            return;
        }
        case NodeKind::list: {
            std::int64_t number = node.find(Attribute::start) != nullptr ? node.find(Attribute::start)->as_integer(1) : 1;
            for (const Node& item : node.children) {
                const std::string mark = node.flag(Attribute::ordered) ? std::to_string(number++) + "." : "\u2022";
                draw_text(ImGui::GetCursorScreenPos(), width, look_->muted, mark);
                ImGui::Indent(22);
                draw_nodes(item.children, width - 22, colour);
                ImGui::Unindent(22);
            }
            return;
        }
        case NodeKind::quote:
            ImGui::Indent(padding);
            draw_nodes(node.children, width - padding, look_->muted);
            ImGui::Unindent(padding);
            return;
        case NodeKind::card: {
            if (const auto eyebrow = node.attribute_text(Attribute::eyebrow); !eyebrow.empty()) words(eyebrow, width, look_->muted);
            words(node.attribute_text(Attribute::title), width, look_->text);
            if (const auto desc = node.attribute_text(Attribute::desc); !desc.empty()) words(desc, width, look_->muted);
            return draw_nodes(node.children, width, colour);
        }
        case NodeKind::field: return words(label_of(node) + ": " + std::string(node.attribute_text(Attribute::value)), width, look_->muted);
        case NodeKind::rule:
        case NodeKind::divider: {
            if (const std::string label = label_of(node); !label.empty()) return words(label, width, look_->muted);
            return ImGui::Separator();
        }
        case NodeKind::notice: {
            const std::string_view tone = node.attribute_text(Attribute::tone);
            return words(node.text, width, tone == "error" ? look_->danger : tone == "warn" ? look_->warn : look_->muted);
        }
        default: break;
    }
    if (!node.children.empty()) return draw_nodes(node.children, width, colour);
    std::string text = plain_text(node);
    if (const Value* progress = node.find(Attribute::progress))
        text += " " + std::to_string(static_cast<int>(progress->as_number() * 100)) + "%";
    words(text, width, colour);
}

void PhonePanel::draw_row(const Row& row, float width) {
    row_ = row.key;
    const bool own = row.side == "visitor";
    if (row.author && row.head && !own) words(row.author->name, width, look_->muted);
    if (row.layout != "bubble") {
        draw_nodes(row.body, width, row.side == "center" ? look_->muted : look_->text);
    } else {
        const float most = width * 0.84F - 2 * padding;
        float wanted = 0;
        for (const Node& node : row.body) wanted = std::max(wanted, holds_words(node.kind) ? text_width(plain_text(node), most) + 1 : most);
        const float left = own ? width - wanted - 2 * padding : 0;
        const ImVec2 from = ImGui::GetCursorScreenPos();
        ImDrawList* list = ImGui::GetWindowDrawList();
        list->ChannelsSplit(2);
        list->ChannelsSetCurrent(1);
        ImGui::SetCursorScreenPos({from.x + left + padding, from.y + 8});
        ImGui::BeginGroup();
        draw_nodes(row.body, wanted, own ? look_->own_text : look_->text);
        ImGui::EndGroup();
        const ImVec2 low = ImGui::GetItemRectMin();
        const ImVec2 high = ImGui::GetItemRectMax();
        list->ChannelsSetCurrent(0);
        list->AddRectFilled({low.x - padding, low.y - 8}, {high.x + padding, high.y + 6}, own ? look_->own_bubble : look_->bubble,
                            rounding);
        list->ChannelsMerge();
        ImGui::SetCursorScreenPos({from.x, high.y + 8});
    }
    if (row.delivery && !row.delivery->label.empty()) {
        const float right = own ? width - text_width(row.delivery->label, width) : 0;
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + right);
        words(row.delivery->label, width - right, row.delivery->state == "failed" ? look_->danger : look_->muted);
    }
    ImGui::Dummy({0, 4});
}

std::vector<Value> PhonePanel::draw(const View& view, Theme theme) {
    look_ = &look_of(theme);
    next_id_ = 0;
    events_.clear();
    hovered_row_.clear();
    ImGui::PushStyleColor(ImGuiCol_ChildBg, look_->surface);
    ImGui::PushStyleColor(ImGuiCol_Text, look_->text);
    ImGui::PushStyleColor(ImGuiCol_Button, look_->surface);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, look_->bubble);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, look_->line);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, look_->header);
    ImGui::PushStyleColor(ImGuiCol_Border, look_->line);
    ImGui::PushStyleColor(ImGuiCol_PopupBg, look_->surface);
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, look_->muted);
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 8);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {14, 10});
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10, 9});
    ImGui::BeginChild("phone", {0, 0}, ImGuiChildFlags_Border | ImGuiChildFlags_AlwaysUseWindowPadding);
    const float width = ImGui::GetContentRegionAvail().x;
    row_ = "header";
    words(view.header().title, width, look_->text);
    words(view.header().subtitle, width, look_->muted);
    for (std::size_t i = 0; i < view.header().actions.size(); ++i) {
        const Node& action = view.header().actions[i];
        const float wanted = text_width(label_of(action), width) + 2 * padding + 2;
        if (i > 0) ImGui::SameLine(0, 8);
        if (i > 0 && wanted > ImGui::GetContentRegionAvail().x) ImGui::NewLine();
        draw_button(action, wanted);
    }
    ImGui::Separator();
    const float composer_height = control_height + 24;
    ImGui::BeginChild("rows", {0, -composer_height});
    const float inner = ImGui::GetContentRegionAvail().x - 4;
    for (const Row& row : view.rows()) {
        const ImVec2 top = ImGui::GetCursorScreenPos();
        draw_row(row, inner);
        if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
            ImGui::IsMouseHoveringRect(top, {top.x + inner, ImGui::GetCursorScreenPos().y}))
            hovered_row_ = row.key;
    }
    if (view.rows().size() != rows_shown_) ImGui::SetScrollHereY(1);
    rows_shown_ = view.rows().size();
    ImGui::EndChild();
    ImGui::Separator();
    const Composer& composer = view.composer();
    row_ = "composer";
    if (!composer.enabled) {
        words(composer.reason, width, look_->muted);
    } else {
        const float send_width = text_width(composer.send_label, width / 2) + 2 * padding + 2;
        const std::string hint = in_visual_order(composer.placeholder);
        ImGui::SetNextItemWidth(width - send_width - 8);
        const bool entered = ImGui::InputTextWithHint("##draft", hint.c_str(), &draft_, ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::SameLine(0, 8);
        const bool pressed = press(composer.send_label, "send", send_width, draft_.empty());
        if ((entered || pressed) && !draft_.empty()) {
            events_.push_back(Value::object().set("event", "text").set("text", draft_));
            draft_.clear();
        }
    }
    ImGui::EndChild();
    ImGui::PopStyleVar(4);
    ImGui::PopStyleColor(9);
    return std::move(events_);
}

}  // namespace deskbell
