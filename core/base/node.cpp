#include "core/base/node.h"

#include "core/base/json.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

constexpr char kind_names[] =
#define DESKBELL_NODE(kind, attributes) #kind "\0"
#include "core/base/nodes.def"
#undef DESKBELL_NODE
    ;

constexpr char attribute_names[] =
#define DESKBELL_ATTRIBUTE(name, type) #name "\0"
#include "core/base/attributes.def"
#undef DESKBELL_ATTRIBUTE
    ;

constexpr std::string_view kind_attributes[] = {
#define DESKBELL_NODE(kind, attributes) attributes,
#include "core/base/nodes.def"
#undef DESKBELL_NODE
};

/// What a kind has besides attributes; taken from its list when this is compiled, so that the lists themselves stay out of the browser.
struct Content {
    bool text;
    bool children;
};

constexpr Content content_of(std::string_view attributes) {
    return {attributes.starts_with("text") || attributes.ends_with(" text"), attributes.ends_with("children")};
}

constexpr Content contents[] = {
#define DESKBELL_NODE(kind, attributes) content_of(attributes),
#include "core/base/nodes.def"
#undef DESKBELL_NODE
};

void append_plain_text(std::string& out, const Node& node) {
    const auto append = [&](std::string_view words) {
        if (words.empty()) return;
        if (!out.empty() && out.back() != ' ') out += ' ';
        out += words;
    };
    switch (node.kind) {
        case NodeKind::text:
        case NodeKind::code: out += node.text; return;
        case NodeKind::line_break: out += ' '; return;
        case NodeKind::image: out += node.attribute_text(Attribute::alt); return;
        case NodeKind::strong:
        case NodeKind::emphasis:
        case NodeKind::strike:
        case NodeKind::link: break;
        default:
            // A block begins: its words must not run into the ones before it.
            append(node.text);
            for (const Attribute name : {Attribute::title, Attribute::label, Attribute::value, Attribute::desc}) {
                append(node.attribute_text(name));
            }
            if (!out.empty() && out.back() != ' ' && !node.children.empty()) out += ' ';
    }
    for (const Node& child : node.children) append_plain_text(out, child);
}

}  // namespace

Node& Node::set(Attribute name, Value&& value) {
    for (auto& [existing, current] : attributes) {
        if (existing == name) {
            current = std::move(value);
            return *this;
        }
    }
    attributes.emplace_back(name, std::move(value));
    return *this;
}

Node& Node::set(Attribute name, std::string_view words) { return set(name, Value(words)); }
Node& Node::set(Attribute name, const std::string& words) { return set(name, Value(std::string_view(words))); }
Node& Node::set(Attribute name, const char* words) { return set(name, Value(words)); }
Node& Node::set(Attribute name, std::int64_t number) { return set(name, Value(number)); }
Node& Node::set(Attribute name, int number) { return set(name, Value(number)); }
Node& Node::set(Attribute name, bool flag) { return set(name, Value(flag)); }

Node& Node::set_text(Attribute name, std::string_view value) {
    if (!value.empty()) set(name, value);
    return *this;
}

Node& Node::set_flag(Attribute name, bool value) {
    if (value) set(name, true);
    return *this;
}

Node& Node::add(Node&& child) {
    children.push_back(std::move(child));
    return *this;
}

const Value* Node::find(Attribute name) const {
    for (const auto& [existing, value] : attributes) {
        if (existing == name) return &value;
    }
    return nullptr;
}

std::string_view Node::attribute_text(Attribute name) const {
    const Value* value = find(name);
    return value != nullptr ? value->as_text() : std::string_view();
}

bool Node::flag(Attribute name) const {
    const Value* value = find(name);
    return value != nullptr && value->as_boolean();
}

std::string_view node_kind_name(NodeKind kind) { return nth_word(kind_names, static_cast<std::size_t>(kind)); }

std::optional<NodeKind> find_node_kind(std::string_view name) {
    for (std::size_t i = 0; i < std::size(contents); ++i) {
        if (nth_word(kind_names, i) == name) return static_cast<NodeKind>(i);
    }
    return std::nullopt;
}

std::string_view node_kind_attributes(NodeKind kind) { return kind_attributes[static_cast<std::size_t>(kind)]; }

std::string_view attribute_name(Attribute name) { return nth_word(attribute_names, static_cast<std::size_t>(name)); }

void append_node_head(std::string& out, const Node& node) {
    out += "{\"kind\":\"";
    out += node_kind_name(node.kind);
    out += '"';
    // A leaf's text is written even when it is empty, so that a renderer always finds the member its type promises.
    if (contents[static_cast<std::size_t>(node.kind)].text) {
        out += ",\"text\":";
        append_json_text(out, node.text);
    }
    for (const auto& [name, value] : node.attributes) {
        out += ",\"";
        out += attribute_name(name);
        out += "\":";
        append_json(out, value);
    }
}

void append_nodes(std::string& out, std::span<const Node> nodes) {
    char before = '[';
    for (const Node& node : nodes) {
        out += before;
        before = ',';
        append_node_head(out, node);
        if (contents[static_cast<std::size_t>(node.kind)].children) {
            out += ",\"children\":";
            append_nodes(out, node.children);
        }
        out += '}';
    }
    if (nodes.empty()) out += '[';
    out += ']';
}

std::string plain_text(const Node& node) {
    std::string out;
    append_plain_text(out, node);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace deskbell
