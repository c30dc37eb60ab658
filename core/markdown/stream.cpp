#include "core/markdown/stream.h"

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/utf8.h"
#include "core/markdown/block_reader.h"
#include "core/markdown/callbacks.h"
#include "core/markdown/completion.h"

namespace deskbell {

namespace {

/// A line that is longer is taken before its end has come, when what it is is settled.
constexpr std::size_t long_line = 48;
/// When showing the end of the text costs more, it is shown in larger steps.
constexpr std::size_t costly_guess = 16u << 10;

/// How many of the last bytes are the start of a character that is not whole yet.
std::size_t open_character(std::string_view bytes) {
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte < 0x80) return 0;
        if (byte >= 0xC0) return back < (byte >= 0xF0 ? 4u : byte >= 0xE0 ? 3u : 2u) ? back : 0;
    }
    return 0;
}

/// Where the lines end that are whole, when before `from` they end at `before`. A carriage return at the very end may be half of a line end.
std::size_t whole_lines(std::string_view text, std::size_t from, std::size_t before) {
    std::size_t end = text.size();
    if (text.ends_with('\r')) --end;
    while (end > from && text[end - 1] != '\n' && text[end - 1] != '\r') --end;
    return end > from ? end : before;
}

/// True when one line opens more than a thousand lists in each other. md4c walks all open lists for every blank line, which would make that quadratic.
bool is_absurdly_nested(std::string_view text) {
    constexpr int most_lists = 1000;
    if (text.size() < 2 * most_lists) return false;
    int lists = 0;
    bool is_leading = true;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') {
            is_leading = true;
            lists = 0;
        } else if (is_leading) {
            const bool is_marker = std::string_view("-+*.)").find(c) != std::string_view::npos;
            if (is_marker && (text[i + 1] == ' ' || text[i + 1] == '\t') && ++lists > most_lists) return true;
            is_leading = is_marker || c == ' ' || c == '\t' || c == '>' || (c >= '0' && c <= '9');
        }
    }
    return false;
}

/// What a character is behind a word of running text.
enum class Sign : std::uint8_t { other, unsure, plain, letter };

/// By the first byte of the character: a table, since every character of an answer is looked up.
constexpr std::array<Sign, 256> make_signs() {
    std::array<Sign, 256> signs{};
    for (std::size_t c = 'a'; c <= 'z'; ++c) signs[c] = signs[c - ('a' - 'A')] = Sign::letter;
    for (std::size_t c = 0x80; c < signs.size(); ++c) signs[c] = Sign::letter;
    for (const char c : std::string_view("0123456789 ,:?'\"()-")) signs[static_cast<unsigned char>(c)] = Sign::plain;
    for (const char c : std::string_view(".\xC2\xE2\xE3")) signs[static_cast<unsigned char>(c)] = Sign::unsure;
    return signs;
}
constexpr std::array<Sign, 256> signs = make_signs();

Sign sign_of(char c) { return signs[static_cast<unsigned char>(c)]; }
bool is_letter(char c) { return sign_of(c) == Sign::letter || static_cast<unsigned char>(c) >= 0x80; }

/// True when the character at `at`, behind a word of running text, can only be more text: it begins and ends nothing, whatever follows.
bool is_plain(std::string_view text, std::size_t at) {
    const Sign sign = sign_of(text[at]);
    if (sign != Sign::unsure) return sign != Sign::other;
    // Not the beginning of an address; not the ideographic space; not some of the spaces and signs beyond ASCII.
    if (text[at] == '.') return at > 0 && text[at - 1] != 'w' && text[at - 1] != 'W';
    return text[at] == '\xE3' && !text.substr(at).starts_with("\u3000");
}

/// The first character from `at` on that is not, or the end.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
    // Most need no look at what stands around them, and no call.
    while (at < text.size() && (sign_of(text[at]) > Sign::unsure || is_plain(text, at))) ++at;
    return at;
}

/// The first character from `at` on that ends a line of code, or the end.
std::size_t end_of_line(std::string_view text, std::size_t at) {
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20) ++at;
    return at;
}

bool is_alphanumeric(char c) { return (static_cast<unsigned char>(c) < 0x80 && is_letter(c)) || (c >= '0' && c <= '9'); }

