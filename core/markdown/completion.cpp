#include "core/markdown/completion.h"

#include <algorithm>
#include <vector>

#include "core/markdown/lines.h"

namespace deskbell {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view spaces = " \t\r\n";

/// Where the lines begin that the last paragraph, heading, item or row may consist of.
std::size_t last_leaf(std::string_view text) {
    std::size_t leaf = 0;
    bool is_blank = true;
    for (std::size_t at = 0, end; (end = line_end(text, at, true)) != 0; at = end) {
        const std::string_view line = without_line_end(text.substr(at, end - at));
        const bool begins = list_marker(line.substr(std::min(line.find_first_not_of(" \t>"), line.size()))).width != 0;
        if (is_blank || begins || line.starts_with('#') || line.starts_with('|')) leaf = at;
        is_blank = indent_of(line) == blank_line;
    }
    return leaf;
}

/// True when the text ends inside a code block, where nothing is to be completed.
bool ends_in_fence(std::string_view text) {
    char fence = 0;
    std::size_t length = 0;
    for (std::size_t at = 0, end; (end = line_end(text, at, true)) != 0; at = end) {
        std::string_view line = without_line_end(text.substr(at, end - at));
        line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
        if (fence != 0) {
            if (closes_fence(line, fence, length)) fence = 0;
        } else if (const Fence opened = opens_fence(line); opened.length != 0) {
            fence = line[0];
            length = opened.length;
        }
    }
    return fence != 0;
}

/// Closes what is open in a run of inline text.
class InlineCompletion {
  public:
    explicit InlineCompletion(std::string text) : text_(std::move(text)) {}

    std::string complete() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const char c = text_[at];
            if (c == '\\') {
                // A lone backslash may become an escape or a line break.
                if (at + 1 == text_.size()) text_.pop_back();
                at += 2;
            } else if (c == '`') {
                if (!code(at)) return close_all();
            } else if (c == '*' || c == '_' || c == '~') {
                delimiters(at);
            } else if (c == '[') {
                opens_.push_back({at, '[', 1});
                ++at;
            } else if (c == ']') {
                if (!bracket(at)) return close_all();
            } else {
                ++at;
            }
        }
        return close_all();
    }

  private:
    struct Open {
        std::size_t at;
        char sign;
        std::size_t count;
    };

    std::size_t run_at(std::size_t at) const {
        const std::size_t end = text_.find_first_not_of(text_[at], at);
        return (end == npos ? text_.size() : end) - at;
    }

    /// Passes a code span. Gives false when it was open.
    bool code(std::size_t& at) {
        const std::size_t length = run_at(at);
        for (std::size_t close = at + length; (close = text_.find('`', close)) != npos;) {
            const std::size_t found = run_at(close);
            if (found == length) {
                at = close + length;
                return true;
            }
            close += found;
        }
        std::size_t end = text_.size();
        while (end > at + length && text_[end - 1] == '`') --end;
        text_.resize(end);
        if (text_.find_first_not_of(spaces, at + length) == npos) {
            text_.resize(at);
        } else {
            closing_ = std::string(length, '`');
        }
        return false;
    }

    void delimiters(std::size_t& at) {
        const char sign = text_[at];
        const std::size_t length = run_at(at);
        const std::size_t end = at + length;
        const bool after_space = at == 0 || spaces.find(text_[at - 1]) != npos;
        const bool before_space = end < text_.size() && spaces.find(text_[end]) != npos;
        std::size_t left = length;
        if (!after_space) {
            while (left > 0 && !opens_.empty() && opens_.back().sign == sign) {
                Open& open = opens_.back();
                const std::size_t used = std::min(left, open.count);
                left -= used;
                open.count -= used;
                if (open.count == 0) opens_.pop_back();
            }
        }
        const bool in_word = sign == '_' && !after_space;
        if (left > 0 && !before_space && !in_word && end < text_.size()) opens_.push_back({at + length - left, sign, left});
        // At the very end a run that closes nothing yet is left out, and one that closes half of what is open is made whole.
        if (end == text_.size()) {
            if (length == left || (!opens_.empty() && opens_.back().sign == sign)) {
                if (length != left) opens_.back().count += length - left;
                text_.resize(at);
            }
            at = text_.size();
            return;
        }
        at = end;
    }

    /// Handles the end of a link's words. Gives false when the link is not complete.
    bool bracket(std::size_t& at) {
        std::size_t depth = opens_.size();
        while (depth > 0 && opens_[depth - 1].sign != '[') --depth;
        if (depth == 0) {
            ++at;
            return true;
        }
        const std::size_t begin = opens_[depth - 1].at;
        if (at + 1 < text_.size() && text_[at + 1] != '(') {
            opens_.resize(depth - 1);
            ++at;
            return true;
        }
        std::size_t nesting = 0;
        for (std::size_t i = at + 1; i < text_.size(); ++i) {
            if (text_[i] == '\\') {
                ++i;
            } else if (text_[i] == '(') {
                ++nesting;
            } else if (text_[i] == ')' && --nesting == 0) {
                opens_.resize(depth - 1);
                at = i + 1;
                return true;
            }
        }
        // `[words](htt`: the words stay. A task's `[ ]` is one when something follows.
        text_.resize(at);
        erase_bracket(begin);
        opens_.erase(opens_.begin() + static_cast<std::ptrdiff_t>(depth - 1));
        return false;
    }

    void erase_bracket(std::size_t at) {
        const bool is_image = at > 0 && text_[at - 1] == '!';
        text_.erase(is_image ? at - 1 : at, is_image ? 2 : 1);
    }

    std::string close_all() {
        std::string closing = closing_;
        while (!opens_.empty()) {
            const Open open = opens_.back();
            opens_.pop_back();
            if (open.sign == '[') {
                if (open.at < text_.size()) erase_bracket(open.at);
            } else if (open.at + open.count >= text_.size()) {
                text_.resize(std::min(text_.size(), open.at));
            } else {
                closing.append(open.count, open.sign);
            }
        }
        if (text_.ends_with('!')) text_.pop_back();
        const std::size_t last = text_.find_last_not_of(spaces);
        text_.insert(last == npos ? 0 : last + 1, closing);
        return std::move(text_);
    }

    std::string text_;
    std::vector<Open> opens_;
    std::string closing_;
};

