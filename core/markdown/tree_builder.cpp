#include "core/markdown/tree_builder.h"

#include "core/base/utf8.h"
#include "core/markdown/autolink.h"

namespace deskbell {

namespace {

/// The levels kept free below the containers: table, row, cell or paragraph, and some emphasis.
constexpr std::size_t levels_for_leaves = 6;

bool is_container(NodeKind kind) { return kind == NodeKind::quote || kind == NodeKind::list || kind == NodeKind::list_item; }

/// The text that grows within an open node: its own, or its last child's.
std::string* growing_text(Node& node) {
    if (node.kind == NodeKind::code_block) return &node.text;
    return !node.children.empty() && node.children.back().kind == NodeKind::text ? &node.children.back().text : nullptr;
}

}  // namespace

bool TreeBuilder::take_node() {
    if (nodes_ >= limits_.nodes) full_ = true;
    if (full_) return false;
    ++nodes_;
    return true;
}

void TreeBuilder::open(Node&& node) {
    if (node.kind == NodeKind::link) ++link_depth_;
    open_.back()->children.push_back(std::move(node));
    open_.push_back(&open_.back()->children.back());
}

void TreeBuilder::close() {
    flush_text();
    Node& done = *open_.back();
    if (done.kind == NodeKind::link) {
        --link_depth_;
        // A link without words could neither be seen nor be read out.
        if (done.children.empty() && !done.attributes.empty() && take_node())
            done.add(Node(NodeKind::text, done.attribute_text(Attribute::href)));
    }
    open_.pop_back();
}

void TreeBuilder::enter_block(Node&& block, std::size_t bytes) {
    if (!is_container(block.kind) && block.kind != NodeKind::table_row && block.kind != NodeKind::table_cell)
        leaf_ = {use(), open_.size(), kept_.size()};
    count_bytes(bytes);
    bool fits = true;
    // A list is opened only where its items fit as well, and an item only in a list: the tree has no list without items and no item elsewhere.
    const std::size_t deepest_container = limits_.depth > levels_for_leaves ? limits_.depth - levels_for_leaves : 1;
    if (block.kind == NodeKind::quote) fits = depth() < deepest_container;
    if (block.kind == NodeKind::list) fits = depth() + 1 < deepest_container;
    if (block.kind == NodeKind::list_item) fits = open_.back()->kind == NodeKind::list;
    fits = fits && take_node();
    ends_line_ = false;
    if (fits) open(std::move(block));
    kept_ += fits ? kept : left_out;
}

void TreeBuilder::leave_block() {
    // md4c can leave a span open where delimiters and links cross (`***1.[b](***)- ``***c|- > `); a block's end closes it.
    while (kept_.back() == kept_span || kept_.back() == left_out_span) leave_span();
    const bool has_node = kept_.back() == kept;
    kept_.pop_back();
    if (has_node) close();
}

void TreeBuilder::leave_list(bool is_tight) {
    if (kept_.back() == kept) {
        std::vector<std::pair<Attribute, Value>>& attributes = open_.back()->attributes;
        if (open_.back()->flag(Attribute::tight)) attributes.pop_back();
        open_.back()->set_flag(Attribute::tight, is_tight);
    }
    leave_block();
}

void TreeBuilder::enter_span(Node&& span) {
    const bool is_dead_link =
        span.kind == NodeKind::link && span.attribute_text(Attribute::href).empty() && !(is_guess_ && span.attributes.empty());
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

void TreeBuilder::count_again(const MarkdownUse& before, const MarkdownUse& now) {
    nodes_ += now.nodes - before.nodes;
    text_bytes_ += now.text_bytes - before.text_bytes;
    full_ = full_ || now.is_limited || nodes_ > limits_.nodes || text_bytes_ > limits_.text_bytes;
}

void TreeBuilder::text(std::string_view words) {
    if (full_ || words.empty()) return;
    const std::size_t room = limits_.text_bytes - text_bytes_;
    const bool ends_here = words.size() > room;
    words = utf8_prefix(words, room);
    text_bytes_ += words.size();
    Node& node = *open_.back();
    if (image_depth_ > 0) {
        image_alt_ += words;
    } else if (node.kind == NodeKind::code_block) {
        // The line end of the last line is left out.
        if (ends_line_) node.text += '\n';
        ends_line_ = words == "\n";
        if (!ends_line_) node.text += words;
    } else if (node.kind == NodeKind::code) {
        node.text += words;
    } else {
        pending_ += words;
    }
    if (ends_here) full_ = true;
}

Node* TreeBuilder::growing_node(std::vector<std::size_t>& path) {
    Node* node = &root_;
    while (!node->children.empty()) {
        std::size_t last = node->children.size() - 1;
        // A row that is not complete has empty cells at its end.
        while (node->kind == NodeKind::table_row && last > 0 && node->children[last].children.empty()) --last;
        path.push_back(last);
        node = &node->children[last];
        if (node->kind == NodeKind::link) return nullptr;
    }
    return node->kind == NodeKind::text || node->kind == NodeKind::code_block ? node : nullptr;
}

bool TreeBuilder::grow(Node& node, std::string_view words) {
    if (words.size() >= limits_.text_bytes - text_bytes_) return false;
    text_bytes_ += words.size();
    node.text += words;
    return true;
}

void TreeBuilder::reopen(const std::vector<std::size_t>& path) {
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        Node& node = open_.back()->children[path[i]];
        open_.push_back(&node);
        kept_ += is_emphasis(node.kind) ? kept_span : kept;
    }
}

void TreeBuilder::line_break() {
    if (image_depth_ > 0) {
        image_alt_ += ' ';
        return;
    }
    if (!full_) add_leaf(Node(NodeKind::line_break));
}

void TreeBuilder::add_leaf(Node&& node) {
    flush_text();
    if (take_node()) open_.back()->children.push_back(std::move(node));
}

void TreeBuilder::flush_text() {
    if (pending_.empty()) return;
    const std::string_view words = pending_;
    std::size_t at = 0;
    while (link_depth_ == 0 && at < words.size()) {
        Autolink found = find_autolink(words, at);
        if (found.end == 0 || nodes_ + 3 > limits_.nodes) break;
        add_text(words.substr(at, found.begin - at));
        nodes_ += 2;
        Node link(NodeKind::link);
        // At the end of what is guessed the address may go on; it is a link already, but leads nowhere.
        if (!is_guess_ || words.size() - found.end >= 3) link.set(Attribute::href, found.href);
        link.add(Node(NodeKind::text, words.substr(found.begin, found.end - found.begin)));
        open_.back()->children.push_back(std::move(link));
        at = found.end;
    }
    add_text(words.substr(at));
    pending_.clear();
}

void TreeBuilder::add_text(std::string_view words) {
    if (words.empty() || is_container(open_.back()->kind)) return;
    if (std::string* before = growing_text(*open_.back())) {
        *before += words;
        return;
    }
    // The last words are shown even when they fill the limit: the limit bounds what is made, and this is at most one node over it.
    if (++nodes_ > limits_.nodes) full_ = true;
    open_.back()->children.push_back(Node(NodeKind::text, words));
}

void TreeBuilder::finish() {
    flush_text();
    while (open_.size() > 1) close();
}

std::vector<std::size_t> TreeBuilder::path(std::size_t next) const {
    std::vector<std::size_t> path;
    for (const Node* node : open_) path.push_back(node->children.size() - 1);
    path.back() += next;
    return path;
}

MarkdownChange TreeBuilder::kept_change() const {
    MarkdownChange change{path(1)};
    change.text = back_to_.text;
    if (open_.back()->kind != NodeKind::code_block && growing_text(*open_.back()) != nullptr) {
        --change.path.back();
        change.path.push_back(0);
    }
    return change;
}

void TreeBuilder::keep() {
    flush_text();
    back_to_.children.clear();
    for (const Node* node : open_) back_to_.children.push_back(node->children.size());
    const std::string* growing = growing_text(*open_.back());
    back_to_.text = growing == nullptr ? 0 : growing->size();
    back_to_.marks = kept_;
    back_to_.use = use();
    back_to_.leaf = leaf_;
    back_to_.ends_line = ends_line_;
}

void TreeBuilder::back() {
    open_.clear();
    Node* node = &root_;
    for (const std::size_t count : back_to_.children) {
        if (!open_.empty()) node = &node->children.back();
        node->children.erase(node->children.begin() + static_cast<std::ptrdiff_t>(count), node->children.end());
        open_.push_back(node);
    }
    if (std::string* growing = growing_text(*node)) growing->resize(back_to_.text);
    kept_ = back_to_.marks;
    nodes_ = back_to_.use.nodes;
    text_bytes_ = back_to_.use.text_bytes;
    full_ = back_to_.use.is_limited;
    leaf_ = back_to_.leaf;
    ends_line_ = back_to_.ends_line;
    pending_.clear();
    link_depth_ = image_depth_ = 0;
    is_guess_ = false;
}

void TreeBuilder::drop_leaf() {
    pending_.clear();
    if (open_.size() > leaf_.open) {
        open_.resize(leaf_.open);
        open_.back()->children.pop_back();
    }
    kept_.resize(leaf_.marks);
    nodes_ = leaf_.before.nodes;
    text_bytes_ = leaf_.before.text_bytes;
}

}  // namespace deskbell