/// A mark among plain words that can only be this one mark, whatever follows: emphasis or strong at the edge of a word, or a whole code span.
struct Mark {
    std::size_t end = 0;  ///< 0 when it is none
    NodeKind kind = NodeKind::emphasis;
    bool opens = false;  ///< of emphasis and strong; else it closes
};

/// The mark at `at`, which is not the text's beginning. Signs that the next piece may change, or whose neighbours are not ASCII, are left to the parser.
Mark mark_at(std::string_view text, std::size_t at) {
    const char before = text[at - 1];
    const bool is_code = text[at] == '`';
    std::size_t end = at + 1;
    if (is_code) {
        while (end < text.size() && (is_alphanumeric(text[end]) || text[end] == '_' || text[end] == '-')) ++end;
        if (end == at + 1 || end >= text.size() || text[end] != '`') return {};
        ++end;
    } else {
        if (text[at] != '*') return {};
        while (end < text.size() && text[end] == '*') ++end;
        if (end > at + 2) return {};
    }
    if (end >= text.size()) return {};
    const char after = text[end];
    const bool ends_word = after == ' ' || after == ',' || after == '.' || after == ':' || after == '?' || after == ')';
    const NodeKind kind = is_code ? NodeKind::code : end == at + 2 ? NodeKind::strong : NodeKind::emphasis;
    if (before == ' ' && (is_code ? ends_word : is_alphanumeric(after))) return {end, kind, true};
    if (!is_code && is_alphanumeric(before) && ends_word) return {end, kind, false};
    return {};
}

Node& node_at(std::vector<Node>& blocks, const std::vector<std::size_t>& path) {
    std::vector<Node>* nodes = &blocks;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) nodes = &(*nodes)[path[i]].children;
    return (*nodes)[path.back()];
}

}  // namespace

MarkdownStream::MarkdownStream(MarkdownLimits limits) : limits_(limits) { restart(); }

MarkdownStream::~MarkdownStream() { reader_free(reader_); }

void MarkdownStream::append(std::string_view bytes) {
    if (is_finished_) restart();
    // Nearly always it is all well formed, and then there is nothing to copy.
    if (partial_.empty()) {
        const std::size_t whole = well_formed_length(bytes);
        take(bytes.substr(0, whole));
        bytes.remove_prefix(whole);
    }
    if (!bytes.empty()) {
        partial_ += bytes;
        const std::size_t whole = partial_.size() - open_character(partial_);
        take(replace_broken_utf8(std::string_view(partial_).substr(0, whole)));
        partial_.erase(0, whole);
    }
    update();
}

void MarkdownStream::replace(std::string_view text, MarkdownEnd end) {
    partial_.clear();
    // What is known is compared and not looked at again.
    std::string repaired;
    if (!text.starts_with(text_)) text = repaired = replace_broken_utf8(text);
    const bool grows = text.starts_with(text_);
    if (grows) text.remove_prefix(text_.size());
    const std::string rest = replace_broken_utf8(text);
    if (grows && rest.empty() && is_finished_ == (end == MarkdownEnd::last)) return;
    if (!grows) {
        text_.clear();
        is_cut_ = false;
    }
    if (!grows || is_finished_) restart();
    take(rest);
    is_finished_ = end == MarkdownEnd::last;
    update();
}

void MarkdownStream::finish() {
    if (is_finished_) return;
    take(replace_broken_utf8(partial_));
    partial_.clear();
    is_finished_ = true;
    update();
}

const std::vector<Node>& MarkdownStream::blocks() const { return parse_->tree.blocks(); }

std::vector<Node> MarkdownStream::take_blocks() {
    std::vector<Node> blocks = std::move(parse_->tree.blocks());
    text_.clear();
    is_cut_ = false;
    restart();
    return blocks;
}

MarkdownChange MarkdownStream::take_change() {
    MarkdownChange change = change_ ? std::move(*change_) : MarkdownChange{{blocks().size()}};
    change_.reset();
    return change;
}

std::size_t MarkdownStream::parsed_bytes() const { return past_bytes_ + (reader_ == nullptr ? 0 : reader_rendered_bytes(reader_)); }