/// The second line of a table with as many columns as its first.
std::string delimiter_row(std::string_view head) {
    std::size_t bars = 0;
    for (std::size_t i = 1; i + 1 < head.size(); ++i) bars += head[i] == '|' && head[i - 1] != '\\' ? 1u : 0u;
    std::string row = "|";
    for (std::size_t i = 0; i <= bars; ++i) row += "-|";
    return row;
}

}  // namespace

std::string completed(std::string_view tail) {
    if (ends_in_fence(tail)) {
        // The last line may be becoming the fence that ends the block.
        const std::size_t last = tail.find_last_of("\r\n");
        const std::size_t sign = last == npos ? npos : tail.find_first_not_of(" \t>", last + 1);
        if (sign != npos && (tail[sign] == '`' || tail[sign] == '~') && tail.find_first_not_of(tail[sign], sign) == npos)
            tail = tail.substr(0, last);
        return std::string(tail);
    }
    // A last line of nothing but block markers says nothing yet.
    std::size_t line = tail.find_last_of("\r\n");
    line = line == npos ? 0 : line + 1;
    const std::string_view last = tail.substr(line);
    const bool is_bare =
        !last.empty() && last.find_first_not_of("#>-*+=_~`|:[]! \t.)0123456789") == npos && last.find_first_of("#>-*+=_~`|[!.)") != npos;
    const std::size_t leaf = last_leaf(tail);
    const std::size_t head_end = line_end(tail, leaf, false);
    if (tail.substr(leaf).starts_with('|')) {
        const bool is_first = leaf == 0 || tail.substr(0, leaf).ends_with("\n\n");
        if (is_first && head_end == 0) return std::string(tail).append("\n").append(delimiter_row(tail.substr(leaf)));
    }
    if (is_bare) {
        std::string shown(tail.substr(0, line));
        // The table's second line is coming: its first is a head already.
        const std::string_view before = without_line_end(tail.substr(0, line));
        const std::size_t head = before.find_last_of("\r\n") == npos ? 0 : before.find_last_of("\r\n") + 1;
        if (before.substr(head).starts_with('|') && (head == 0 || before.substr(0, head).ends_with("\n\n")))
            shown += delimiter_row(before.substr(head));
        return shown;
    }
    return std::string(tail.substr(0, leaf)) + InlineCompletion(std::string(tail.substr(leaf))).complete();
}

}  // namespace deskbell
