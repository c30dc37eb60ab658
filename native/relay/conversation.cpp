#include "native/relay/conversation.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/relay/limits.h"
#include "native/sandbox/envelope.h"

namespace deskbell::relay {
namespace {

constexpr std::int64_t newest = INT64_MAX;

Value event_value(std::string_view name) { return Value::object().set("event", name); }

Value sequenced(std::int64_t seq, std::string_view name) { return Value::object().set("seq", seq).set("event", name); }

/// The desk's word whether a message is kept: five messages of the protocol never are, whatever the client says.
bool is_online_only(const Value& message) {
    const auto read = read_message(message);
    if (!read) return false;
    const MessageInfo* info = find_message(read->kind);
    return info != nullptr && info->delivery == Delivery::online_only;
}

sandbox::Sandbox make_desk(sandbox::Options options, const Visitor& visitor) {
    options.first_id = visitor.seq + 1;
    const auto state = parse_json(visitor.desk);
    return state ? sandbox::Sandbox::restore(std::move(options), *state) : sandbox::Sandbox(std::move(options));
}

}  // namespace

Conversation::Conversation(Store& store, sandbox::Options options, Visitor visitor)
    : store_(store), options_(std::move(options)), visitor_(std::move(visitor)), desk_(make_desk(options_, visitor_)) {}

std::string Conversation::user_id() const { return "visitor-" + std::to_string(visitor_.id); }

void Conversation::greet(std::string_view lang, Millis now) {
    visitor_.lang = lang;
    Store::Transaction transaction(store_);
    save(now);
    transaction.commit();
}

std::vector<std::string> Conversation::catch_up(std::optional<std::int64_t> after, Millis now) {
    std::vector<std::string> lines;
    if (after) {
        const bool known = *after >= visitor_.forgotten && *after <= visitor_.seq;
        const auto events = known ? store_.events_after(visitor_.id, *after, most_replayed + 1) : std::vector<StoredEvent>();
        if (!known || events.size() > static_cast<std::size_t>(most_replayed)) {
            lines.push_back(to_json(event_value("gap")));
        } else {
            for (const StoredEvent& event : events) lines.push_back(replay(event));
        }
    }
    for (std::string& line : record_all(desk_.status(now))) lines.push_back(std::move(line));
    return lines;
}

SendResult Conversation::send(const SendFrame& frame, Millis now) {
    SendResult result;
    if (const auto sent = store_.find_sent(visitor_.id, frame.client_id)) {
        Value answer = sequenced(sent->sequence, "sent").set("client_id", frame.client_id).set("message", shown(*sent));
        result.answer = to_json(answer);
        return result;
    }
    if (const auto answer = store_.find_answer(visitor_.id, frame.client_id)) {
        result.answer = *answer;
        return result;
    }
    Value message = Value::object();
    message.set("ID", "").set("type", frame.message["type"]).set("payload", frame.message["payload"]).set("flow", "out");
    message.set("clientId", frame.client_id);
    if (const Value* cloud = frame.message.find("cloudCustomData"); cloud != nullptr && cloud->is_text())
        message.set("cloudCustomData", *cloud);
    message.set("time", now / millis_per_second);
    sandbox::Output output = desk_.receive(message, now);
    if (output.refusal) {
        Value failed = event_value("send_failed")
                           .set("client_id", frame.client_id)
                           .set("code", output.refusal->code)
                           .set("info", output.refusal->info);
        result.answer = to_json(failed);
        result.refused = true;
        return result;
    }
    try {
        Store::Transaction transaction(store_);
        if (frame.online_only || is_online_only(message)) {
            message.set("ID", "o-" + frame.client_id);
            Value answer = event_value("sent").set("client_id", frame.client_id).set("message", complete(std::move(message)));
            result.answer = to_json(answer);
            store_.add_answer(visitor_.id, frame.client_id, result.answer);
        } else {
            const std::int64_t seq = ++visitor_.seq;
            const std::string id = "m-" + std::to_string(seq);
            message.set("ID", id).set("sequence", seq);
            const Value whole = complete(std::move(message));
            store_.add_message(visitor_.id, StoredMessage{seq, id, frame.client_id, to_json(whole)});
            store_.add_event(visitor_.id, StoredEvent{seq, EventKind::message, id});
            result.answer = to_json(sequenced(seq, "sent").set("client_id", frame.client_id).set("message", whole));
            result.echo = to_json(sequenced(seq, "message").set("message", whole));
        }
        result.said = record_all(std::move(output));
        save(now);
        transaction.commit();
    } catch (...) {
        reload();
        throw;
    }
    return result;
}

std::string Conversation::history(const LoadHistoryFrame& frame) {
    std::int64_t before = newest;
    if (!frame.before.empty()) {
        const auto found = store_.find_message(visitor_.id, frame.before);
        // An id that is not known (of another relay, or online-only) cannot say where to go on: the newest page is the honest answer.
        if (found) before = found->sequence;
    }
    auto messages = store_.messages_before(visitor_.id, before, frame.limit + 1);
    const bool complete_now = messages.size() <= static_cast<std::size_t>(frame.limit);
    if (!complete_now) messages.pop_back();
    std::reverse(messages.begin(), messages.end());
    Value list = Value::array();
    for (const StoredMessage& message : messages) list.push(shown(message));
    return to_json(event_value("history").set("messages", std::move(list)).set("complete", complete_now));
}

void Conversation::mark_read(Seconds upto, Millis now) {
    if (upto <= visitor_.visitor_read) return;
    visitor_.visitor_read = std::min(upto, now / millis_per_second);
    Store::Transaction transaction(store_);
    save(now);
    transaction.commit();
}

std::vector<std::string> Conversation::advance(Millis now) {
    sandbox::Output output = desk_.advance(now);
    const bool stores = std::any_of(output.events.begin(), output.events.end(),
                                    [](const sandbox::Event& event) { return event.keep == sandbox::Keep::stored; });
    // The steps of a stream come many times a second and are made again from the saved state after a restart: only the rest is worth an fsync.
    if (!stores && desk_.next_deadline()) return record_all(std::move(output));
    return keep(std::move(output), now);
}

tl::expected<std::vector<std::string>, std::string> Conversation::act(sandbox::AgentAct act, Value message, Millis now) {
    sandbox::Output output = desk_.act(act, std::move(message), now);
    if (output.refusal) return tl::unexpected<std::string>(output.refusal->info);
    return keep(std::move(output), now);
}

/// Keeps what the desk said and what it remembers, in one transaction.
std::vector<std::string> Conversation::keep(sandbox::Output output, Millis now) {
    try {
        Store::Transaction transaction(store_);
        std::vector<std::string> lines = record_all(std::move(output));
        save(now);
        transaction.commit();
        return lines;
    } catch (...) {
        reload();
        throw;
    }
}

std::vector<std::string> Conversation::record_all(sandbox::Output output) {
    std::vector<std::string> lines;
    for (sandbox::Event& event : output.events) lines.push_back(record(std::move(event)));
    return lines;
}

/// Keeps an event when it is to be kept, and gives the frame for it.
std::string Conversation::record(sandbox::Event event) {
    const bool stored = event.keep == sandbox::Keep::stored;
    switch (event.kind) {
        case sandbox::EventKind::message:
            if (stored) return record_message(std::move(event.body));
            return to_json(event_value("message").set("message", complete(std::move(event.body))));
        case sandbox::EventKind::modified:
            if (stored) return record_change(std::move(event.body));
            if (const auto old = store_.find_message(visitor_.id, event.body["ID"].as_text())) event.body.set("sequence", old->sequence);
            return to_json(event_value("modified").set("message", complete(std::move(event.body))));
        case sandbox::EventKind::revoked: {
            const std::string id(event.body.as_text());
            if (const auto old = store_.find_message(visitor_.id, id)) {
                Value message = parse_json(old->body).value_or(Value::object());
                // What was taken back is not kept, and not shown to whoever loads the history later.
                message.set("payload", Value::object()).set("isRevoked", true);
                store_.replace_body(visitor_.id, id, to_json(message));
            }
            store_.add_event(visitor_.id, StoredEvent{++visitor_.seq, EventKind::revoked, id});
            return to_json(sequenced(visitor_.seq, "revoked").set("id", id));
        }
        case sandbox::EventKind::state: {
            Value line = event_value("state");
            for (std::size_t i = 0; i < event.body.names().size(); ++i) line.set(event.body.names()[i], event.body.items()[i]);
            return to_json(line);
        }
        case sandbox::EventKind::read:
            visitor_.desk_read = std::max(visitor_.desk_read, event.body.as_integer());
            store_.add_event(visitor_.id, StoredEvent{++visitor_.seq, EventKind::read, {}});
            return to_json(sequenced(visitor_.seq, "read").set("upto", visitor_.desk_read));
    }
    return {};
}

std::string Conversation::record_message(Value message) {
    const std::int64_t seq = ++visitor_.seq;
    message.set("sequence", seq);
    const Value whole = complete(std::move(message));
    const std::string id(whole["ID"].as_text());
    store_.add_message(visitor_.id, StoredMessage{seq, id, {}, to_json(whole)});
    store_.add_event(visitor_.id, StoredEvent{seq, EventKind::message, id});
    return to_json(sequenced(seq, "message").set("message", whole));
}

std::string Conversation::record_change(Value message) {
    const std::int64_t seq = ++visitor_.seq;
    const std::string id(message["ID"].as_text());
    // A change keeps its place in the conversation.
    if (const auto old = store_.find_message(visitor_.id, id)) message.set("sequence", old->sequence);
    message.set("isModified", true);
    const Value whole = complete(std::move(message));
    store_.replace_body(visitor_.id, id, to_json(whole));
    store_.add_event(visitor_.id, StoredEvent{seq, EventKind::modified, id});
    return to_json(sequenced(seq, "modified").set("message", whole));
}

std::string Conversation::replay(const StoredEvent& event) {
    if (event.kind == EventKind::read) return to_json(sequenced(event.seq, "read").set("upto", visitor_.desk_read));
    if (event.kind == EventKind::revoked) return to_json(sequenced(event.seq, "revoked").set("id", event.message));
    Value line = sequenced(event.seq, event.kind == EventKind::message ? "message" : "modified");
    if (const auto message = store_.find_message(visitor_.id, event.message)) {
        line.set("message", shown(*message));
    }
    return to_json(line);
}

void Conversation::save(Millis now) {
    visitor_.desk = to_json(desk_.save());
    visitor_.deadline = desk_.next_deadline();
    if (visitor_.seq - visitor_.forgotten > most_kept_events + most_replayed) {
        visitor_.forgotten = visitor_.seq - most_kept_events;
        store_.forget_events(visitor_.id, visitor_.forgotten);
    }
    store_.save_visitor(visitor_, now);
}

/// After a failed transaction, memory is made equal to the store again: nothing of the failed call has happened.
void Conversation::reload() {
    if (auto stored = store_.load_visitor(visitor_.id)) {
        visitor_ = std::move(*stored);
        desk_ = make_desk(options_, visitor_);
    }
}

Value Conversation::complete(Value message) const { return sandbox::in_conversation(std::move(message), user_id()); }

/// A stored message as it is now, with the visitor's own ones marked read or not.
Value Conversation::shown(const StoredMessage& stored) const {
    Value message = parse_json(stored.body).value_or(Value::object());
    if (message["flow"].as_text() == "out" && message["time"].as_integer() <= visitor_.desk_read) message.set("isPeerRead", true);
    return message;
}

}  // namespace deskbell::relay