/// Forgets everything but the text.
void MarkdownStream::restart() {
    past_bytes_ = parsed_bytes();
    reader_free(reader_);
    const MD_PARSER parser = markdown_callbacks();
    const ReaderHooks hooks = {restart_leaf, left_referring_leaf, 1};
    parse_ = std::make_unique<MarkdownParse>(limits_);
    parse_->stream = this;
    reader_ = reader_new(&parser, &hooks, parse_.get());
    referring_.clear();
    note_change({{0}});
    shown_ = whole_ = guess_cost_ = 0;
    ending_ = Ending::other;
    is_new_ = true;
    is_limited_ = is_finished_ = false;
}

void MarkdownStream::take(std::string_view well_formed) {
    if (is_cut_) return;
    const std::string_view fits = utf8_prefix(well_formed, limits_.input_bytes - text_.size());
    is_cut_ = fits.size() < well_formed.size();
    text_ += fits;
}

void MarkdownStream::note_change(MarkdownChange change) {
    if (!change_) {
        change_ = std::move(change);
        return;
    }
    change.is_more_text = change_->is_more_text = change.is_more_text && change_->is_more_text && change_->path == change.path;
    if (change_->path == change.path) {
        change_->text = std::min(change_->text, change.text);
    } else if (change.path < change_->path) {
        change_ = std::move(change);
    }
}

/// Plain words behind plain words are put into the guess as they come: what they are a part of need not be read again.
bool MarkdownStream::grow_words() {
    if (ending_ == Ending::other || is_finished_) return false;
    const bool is_code = ending_ == Ending::code;
    const std::size_t sign = (is_code ? end_of_line : end_of_plain)(text_, shown_);
    if (sign != text_.size()) return !is_code && grow_spans(sign);
    std::size_t end = text_.size();
    while (!is_code && text_[end - 1] == ' ') --end;
    if (end > words_end_) {
        const std::size_t known = growing_->text.size();
        if (!parse_->tree.grow(*growing_, std::string_view(text_).substr(words_end_, end - words_end_))) return false;
        note_change({growing_path_, known, true});
        words_end_ = end;
    }
    shown_ = text_.size();
    return true;
}

/// So are words with whole marks among them, as `**bold**` and code. `first`: where the first sign is that is no plain word.
bool MarkdownStream::grow_spans(std::size_t first) {
    // The kinds of the spans around the end, innermost last.
    std::string around;
    const Node* node = nullptr;
    for (std::size_t i = 0; i + 2 < growing_path_.size(); ++i) {
        node = &(node == nullptr ? blocks() : node->children)[growing_path_[i]];
        if (is_emphasis(node->kind)) around += static_cast<char>(node->kind);
    }
    std::size_t last = 0;
    std::size_t count = 0;
    for (std::size_t at = first; at < text_.size(); at = end_of_plain(text_, last)) {
        const Mark mark = mark_at(text_, at);
        if (mark.end == 0) return false;
        const char kind = static_cast<char>(mark.kind);
        if (mark.opens && mark.kind != NodeKind::code) {
            if (around.find(kind) != std::string::npos) return false;
            around += kind;
        }
        if (!mark.opens) {
            if (has_underscore_ || !around.ends_with(kind)) return false;
            around.pop_back();
        }
        last = mark.end;
        ++count;
    }
    const std::size_t end = text_.find_last_not_of(' ') + 1;
    const MarkdownUse use = parse_->tree.use();
    const bool fits = use.nodes + 2 * count + 2 < limits_.nodes && use.text_bytes + text_.size() - words_end_ < limits_.text_bytes &&
                      growing_path_.size() + count + 1 < limits_.depth;
    // Without a word behind it, the end of a span is no place where words go on.
    if (end <= last || !fits) return false;

    TreeBuilder& tree = parse_->tree;
    note_change({growing_path_, growing_->text.size()});
    growing_path_.pop_back();
    tree.reopen(growing_path_);
    const std::string_view text = std::string_view(text_).substr(0, end);
    for (std::size_t at = first; at < end; at = end_of_plain(text, words_end_)) {
        const Mark mark = mark_at(text_, at);
        tree.text(text.substr(words_end_, at - words_end_));
        if (mark.opens) tree.enter_span(Node(mark.kind));
        if (mark.kind == NodeKind::code) tree.text(text.substr(at + 1, mark.end - at - 2));
        if (!mark.opens || mark.kind == NodeKind::code) tree.leave_span();
        words_end_ = mark.end;
    }
    tree.text(text.substr(words_end_));
    tree.finish();
    words_end_ = end;
    shown_ = text_.size();
    find_growing();
    return true;
}

