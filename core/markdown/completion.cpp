#include "core/markdown/completion.h"

#include <algorithm>
#include <vector>

namespace deskbell {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view spaces = " \t\r\n";

/// Closes what is open in a run of inline text.
class InlineCompletion {
  public:
    explicit InlineCompletion(std::string text) : text_(std::move(text)) {}

    std::string complete() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const char c = text_[at];
            const char small = static_cast<char>(c | 0x20);
            // Nearly all of every text.
            if (c == ' ' || (small >= 'a' && small <= 'z')) {
                ++at;
                continue;
            }
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
        // `[words](htt`: close_all() makes a link of it. A task's `[ ]` is one when something follows.
        text_.resize(at);
        return false;
    }

    /// A bracket that is still open is taken for a link from its first word on, so that its words stay where they are when its address has come. Links are in no links,
    /// and of an image only the words are shown.
    void close_bracket(std::size_t at, std::string& closing) {
        const bool is_image = at > 0 && text_[at - 1] == '!';
        const std::size_t word = text_.find_first_not_of(spaces, at + 1);
        if (is_image || in_link_ || word == npos || text_[word] == '^') {
            text_.erase(is_image ? at - 1 : at, is_image ? 2 : 1);
            return;
        }
        in_link_ = true;
        closing.append("](").append(open_address).append(")");
    }

    std::string close_all() {
        std::string closing = closing_;
        while (!opens_.empty()) {
            const Open open = opens_.back();
            opens_.pop_back();
            if (open.sign == '[') {
                if (open.at < text_.size()) close_bracket(open.at, closing);
            } else if (open.at + open.count >= text_.size()) {
                text_.resize(std::min(text_.size(), open.at));
            } else {
                closing.append(open.count, open.sign);
            }
        }
        if (text_.ends_with('!')) text_.pop_back();
        const std::size_t last = text_.find_last_not_of(spaces);
        text_.resize(last == npos ? 0 : last + 1);
        text_ += closing;
        return std::move(text_);
    }

    std::string text_;
    std::vector<Open> opens_;
    std::string closing_;
    bool in_link_ = false;
};

}  // namespace

bool is_undecided(std::string_view line, char fence) {
    const std::size_t first = line.find_first_not_of(spaces);
    if (first == npos) return false;
    line.remove_prefix(first);
    // The fence that ends the block, perhaps behind the marks of the quotes it is in.
    if (fence != 0) return line.find_first_not_of(std::string("> \r\n") + fence) == npos && line.find(fence) != npos;
    const bool has_bracket = line.find('[') != npos;
    return line.find_first_not_of(has_bracket ? "#>-*+=_~`|:[]! \t\r\n.)0123456789xX" : "#>-*+=_~`|:[]! \t\r\n.)0123456789") == npos &&
           line.find_first_of("#>-*+=_~`|[!.)") != npos;
}

std::string completed(std::string words) { return InlineCompletion(std::move(words)).complete(); }

std::string completed_row(std::string_view row) {
    const std::size_t bar = row.find_last_of('|');
    const std::size_t cell = bar == npos ? 0 : bar + 1;
    return std::string(row.substr(0, cell)) + completed(std::string(row.substr(cell)));
}

std::string begun_table(std::string_view row, unsigned& columns) {
    columns = 1;
    for (std::size_t i = 1; i + 1 < row.size() && columns < 64; ++i) columns += row[i] == '|' && row[i - 1] != '\\' ? 1u : 0u;
    std::string lines = completed_row(row) + "\n|";
    for (unsigned i = 0; i < columns; ++i) lines += "-|";
    return lines;
}

bool may_be_definition(std::string_view words) {
    const std::size_t end = words.find("]:");
    return words.starts_with('[') && end != npos && words.find(']') == end;
}

}  // namespace deskbell
