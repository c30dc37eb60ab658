#include "core/markdown/markdown.h"

#include "core/base/utf8.h"
#include "core/markdown/stream.h"
#include "core/markdown/tree_builder.h"

namespace deskbell {

std::vector<Node> parse_markdown(std::string_view text, MarkdownLimits limits) {
    MarkdownStream stream(limits);
    stream.replace(text, MarkdownEnd::last);
    return stream.take_blocks();
}

std::vector<Node> plain_paragraphs(std::string_view text, MarkdownLimits limits) {
    text = utf8_prefix(text, limits.input_bytes);
    if (trim(text).empty()) return {};
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    TreeBuilder tree(limits);
    tree.enter_block(Node(NodeKind::paragraph));
    while (!tree.is_full()) {
        const std::size_t line_end = text.find_first_of("\r\n");
        tree.text(text.substr(0, line_end));
        if (line_end == std::string_view::npos) break;
        tree.line_break();
        text.remove_prefix(line_end + (text.substr(line_end).starts_with("\r\n") ? 2 : 1));
    }
    tree.finish();
    return std::move(tree.blocks());
}

}  // namespace deskbell
