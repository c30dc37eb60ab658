#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/node.h"
#include "core/markdown/markdown.h"

namespace deskbell {

/// The spans that only say how their words are set.
inline bool is_emphasis(NodeKind kind) { return kind == NodeKind::strong || kind == NodeKind::emphasis || kind == NodeKind::strike; }

/// Builds a node tree from "enter", "leave" and "text" calls, keeping it well formed and within its limits whatever is asked of it:
/// neighbouring text becomes one node, addresses in text become links, and what lies too deep moves up.
///
/// Enter and leave come in pairs. Once a limit is reached (is_full) further calls add nothing; finish() closes what is open.
/// The tree stands while it grows: keep() remembers it and back() leads there again, so that a guess can be shown behind what is sure.
class TreeBuilder {
  public:
    /// `depth`: how deep the blocks lie that are made here.
    explicit TreeBuilder(const MarkdownLimits& limits, std::size_t depth = 0) : limits_(limits), base_depth_(depth), open_(1, &root_) {}
    TreeBuilder(const TreeBuilder&) = delete;
    TreeBuilder& operator=(const TreeBuilder&) = delete;

    /// Opens a block: quote, list, list_item (containers, left out beyond the depth), paragraph, heading, code_block, table, table_row, table_cell, rule.
    /// `bytes`: of text that the block brings along, as a code block its language; counted against the limit on text.
    void enter_block(Node&& block, std::size_t bytes = 0);
    /// Opens a block that has no node of its own; its content belongs to the block around it.
    void enter_nothing() { kept_ += left_out; }
    void leave_block();
    /// Leaves a list, of which only now is known how it is set.
    void leave_list(bool is_tight);

    /// Opens strong, emphasis, strike, code or link. Beyond the depth its content stays and the node is left out; the same goes for a link without href, but for one without any attribute in a
    /// guess, whose address has not come.
    void enter_span(Node&& span);
    void leave_span();

    /// Opens an image; its alternative text is the text up to the matching leave_image(). Without an address only that text is shown.
    void enter_image(std::string_view src, std::string_view title);
    void leave_image();
    /// True between enter_image() and leave_image(): spans inside an image are only words of its alternative text.
    bool is_in_image() const { return image_depth_ > 0; }

    void text(std::string_view words);
    /// The same for words of the source as they stand there.
    void source_text(std::string_view words) {
        if (image_depth_ == 0) source_end_ = words.data() + words.size();
        text(words);
    }
    void line_break();

    /// The node that plain words after the end of a finished tree would belong to: text outside links, or a code block. Nothing when the tree ends in something else.
    /// `path` gets its child indexes.
    Node* growing_node(std::vector<std::size_t>& path);
    /// Where the source of the last text ends.
    const char* source_end() const { return source_end_; }
    /// More words for such a node; false when they pass the limit.
    bool grow(Node& node, std::string_view words);

    /// Opens the nodes again that lie around growing_node(), whose path it is: text and spans go on behind it, until finish().
    void reopen(const std::vector<std::size_t>& path);

    /// Counts the bytes of an address or title against the limit on text, whether it will be used or not.
    void count_bytes(std::size_t bytes);
    /// Counts what a leaf has become in place of what it was.
    void count_again(const MarkdownUse& before, const MarkdownUse& now);

    bool is_full() const { return full_; }
    /// What was made so far.
    MarkdownUse use() const { return {nodes_, text_bytes_, full_}; }
    /// Closes everything.
    void finish();

    std::vector<Node>& blocks() { return root_.children; }
    const std::vector<Node>& blocks() const { return root_.children; }
    /// The child indexes of the block that was closed last (0), or of the one that would be opened next (1).
    std::vector<std::size_t> path(std::size_t next) const;

    /// Remembers the tree, between blocks or seams of text.
    void keep();
    /// Removes what was added since keep().
    void back();
    /// Where back() leads: what comes before this has not changed since keep().
    MarkdownChange kept_change() const;
    /// What follows, until back(), is a guess: an address at its end may go on, so the link has none yet.
    void begin_guess() { is_guess_ = true; }
    bool is_guess() const { return is_guess_; }
    /// Removes the leaf that is open.
    void drop_leaf();
    /// What was made before the last leaf that was opened.
    const MarkdownUse& use_before_leaf() const { return leaf_.before; }

  private:
    static constexpr char kept = '+';
    static constexpr char left_out = '-';
    static constexpr char kept_span = '*';
    static constexpr char left_out_span = '_';

    std::size_t depth() const { return base_depth_ + open_.size() - 1; }
    bool take_node();
    void open(Node&& node);
    void close();
    void add_leaf(Node&& node);
    void flush_text();
    void add_text(std::string_view words);

    const MarkdownLimits limits_;
    const std::size_t base_depth_;
    std::size_t text_bytes_ = 0;
    std::size_t nodes_ = 0;
    bool full_ = false;
    bool ends_line_ = false;  ///< of code: a line end that counts when another line follows
    /// Where the last leaf that was opened begins.
    struct Leaf {
        MarkdownUse before;
        std::size_t open = 0;   ///< nodes around it
        std::size_t marks = 0;  ///< bytes of kept_ before its own
    };
    Leaf leaf_;
    Node root_{NodeKind::quote};  ///< stands in for the document
    std::vector<Node*> open_;     ///< the path of open nodes from the root; each is its parent's last child, so they stay where they are
    /// One mark for each "enter" that has not been left: whether it has a node.
    std::string kept_;
    bool is_guess_ = false;
    int link_depth_ = 0;
    int image_depth_ = 0;
    std::string image_src_;
    std::string image_title_;
    std::string image_alt_;
    std::string pending_;
    const char* source_end_ = nullptr;

    struct Kept {
        std::vector<std::size_t> children;  ///< of each open node
        std::size_t text = 0;               ///< bytes of the last open node's text, or of its last child's
        std::string marks;
        MarkdownUse use;
        Leaf leaf;
        bool ends_line = false;
    };
    Kept back_to_;
};

}  // namespace deskbell
