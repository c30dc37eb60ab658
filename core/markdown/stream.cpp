#include "core/markdown/stream.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/markdown/completion.h"
#include "core/markdown/lines.h"

namespace deskbell {

namespace {

/// Stands between pieces that are parsed together and must not grow into one block.
constexpr std::string_view separator = "\n\n***\n\n";

/// How many of the last bytes are the start of a character that is not whole yet.
std::size_t open_character(std::string_view bytes) {
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte < 0x80) return 0;
        if (byte >= 0xC0) return back < (byte >= 0xF0 ? 4u : byte >= 0xE0 ? 3u : 2u) ? back : 0;
    }
    return 0;
}

}  // namespace

void MarkdownStream::append(std::string_view bytes) {
    std::string all = std::move(partial_);
    all += bytes;
    const std::size_t open = open_character(all);
    partial_ = all.substr(all.size() - open);
    all.resize(all.size() - open);
    is_finished_ = false;
    take(replace_broken_utf8(all));
    update();
}

void MarkdownStream::replace(std::string_view text) {
    partial_.clear();
    const std::string now = replace_broken_utf8(text);
    const std::string_view kept = utf8_prefix(now, limits_.input_bytes);
    is_finished_ = false;
    std::size_t common = 0;
    while (common < text_.size() && common < kept.size() && text_[common] == kept[common]) ++common;
    if (common < text_.size()) {
        drop_groups_after(common);
        text_.resize(common);
        is_cut_ = false;
    }
    take(std::string_view(now).substr(common));
    update();
}

void MarkdownStream::finish() {
    take(replace_broken_utf8(partial_));
    partial_.clear();
    is_finished_ = true;
    update();
}

std::size_t MarkdownStream::take_unchanged() {
    const std::size_t unchanged = unchanged_;
    unchanged_ = blocks_.size();
    return unchanged;
}

void MarkdownStream::take(std::string_view well_formed) {
    if (is_cut_) return;
    const std::string_view fits = utf8_prefix(well_formed, limits_.input_bytes - text_.size());
    is_cut_ = fits.size() < well_formed.size();
    text_ += fits;
}

/// Forgets the groups that may change when what stands behind `common` does: how a group ends is seen from the line after it.
void MarkdownStream::drop_groups_after(std::size_t common) {
    while (!groups_.empty()) {
        const Group& last = groups_.back();
        const std::size_t next_line = line_end(text_, last.end, true);
        if (next_line != 0 && next_line <= common) break;
        committed_blocks_ -= last.blocks;
        use_.nodes -= last.use.nodes;
        use_.text_bytes -= last.use.text_bytes;
        if (definitions_.size() > last.definitions_before) must_resolve_ = true;
        definitions_.resize(last.definitions_before);
        groups_.pop_back();
    }
    scanned_ = group_begin();
    scan_ = Scan();
    fence_shown_ = 0;
    is_whole_ = false;
}

void MarkdownStream::update() {
    if (!is_whole_) scan_lines();
    if (!is_whole_) show_tail();
    if (!is_whole_) return;
    groups_.clear();
    definitions_.clear();
    use_ = MarkdownUse();
    committed_blocks_ = 0;
    parsed_bytes_ += text_.size();
    set_tail(parse_markdown(text_, limits_));
}

void MarkdownStream::scan_lines() {
    for (;;) {
        const std::size_t end = line_end(text_, scanned_, false);
        if (end == 0 || is_whole_) return;
        read_line(without_line_end(std::string_view(text_).substr(scanned_, end - scanned_)), end);
        scanned_ = end;
    }
}

