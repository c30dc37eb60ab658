#include "widget/view/view.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/words.h"
#include "widget/view/differ.h"

namespace deskbell {

namespace {

constexpr Millis group_gap = 5 * millis_per_minute;

/// The number of the day that a time lies in where the visitor is.
std::int64_t day_of(Millis time, std::int64_t utc_offset) {
    const Millis local = time + utc_offset * millis_per_minute;
    return local >= 0 ? local / millis_per_day : (local - millis_per_day + 1) / millis_per_day;
}

std::string day_key(std::int64_t day) { return joined("day:", to_digits(day)); }

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

void set_groups(std::list<Row>& rows) {
    for (auto at = rows.begin(); at != rows.end(); ++at) {
        at->head = at == rows.begin() || !same_group(*std::prev(at), *at);
        at->tail = std::next(at) == rows.end() || !same_group(*at, *std::next(at));
    }
}

/// Writes a patch with one part of the screen when it is not what was shown. Gives true when it was written.
bool patch_record(std::string_view name, const RecordInfo& info, const void* part, const void* shown, Value& patches) {
    Value now = encode_record(info, part);
    if (now == encode_record(info, shown)) return false;
    Value patch = Value::object();
    patch.set("op", name).set(name, std::move(now));
    patches.push(std::move(patch));
    return true;
}

template <class Part>
void patch_part(std::string_view name, Part part, Part& shown, Value& patches) {
    if (patch_record(name, RecordTraits<Part>::info, &part, &shown, patches)) shown = std::move(part);
}

Value patch_of(std::string_view op, std::string_view key) {
    Value patch = Value::object();
    patch.set("op", op).set("key", key);
    return patch;
}

}  // namespace

/// Leads the rows of the screen to where they should be: one pass from the top, in which every row that is wanted is placed in turn.
class View::Walk {
  public:
    Walk(std::list<Row>& rows, const Timeline::Window& window, std::int64_t utc_offset, const std::list<Row>& status, Value& patches)
        : rows_(rows), at_(rows.begin()), window_(window), utc_offset_(utc_offset), status_(status), patches_(patches) {}

    /// The row with this key, when it comes next, behind the divider of its day if it has one.
    const Row* peek(std::string_view day, std::string_view key) const {
        Place at = at_;
        if (!day.empty()) {
            if (at == rows_.end() || at->key != day) return nullptr;
            ++at;
        }
        return at != rows_.end() && at->key == key ? &*at : nullptr;
    }
    /// The next rows are wanted as they are.
    void pass(int rows) { std::advance(at_, rows); }

    /// Places a row that was composed; of one that is growing, the stream has the body.
    void place(Row&& made, MarkdownStream* stream = nullptr) {
        Row& row = row_of(made.key);
        made.origin.is_new = row.origin.is_new;
        made.origin.is_moved = row.origin.is_moved;
        if (!made.origin.is_new) {
            made.origin.is_remade = true;
            made.origin.shown_head = row_head_to_json(row);
        }
        if (made.origin.is_growing) {
            // What was composed stands below the answer.
            const std::vector<Node> below = std::move(made.body);
            const auto answer_end = row.body.end() - static_cast<std::ptrdiff_t>(std::min(below.size(), row.body.size()));
            if (row.origin.is_growing && std::equal(answer_end, row.body.end(), below.begin(), below.end())) {
                row.body.erase(answer_end, row.body.end());
                made.body = std::move(row.body);
                made.origin.growth = grow_nodes(made.body, stream->blocks(), stream->take_change());
            } else {
                made.origin.shown_body = std::move(row.body);
                made.body = stream->blocks();
                stream->take_change();
            }
            made.body.insert(made.body.end(), below.begin(), below.end());
        } else {
            made.origin.shown_body = std::move(row.body);
        }
        row = std::move(made);
    }

    bool has_placed_nothing() const { return at_ == rows_.begin(); }

    /// Everything that was not placed goes, and the patches are written.
    void finish() {
        while (at_ != rows_.end()) remove(at_);
        set_groups(rows_);
        std::int64_t index = 0;
        for (Row& row : rows_) patch(row, index++);
    }

  private:
    using Place = std::list<Row>::iterator;

    Row& row_of(std::string_view key) {
        const Place found = std::find_if(at_, rows_.end(), [&](const Row& row) { return row.key == key; });
        if (found == rows_.end()) return *rows_.emplace(at_);
        // What stands before it has gone, or it has moved up.
        for (Place between = at_; between != found;) {
            if (is_wanted(between->key)) {
                ++between;
            } else {
                const bool first = between == at_;
                remove(between);
                if (first) at_ = between;
            }
        }
        if (at_ == found) {
            ++at_;
        } else {
            rows_.splice(at_, rows_, found);
            found->origin.is_moved = true;
        }
        return *found;
    }

