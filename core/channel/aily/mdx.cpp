#include "core/channel/aily/mdx.h"

#include <algorithm>
#include <optional>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/feishu/markdown_text.h"

namespace deskbell::channel::aily {
namespace {

using feishu::escaped_markdown;

constexpr std::size_t most_columns = 30;
constexpr std::size_t most_rows = 500;
constexpr std::size_t longest_tag = 64u << 10;
constexpr std::size_t most_waste = 16;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_part(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Attribute {
    std::string name;
    std::string value;
};

struct Tag {
    std::string name;  ///< in lower case
    bool closes = false;
    bool is_empty = false;  ///< `<br/>`
    std::vector<Attribute> attributes;

    std::string_view value(std::string_view attribute) const {
        for (const Attribute& each : attributes) {
            if (each.name == attribute) return each.value;
        }
        return {};
    }
};

enum class Found : std::uint8_t { tag, none, unfinished };

/// Reads tags out of a text.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::size_t at = 0;
    /// How many bytes were read for tags that were none.
    std::size_t wasted = 0;

    /// The tag at `at`, behind which `at` stands afterwards. `none`: what stands there is no tag, and `at` has not moved.
    Found read(Tag& tag) {
        const std::size_t begin = at;
        const Found found = read_whole(tag);
        if (found != Found::tag) {
            wasted += at - begin;
            at = begin;
        }
        return found;
    }

  private:
    bool ended() const { return at >= text_.size(); }
    bool is(char c) const { return at < text_.size() && text_[at] == c; }
    void skip_space() {
        while (!ended() && is_space(text_[at])) ++at;
    }
    std::string name() {
        const std::size_t begin = at;
        while (!ended() && is_name_part(text_[at])) ++at;
        return std::string(text_.substr(begin, at - begin));
    }

    Found read_whole(Tag& tag) {
        const std::size_t limit = at + longest_tag;
        ++at;
        if (is('/')) {
            tag.closes = true;
            ++at;
        }
        if (ended()) return Found::unfinished;
        if (!is_letter(text_[at])) return Found::none;
        tag.name = ascii_lower(name());
        // `<https://…>` and `<a@b.example>` are addresses of markdown.
        if (tag.name.ends_with(':') || is('@') || tag.name.find(':') != std::string::npos) return Found::none;
        while (at < limit) {
            skip_space();
            if (ended()) return Found::unfinished;
            if (is('>')) {
                ++at;
                return Found::tag;
            }
            if (is('/')) {
                tag.is_empty = true;
                ++at;
                continue;
            }
            if (!is_name_part(text_[at]) && !is('{')) return Found::none;
            Attribute attribute;
            attribute.name = name();
            skip_space();
            if (is('=') || is('{')) {
                if (is('=')) ++at;
                skip_space();
                if (ended()) return Found::unfinished;
                const auto value = read_value();
                if (!value) return ended() ? Found::unfinished : Found::none;
                attribute.value = *value;
            }
            tag.attributes.push_back(std::move(attribute));
        }
        return Found::none;
    }

    std::optional<std::string> read_value() {
        if (is('"') || is('\'')) return read_quoted();
        if (is('{')) return read_braces();
        const std::size_t begin = at;
        while (!ended() && !is_space(text_[at]) && text_[at] != '>') ++at;
        return std::string(text_.substr(begin, at - begin));
    }

    std::optional<std::string> read_quoted() {
        const char quote = text_[at++];
        const std::size_t end = text_.find(quote, at);
        if (end == std::string_view::npos) {
            at = text_.size();
            return std::nullopt;
        }
        std::string value(text_.substr(at, end - at));
        at = end + 1;
        return value;
    }

    /// `{…}` with what is nested in it; texts in it may hold braces.
    std::optional<std::string> read_braces() {
        const std::size_t begin = at + 1;
        int depth = 0;
        char quote = 0;
        for (; !ended(); ++at) {
            const char c = text_[at];
            if (quote != 0) {
                if (c == '\\') {
                    ++at;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '{') {
                ++depth;
            } else if (c == '}' && --depth == 0) {
                return std::string(text_.substr(begin, at++ - begin));
            }
        }
        at = text_.size();
        return std::nullopt;
    }

    std::string_view text_;
};

std::string cell(const Value& value) {
    std::string words;
    if (value.is_text()) {
        words = value.as_text();
    } else if (!value.is_null()) {
        words = to_json(value);
    }
    std::replace(words.begin(), words.end(), '\n', ' ');
    return escaped_markdown(words);
}

std::string_view first_text(const Value& object, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (object[name].is_text()) return object[name].as_text();
    }
    return {};
}

std::string fenced(std::string_view text) { return "\n\n```\n" + std::string(text) + "\n```\n\n"; }

/// A table; its columns are texts or objects, its rows lists or objects. What cannot be read is shown as it was written.
std::string table(const Tag& tag) {
    const auto columns = parse_json(tag.value("columns"));
    const auto data = parse_json(tag.value("data"));
    if (!columns || !data || !columns->is_array() || !data->is_array() || columns->items().empty()) {
        return fenced(std::string(tag.value("columns")) + "\n" + std::string(tag.value("data")));
    }
    const std::size_t count = std::min(columns->items().size(), most_columns);
    std::string out = "\n\n|";
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i) {
        const Value& column = columns->items()[i];
        const std::string_view title =
            column.is_text() ? column.as_text() : first_text(column, {"title", "header", "label", "name", "key"});
        keys.emplace_back(column.is_text() ? column.as_text() : first_text(column, {"dataIndex", "key", "field", "id", "name", "title"}));
        out += " " + cell(Value(title)) + " |";
    }
    out += "\n|";
    for (std::size_t i = 0; i < count; ++i) out += " --- |";
    std::size_t rows = 0;
    for (const Value& row : data->items()) {
        if (++rows > most_rows) {
            out += "\n| … |";
            break;
        }
        out += "\n|";
        for (std::size_t i = 0; i < count; ++i) {
            const bool is_list = row.is_array();
            out += " " + (is_list ? cell(i < row.items().size() ? row.items()[i] : Value()) : cell(row[keys[i]])) + " |";
        }
    }
    return out + "\n\n";
}

class Converter {
  public:
    Converter(std::string_view mdx, const std::vector<Mentioned>& mentioned, bool is_whole)
        : mdx_(mdx), mentioned_(mentioned), is_whole_(is_whole), reader_(mdx) {}

