#include "core/markdown/tree_builder.h"

#include "core/base/utf8.h"
#include "core/markdown/autolink.h"

namespace deskbell {

namespace {

constexpr char kept = '+';
constexpr char left_out = '-';
constexpr char kept_span = '*';
constexpr char left_out_span = '_';

/// The levels kept free below the containers: table, row, cell or paragraph, and some emphasis.
constexpr std::size_t levels_for_leaves = 6;

bool holds_inline(NodeKind kind) {
    switch (kind) {
        case NodeKind::paragraph:
        case NodeKind::heading:
        case NodeKind::table_cell:
        case NodeKind::strong:
        case NodeKind::emphasis:
        case NodeKind::strike:
        case NodeKind::link:
        case NodeKind::code:
        case NodeKind::code_block: return true;
        default: return false;
    }
}

}  // namespace

bool TreeBuilder::take_node() {
    if (nodes_ >= limits_.nodes) full_ = true;
    if (full_) return false;
    ++nodes_;
    return true;
}

void TreeBuilder::open(Node node) {
    open_.push_back(std::move(node));
    if (open_.back().kind == NodeKind::link) ++link_depth_;
}

void TreeBuilder::close() {
    flush_text();
    Node done = std::move(open_.back());
    open_.pop_back();
    if (done.kind == NodeKind::link) {
        --link_depth_;
        // A link without words could neither be seen nor be read out.
        if (done.children.empty() && take_node()) done.add(Node(NodeKind::text, done.attribute_text(Attribute::href)));
    }
    if (done.kind == NodeKind::code_block && done.text.ends_with('\n')) done.text.pop_back();
    open_.back().children.push_back(std::move(done));
}

void TreeBuilder::enter_block(Node block) {
    end_implicit_paragraph();
    bool fits = true;
    // A list is opened only where its items fit as well, and an item only in a list: the tree has no list without items and no item elsewhere.
    const std::size_t deepest_container = limits_.depth > levels_for_leaves ? limits_.depth - levels_for_leaves : 1;
    if (block.kind == NodeKind::quote) fits = depth() < deepest_container;
    if (block.kind == NodeKind::list) fits = depth() + 1 < deepest_container;
    if (block.kind == NodeKind::list_item) fits = open_.back().kind == NodeKind::list;
    fits = fits && take_node();
    if (fits) open(std::move(block));
    kept_ += fits ? kept : left_out;
}

void TreeBuilder::enter_nothing() {
    end_implicit_paragraph();
    kept_ += left_out;
}

void TreeBuilder::leave_block() {
    end_implicit_paragraph();
    // md4c can leave a span open where delimiters and links cross (`***1.[b](***)- ``***c|- > `); a block's end closes it.
    while (kept_.back() == kept_span || kept_.back() == left_out_span) leave_span();
    const bool has_node = kept_.back() == kept;
    kept_.pop_back();
    if (has_node) close();
}

void TreeBuilder::begin_inline() {
    if (holds_inline(open_.back().kind) || !take_node()) return;
    open(Node(NodeKind::paragraph));
    in_implicit_paragraph_ = true;
}

void TreeBuilder::end_implicit_paragraph() {
    if (!in_implicit_paragraph_) return;
    in_implicit_paragraph_ = false;
    close();
}

void TreeBuilder::enter_span(Node span) {
    begin_inline();
    const bool is_dead_link = span.kind == NodeKind::link && span.attribute_text(Attribute::href).empty();
    const bool fits = !is_dead_link && depth() + 1 < limits_.depth && take_node();
    if (fits) {
        flush_text();
        open(std::move(span));
    }
    kept_ += fits ? kept_span : left_out_span;
}

void TreeBuilder::leave_span() {
    if (kept_.empty() || (kept_.back() != kept_span && kept_.back() != left_out_span)) return;
    const bool has_node = kept_.back() == kept_span;
    kept_.pop_back();
    if (has_node) close();
}

void TreeBuilder::enter_image(std::string_view src, std::string_view title) {
    if (image_depth_++ > 0) return;
    begin_inline();
    image_src_ = src;
    image_title_ = title;
    image_alt_.clear();
}

void TreeBuilder::leave_image() {
    if (--image_depth_ > 0) return;
    if (image_src_.empty()) {
        text(image_alt_);
        return;
    }
    Node image(NodeKind::image);
    image.set(Attribute::src, image_src_).set(Attribute::alt, image_alt_).set_text(Attribute::title, image_title_);
    add_leaf(std::move(image));
}

void TreeBuilder::count_bytes(std::size_t bytes) {
    if (bytes > limits_.text_bytes - text_bytes_) {
        full_ = true;
    } else {
        text_bytes_ += bytes;
    }
}

void TreeBuilder::text(std::string_view words) {
    if (full_ || words.empty()) return;
    const std::size_t room = limits_.text_bytes - text_bytes_;
    const bool ends_here = words.size() > room;
    words = utf8_prefix(words, room);
    text_bytes_ += words.size();
    if (image_depth_ > 0) {
        image_alt_ += words;
    } else if (open_.back().kind == NodeKind::code || open_.back().kind == NodeKind::code_block) {
        open_.back().text += words;
    } else {
        begin_inline();
        if (holds_inline(open_.back().kind)) pending_ += words;
    }
    if (ends_here) full_ = true;
}

void TreeBuilder::line_break() {
    if (image_depth_ > 0) {
        image_alt_ += ' ';
        return;
    }
    if (full_) return;
    begin_inline();
    add_leaf(Node(NodeKind::line_break));
}

void TreeBuilder::add_leaf(Node node) {
    flush_text();
    if (take_node()) open_.back().children.push_back(std::move(node));
}

void TreeBuilder::flush_text() {
    if (pending_.empty()) return;
    const std::string words = std::move(pending_);
    pending_.clear();
    std::size_t at = 0;
    while (link_depth_ == 0 && at < words.size()) {
        Autolink found = find_autolink(words, at);
        if (found.end == 0 || nodes_ + 3 > limits_.nodes) break;
        add_text(std::string_view(words).substr(at, found.begin - at));
        nodes_ += 2;
        Node link(NodeKind::link);
        link.set(Attribute::href, found.href);
        link.add(Node(NodeKind::text, std::string_view(words).substr(found.begin, found.end - found.begin)));
        open_.back().children.push_back(std::move(link));
        at = found.end;
    }
    add_text(std::string_view(words).substr(at));
}

void TreeBuilder::add_text(std::string_view words) {
    if (words.empty()) return;
    // The last words are shown even when they fill the limit: the limit bounds what is made, and this is at most one node over it.
    ++nodes_;
    open_.back().children.push_back(Node(NodeKind::text, words));
}

std::vector<Node> TreeBuilder::finish() {
    flush_text();
    while (open_.size() > 1) close();
    return std::move(open_.front().children);
}

}  // namespace deskbell
