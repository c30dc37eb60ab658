#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/base/node.h"

namespace deskbell {

/// How much one text may become. A short hostile text can ask for gigabytes (a long reference definition used again and again, `>` fifty thousand times, a table of
/// thousands of rows), so what is made is counted, not only what comes in. At the limit the tree ends cleanly with what there was.
struct MarkdownLimits {
    std::size_t input_bytes = 256u << 10;  ///< what follows is not read
    std::size_t text_bytes = 1u << 20;     ///< text and addresses of all nodes together
    std::size_t nodes = 20'000;
    /// Deepest nesting of nodes, at least 8. Quotes and lists beyond it are left out and their content moves up; so are emphasis and links.
    std::size_t depth = 32;
};

/// What a parse has made, counted as MarkdownLimits counts.
struct MarkdownUse {
    std::size_t nodes = 0;
    std::size_t text_bytes = 0;
    bool is_limited = false;  ///< a limit ended it, or the text was too deeply nested to be read as markdown
};

/// Where a tree begins to differ from an earlier one: child indexes from the blocks down. Nothing before them has changed, and of a node on the way only its
/// attributes and what follows.
struct MarkdownChange {
    std::vector<std::size_t> path;
    std::size_t text = 0;       ///< of the node that the last index is a child of, so much of its text has not changed
    bool is_more_text = false;  ///< more of its text is all that has come
};

/// Parses markdown into blocks: CommonMark 0.31 (md4c) with GitHub's tables, strike-through, task lists and autolinks.
///
/// `text` is well-formed UTF-8. The tree uses the kinds paragraph, heading, list, list_item, quote, code_block, table, table_row, table_cell, rule and the inline
/// ones of nodes.def. Addresses have passed the url policy: a refused link leaves its words, a refused image its alternative text. Neighbouring text is one node.
///
/// Departures from CommonMark, all for a chat:
/// - Raw HTML is text, inline and as a block (design.md, decision 3).
/// - A single line end inside a paragraph is a line_break: robots and agents write lists of lines and mean them as lines.
/// - Only numeric and common named character references are decoded (entities.h).
/// - A list item's words are always in a paragraph; `tight` of the list says whether it is set with space around it.
/// - A code block's text has no final line end; `lang` is the first word of its info string.
/// - Addresses in running text are found by find_autolink(), which ends them at CJK punctuation.
/// - An address without a scheme is refused, and a link without words shows its address.
std::vector<Node> parse_markdown(std::string_view text, MarkdownLimits limits = {});

/// A text that is no markdown, as one paragraph: line ends become line_break, addresses become links. An empty text (or one of white space) gives no node.
std::vector<Node> plain_paragraphs(std::string_view text, MarkdownLimits limits = {});

}  // namespace deskbell