/// What plain words would be added to.
void MarkdownStream::find_growing() {
    growing_path_.clear();
    growing_ = parse_->tree.is_full() ? nullptr : parse_->tree.growing_node(growing_path_);
    growing_path_.push_back(0);
    if (growing_ == nullptr) ending_ = Ending::other;
}

void MarkdownStream::update() {
    if (grow_words()) return;
    ending_ = Ending::other;
    if (is_limited_ && is_finished_) {
        // Where a limit cuts is known only when the whole text is.
        restart();
        is_finished_ = true;
    }
    if (is_limited_) return;
    if (!is_finished_ && guess_cost_ > costly_guess && text_.size() - shown_ < guess_cost_ / 8) return;
    if (is_absurdly_nested(std::string_view(text_).substr(is_new_ ? 0 : reader_position(reader_)))) is_limited_ = true;
    if (reader_ == nullptr) is_limited_ = true;
    if (is_limited_) {
        if (is_finished_) parse_->tree.blocks() = plain_paragraphs(text_, limits_);
        note_change({{0}});
        return;
    }
    TreeBuilder& tree = parse_->tree;
    if (!is_new_) {
        tree.back();
        reader_back(reader_);
        note_change(tree.kept_change());
    }
    read();
    shown_ = text_.size();
    // The first piece of a text that goes on: what comes behind a limit may not be guessed at, since reader and tree stand in different places.
    if (tree.is_full() && !(is_new_ && is_finished_)) {
        is_limited_ = true;
        if (is_finished_) return update();
    }
    is_new_ = false;
    if (is_finished_ || is_limited_) {
        tree.finish();
        past_bytes_ = parsed_bytes();
        reader_free(reader_);
        reader_ = nullptr;
        return;
    }
    tree.keep();
    guess();
}

/// Reads the lines that are whole, and makes the tree of what is sure.
void MarkdownStream::read() {
    reader_text(reader_, text_.data(), static_cast<unsigned>(text_.size()));
    const int definitions = reader_definitions(reader_);
    whole_ = whole_lines(text_, shown_ == 0 ? 0 : shown_ - 1, whole_);
    reader_lines(reader_, static_cast<unsigned>(is_finished_ ? text_.size() : whole_));
    if (is_finished_) {
        reader_end(reader_);
    } else {
        if (text_.size() - reader_position(reader_) > long_line && !text_.ends_with('\r')) reader_open_line(reader_);
        reader_grow_line(reader_);
    }
    if (reader_definitions(reader_) != definitions) resolve(definitions);
    reader_render(reader_);
}

/// Parses the blocks again that may refer to the definitions which came.
void MarkdownStream::resolve(int first_definition) {
    for (Referring& leaf : referring_) {
        if (reader_leaf_refers(reader_, leaf.block, first_definition) == 0) continue;
        MarkdownParse again(limits_, leaf.path.size() - 1);
        reader_leaf_again(reader_, leaf.block, &again);
        parse_->tree.count_again(leaf.use, again.tree.use());
        leaf.use = again.tree.use();
        Node& shown = node_at(parse_->tree.blocks(), leaf.path);
        if (again.tree.blocks().size() != 1 || shown == again.tree.blocks().front()) continue;
        shown = std::move(again.tree.blocks().front());
        note_change({leaf.path});
    }
    reader_restart_leaf(reader_, first_definition);
}

void MarkdownStream::restart_leaf(void* parse) {
    auto& tree = static_cast<MarkdownParse*>(parse)->tree;
    tree.drop_leaf();
    // What was sure is not: its beginning is gone.
    static_cast<MarkdownParse*>(parse)->stream->note_change({tree.path(1)});
}

void MarkdownStream::left_referring_leaf(void* parse, unsigned block) {
    const auto* of = static_cast<MarkdownParse*>(parse);
    if (of->stream == nullptr || of->stream->is_finished_ || of->tree.is_guess()) return;
    const MarkdownUse now = of->tree.use();
    const MarkdownUse& before = of->tree.use_before_leaf();
    of->stream->referring_.push_back({block, of->tree.path(0), {now.nodes - before.nodes, now.text_bytes - before.text_bytes, false}});
}

