#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/markdown/markdown.h"

namespace deskbell {

/// Markdown that arrives piece by piece, as a robot's answer does: the tree of what is there so far, at the cost of what is new.
///
/// The text falls into groups: runs of lines that no later line can change (a blank line and then a line that continues nothing, or a top-level code fence, ends
/// one). A finished group is parsed once and its blocks are left alone; only the last group is parsed again, and of a long fence or table in it only the last
/// lines. A reference definition that comes late parses the finished groups with a bracket in them once more.
///
/// After finish() the tree equals parse_markdown() of the whole text, limits included. Before that the end of the text is completed as it will probably go on:
/// open emphasis, code and strike are closed, an unfinished link or image shows its words, a table's first line is a table, and a line that so far holds only
/// block markers is not shown.
class MarkdownStream {
  public:
    explicit MarkdownStream(MarkdownLimits limits = {}) : limits_(limits) {}

    /// Takes more text. It may end anywhere, inside a character too; what is no UTF-8 becomes U+FFFD.
    void append(std::string_view bytes);
    /// The whole text is now this one. A text that only grew costs what is new; otherwise the groups before the first difference stay.
    void replace(std::string_view text);
    /// Nothing more comes for now: the text is shown as it stands. append() may still follow.
    void finish();

    /// The blocks of what is there.
    const std::vector<Node>& blocks() const { return blocks_; }
    /// How many of the blocks have not changed since the last call of this.
    std::size_t take_unchanged();
    /// How many bytes were handed to the parser so far: the cost of the stream, for tests and benchmarks.
    std::size_t parsed_bytes() const { return parsed_bytes_; }

  private:
    /// A run of lines that can no longer change, and the blocks it became.
    struct Group {
        std::size_t end;
        std::size_t blocks;
        bool has_bracket;
        std::size_t definitions_before;  ///< bytes of definitions_ before this group
        MarkdownUse use;
    };
    /// Where the line scanner stands within the last group.
    struct Scan {
        bool after_blank = false;
        bool has_content = false;
        bool has_bar = false;  ///< a line since the last blank one has a bar: it may be a table
        bool in_list = false;
        bool in_quote = false;        ///< there may be a quote
        bool is_unsure = false;       ///< the open list item may have ended with the last line
        bool is_stuck = false;        ///< whether a code fence is open cannot be told from the lines alone: the group goes on to the end
        bool item_is_empty = false;   ///< so far the item has only its marker
        std::size_t item_indent = 0;  ///< columns that a line needs to belong to the open list item, 0: none is open
        char fence = 0;
        std::size_t fence_length = 0;
        std::size_t fence_body = 0;  ///< where the lines of a fence begin that is a group of its own, 0: none
    };

    std::size_t group_begin() const { return groups_.empty() ? 0 : groups_.back().end; }
    void take(std::string_view well_formed);
    void update();
    void scan_lines();
    void read_line(std::string_view line, std::size_t end);
    void commit(std::size_t end);
    void drop_groups_after(std::size_t common);
    void show_tail();
    bool show_fence();
    void resolve(std::string_view late_definitions);
    void set_tail(std::vector<Node>&& nodes);
    std::vector<Node> parse(std::string_view text, std::string_view late_definitions, MarkdownUse& use);

    const MarkdownLimits limits_;
    std::string text_;
    std::string partial_;  ///< the start of a character
    std::vector<Node> blocks_;
    std::vector<Group> groups_;
    std::size_t committed_blocks_ = 0;
    std::size_t unchanged_ = 0;
    std::size_t parsed_bytes_ = 0;
    MarkdownUse use_;  ///< of the finished groups
    /// The groups that may hold reference definitions, each behind a rule; every parse reads them first.
    std::string definitions_;
    bool must_resolve_ = false;  ///< definitions came or went, the finished groups with brackets are to be parsed again
    bool is_whole_ = false;      ///< a limit was met: only one parse of everything gives what one shot gives
    bool is_cut_ = false;        ///< input_bytes is reached
    bool is_finished_ = false;
    std::size_t scanned_ = 0;  ///< the lines before are read
    Scan scan_;
    std::size_t fence_shown_ = 0;  ///< up to here the lines of the fence are in the tree for good, 0: it is not in the tree yet
    std::size_t fence_code_ = 0;   ///< the bytes of code they became
};

}  // namespace deskbell
