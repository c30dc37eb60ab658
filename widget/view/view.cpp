#include "widget/view/view.h"

#include <algorithm>

#include "core/base/json.h"
#include "widget/view/differ.h"

namespace deskbell {

namespace {

constexpr Millis group_gap = 5 * millis_per_minute;

/// The number of the day that a time lies in where the visitor is.
std::int64_t day_of(Millis time, std::int64_t utc_offset) {
    const Millis local = time + utc_offset * millis_per_minute;
    return local >= 0 ? local / millis_per_day : (local - millis_per_day + 1) / millis_per_day;
}

Row bare_row(std::string key, std::string_view kind, std::string_view layout) {
    Row row;
    row.key = std::move(key);
    row.kind = kind;
    row.layout = layout;
    row.side = "center";
    return row;
}

bool same_group(const Row& a, const Row& b) {
    return a.kind == "message" && b.kind == "message" && a.side == b.side && a.side != "center" && a.author && b.author &&
           a.author->name == b.author->name && b.time - a.time < group_gap;
}

void set_groups(std::vector<Row>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].head = i == 0 || !same_group(rows[i - 1], rows[i]);
        rows[i].tail = i + 1 == rows.size() || !same_group(rows[i], rows[i + 1]);
    }
}

/// Writes a patch with one part of the screen when it is not what was shown.
template <class Part>
void patch_part(std::string_view name, const Part& part, Part& shown, Value& patches) {
    Value now = encode(part);
    if (now == encode(shown)) return;
    shown = part;
    Value patch = Value::object();
    patch.set("op", name).set(name, std::move(now));
    patches.push(std::move(patch));
}

Value patch_of(std::string_view op, std::string_view key) {
    Value patch = Value::object();
    patch.set("op", op).set("key", key);
    return patch;
}

}  // namespace

struct View::Plan {
    std::vector<Row> rows;
    std::vector<Made> made;

    void add(Row row, Made how = {}) {
        rows.push_back(std::move(row));
        made.push_back(how);
    }
};

void View::plan_messages(const ViewContext& context, const Chrome& chrome, Plan& plan) {
    std::int64_t day = 0;
    bool any = false;
    std::size_t cursor = 0;
    for (const Entry& entry : context.conversation.timeline.entries()) {
        // Rows mostly keep their order, so the old one is nearly always just ahead.
        std::size_t old = cursor;
        while (old < rows_.size() && rows_[old].key != entry.key) ++old;
        if (old == rows_.size()) {
            for (old = 0; old < rows_.size() && rows_[old].key != entry.key;) ++old;
        } else {
            cursor = old + 1;
        }
        Made how{entry.revision, surroundings_, std::nullopt};
        if (entry.message.kind == MessageKind::evaluation && !entry.message.im.is_revoked) {
            const EvaluationMenu menu = record_of<Evaluation>(entry.message).menu_content;
            if (evaluation_standing(entry, menu, context.now) == EvaluationStanding::open && menu.expire_time != 0) {
                how.until = menu.expire_time * millis_per_second;
            }
        }
        const bool fresh = old < rows_.size() && made_[old].revision == how.revision && made_[old].surroundings == how.surroundings &&
                           made_[old].until == how.until;
        Row row = fresh ? rows_[old] : compose_row(entry, context);
        if (row.body.empty()) continue;
        if (how.until && (!next_change_ || *how.until < *next_change_)) next_change_ = how.until;
        const std::int64_t row_day = day_of(row.time, chrome.utc_offset);
        if (!any || row_day != day) {
            Row divider = bare_row("day:" + to_digits(row_day), "divider", "center");
            Node node(NodeKind::divider);
            node.set(Attribute::time, row_day * millis_per_day - chrome.utc_offset * millis_per_minute);
            divider.body.push_back(std::move(node));
            // A wrong clock can make a day come back; the key must not.
            const bool seen = std::any_of(plan.rows.begin(), plan.rows.end(), [&](const Row& r) { return r.key == divider.key; });
            if (!seen) plan.add(std::move(divider));
        }
        day = row_day;
        any = true;
        plan.add(std::move(row), how);
    }
}

