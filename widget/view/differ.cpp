#include "widget/view/differ.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// Walks two trees side by side and writes down what differs.
class Differ {
  public:
    explicit Differ(const MarkdownChange& change) : change_(change) {}

    void children(const std::vector<Node>& before, const std::vector<Node>& after, bool has_grown = false) {
        const std::size_t shorter = std::min(before.size(), after.size());
        // Of nodes that have grown it is known where.
        const std::size_t depth = depth_;
        const bool is_known = has_grown && depth < change_.path.size();
        const bool leads_on = is_known && depth + 1 < change_.path.size();
        std::size_t start = is_known ? std::min(change_.path[depth], shorter) : 0;
        while (!leads_on && start < shorter && before[start] == after[start]) ++start;
        const std::size_t most_at_end = shorter - start - (leads_on && start < shorter ? 1 : 0);
        std::size_t end = 0;
        while (end < most_at_end && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
        // What lies between is paired from the front as long as the kinds agree, so that a growing last block stays the same block.
        std::size_t at = start;
        while (at < before.size() - end && at < after.size() - end && before[at].kind == after[at].kind) {
            const std::size_t here = path_.size();
            if (depth != 0) path_ += ',';
            append_number(path_, at);
            ++depth_;
            node(before[at], after[at], leads_on && at == start);
            --depth_;
            path_.resize(here);
            ++at;
        }
        const std::size_t removed = before.size() - end - at;
        const std::size_t inserted = after.size() - end - at;
        if (removed == 0 && inserted == 0) return;
        begin("{\"edit\":\"splice\",\"path\":[", "],\"at\":");
        append_number(edits_, at);
        edits_ += ",\"remove\":";
        append_number(edits_, removed);
        edits_ += ",\"insert\":";
        append_nodes(edits_, std::span(after).subspan(at, inserted));
        edits_ += '}';
    }

    std::string take() {
        if (!edits_.empty()) edits_ += ']';
        return std::move(edits_);
    }

  private:
    void node(const Node& before, const Node& after, bool has_grown) {
        if (!has_grown && before == after) return;
        const std::size_t known = has_grown && depth_ + 1 == change_.path.size() ? change_.text : 0;
        const std::string_view old_text = std::string_view(before.text).substr(std::min(known, before.text.size()));
        const std::string_view new_text = std::string_view(after.text).substr(std::min(known, after.text.size()));
        if (before.attributes != after.attributes || !new_text.starts_with(old_text)) {
            begin("{\"edit\":\"attributes\",\"path\":[", "],\"node\":");
            append_node_head(edits_, after);
            edits_ += "}}";
        } else if (new_text.size() > old_text.size()) {
            begin("{\"edit\":\"append_text\",\"path\":[", "],\"text\":");
            append_json_text(edits_, new_text.substr(old_text.size()));
            edits_ += '}';
        }
        children(before.children, after.children, has_grown);
    }

    static void append_number(std::string& out, std::size_t number) {
        if (number < 10) {
            out += static_cast<char>('0' + number);
        } else {
            out += to_digits(static_cast<std::int64_t>(number));
        }
    }

    /// An edit's name and path, and the name of its next member; what that holds follows.
    void begin(std::string_view before_path, std::string_view behind) {
        edits_ += edits_.empty() ? '[' : ',';
        edits_ += before_path;
        edits_ += path_;
        edits_ += behind;
    }

    const MarkdownChange& change_;
    std::string path_;
    std::size_t depth_ = 0;
    std::string edits_;
};

}  // namespace

std::string diff_nodes(const std::vector<Node>& before, const std::vector<Node>& after) {
    const MarkdownChange all;
    Differ differ(all);
    differ.children(before, after);
    return differ.take();
}

std::string grow_nodes(std::vector<Node>& shown, const std::vector<Node>& now, const MarkdownChange& change) {
    Differ differ(change);
    differ.children(shown, now, true);
    std::vector<Node>* old_nodes = &shown;
    const std::vector<Node>* new_nodes = &now;
    for (std::size_t depth = 0;; ++depth) {
        const std::size_t at = std::min({change.path[depth], old_nodes->size(), new_nodes->size()});
        const bool leads_on = depth + 1 < change.path.size() && at < old_nodes->size() && at < new_nodes->size();
        const auto kept = static_cast<std::ptrdiff_t>(leads_on ? at + 1 : at);
        old_nodes->erase(old_nodes->begin() + kept, old_nodes->end());
        old_nodes->insert(old_nodes->end(), new_nodes->begin() + kept, new_nodes->end());
        if (!leads_on) break;
        Node& node = (*old_nodes)[at];
        const Node& grown = (*new_nodes)[at];
        node.attributes = grown.attributes;
        const std::size_t known = depth + 2 == change.path.size() ? std::min(change.text, node.text.size()) : 0;
        node.text.replace(known, std::string::npos, grown.text, known);
        old_nodes = &node.children;
        new_nodes = &grown.children;
    }
    return differ.take();
}

Value row_head_to_json(const Row& row) {
    // The body is the last field of the list.
    constexpr RecordInfo head{RecordTraits<Row>::names.data(), RecordTraits<Row>::fields.data(), RecordTraits<Row>::fields.size() - 1};
    return encode_record(head, &row);
}

}  // namespace deskbell
