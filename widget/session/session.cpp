#include "widget/session/session.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

constexpr std::int64_t history_page = 30;
/// A clock that goes back no further stands still instead, as when it is being adjusted.
constexpr Millis clock_tolerance = millis_per_second;

}  // namespace

Value output_to_json(const Output& output) {
    Value json = Value::object();
    json.set("patches", output.patches).set("effects", output.effects);
    json.set("next", output.next ? Value(*output.next) : Value());
    if (!output.notes.items().empty()) json.set("notes", output.notes);
    if (output.error) json.set("error", brief(*output.error));
    return json;
}

Session::Session(Config config)
    : config_(std::move(config)), conversation_(static_cast<std::uint32_t>(config_.seed)), wanted_lang_(config_.lang) {}

ViewContext Session::context() const { return {texts_, conversation_, connection_, now_}; }

Output Session::handle(const Value& event, Millis now) {
    output_ = Output();
    if (now < now_ - clock_tolerance) {
        // Evaluations that the wrong clock had closed are open again.
        conversation_.clock_set_back(now_ - now);
        typing_sent_ = 0;
        view_.surroundings_changed();
        now_ = now;
    }
    now_ = std::max(now, now_);
    const SessionState state = conversation_.state;
    const Connection connection = connection_;
    if (!language_asked_) {
        language_asked_ = true;
        add_effect("load_language").set("lang", wanted_lang_);
    }
    conversation_.advance(now_);
    if (auto done = dispatch(event); !done) {
        note(done.error());
        output_.error = done.error();
    }
    if (conversation_.state != SessionState::agent && !conversation_.is_without_people()) confirm_end_ = false;
    persist_if_changed();
    pump();
    mark_read();
    conversation_.timeline.pack_out_of_view();
    if (state != conversation_.state || connection != connection_) view_.surroundings_changed();
    if (texts_.is_loaded()) {
        const View::Chrome chrome{config_.title, draft_, config_.utc_offset, confirm_end_, history_loading_ || !history_seen_};
        view_.update(context(), chrome, output_.patches);
    }
    output_.next = conversation_.next_deadline();
    take_sooner(output_.next, view_.next_deadline());
    if (connection_ == Connection::connected) take_sooner(output_.next, conversation_.queue.next_deadline());
    return std::move(output_);
}

Result<void> Session::dispatch(const Value& event) {
    static constexpr char names[] =
#define DESKBELL_EVENT(event_name, record) #event_name "\0"
#include "widget/session/events.def"
#undef DESKBELL_EVENT
        ;
    enum class Name : std::size_t {
#define DESKBELL_EVENT(event_name, record) event_name,
#include "widget/session/events.def"
#undef DESKBELL_EVENT
    };
    const std::string_view name = event["event"].as_text();
    switch (static_cast<Name>(word_index(names, name))) {
#define DESKBELL_EVENT(event_name, record)                                   \
    case Name::event_name: {                                                 \
        record decoded;                                                      \
        if constexpr (!std::is_same_v<record, BareEvent>) {                  \
            if (auto done = decode_into(event, decoded); !done) return done; \
        }                                                                    \
        return on_##event_name(decoded);                                     \
    }
#include "widget/session/events.def"
#undef DESKBELL_EVENT
    }
    return fail(ErrorCode::unknown_event, name);
}

Value& Session::add_effect(std::string_view name) {
    Value effect = Value::object();
    effect.set("effect", name);
    output_.effects.push(std::move(effect));
    return output_.effects.items().back();
}

void Session::announce(std::string_view text, std::string_view politeness) {
    add_effect("announce").set("text", text).set("politeness", politeness);
}

void Session::note(const Error& error) { output_.notes.push(Value(brief(error))); }

Result<void> Session::on_open(const BareEvent&) {
    is_open_ = true;
    conversation_.unread = 0;
    trigger_if_new();
    return {};
}

Result<void> Session::on_close(const BareEvent&) {
    is_open_ = false;
    return {};
}

Result<void> Session::on_net(const NetEvent& event) {
    const std::string_view word = event.reason.empty() ? event.state : event.reason;
    const std::size_t index = word_index(connection_names, word);
    if (index > static_cast<std::size_t>(Connection::refused)) return fail(ErrorCode::wrong_type, word);
    connection_ = static_cast<Connection>(index);
    if (connection_ == Connection::connected) {
        conversation_.queue.connection_ready();
        // An answer that the last connection did not live to see is asked for again.
        if (!history_seen_ || filling_gap_) load_history({});
        trigger_if_new();
        return {};
    }
    history_loading_ = false;
    conversation_.queue.connection_lost();
    for (const Outgoing& item : conversation_.queue.waiting()) {
        Entry* entry = conversation_.timeline.find_client_id(item.client_id);
        if (entry == nullptr || entry->delivery != DeliveryState::sending) continue;
        entry->delivery = DeliveryState::queued;
        ++entry->revision;
    }
    conversation_.cut_streams();
    return {};
}

void Session::load_history(std::string_view before) {
    history_loading_ = true;
    history_before_ = before;
    Value& effect = add_effect("load_history");
    if (!before.empty()) effect.set("before", before);
    effect.set("limit", history_page);
}

