#pragma once

#include "core/base/node.h"
#include "core/base/url.h"
#include "core/markdown/markdown.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell::fuzz {

/// Every address in a tree has passed the gate, and would pass it again unchanged.
inline void addresses_hold(const Node& node) {
    for (const auto& [name, value] : node.attributes) {
        const std::string address(value.as_text());
        if (name == Attribute::href) rule(!address.empty() && safe_link(address) == address, "an href outside the policy", address);
        if (name == Attribute::src || name == Attribute::image)
            rule(!address.empty() && safe_image(address) == address, "a picture's address outside the policy", address);
        if (name == Attribute::url)
            rule(safe_link(address) == address || safe_image(address) == address, "an attachment's address outside the policy", address);
    }
    for (const Node& child : node.children) addresses_hold(child);
}

/// The tree of a markdown text is well formed and within its limits. The last words may be one node over, a link's words and cells two more; an address
/// in running text stands in the tree twice, with a scheme.
inline void markdown_holds(const std::vector<Node>& blocks, const MarkdownLimits& limits) {
    no_fault(testing::fault_of(blocks), "a tree that is not well formed");
    const testing::TreeSize size = testing::size_of(blocks);
    rule(size.nodes <= limits.nodes + 3, "more nodes than the limit", testing::outline(blocks));
    rule(size.text_bytes <= 2 * limits.text_bytes + std::string_view("mailto:").size() * size.nodes, "more text than the limit");
    rule(size.depth <= limits.depth + 1, "deeper than the limit");
    for (const Node& block : blocks) addresses_hold(block);
}

}  // namespace deskbell::fuzz