void View::plan_status(const ViewContext& context, const Chrome& chrome, Plan& plan) const {
    const Catalogue& texts = context.texts;
    const Conversation& conversation = context.conversation;
    if (plan.rows.empty() && conversation.history_complete) {
        Row row = bare_row("empty", "status", "center");
        row.body.push_back(notice_node(texts.get(Text::notice_empty), "muted"));
        plan.add(std::move(row));
    }
    const bool queueing = conversation.state == SessionState::queueing;
    if (queueing || conversation.state == SessionState::waiting) {
        Row row = bare_row("queue", "status", "full");
        std::string words(texts.get(queueing ? Text::notice_queue_unknown : Text::notice_waiting));
        if (queueing && conversation.queue_position > 0) {
            words = texts.format(Text::notice_queue, {{"position", to_digits(conversation.queue_position)}});
        }
        row.body.push_back(notice_node(words, "info"));
        row.body.push_back(button_node(texts.get(Text::action_leave_queue), "leave_queue", "plain"));
        plan.add(std::move(row));
    }
    const auto add_busy = [&](std::string_view style, std::string_view label) {
        Row row = bare_row("busy:" + std::string(style), "status", "bubble");
        row.side = "desk";
        Node busy(NodeKind::busy);
        busy.set(Attribute::label, label).set(Attribute::style, style);
        row.body.push_back(std::move(busy));
        plan.add(std::move(row));
    };
    if (conversation.thinking_until) add_busy("thinking", texts.get(Text::status_thinking));
    if (conversation.typing_until) {
        add_busy("typing", conversation.agent_name.empty() ? std::string(texts.get(Text::status_typing_unnamed))
                                                           : texts.format(Text::status_typing, {{"name", conversation.agent_name}}));
    }
    if (chrome.confirm_end) {
        Row row = bare_row("confirm", "status", "full");
        row.body.push_back(notice_node(texts.get(Text::confirm_end), "info"));
        row.body.push_back(button_node(texts.get(Text::action_end), "end", "danger"));
        row.body.push_back(button_node(texts.get(Text::action_keep), "keep", "plain"));
        plan.add(std::move(row));
    }
    if (conversation.state == SessionState::ended) {
        Row row = bare_row("ended", "status", "center");
        row.body.push_back(button_node(texts.get(Text::action_start_again), "start_again", "plain"));
        plan.add(std::move(row));
    }
}

void View::patch_rows(Plan& plan, Value& patches) {
    std::vector<std::string> shown;
    for (const Row& row : rows_) {
        const bool stays = std::any_of(plan.rows.begin(), plan.rows.end(), [&](const Row& next) { return next.key == row.key; });
        if (stays) {
            shown.push_back(row.key);
        } else {
            patches.push(patch_of("remove", row.key));
        }
    }
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        const Row& row = plan.rows[i];
        const auto place = static_cast<std::ptrdiff_t>(i);
        const auto at = std::find(shown.begin() + std::min<std::ptrdiff_t>(place, std::ssize(shown)), shown.end(), row.key);
        if (at == shown.end()) {
            Value patch = Value::object();
            patch.set("op", "insert").set("at", static_cast<std::int64_t>(i)).set("row", encode(row));
            patches.push(std::move(patch));
            shown.insert(shown.begin() + place, row.key);
            continue;
        }
        if (at != shown.begin() + place) {
            shown.erase(at);
            shown.insert(shown.begin() + place, row.key);
            patches.push(patch_of("move", row.key).set("at", static_cast<std::int64_t>(i)));
        }
        const Row& old = *std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.key == row.key; });
        Value head = row_head_to_json(row);
        if (!(head == row_head_to_json(old))) patches.push(patch_of("row", row.key).set("row", std::move(head)));
        Value edits = diff_nodes(old.body, row.body);
        if (!edits.items().empty()) patches.push(patch_of("body", row.key).set("edits", std::move(edits)));
    }
    rows_ = std::move(plan.rows);
    made_ = std::move(plan.made);
}

void View::update(const ViewContext& context, const Chrome& chrome, Value& patches) {
    next_change_.reset();
    patch_part("language", Language{context.texts.lang(), context.texts.dir()}, language_, patches);
    patch_part("header", compose_header(context, chrome.title), header_, patches);
    Plan plan;
    if (!context.conversation.history_complete && !context.conversation.timeline.entries().empty() && !chrome.history_loading) {
        Row row = bare_row("earlier", "status", "center");
        row.body.push_back(button_node(context.texts.get(Text::action_earlier), "earlier", "plain"));
        plan.add(std::move(row));
    }
    plan_messages(context, chrome, plan);
    plan_status(context, chrome, plan);
    set_groups(plan.rows);
    patch_rows(plan, patches);
    patch_part("composer", compose_composer(context, chrome.draft), composer_, patches);
    patch_part("launcher", compose_launcher(context), launcher_, patches);
}

}  // namespace deskbell
