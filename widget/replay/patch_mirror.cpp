#include "widget/replay/patch_mirror.h"

#include "core/base/json.h"

namespace deskbell {

namespace {

using Items = std::vector<Value>;

Items::iterator place(Items& items, std::int64_t at) { return items.begin() + static_cast<Items::difference_type>(at); }

bool is_within(std::int64_t at, std::size_t size) { return at >= 0 && static_cast<std::size_t>(at) <= size; }

/// The node at a path, or nullptr. `list` is the body.
Value* node_at(Value& list, const Items& path) {
    Value* children = &list;
    Value* node = nullptr;
    for (const Value& step : path) {
        const std::int64_t at = step.as_integer(-1);
        if (children == nullptr || !is_within(at, children->items().size()) || static_cast<std::size_t>(at) == children->items().size())
            return nullptr;
        node = &children->items()[static_cast<std::size_t>(at)];
        children = node->find("children");
    }
    return node;
}

/// A node's members but for its children, then its children.
Value with_children_of(const Value& head, const Value& node) {
    Value out = head;
    if (const Value* children = node.find("children")) out.set("children", *children);
    return out;
}

tl::unexpected<Error> bad_patch(ErrorCode code, const Value& patch) { return fail(code, to_json(patch)); }

Result<void> apply_edit(Value& body, const Value& edit) {
    const std::string_view kind = edit["edit"].as_text();
    const Items& path = edit["path"].items();
    if (kind == "splice") {
        Value* parent = path.empty() ? nullptr : node_at(body, path);
        if (!path.empty() && parent == nullptr) return bad_patch(ErrorCode::wrong_type, edit);
        Value* list = path.empty() ? &body : parent->find("children");
        if (list == nullptr) return bad_patch(ErrorCode::wrong_type, edit);
        const std::int64_t at = edit["at"].as_integer(-1);
        const std::int64_t remove = edit["remove"].as_integer(-1);
        if (!is_within(at, list->items().size()) || remove < 0 || !is_within(at + remove, list->items().size())) {
            return bad_patch(ErrorCode::wrong_type, edit);
        }
        list->items().erase(place(list->items(), at), place(list->items(), at + remove));
        list->items().insert(place(list->items(), at), edit["insert"].items().begin(), edit["insert"].items().end());
        return {};
    }
    Value* node = node_at(body, path);
    if (node == nullptr) return bad_patch(ErrorCode::wrong_type, edit);
    if (kind == "replace") {
        *node = edit["node"];
    } else if (kind == "attributes") {
        *node = with_children_of(edit["node"], *node);
    } else if (kind == "append_text") {
        Value* text = node->find("text");
        if (text == nullptr) return bad_patch(ErrorCode::wrong_type, edit);
        *text = Value(std::string(text->as_text()).append(edit["text"].as_text()));
    } else {
        return bad_patch(ErrorCode::unknown_event, edit);
    }
    return {};
}

}  // namespace

Result<std::size_t> PatchMirror::index_of(const Value& patch) const {
    const Items& rows = rows_.items();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i]["key"] == patch["key"]) return i;
    }
    return bad_patch(ErrorCode::unknown_row, patch);
}

Result<void> PatchMirror::apply_edits(Value& body, const Value& edits) {
    for (const Value& edit : edits.items()) {
        if (auto done = apply_edit(body, edit); !done) return done;
    }
    return {};
}

void PatchMirror::note_draft(std::string_view text) {
    if (Value* composer = parts_.find("composer")) composer->set("draft", text);
}

Result<void> PatchMirror::apply(const Value& patch) {
    const std::string_view op = patch["op"].as_text();
    for (const std::string_view name : {"header", "composer", "launcher", "language"}) {
        if (op != name) continue;
        if (!patch[name].is_object()) return bad_patch(ErrorCode::missing_field, patch);
        parts_.set(name, patch[name]);
        return {};
    }
    Items& rows = rows_.items();
    if (op == "insert") {
        const std::int64_t at = patch["at"].as_integer(-1);
        if (!is_within(at, rows.size()) || !patch["row"].is_object()) return bad_patch(ErrorCode::wrong_type, patch);
        // Two rows with one key could not be told apart by any later patch.
        for (const Value& row : rows) {
            if (row["key"] == patch["row"]["key"]) return bad_patch(ErrorCode::unknown_row, patch);
        }
        // Its body is JSON that is written already, and is looked into here.
        auto row = parse_json(to_json(patch["row"]));
        if (!row) return bad_patch(ErrorCode::not_json, patch);
        rows.insert(place(rows, at), std::move(*row));
        return {};
    }
    const Result<std::size_t> index = index_of(patch);
    if (!index) return tl::unexpected<Error>(index.error());
    Value& row = rows[*index];
    if (op == "remove") {
        rows.erase(place(rows, static_cast<std::int64_t>(*index)));
    } else if (op == "move") {
        Value moved = std::move(row);
        rows.erase(place(rows, static_cast<std::int64_t>(*index)));
        const std::int64_t at = patch["at"].as_integer(-1);
        if (!is_within(at, rows.size())) return bad_patch(ErrorCode::wrong_type, patch);
        rows.insert(place(rows, at), std::move(moved));
    } else if (op == "row") {
        Value head = patch["row"];
        if (!head.is_object()) return bad_patch(ErrorCode::missing_field, patch);
        head.set("body", row["body"]);
        row = std::move(head);
    } else if (op == "body") {
        Value* body = row.find("body");
        if (body == nullptr) return bad_patch(ErrorCode::missing_field, patch);
        const Value& edits = patch["edits"];
        if (edits.type() != Value::Type::written) return apply_edits(*body, edits);
        const auto read = parse_json(edits.source());
        return read ? apply_edits(*body, *read) : bad_patch(ErrorCode::not_json, patch);
    } else {
        return bad_patch(ErrorCode::unknown_event, patch);
    }
    return {};
}

}  // namespace deskbell