void Session::greet(const Arrival& arrival) {
    if (!arrival.is_new_for_visitor || is_open_) return;
    ++conversation_.unread;
    if (!texts_.is_loaded()) return;
    const Row row = compose_row(*arrival.entry, context());
    std::string words;
    for (const Node& node : row.body) words.append(words.empty() ? "" : " ").append(plain_text(node));
    add_effect("notify").set("title", author_name(arrival.entry->message, context())).set("text", words);
    add_effect("play_sound").set("sound", "message");
}

Result<void> Session::welcome(const Result<Arrival>& arrival) {
    if (!arrival) return tl::unexpected<Error>(arrival.error());
    if (arrival->entry != nullptr && !arrival->entry->message.unread_reason.empty()) {
        note({ErrorCode::wrong_type, arrival->entry->message.unread_reason});
    }
    greet(*arrival);
    return {};
}

Result<void> Session::on_message(const MessageEvent& event) { return welcome(conversation_.receive(event.message, now_)); }

Result<void> Session::on_modified(const MessageEvent& event) { return welcome(conversation_.modify(event.message, now_)); }

Result<void> Session::on_revoked(const RevokedEvent& event) {
    if (conversation_.timeline.revoke(event.id) == nullptr) return fail(ErrorCode::unknown_message, event.id);
    return {};
}

Result<void> Session::on_history(const HistoryEvent& event) {
    history_loading_ = false;
    history_seen_ = true;
    // A gap is closed by a page that reaches back to what is known.
    bool overlaps = false;
    for (const Value& item : event.messages.items()) {
        overlaps = overlaps || conversation_.timeline.find_id(item["ID"].as_text()) != nullptr;
    }
    for (const Error& error : conversation_.take_history(event.messages, event.complete, now_)) note(error);
    // The visitor asked for it, so it comes into view.
    if (!history_before_.empty()) conversation_.timeline.show_older(event.messages.items().size());
    const std::string_view front = event.messages.items().empty() ? std::string_view() : event.messages.items().front()["ID"].as_text();
    // Not from the oldest message that is known: a changed one may have come from further back.
    if (!front.empty() && history_before_ == history_from_) history_from_ = front;
    if (filling_gap_ && !overlaps && !event.complete && !front.empty()) {
        load_history(front);
    } else {
        filling_gap_ = false;
    }
    return {};
}

Result<void> Session::on_gap(const BareEvent&) {
    filling_gap_ = true;
    load_history({});
    return {};
}

Result<void> Session::on_read(const ReadEvent& event) {
    conversation_.mark_read_by_peer(event.upto);
    return {};
}

Result<void> Session::on_seen(const BareEvent&) {
    conversation_.unread = 0;
    return {};
}

Result<void> Session::on_draft(const DraftEvent& event) {
    draft_ = event.text;
    view_.note_draft(draft_);
    return {};
}

Result<void> Session::on_language(const LanguageEvent& event) {
    wanted_lang_ = event.lang;
    if (wanted_lang_ != texts_.lang()) add_effect("load_language").set("lang", wanted_lang_);
    return {};
}

Result<void> Session::on_catalogue(const CatalogueEvent& event) {
    Value file = Value::object();
    file.set("lang", event.lang).set("dir", event.dir.empty() ? "ltr" : event.dir).set("texts", event.texts);
    if (auto loaded = texts_.load(file); !loaded) return loaded;
    view_.surroundings_changed();
    return {};
}

Result<void> Session::on_state(const StateEvent& event) {
    conversation_.cannot = event.cannot;
    const std::int64_t before = conversation_.queue_position;
    if (auto applied = conversation_.set_desk_state(event.state, event.position); !applied) return applied;
    const std::int64_t position = conversation_.queue_position;
    // The row changes in place, which no live region tells.
    if (texts_.is_loaded() && is_open_ && position != 0 && position != before) {
        announce(texts_.counted(Text::notice_queue, "position", position), "polite");
    }
    return {};
}

Result<void> Session::on_tick(const BareEvent&) { return {}; }

Value Session::describe_state() const {
    Value state = Value::object();
    state.set("state", session_state_name(conversation_.state)).set("queue_position", conversation_.queue_position);
    state.set("in_seat", conversation_.in_seat).set("evaluation_flags", conversation_.evaluation_flags);
    state.set("open", is_open_).set("unread", conversation_.unread).set("lang", texts_.lang()).set("draft", draft_);
    Value waiting = Value::array();
    for (const Outgoing& item : conversation_.queue.waiting()) {
        Value line = Value::object();
        line.set("client_id", item.client_id).set("in_flight", item.in_flight).set("held", item.held).set("attempts", item.attempts);
        waiting.push(std::move(line));
    }
    state.set("waiting", std::move(waiting));
    Value messages = Value::array();
    for (const Entry& entry : conversation_.timeline.entries()) {
        Value line = Value::object();
        line.set("key", entry.key).set("id", entry.message.im.id).set("kind", message_kind_name(entry.message.kind));
        if (!entry.message.unread_reason.empty()) line.set("reason", entry.message.unread_reason);
        messages.push(std::move(line));
    }
    state.set("messages", std::move(messages));
    return state;
}

}  // namespace deskbell