    bool is_wanted(std::string_view key) const {
        const auto is_row = [&](const Row& row) { return row.key == key; };
        const auto is_entry = [&](const Entry& entry) { return entry.key == key || day_key(day_of(entry.shown_time, utc_offset_)) == key; };
        return std::any_of(status_.begin(), status_.end(), is_row) || std::any_of(window_.first, window_.second, is_entry);
    }

    /// Removes a row and moves the place to the one after it.
    void remove(Place& place) {
        patches_.push(patch_of("remove", place->key));
        place = rows_.erase(place);
    }

    void patch(Row& row, std::int64_t index) {
        RowOrigin& origin = row.origin;
        if (origin.is_new) {
            Value insert = Value::object();
            insert.set("op", "insert").set("at", index).set("row", encode(row));
            patches_.push(std::move(insert));
        } else {
            if (origin.is_moved) patches_.push(patch_of("move", row.key).set("at", index));
            if (origin.is_remade || origin.shown_as_head != row.head || origin.shown_as_tail != row.tail) {
                Value head = row_head_to_json(row);
                if (!(head == origin.shown_head)) patches_.push(patch_of("row", row.key).set("row", std::move(head)));
            }
            if (origin.is_remade) {
                std::string edits = origin.shown_body.empty() ? std::move(origin.growth) : grow_nodes(origin.shown_body, row.body);
                if (!edits.empty()) patches_.push(patch_of("body", row.key).set("edits", Value::written(std::move(edits))));
            }
        }
        origin.is_new = origin.is_moved = origin.is_remade = false;
        origin.shown_as_head = row.head;
        origin.shown_as_tail = row.tail;
        origin.shown_head = Value();
        origin.shown_body.clear();
    }

