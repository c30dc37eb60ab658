#include "native/harness/json_tree.h"

#include <imgui.h>

#include <algorithm>
#include <span>

#include "core/base/json.h"
#include "native/harness/controls.h"
#include "native/harness/json_text.h"
#include "native/harness/raw_text.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

/// More elements of one array or object are not drawn; a line says how many.
constexpr std::size_t most_children = 500;
/// Longer texts are cut; copying gives all.
constexpr std::size_t most_text = 2000;
/// A longer text is not looked at for JSON in it.
constexpr std::size_t most_json_in_text = 1 << 16;

struct Tree {
    const std::vector<LeftOut>* left_out;

    const LeftOut* find(const std::string& path) const {
        if (left_out == nullptr) return nullptr;
        const auto found = std::find_if(left_out->begin(), left_out->end(), [&](const LeftOut& one) { return one.path == path; });
        return found == left_out->end() ? nullptr : &*found;
    }
    bool any_below(const std::string& path) const {
        return left_out != nullptr &&
               std::any_of(left_out->begin(), left_out->end(), [&](const LeftOut& one) { return one.path.starts_with(path + "."); });
    }

    void draw(const std::string& name, const std::string& path, const Value& value, int open_levels) const;
    void draw_branch(const std::string& name, const std::string& path, const Value& value, int open_levels, const char* about) const;
    void draw_leaf(const std::string& name, const Value& value, const LeftOut* why) const;
};

ImU32 colour_of(const Value& value) {
    switch (value.type()) {
        case Value::Type::text: return skin().ok;
        case Value::Type::integer:
        case Value::Type::decimal: return skin().blue;
        case Value::Type::boolean:
        case Value::Type::null: return skin().violet;
        default: return skin().text_1;
    }
}

std::string cut(std::string text) {
    if (text.size() <= most_text) return text;
    const std::size_t whole = text.size();
    std::size_t end = most_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text + "… (" + std::to_string(whole) + " bytes)";
}

std::string copied(const Value& value) { return value.is_text() ? std::string(value.as_text()) : pretty_json(value); }
std::string copied(const Node& node) {
    std::string json;
    append_nodes(json, std::span(&node, 1));
    return pretty_json(parse_json(std::string_view(json).substr(1, json.size() - 2)).value_or(Value()));
}

template <class Part>
void copy_menu(const std::string& path, const Part& part) {
    if (!ImGui::BeginPopupContextItem("copy")) return;
    if (ImGui::MenuItem("Copy value")) ImGui::SetClipboardText(copied(part).c_str());
    if (!path.empty() && ImGui::MenuItem("Copy path")) ImGui::SetClipboardText(path.c_str());
    ImGui::EndPopup();
}

/// A branch without words; what it is called is drawn behind its arrow.
bool begin_branch(const char* id, bool is_leaf) {
    const float left = ImGui::GetCursorPosX();
    const ImGuiTreeNodeFlags flags =
        ImGuiTreeNodeFlags_SpanAvailWidth | ImGuiTreeNodeFlags_AllowOverlap | (is_leaf ? ImGuiTreeNodeFlags_Leaf : 0);
    const bool is_open = ImGui::TreeNodeEx(id, flags, "%s", "");
    ImGui::SameLine(left + ImGui::GetTreeNodeToLabelSpacing(), 0);
    return is_open;
}

void tell_why(const LeftOut* why) {
    if (why == nullptr) return;
    ImGui::SameLine();
    coloured_text(skin().warn, "left out: " + why->reason.substr(0, why->reason.find(':')));
    hint(why->reason.c_str());
}

void Tree::draw_leaf(const std::string& name, const Value& value, const LeftOut* why) const {
    // Names stand below each other, whether there is an arrow before them or not.
    ImGui::Indent(ImGui::GetTreeNodeToLabelSpacing());
    ImGui::BeginGroup();
    raw_text(why != nullptr ? skin().warn : skin().text_2, name + ":");
    ImGui::SameLine(0, 6);
    raw_text(why != nullptr ? skin().warn : colour_of(value), cut(to_json(value)));
    ImGui::EndGroup();
    ImGui::Unindent(ImGui::GetTreeNodeToLabelSpacing());
    tell_why(why);
}

void Tree::draw_branch(const std::string& name, const std::string& path, const Value& value, int open_levels, const char* about) const {
    const LeftOut* why = find(path);
    const std::size_t size = value.items().size();
    ImGui::SetNextItemOpen(open_levels > 0 || any_below(path), ImGuiCond_Appearing);
    const bool is_open = begin_branch("branch", size == 0);
    raw_text(why != nullptr ? skin().warn : skin().text_2, name);
    ImGui::SameLine(0, 6);
    const std::string count = std::to_string(size);
    raw_text(skin().text_3, (value.is_array() ? "[" + count + "]" : "{" + count + "}") + about);
    copy_menu(path, value);
    tell_why(why);
    if (!is_open) return;
    for (std::size_t i = 0; i < std::min(size, most_children); ++i) {
        const std::string child = value.is_object() ? value.names()[i] : std::to_string(i);
        draw(child, path.empty() ? child : path + "." + child, value.items()[i], open_levels - 1);
    }
    if (size > most_children) quiet_text(std::to_string(size - most_children) + " more are not drawn; copying gives all");
    ImGui::TreePop();
}

void Tree::draw(const std::string& name, const std::string& path, const Value& value, int open_levels) const {
    ImGui::PushID(name.c_str());
    const std::string_view text = value.as_text();
    if (value.is_object() || value.is_array()) {
        draw_branch(name, path, value, open_levels, "");
    } else if (text.size() > 1 && text.size() <= most_json_in_text && (text.front() == '{' || text.front() == '[')) {
        const Result<Value> inner = parse_json(text);
        if (inner) {
            draw_branch(name, path, *inner, open_levels, "  JSON in a text");
        } else {
            draw_leaf(name, value, find(path));
        }
    } else {
        draw_leaf(name, value, find(path));
        copy_menu(path, value);
    }
    ImGui::PopID();
}

void draw_node(const Node& node, int number) {
    ImGui::PushID(number);
    ImGui::SetNextItemOpen(true, ImGuiCond_Appearing);
    const bool is_open = begin_branch("node", node.children.empty());
    raw_text(skin().accent_ink, node_kind_name(node.kind));
    copy_menu("", node);
    for (const auto& [name, value] : node.attributes) {
        ImGui::SameLine(0, 8);
        raw_text(skin().text_3, std::string(attribute_name(name)));
        ImGui::SameLine(0, 4);
        raw_text(colour_of(value), cut(to_json(value)));
    }
    if (!node.text.empty()) {
        ImGui::SameLine(0, 8);
        raw_text(skin().text_1, cut(node.text));
    }
    if (is_open) {
        int child = 0;
        for (const Node& below : node.children) draw_node(below, child++);
        ImGui::TreePop();
    }
    ImGui::PopID();
}

}  // namespace

void draw_json(const std::string& name, const Value& value, int open_levels, const std::vector<LeftOut>* left_out) {
    Tree{left_out}.draw(name, "", value, open_levels);
}

void draw_nodes(const std::vector<Node>& nodes) {
    int number = 0;
    for (const Node& node : nodes) draw_node(node, number++);
}

void copy_button(const char* name, const Value& value) {
    if (sign_button(name, Sign::copy, "Copy as JSON")) ImGui::SetClipboardText(pretty_json(value).c_str());
}

}  // namespace deskbell
