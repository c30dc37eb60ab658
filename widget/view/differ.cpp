#include "widget/view/differ.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// Walks two trees side by side, writes down what differs and makes the first one like the second.
class Differ {
  public:
    explicit Differ(const MarkdownChange& change) : change_(change) {
        // Of most words of an answer that is all the room that is needed.
        edits_.reserve(180);
    }

    void children(std::vector<Node>& before, const std::vector<Node>& after, bool has_grown) {
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
            const std::size_t here = enter(at);
            node(before[at], after[at], leads_on && at == start);
            leave(here);
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
        const auto old_place = before.begin() + static_cast<std::ptrdiff_t>(at);
        const auto new_place = after.begin() + static_cast<std::ptrdiff_t>(at);
        before.insert(before.erase(old_place, old_place + static_cast<std::ptrdiff_t>(removed)), new_place,
                      new_place + static_cast<std::ptrdiff_t>(inserted));
    }

    /// The same where only the text of one node has grown.
    void more_text(std::vector<Node>& before, const std::vector<Node>& after) {
        std::vector<Node>* old_nodes = &before;
        const std::vector<Node>* new_nodes = &after;
        for (const std::size_t at : change_.path) {
            enter(at);
            Node& old_node = (*old_nodes)[at];
            const Node& new_node = (*new_nodes)[at];
            if (depth_ + 1 == change_.path.size()) return text(old_node, std::string_view(new_node.text).substr(change_.text));
            old_nodes = &old_node.children;
            new_nodes = &new_node.children;
        }
    }

    std::string take() {
        if (!edits_.empty()) edits_ += ']';
        return std::move(edits_);
    }

  private:
    void node(Node& before, const Node& after, bool has_grown) {
        const std::size_t known = has_grown && depth_ + 1 == change_.path.size() ? change_.text : 0;
        const std::string_view old_text = std::string_view(before.text).substr(std::min(known, before.text.size()));
        const std::string_view new_text = std::string_view(after.text).substr(std::min(known, after.text.size()));
        if (before.attributes != after.attributes || !new_text.starts_with(old_text)) {
            begin("{\"edit\":\"attributes\",\"path\":[", "],\"node\":");
            append_node_head(edits_, after);
            edits_ += "}}";
            before.attributes = after.attributes;
            before.text = after.text;
        } else if (new_text.size() > old_text.size()) {
            text(before, new_text.substr(old_text.size()));
        }
        children(before.children, after.children, has_grown);
    }

    void text(Node& before, std::string_view more) {
        begin("{\"edit\":\"append_text\",\"path\":[", "],\"text\":");
        append_json_text(edits_, more);
        edits_ += '}';
        before.text += more;
    }

    /// Goes down to a child; gives what leave() wants.
    std::size_t enter(std::size_t at) {
        const std::size_t here = path_.size();
        if (depth_++ != 0) path_ += ',';
        append_number(path_, at);
        return here;
    }
    void leave(std::size_t here) {
        --depth_;
        path_.resize(here);
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

std::string grow_nodes(std::vector<Node>& shown, const std::vector<Node>& now, const MarkdownChange& change) {
    Differ differ(change);
    // Other nodes may stand below those of the stream.
    if (change.is_more_text && shown.size() == now.size()) {
        differ.more_text(shown, now);
    } else {
        differ.children(shown, now, true);
    }
    return differ.take();
}

Value row_head_to_json(const Row& row) {
    // The body is the last field of the list.
    constexpr RecordInfo head{RecordTraits<Row>::names.data(), RecordTraits<Row>::fields.data(), RecordTraits<Row>::fields.size() - 1};
    return encode_record(head, &row);
}

}  // namespace deskbell