    std::list<Row>& rows_;
    Place at_;
    Timeline::Window window_;
    std::int64_t utc_offset_;
    const std::list<Row>& status_;
    Value& patches_;
};

void View::place_messages(const ViewContext& context, const Chrome& chrome, Walk& walk) {
    std::list<std::int64_t> days;
    const auto [first, last] = context.conversation.timeline.window();
    for (auto at = first; at != last; ++at) {
        const Entry& entry = *at;
        std::optional<Millis> until;
        if (entry.message.kind == MessageKind::evaluation && !entry.message.im.is_revoked) {
            const auto record = record_of<Evaluation>(entry.message);
            const EvaluationMenu& menu = record.menu_content;
            if (evaluation_standing(entry, menu, context.now) == EvaluationStanding::open && menu.expire_time != 0) {
                until = menu.expire_time * millis_per_second;
            }
        }
        const std::int64_t day = day_of(entry.shown_time, chrome.utc_offset);
        // A wrong clock can make a day come back; the key of its divider must not.
        const bool is_new_day = std::find(days.rbegin(), days.rend(), day) == days.rend();
        if (const Row* shown = walk.peek(is_new_day ? day_key(day) : std::string(), entry.key)) {
            const RowOrigin& origin = shown->origin;
            if (origin.revision == entry.revision && origin.surroundings == surroundings_ && origin.until == until) {
                take_sooner(next_change_, until);
                if (is_new_day) days.push_back(day);
                walk.pass(is_new_day ? 2 : 1);
                continue;
            }
        }
        ViewContext growing = context;
        if (is_open_stream(entry) && !entry.cut && !cloud_of(entry.message).message_reply) {
            if (growing_.row != entry.key) growing_.stream = std::make_unique<MarkdownStream>();
            growing_.row = entry.key;
            growing.stream = growing_.stream.get();
        }
        Row row = compose_row(entry, growing);
        if (growing_.row == entry.key && !row.origin.is_growing) growing_ = Growing();
        if (row.body.empty() && !row.origin.is_growing) continue;
        take_sooner(next_change_, until);
        if (is_new_day) {
            days.push_back(day);
            Row divider = bare_row(day_key(day), "divider", "center");
            Node node(NodeKind::divider);
            node.set(Attribute::time, day * millis_per_day - chrome.utc_offset * millis_per_minute);
            divider.body.push_back(std::move(node));
            walk.place(std::move(divider));
        }
        row.origin.revision = entry.revision;
        row.origin.surroundings = surroundings_;
        row.origin.until = until;
        walk.place(std::move(row), growing.stream);
    }
}

namespace {

/// What stands below the messages.
std::list<Row> status_rows(const ViewContext& context, const View::Chrome& chrome) {
    std::list<Row> rows;
    const Catalogue& texts = context.texts;
    const Conversation& conversation = context.conversation;
    const bool queueing = conversation.state == SessionState::queueing;
    if (queueing || conversation.state == SessionState::waiting) {
        Row& row = rows.emplace_back(bare_row("queue", "status", "full"));
        std::string words(texts.get(queueing ? Text::notice_queue_unknown : Text::notice_waiting));
        if (queueing && conversation.queue_position > 0) {
            words = texts.counted(Text::notice_queue, "position", conversation.queue_position);
        }
        row.body.push_back(notice_node(words, "info"));
        add_button(row.body, texts, Text::action_leave_queue, "leave_queue", "plain");
    }
    const auto add_busy = [&](std::string_view style, std::string_view label) {
        Row& row = rows.emplace_back(bare_row(joined("busy:", style), "status", "bubble"));
        row.side = "desk";
        Node busy(NodeKind::busy);
        busy.set(Attribute::label, label).set(Attribute::style, style);
        row.body.push_back(std::move(busy));
    };
    if (conversation.thinking_until) add_busy("thinking", texts.get(Text::status_thinking));
    if (conversation.typing_until) {
        add_busy("typing", conversation.agent_name.empty() ? std::string(texts.get(Text::status_typing_unnamed))
                                                           : texts.format(Text::status_typing, {{"name", conversation.agent_name}}));
    }
    if (chrome.confirm_end) {
        Row& row = rows.emplace_back(bare_row("confirm", "status", "full"));
        add_notice(row.body, texts, Text::confirm_end, "info");
        add_button(row.body, texts, Text::action_end, "end", "danger");
        add_button(row.body, texts, Text::action_keep, "keep", "plain");
    }
    if (context.connection > Connection::disconnected) {
        Row& row = rows.emplace_back(bare_row("trouble", "status", "full"));
        // The texts stand in the order of the connections.
        static_assert(static_cast<int>(Text::trouble_refused) - static_cast<int>(Text::trouble_elsewhere) ==
                      static_cast<int>(Connection::refused) - static_cast<int>(Connection::elsewhere));
        const int reason = static_cast<int>(context.connection) - static_cast<int>(Connection::elsewhere);
        add_notice(row.body, texts, static_cast<Text>(static_cast<int>(Text::trouble_elsewhere) + reason), "warn");
        add_button(row.body, texts, Text::action_retry, "connect", "plain");
    }
    if (conversation.state == SessionState::ended) {
        Row& row = rows.emplace_back(bare_row("ended", "status", "center"));
        // The desk's own word on it makes a divider; until then, or without one, this says it.
        bool is_said = false;
        const auto& entries = conversation.timeline.entries();
        for (auto at = entries.rbegin(); at != entries.rend() && at->client_id.empty() && !is_said; ++at) {
            is_said = at->message.kind == MessageKind::session_ended || at->message.kind == MessageKind::session_timed_out;
        }
        if (!is_said) add_notice(row.body, texts, Text::notice_ended, "muted");
        add_button(row.body, texts, Text::action_start_again, "start_again", "plain");
    }
    return rows;
}

}  // namespace

void View::update(const ViewContext& context, const Chrome& chrome, Value& patches) {
    next_change_.reset();
    patch_part("language", Language{context.texts.lang(), context.texts.dir()}, language_, patches);
    patch_part("header", compose_header(context, chrome.title), header_, patches);
    std::list<Row> status = status_rows(context, chrome);
    const Timeline& timeline = context.conversation.timeline;
    Walk walk(rows_, timeline.window(), chrome.utc_offset, status, patches);
    if (timeline.has_older() || (!context.conversation.history_complete && !timeline.entries().empty() && !chrome.history_loading)) {
        Row row = bare_row("earlier", "status", "center");
        add_button(row.body, context.texts, Text::action_earlier, "earlier", "plain");
        walk.place(std::move(row));
    }
    place_messages(context, chrome, walk);
    if (walk.has_placed_nothing() && status.empty() && context.conversation.history_complete) {
        Row row = bare_row("empty", "status", "center");
        add_notice(row.body, context.texts, Text::notice_empty, "muted");
        walk.place(std::move(row));
    }
    if (timeline.has_newer()) {
        Row row = bare_row("later", "status", "center");
        add_button(row.body, context.texts, Text::label_new_messages, "newest", "plain");
        walk.place(std::move(row));
    }
    for (Row& row : status) walk.place(std::move(row));
    walk.finish();
    patch_part("composer", compose_composer(context, chrome.draft), composer_, patches);
    patch_part("launcher", compose_launcher(context), launcher_, patches);
}

}  // namespace deskbell