    std::string convert() {
        std::size_t& at = reader_.at;
        bool line_begins = true;
        while (at < mdx_.size()) {
            if (line_begins && copy_fence()) continue;
            const char c = mdx_[at];
            if (c == '\\' && at + 1 < mdx_.size()) {
                out_.append(mdx_.substr(at, 2));
                at += 2;
                line_begins = false;
                continue;
            }
            line_begins = c == '\n';
            if (c == '`') {
                copy_code();
            } else if (c != '<') {
                out_.push_back(c);
                ++at;
            } else if (!take_tag()) {
                break;
            }
        }
        return std::move(out_);
    }

  private:
    /// Copies a fenced block, when one begins on this line.
    bool copy_fence() {
        std::size_t& at = reader_.at;
        std::size_t mark = at;
        while (mark < mdx_.size() && mdx_[mark] == ' ' && mark < at + 3) ++mark;
        const char sign = mark < mdx_.size() ? mdx_[mark] : ' ';
        if (sign != '`' && sign != '~') return false;
        const std::size_t length = std::min(mdx_.find_first_not_of(sign, mark), mdx_.size()) - mark;
        if (length < 3) return false;
        std::size_t line = mdx_.find('\n', mark);
        while (line != std::string_view::npos) {
            const std::size_t text = mdx_.find_first_not_of(' ', line + 1);
            if (text == std::string_view::npos) break;
            const std::size_t run = std::min(mdx_.find_first_not_of(sign, text), mdx_.size()) - text;
            line = mdx_.find('\n', text);
            if (run >= length) break;
        }
        const std::size_t end = line == std::string_view::npos ? mdx_.size() : line + 1;
        out_.append(mdx_.substr(at, end - at));
        at = end;
        return true;
    }

    /// Copies a code span whole; backticks that none closes are copied alone.
    void copy_code() {
        std::size_t& at = reader_.at;
        const std::size_t length = std::min(mdx_.find_first_not_of('`', at), mdx_.size()) - at;
        std::size_t close = at + length;
        while ((close = mdx_.find('`', close)) != std::string_view::npos) {
            const std::size_t run = std::min(mdx_.find_first_not_of('`', close), mdx_.size()) - close;
            close += run;
            if (run == length) break;
        }
        const std::size_t end = close == std::string_view::npos ? at + length : close;
        out_.append(mdx_.substr(at, end - at));
        at = end;
    }

    /// Takes a tag, or the `<` that is none. False: the text ends in a tag that has not ended.
    bool take_tag() {
        constexpr std::string_view comment = "<!--";
        std::size_t& at = reader_.at;
        if (mdx_.substr(at).starts_with(comment)) {
            const std::size_t end = mdx_.find("-->", at);
            at = end == std::string_view::npos ? mdx_.size() : end + 3;
            return true;
        }
        Tag tag;
        // A text that only looks like tags is not read again and again for them.
        const bool is_patient = reader_.wasted <= most_waste * (mdx_.size() + 1024);
        const Found found = is_patient ? reader_.read(tag) : Found::none;
        if (found == Found::tag) {
            show(tag);
            return true;
        }
        if (found == Found::unfinished && !is_whole_) return false;
        out_.push_back('<');
        ++at;
        return true;
    }

    void show(const Tag& tag) {
        if (tag.name == "br") {
            out_.push_back('\n');
        } else if (tag.name == "table" && !tag.closes && !tag.value("columns").empty()) {
            out_ += table(tag);
        } else if (tag.name == "at" && !tag.closes) {
            out_.push_back('@');
            // The words behind it name who is meant; without them the message's own list does.
            const bool has_words = !tag.is_empty && !mdx_.substr(reader_.at).starts_with("</");
            if (!has_words) out_ += escaped_markdown(name_of(tag.value("id")));
        }
    }

    std::string_view name_of(std::string_view id) const {
        for (const Mentioned& each : mentioned_) {
            if (each.id == id) return each.name;
        }
        return id;
    }

    std::string_view mdx_;
    const std::vector<Mentioned>& mentioned_;
    bool is_whole_;
    Reader reader_;
    std::string out_;
};

}  // namespace

std::string mdx_to_markdown(std::string_view mdx, const std::vector<Mentioned>& mentioned, bool is_whole) {
    return Converter(mdx, mentioned, is_whole).convert();
}

}  // namespace deskbell::channel::aily
