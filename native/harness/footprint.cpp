#include "native/harness/footprint.h"

namespace deskbell {

namespace {

/// What the allocator adds to each block.
constexpr std::size_t block = 16;
/// Texts up to this length lie within the string itself.
constexpr std::size_t inline_text = 15;

std::size_t of_text(const std::string& text) { return text.size() > inline_text ? text.size() + block : 0; }

std::size_t of_value(const Value& value) {
    std::size_t bytes = of_text(std::string(value.is_text() ? value.as_text() : value.source()));
    if (value.items().empty()) return bytes;
    bytes += 2 * block + value.items().size() * sizeof(Value) + value.names().size() * sizeof(std::string);
    for (const Value& item : value.items()) bytes += of_value(item);
    for (const std::string& name : value.names()) bytes += of_text(name);
    return bytes;
}

std::size_t of_nodes(const std::vector<Node>& nodes) {
    std::size_t bytes = nodes.empty() ? 0 : block + nodes.size() * sizeof(Node);
    for (const Node& node : nodes) {
        bytes += of_text(node.text) + of_nodes(node.children) + node.attributes.size() * sizeof(node.attributes.front());
        for (const auto& [name, value] : node.attributes) bytes += of_value(value);
    }
    return bytes;
}

}  // namespace

std::size_t footprint_of(const Session& session) {
    std::size_t bytes = sizeof(Session);
    for (const Entry& entry : session.conversation().timeline.entries()) {
        const ImMessage& im = entry.message.im;
        bytes += sizeof(Entry) + 2 * block + of_value(entry.message.data) + of_value(im.payload) + of_value(local_of(entry).values);
        for (const std::string* text :
             {&entry.key, &entry.client_id, &im.id, &im.type, &im.from, &im.to, &im.avatar, &im.cloud_custom_data})
            bytes += of_text(*text);
    }
    for (const Row& row : session.view().rows()) {
        bytes += sizeof(Row) + 2 * block + of_text(row.key) + of_nodes(row.body) + of_nodes(row.origin.shown_body);
        if (row.author) bytes += of_text(row.author->name) + of_text(row.author->avatar);
    }
    return bytes;
}

}  // namespace deskbell
