#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/node.h"

namespace deskbell::testing {

/// Nodes on one line, for expectations: `paragraph("see " link[href="https://a.b"]("here") line_break)`. Text nodes are only their quoted text.
inline std::string outline(const std::vector<Node>& nodes) {
    std::string out;
    for (const Node& node : nodes) {
        if (!out.empty()) out += ' ';
        if (node.kind == NodeKind::text) {
            append_json_text(out, node.text);
            continue;
        }
        out += node_kind_name(node.kind);
        std::string members;
        for (const auto& [name, value] : node.attributes) {
            if (!members.empty()) members += ' ';
            members += attribute_name(name);
            if (!(value.is_boolean() && value.as_boolean())) members += "=" + to_json(value);
        }
        if (!members.empty()) out += "[" + members + "]";
        if (!node.text.empty()) append_json_text(out, node.text);
        if (!node.children.empty()) out += "(" + outline(node.children) + ")";
    }
    return out;
}

/// What is wrong with a tree by nodes.def and the rules of markdown.h, or an empty text.
inline std::string fault_of(const Node& node, NodeKind parent) {
    const auto is_inline = [](NodeKind kind) { return kind <= NodeKind::line_break; };
    const std::string name(node_kind_name(node.kind));
    const std::string allowed = " " + std::string(node_kind_attributes(node.kind)) + " ";
    for (const auto& [attribute, value] : node.attributes) {
        const std::string word(attribute_name(attribute));
        if (allowed.find(" " + word + " ") == std::string::npos && allowed.find(" " + word + "? ") == std::string::npos) {
            return name + " may not have " + word;
        }
    }
    const bool may_have_text = allowed.find(" text ") != std::string::npos;
    if (!may_have_text && !node.text.empty()) return name + " has text";
    if (node.kind == NodeKind::text && node.text.empty()) return "an empty text";
    if (allowed.find(" children ") == std::string::npos && !node.children.empty()) return name + " has children";
    for (const Attribute needed : {Attribute::href, Attribute::src, Attribute::alt, Attribute::level}) {
        if (allowed.find(" " + std::string(attribute_name(needed)) + " ") != std::string::npos && node.find(needed) == nullptr) {
            return name + " has no " + std::string(attribute_name(needed));
        }
    }
    if ((node.kind == NodeKind::list_item) != (parent == NodeKind::list)) return name + " in " + std::string(node_kind_name(parent));
    if ((node.kind == NodeKind::table_row) != (parent == NodeKind::table)) return name + " in " + std::string(node_kind_name(parent));
    if ((node.kind == NodeKind::table_cell) != (parent == NodeKind::table_row)) return name + " in " + std::string(node_kind_name(parent));
    const bool parent_is_container = parent == NodeKind::quote || parent == NodeKind::list_item || parent == NodeKind::list ||
                                     parent == NodeKind::table || parent == NodeKind::table_row;
    if (is_inline(node.kind) == parent_is_container) return name + " in " + std::string(node_kind_name(parent));
    const Node* last = nullptr;
    for (const Node& child : node.children) {
        if (last != nullptr && last->kind == NodeKind::text && child.kind == NodeKind::text) return "two texts side by side";
        last = &child;
        if (std::string fault = fault_of(child, node.kind); !fault.empty()) return fault;
    }
    return {};
}

/// The same for a list of blocks.
inline std::string fault_of(const std::vector<Node>& blocks) {
    for (const Node& block : blocks) {
        if (std::string fault = fault_of(block, NodeKind::quote); !fault.empty()) return fault;
    }
    return {};
}

struct TreeSize {
    std::size_t nodes = 0;
    std::size_t text_bytes = 0;
    std::size_t depth = 0;
};

inline TreeSize size_of(const std::vector<Node>& nodes) {
    TreeSize size;
    for (const Node& node : nodes) {
        const TreeSize below = size_of(node.children);
        size.nodes += 1 + below.nodes;
        size.text_bytes += node.text.size() + below.text_bytes;
        for (const auto& [name, value] : node.attributes) size.text_bytes += value.as_text().size();
        size.depth = std::max(size.depth, 1 + below.depth);
    }
    return size;
}

}  // namespace deskbell::testing