/// Shows what is not sure yet.
void MarkdownStream::guess() {
    const std::size_t bytes = reader_rendered_bytes(reader_);
    const std::size_t size = text_.size();
    if (reader_keep(reader_) < 0) return;
    const std::string_view line = std::string_view(text_).substr(reader_position(reader_));
    const bool has_line = !line.empty() && !is_undecided(line, reader_fence(reader_));
    if (has_line) reader_lines(reader_, static_cast<unsigned>(size));
    complete_leaf();
    reader_end(reader_);
    parse_->tree.begin_guess();
    reader_render(reader_);
    parse_->tree.finish();
    look_at_end(std::string_view(text_).substr(whole_, size - whole_));
    text_.resize(size);
    guess_cost_ = reader_rendered_bytes(reader_) - bytes;
}

/// Sees whether the guess ends in words that plain ones would only be added to. `line`: the last line of the text.
void MarkdownStream::look_at_end(std::string_view line) {
    const bool is_code = ending_ == Ending::code;
    const bool is_known = ending_ != Ending::other;
    if (is_known) find_growing();
    Node* const node = is_known ? growing_ : nullptr;
    ending_ = Ending::other;
    // With a letter in it, the line is what it is.
    const auto letter = std::find_if(line.begin(), line.end(), is_letter);
    if (node == nullptr || letter == line.end()) return;
    if (is_code) {
        constexpr std::size_t enough = 64;
        line.remove_prefix(
            std::max<std::size_t>(static_cast<std::size_t>(letter - line.begin()), line.size() - std::min(line.size(), enough)));
        if (node->kind != NodeKind::code_block || !node->text.ends_with(line)) return;
        ending_ = Ending::code;
        words_end_ = shown_;
        return;
    }
    const std::size_t from = shown_ - line.size();
    const std::size_t end = line.find_last_not_of(' ') + 1;
    std::size_t word = end;
    while (word > 0 && line[word - 1] != ' ' && is_plain(text_, from + word - 1)) --word;
    const bool stands_free = word == 0 || std::string_view(" *_~|>").find(line[word - 1]) != std::string_view::npos;
    if (node->kind == NodeKind::text && word < end && stands_free && from + end == words_end_ &&
        parse_->tree.source_end() == text_.data() + guess_end_) {
        ending_ = Ending::words;
    }
}

/// The leaf that the text ends in is shown completed.
void MarkdownStream::complete_leaf() {
    OpenLeaf leaf{};
    if (reader_open_leaf(reader_, &leaf) == 0) return;
    if (leaf.code_fence != 0) ending_ = Ending::code;
    const bool is_row = leaf.type == MD_BLOCK_TABLE;
    const bool is_text = leaf.type == MD_BLOCK_P || leaf.type == MD_BLOCK_H || (is_row && leaf.has_begun != 0);
    if (!is_text || leaf.lines == 0) return;
    const unsigned first = is_row ? leaf.lines - 1 : 0;
    std::string words;
    unsigned end = 0;
    for (unsigned i = first; i < leaf.lines; ++i) {
        unsigned begin = 0;
        reader_leaf_line(reader_, i, &begin, &end);
        if (i > first) words += '\n';
        words.append(text_, begin, end - begin);
    }
    const std::string as_written = words;
    has_underscore_ = words.find('_') != std::string::npos;
    unsigned columns = 0;
    if (is_row) {
        words = completed_row(words);
    } else if (leaf.type == MD_BLOCK_P && leaf.lines == 1 && leaf.has_begun == 0 && words.starts_with('|')) {
        words = begun_table(words, columns);
    } else if (leaf.type == MD_BLOCK_P && leaf.has_begun == 0 && may_be_definition(words)) {
        words.clear();
    } else {
        words = completed(std::move(words));
    }
    const std::size_t begin = text_.size();
    if (words.starts_with(as_written) && words.find_first_not_of("*_~", as_written.size()) >= words.find('\n', as_written.size())) {
        ending_ = Ending::words;
        words_end_ = end;
        guess_end_ = begin + as_written.size();
    }
    text_ += words;
    reader_text(reader_, text_.data(), static_cast<unsigned>(text_.size()));
    reader_guess(reader_, first, static_cast<unsigned>(begin), static_cast<unsigned>(text_.size()), columns);
}

}  // namespace deskbell