void MarkdownStream::read_line(std::string_view line, std::size_t end) {
    Scan& scan = scan_;
    if (scan.fence != 0) {
        if (!closes_fence(line, scan.fence, scan.fence_length)) return;
        scan.fence = 0;
        if (!scan.is_stuck) commit(end);
        return;
    }
    const std::size_t indent = indent_of(line);
    if (indent == blank_line) {
        scan.after_blank = true;
        // An item that begins with a blank line has no second one.
        if (scan.item_is_empty) scan.item_indent = 0;
        return;
    }
    Fence fence = opens_fence(line);
    if (scan.is_unsure && fence.length != 0 && indent > 0) scan.is_stuck = true;
    if (scan.item_indent != 0 && indent >= scan.item_indent) {
        scan.after_blank = scan.item_is_empty = false;
        return;
    }
    const bool in_table = scan.has_bar && !scan.after_blank;
    if (fence.length != 0 && (scan.in_list || scan.in_quote)) {
        // Behind a code block in a list or quote md4c may take this line for that one's end. Then nothing but the whole text tells.
        const std::string_view before = std::string_view(text_).substr(group_begin(), scanned_ - group_begin());
        if (before.find("```") != std::string_view::npos || before.find("~~~") != std::string_view::npos) scan.is_stuck = true;
    }
    if (fence.length != 0 && in_table) {
        // In a table md4c takes what looks like a fence for one more row; only a parse tells whether it is a table.
        MarkdownUse use;
        const std::vector<Node> nodes = parse(std::string_view(text_).substr(group_begin(), end - group_begin()), {}, use);
        if (nodes.empty() || nodes.back().kind != NodeKind::code_block) fence.length = 0;
    }
    const ListMarker marker = list_marker(line);
    const bool begins_at_margin = indent == 0 && static_cast<unsigned char>(line[0]) > ' ';
    const bool is_new = (scan.after_blank && !(scan.in_list && marker.width != 0)) || (fence.length != 0 && !in_table);
    if (begins_at_margin && is_new && scan.has_content && !scan.is_stuck) commit(scanned_);
    if (fence.length != 0 && indent < 4) {
        if (group_begin() == scanned_ && indent == 0 && !scan.is_stuck) scan.fence_body = end;
        scan.fence = line[line.find_first_not_of(" \t")];
        scan.fence_length = fence.length;
        scan.in_list = false;
        scan.item_indent = 0;
    } else if (marker.width != 0) {
        // Some markers cannot interrupt a paragraph, and whether one is open is not known here.
        scan.is_unsure = !scan.after_blank && (in_table || (marker.is_weak && scan.has_content && (!scan.in_list || scan.is_unsure)));
        scan.in_list = true;
        scan.item_indent = marker.width;
        scan.item_is_empty = marker.is_empty;
    } else if (scan.item_indent != 0) {
        // Either the item's paragraph goes on without its indent, or the list has ended.
        if (scan.after_blank) {
            scan.item_indent = 0;
        } else {
            scan.is_unsure = true;
        }
    }
    scan.has_content = true;
    scan.in_quote = scan.in_quote || line.find('>') != std::string_view::npos;
    scan.has_bar = (in_table || line.find('|') != std::string_view::npos);
    scan.after_blank = false;
}

void MarkdownStream::commit(std::size_t end) {
    const std::size_t begin = group_begin();
    const std::string_view source = std::string_view(text_).substr(begin, end - begin);
    Group group{end, 0, source.find('[') != std::string_view::npos, definitions_.size(), {}};
    const bool is_fence = scan_.fence_body != 0;
    if (is_fence && show_fence()) {
        group.has_bracket = false;
        group.use = {1, source.size(), false};
    } else {
        set_tail(parse(source, {}, group.use));
    }
    group.blocks = blocks_.size() - committed_blocks_;
    committed_blocks_ = blocks_.size();
    use_.nodes += group.use.nodes;
    use_.text_bytes += group.use.text_bytes;
    groups_.push_back(group);
    scan_ = Scan();
    fence_shown_ = 0;
    if (!is_fence && may_define(source)) {
        definitions_ += source;
        definitions_ += separator;
        must_resolve_ = true;
    }
    if (must_resolve_) resolve({});
}

/// Parses the finished groups with brackets again, since a definition may have come that they refer to.
void MarkdownStream::resolve(std::string_view late_definitions) {
    must_resolve_ = false;
    std::size_t begin = 0;
    std::size_t at = 0;
    for (Group& group : groups_) {
        if (group.has_bracket && !is_whole_) {
            MarkdownUse use;
            std::vector<Node> nodes = parse(std::string_view(text_).substr(begin, group.end - begin), late_definitions, use);
            const auto first = blocks_.begin() + static_cast<std::ptrdiff_t>(at);
            const auto last = first + static_cast<std::ptrdiff_t>(group.blocks);
            // Definitions change what a block says and never how many there are; behind these are those of the late definitions.
            nodes.resize(std::min(nodes.size(), group.blocks), Node(NodeKind::paragraph));
            if (!std::equal(first, last, nodes.begin(), nodes.end())) {
                unchanged_ = std::min(unchanged_, at);
                committed_blocks_ = committed_blocks_ - group.blocks + nodes.size();
                group.blocks = nodes.size();
                const auto place = blocks_.erase(first, last);
                blocks_.insert(place, std::make_move_iterator(nodes.begin()), std::make_move_iterator(nodes.end()));
            }
            if (late_definitions.empty()) {
                use_.nodes += use.nodes - group.use.nodes;
                use_.text_bytes += use.text_bytes - group.use.text_bytes;
                group.use = use;
            }
        }
        begin = group.end;
        at += group.blocks;
    }
}

