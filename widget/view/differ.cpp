#include "widget/view/differ.h"

#include <algorithm>

namespace deskbell {

namespace {

/// Walks two trees side by side and writes down what differs.
class Differ {
  public:
    void children(const std::vector<Node>& before, const std::vector<Node>& after) {
        const std::size_t shorter = std::min(before.size(), after.size());
        std::size_t start = 0;
        while (start < shorter && before[start] == after[start]) ++start;
        std::size_t end = 0;
        while (end < shorter - start && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
        // What lies between is paired from the front as long as the kinds agree, so that a growing last block stays the same block.
        std::size_t at = start;
        while (at < before.size() - end && at < after.size() - end && before[at].kind == after[at].kind) {
            path_.push(static_cast<std::int64_t>(at));
            node(before[at], after[at]);
            path_.erase_last();
            ++at;
        }
        const std::size_t removed = before.size() - end - at;
        const std::size_t inserted = after.size() - end - at;
        if (removed == 0 && inserted == 0) return;
        Value insert = Value::array();
        for (std::size_t i = at; i < at + inserted; ++i) insert.push(node_to_json(after[i]));
        Value edit = begin("splice");
        edit.set("at", static_cast<std::int64_t>(at)).set("remove", static_cast<std::int64_t>(removed)).set("insert", std::move(insert));
        edits_.push(std::move(edit));
    }

    Value take() { return std::move(edits_); }

  private:
    void node(const Node& before, const Node& after) {
        if (before == after) return;
        if (before.attributes != after.attributes) {
            edits_.push(begin("attributes").set("node", node_head_to_json(after)));
        } else if (before.text != after.text) {
            if (after.text.starts_with(before.text)) {
                edits_.push(begin("append_text").set("text", std::string_view(after.text).substr(before.text.size())));
            } else {
                edits_.push(begin("attributes").set("node", node_head_to_json(after)));
            }
        }
        children(before.children, after.children);
    }

    Value begin(std::string_view name) const {
        Value edit = Value::object();
        edit.set("edit", name).set("path", path_);
        return edit;
    }

    Value path_ = Value::array();
    Value edits_ = Value::array();
};

}  // namespace

Value diff_nodes(const std::vector<Node>& before, const std::vector<Node>& after) {
    Differ differ;
    differ.children(before, after);
    return differ.take();
}

Value row_head_to_json(const Row& row) {
    // The body is the last field of the list.
    constexpr RecordInfo head{RecordTraits<Row>::names.data(), RecordTraits<Row>::fields.data(), RecordTraits<Row>::fields.size() - 1};
    return encode_record(head, &row);
}

}  // namespace deskbell
