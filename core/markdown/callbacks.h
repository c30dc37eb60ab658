#pragma once

#include <md4c.h>

#include "core/markdown/tree_builder.h"

namespace deskbell {

class MarkdownStream;

/// What md4c's callbacks work on.
struct MarkdownParse {
    TreeBuilder tree;
    bool in_table_head = false;
    bool in_table_cell = false;
    MarkdownStream* stream = nullptr;  ///< whose tree it is, if it is one's

    explicit MarkdownParse(const MarkdownLimits& limits, std::size_t depth = 0) : tree(limits, depth) {}
};

/// md4c's callbacks, which build the tree of a MarkdownParse, and its dialect here.
MD_PARSER markdown_callbacks();

}  // namespace deskbell