std::vector<Node> MarkdownStream::parse(std::string_view text, std::string_view late_definitions, MarkdownUse& use) {
    std::string source = definitions_;
    const std::size_t definitions = source.size();
    std::size_t before = 0;
    MarkdownUse definition_use;
    if (definitions != 0) before = parse_markdown(source, limits_, &definition_use).size();
    source += text;
    if (!late_definitions.empty()) source.append(separator).append(late_definitions);
    parsed_bytes_ += definitions + source.size();
    std::vector<Node> nodes = parse_markdown(source, limits_, &use);
    const MarkdownUse all = {use_.nodes + use.nodes, use_.text_bytes + use.text_bytes, use.is_limited};
    // Some room is left, since near its limits the parser makes other nodes than it would have made.
    if (all.is_limited || definition_use.is_limited || all.nodes + 8 > limits_.nodes || all.text_bytes + 64 > limits_.text_bytes ||
        source.size() > limits_.input_bytes) {
        is_whole_ = true;
    }
    use.nodes -= std::min(use.nodes, definition_use.nodes);
    use.text_bytes -= std::min(use.text_bytes, definition_use.text_bytes);
    nodes.erase(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(std::min(before, nodes.size())));
    return nodes;
}

void MarkdownStream::show_tail() {
    const std::string_view tail = std::string_view(text_).substr(group_begin());
    if (is_finished_) {
        // What the tail defines holds for now; when text follows after all it is looked at again.
        const bool defines = scan_.fence_body == 0 && may_define(tail);
        if (defines || must_resolve_) resolve(defines ? tail : std::string_view());
        must_resolve_ = defines;
    }
    if (is_whole_ || (scan_.fence_body != 0 && show_fence())) return;
    MarkdownUse use;
    set_tail(parse(is_finished_ ? std::string(tail) : completed(tail), {}, use));
}

/// Shows a fence that is a group of its own by appending the lines that are new. Gives false when it has to be parsed.
bool MarkdownStream::show_fence() {
    if (fence_shown_ == 0) {
        MarkdownUse use;
        set_tail(parse(std::string_view(text_).substr(group_begin(), scan_.fence_body - group_begin()), {}, use));
        if (blocks_.size() != committed_blocks_ + 1 || blocks_.back().kind != NodeKind::code_block) return false;
        fence_shown_ = scan_.fence_body;
        fence_code_ = 0;
    }
    std::string& code = blocks_.back().text;
    const std::size_t before = code.size();
    code.resize(fence_code_);
    for (std::size_t end; (end = line_end(text_, fence_shown_, true)) != 0; fence_shown_ = end) {
        const bool is_whole_line = line_end(text_, fence_shown_, is_finished_) != 0;
        const std::string_view line = without_line_end(std::string_view(text_).substr(fence_shown_, end - fence_shown_));
        if (closes_fence(line, text_[group_begin()], is_whole_line ? scan_.fence_length : 1)) break;
        if (fence_shown_ != scan_.fence_body) code += '\n';
        // The white space that a line begins with is what md4c makes of it: columns, tabs expanded.
        std::size_t spaces = 0;
        std::size_t first = 0;
        for (; first < line.size() && (line[first] == ' ' || line[first] == '\t'); ++first)
            spaces += line[first] == '\t' ? 4 - spaces % 4 : 1;
        code.append(spaces, ' ');
        for (const char c : line.substr(first)) {
            if (c == 0) {
                code += "\uFFFD";
            } else {
                code += c;
            }
        }
        if (line_end(text_, fence_shown_, false) == 0) break;
        fence_code_ = code.size();
    }
    if (code.size() != before) unchanged_ = std::min(unchanged_, committed_blocks_);
    if (use_.text_bytes + code.size() + 64 > limits_.text_bytes || use_.nodes + 8 > limits_.nodes) is_whole_ = true;
    return true;
}

/// Puts these blocks behind those of the finished groups.
void MarkdownStream::set_tail(std::vector<Node>&& nodes) {
    std::size_t same = 0;
    while (same < nodes.size() && committed_blocks_ + same < blocks_.size() && blocks_[committed_blocks_ + same] == nodes[same]) ++same;
    const std::size_t at = committed_blocks_ + same;
    if (at < blocks_.size() || same < nodes.size()) unchanged_ = std::min(unchanged_, at);
    blocks_.resize(at, Node(NodeKind::paragraph));
    for (; same < nodes.size(); ++same) blocks_.push_back(std::move(nodes[same]));
}

}  // namespace deskbell
