#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace deskbell {

/// What a node is; nodes.def lists the kinds with the attributes of each.
enum class NodeKind : std::uint8_t {
#define DESKBELL_NODE(kind, attributes) kind,
#include "core/base/nodes.def"
#undef DESKBELL_NODE
};

/// A property of a node; attributes.def lists them with what they hold.
enum class Attribute : std::uint8_t {
#define DESKBELL_ATTRIBUTE(name, type) name,
#include "core/base/attributes.def"
#undef DESKBELL_ATTRIBUTE
};

/// A piece of what is on the screen, in meaning rather than looks, already in the visitor's language. Renderers map kinds; they decide nothing.
struct Node {
    NodeKind kind = NodeKind::paragraph;
    std::string text;  ///< only kinds that list "text"
    std::vector<std::pair<Attribute, Value>> attributes;
    std::vector<Node> children;

    explicit Node(NodeKind node_kind, std::string_view node_text = {}) : kind(node_kind), text(node_text) {}

    /// Sets an attribute (replacing it) and gives the node back, so that calls can be chained.
    Node& set(Attribute name, Value&& value);
    Node& set(Attribute name, const Value& value) { return set(name, Value(value)); }
    // The same from what a Value is mostly made of; a call of these is shorter.
    Node& set(Attribute name, std::string_view words);
    Node& set(Attribute name, const std::string& words);
    Node& set(Attribute name, const char* words);
    Node& set(Attribute name, std::int64_t number);
    Node& set(Attribute name, int number);
    Node& set(Attribute name, bool flag);
    /// Sets an attribute unless the text is empty.
    Node& set_text(Attribute name, std::string_view value);
    /// Sets a boolean attribute to true, or leaves it out.
    Node& set_flag(Attribute name, bool value);
    /// Appends a child and gives the node back.
    Node& add(Node&& child);
    Node& add(const Node& child) { return add(Node(child)); }

    const Value* find(Attribute name) const;
    /// The text of an attribute, empty when it has none.
    std::string_view attribute_text(Attribute name) const;
    bool flag(Attribute name) const;

    bool operator==(const Node& other) const = default;
};

std::string_view node_kind_name(NodeKind kind);
/// The kind with this JSON name.
std::optional<NodeKind> find_node_kind(std::string_view name);
/// The attribute list of a kind, as in nodes.def: `"href title? children"`.
std::string_view node_kind_attributes(NodeKind kind);
std::string_view attribute_name(Attribute name);

/// Appends nodes with everything below them as a JSON array: `[{"kind":"link","href":"…","children":[…]}]`. Leaves have no `children`. Written at once, without a tree of values
/// in between: it is done with every word of an answer that grows.
void append_nodes(std::string& out, std::span<const Node> nodes);
/// Appends a node's JSON without its `children` and the bracket that closes it.
void append_node_head(std::string& out, const Node& node);

/// The words of a node and everything below it, in reading order: text and labels, blocks separated by a space.
std::string plain_text(const Node& node);

}  // namespace deskbell
