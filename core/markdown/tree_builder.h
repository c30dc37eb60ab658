#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/node.h"
#include "core/markdown/markdown.h"

namespace deskbell {

/// Builds a node tree from "enter", "leave" and "text" calls, keeping it well formed and within its limits whatever is asked of it:
/// inline content outside a block gets a paragraph, neighbouring text becomes one node, addresses in text become links, and what lies too deep moves up.
///
/// Enter and leave come in pairs. Once a limit is reached (is_full) further calls add nothing; finish() closes what is open.
class TreeBuilder {
  public:
    explicit TreeBuilder(const MarkdownLimits& limits) : limits_(limits), open_(1, Node(NodeKind::quote)) {}

    /// Opens a block: quote, list, list_item (containers, left out beyond the depth), paragraph, heading, code_block, table, table_row, table_cell, rule.
    void enter_block(Node block);
    /// Opens a block that has no node of its own; its content belongs to the block around it.
    void enter_nothing();
    void leave_block();

    /// Opens strong, emphasis, strike, code or link. Beyond the depth its content stays and the node is left out; the same goes for a link without href.
    void enter_span(Node span);
    void leave_span();

    /// Opens an image; its alternative text is the text up to the matching leave_image(). Without an address only that text is shown.
    void enter_image(std::string_view src, std::string_view title);
    void leave_image();
    /// True between enter_image() and leave_image(): spans inside an image are only words of its alternative text.
    bool is_in_image() const { return image_depth_ > 0; }

    void text(std::string_view words);
    void line_break();

    /// Counts the bytes of an address or title against the limit on text, whether it will be used or not.
    void count_bytes(std::size_t bytes);

    bool is_full() const { return full_; }
    /// What was made so far.
    MarkdownUse use() const { return {nodes_, text_bytes_, full_}; }
    /// Closes everything and gives the blocks.
    std::vector<Node> finish();

  private:
    std::size_t depth() const { return open_.size() - 1; }
    bool take_node();
    void open(Node node);
    void close();
    void add_leaf(Node node);
    void begin_inline();
    void end_implicit_paragraph();
    void flush_text();
    void add_text(std::string_view words);

    const MarkdownLimits limits_;
    std::size_t text_bytes_ = 0;
    std::size_t nodes_ = 0;
    bool full_ = false;
    /// The path of open nodes; the first is a stand-in for the document.
    std::vector<Node> open_;
    /// One mark for each "enter" that has not been left: whether it has a node.
    std::string kept_;
    bool in_implicit_paragraph_ = false;
    int link_depth_ = 0;
    int image_depth_ = 0;
    std::string image_src_;
    std::string image_title_;
    std::string image_alt_;
    std::string pending_;
};

}  // namespace deskbell
