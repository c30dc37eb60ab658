#include "native/relay/conversation.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/protocol/abilities.h"
#include "core/protocol/message.h"
#include "native/relay/customer.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/sandbox_desk.h"
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
    return info != nullptr && info->delivery == deskbell::Delivery::online_only;
}

/// What a channel has to say to the operator.
void tell_trouble(const Visitor& visitor, const std::vector<std::string>& trouble) {
    for (const std::string& line : trouble) {
        log_line("desk_trouble", {{"desk", visitor.at}, {"visitor", std::to_string(visitor.id)}, {"reason", line}});
    }
}

}  // namespace

Conversation::Conversation(Store& store, channel::Account& account, Visitor visitor)
    : store_(store), account_(account), visitor_(std::move(visitor)) {
    open_channel();
}

void Conversation::open_channel() {
    const auto state = parse_json(visitor_.desk);
    channel_ = account_.open(customer_of(visitor_), state ? &*state : nullptr);
}

std::string Conversation::user_id() const { return customer_of(visitor_).id; }

void Conversation::greet(std::string_view lang, Millis now) {
    visitor_.lang = lang;
    Store::Transaction transaction(store_);
    save(now);
    transaction.commit();
}

Turn Conversation::resume(Millis now) { return keep(channel_->resume(now), now, Saving::always); }

std::vector<std::string> Conversation::catch_up(std::optional<std::int64_t> after) {
    std::vector<std::string> lines;
    if (!after) return lines;
    const bool known = *after >= visitor_.forgotten && *after <= visitor_.seq;
    const auto events = known ? store_.events_after(visitor_.id, *after, most_replayed + 1) : std::vector<StoredEvent>();
    if (!known || events.size() > static_cast<std::size_t>(most_replayed)) {
        lines.push_back(to_json(event_value("gap")));
    } else {
        for (const StoredEvent& event : events) lines.push_back(replay(event));
    }
    return lines;
}

Turn Conversation::status(Millis now) { return keep(channel_->status(now), now, Saving::always); }
Turn Conversation::left(Millis now) { return keep(channel_->left(now), now, Saving::always); }
Turn Conversation::typing(bool typing, Millis now) { return keep(channel_->touch(typing, now), now, Saving::with_stored); }
Turn Conversation::heard(const channel::SocketNews& news, Millis now) {
    if (news.kind == channel::SocketNews::Kind::closed) socket_open_ = false;
    return keep(channel_->heard(news, now), now, Saving::always);
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
    if (const Value* mentioned = frame.message.find("atUserList"); mentioned != nullptr && mentioned->is_array())
        message.set("atUserList", *mentioned);
    message.set("time", now / millis_per_second);
    const bool online_only = frame.online_only || is_online_only(message);
    const std::int64_t seq = visitor_.seq + 1;
    // The channel has to know the id, since it may change the message later.
    message.set("ID", online_only ? "o-" + frame.client_id : "m-" + std::to_string(seq));
    if (!online_only) message.set("sequence", seq);
    channel::Output output = channel_->receive(message, now);
    if (output.refusal) {
        Value failed = event_value("send_failed")
                           .set("client_id", frame.client_id)
                           .set("code", output.refusal->code)
                           .set("info", output.refusal->info);
        result.answer = to_json(failed);
        result.refused = true;
        tell_trouble(visitor_, output.trouble);
        return result;
    }
    const Value whole = complete(std::move(message));
    result.turn = store(now, [&]() -> std::optional<channel::Output> {
        if (online_only) {
            Value answer = event_value("sent").set("client_id", frame.client_id).set("message", whole);
            result.answer = to_json(answer);
            store_.add_answer(visitor_.id, frame.client_id, result.answer);
        } else {
            const std::string id(whole["ID"].as_text());
            visitor_.seq = seq;
            store_.add_message(visitor_.id, StoredMessage{seq, id, frame.client_id, to_json(whole)});
            store_.add_event(visitor_.id, StoredEvent{seq, EventKind::message, id});
            result.answer = to_json(sequenced(seq, "sent").set("client_id", frame.client_id).set("message", whole));
            result.echo = to_json(sequenced(seq, "message").set("message", whole));
        }
        return std::move(output);
    });
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

Turn Conversation::mark_read(Seconds upto, Millis now) {
    if (upto <= visitor_.visitor_read) return {};
    return store(now, [&] {
        visitor_.visitor_read = std::min(upto, now / millis_per_second);
        return channel_->touch(false, now);
    });
}

bool Conversation::can(std::string_view ability) const {
    const auto cannot = account_.cannot();
    return std::find(cannot.begin(), cannot.end(), ability) == cannot.end();
}

Turn Conversation::recall(const std::string& id, Millis now) {
    const auto found = store_.find_message(visitor_.id, id);
    // A desk that is not told would go on seeing it.
    if (!found || !can(ability::recall)) return {};
    const Value message = parse_json(found->body).value_or(Value::object());
    if (message["flow"].as_text() != "out" || message["time"].as_integer() * millis_per_second + recall_time < now) return {};
    channel::Output output;
    output.events.push_back({channel::EventKind::revoked, channel::Keep::stored, Value(id)});
    return keep(std::move(output), now, Saving::always);
}

Turn Conversation::advance(Millis now) {
    channel::Output output = channel_->advance(now);
    // The steps of a stream come many times a second and are made again from the saved state after a restart: only the rest is worth an fsync.
    const Saving saving = channel_->next_deadline() ? Saving::with_stored : Saving::always;
    return keep(std::move(output), now, saving);
}

Turn Conversation::answered(const channel::Response& response, Millis now) {
    const bool was_open = open_.contains(response.id);
    if (response.complete) open_.erase(response.id);
    try {
        return keep(channel_->answered(response, now), now, response.complete ? Saving::always : Saving::with_stored);
    } catch (...) {
        if (was_open) open_.insert(response.id);
        throw;
    }
}

Turn Conversation::delivered(const Value& item, const DeliveryId& delivery, Millis now) {
    if (delivery.id.empty()) return keep(channel_->delivered(item, now), now, Saving::always);
    return store(now, [&]() -> std::optional<channel::Output> {
        if (!store_.add_delivery(delivery, now)) return std::nullopt;
        return channel_->delivered(item, now);
    });
}

void Conversation::add_route(std::string_view key) { store_.add_route(visitor_.at, key, visitor_.id); }

tl::expected<Turn, std::string> Conversation::act(sandbox::AgentAct act, Value message, Millis now) {
    auto* channel = dynamic_cast<SandboxChannel*>(channel_.get());
    if (channel == nullptr) return tl::unexpected<std::string>("this desk has its own agents");
    sandbox::Output done = channel->sandbox().act(act, std::move(message), now);
    if (done.refusal) return tl::unexpected<std::string>(done.refusal->info);
    channel::Output output;
    output.events = std::move(done.events);
    return keep(std::move(output), now, Saving::always);
}

const sandbox::Sandbox* Conversation::desk() const {
    const auto* channel = dynamic_cast<const SandboxChannel*>(channel_.get());
    return channel == nullptr ? nullptr : &channel->sandbox();
}

/// Keeps what the channel said and what it remembers. Where nothing is to be stored and nothing has changed, the disk is left alone.
Turn Conversation::keep(channel::Output output, Millis now, Saving saving) {
    const bool stores = !output.requests.empty() || !output.cancel.empty() || !output.routes.empty() || !output.socket.empty() ||
                        std::any_of(output.events.begin(), output.events.end(),
                                    [](const channel::Event& event) { return event.keep == channel::Keep::stored; });
    const bool changed = saving == Saving::always && (visitor_.deadline != channel_->next_deadline() || visitor_.open != is_busy() ||
                                                      visitor_.desk != to_json(channel_->save()));
    if (!stores && !changed) return record_all(std::move(output));
    return store(now, [&] { return std::move(output); });
}

Turn Conversation::store(Millis now, const std::function<std::optional<channel::Output>()>& change) {
    const std::set<std::string> open = open_;
    const bool socket_open = socket_open_;
    try {
        Store::Transaction transaction(store_);
        std::optional<channel::Output> output = change();
        if (!output) return {};
        Turn turn = record_all(std::move(*output));
        save(now);
        transaction.commit();
        return turn;
    } catch (...) {
        open_ = open;
        socket_open_ = socket_open;
        reload();
        throw;
    }
}

Turn Conversation::record_all(channel::Output output) {
    Turn turn;
    for (channel::Event& event : output.events) turn.lines.push_back(record(std::move(event)));
    for (const std::string& key : output.routes) add_route(key);
    for (const std::string& id : output.cancel) open_.erase(id);
    for (const channel::Request& request : output.requests) open_.insert(request.id);
    for (const channel::SocketOrder& order : output.socket) {
        if (order.kind == channel::SocketOrder::Kind::open) socket_open_ = true;
        if (order.kind == channel::SocketOrder::Kind::close) socket_open_ = false;
    }
    tell_trouble(visitor_, output.trouble);
    turn.requests = std::move(output.requests);
    turn.cancel = std::move(output.cancel);
    turn.socket = std::move(output.socket);
    turn.routes = std::move(output.routes);
    return turn;
}

/// Keeps an event when it is to be kept, and gives the frame for it.
std::string Conversation::record(channel::Event event) {
    using Kind = channel::EventKind;
    const bool stored = event.keep == channel::Keep::stored;
    switch (event.kind) {
        case Kind::message:
            if (stored) return record_message(std::move(event.body));
            return to_json(event_value("message").set("message", complete(std::move(event.body))));
        case Kind::modified:
            if (stored) return record_change(std::move(event.body));
            return to_json(event_value("modified").set("message", changed(std::move(event.body))));
        case Kind::revoked: {
            const std::string id(event.body.as_text());
            if (const auto old = store_.find_message(visitor_.id, id)) {
                Value message = parse_json(old->body).value_or(Value::object());
                // What was taken back is not kept, and not shown to whoever loads the history later.
                message.set("payload", Value::object()).set("isRevoked", true);
                store_.replace_body(visitor_.id, id, to_json(message));
                growing_.reset();
            }
            store_.add_event(visitor_.id, StoredEvent{++visitor_.seq, EventKind::revoked, id});
            return to_json(sequenced(visitor_.seq, "revoked").set("id", id));
        }
        case Kind::state: {
            Value line = event_value("state");
            for (std::size_t i = 0; i < event.body.names().size(); ++i) line.set(event.body.names()[i], event.body.items()[i]);
            Value cannot = Value::array();
            for (const std::string_view ability : account_.cannot()) cannot.push(ability);
            if (!cannot.items().empty()) line.set("cannot", std::move(cannot));
            return to_json(line);
        }
        case Kind::read:
            visitor_.desk_read = std::max(visitor_.desk_read, event.body.as_integer());
            store_.add_event(visitor_.id, StoredEvent{++visitor_.seq, EventKind::read, {}});
            return to_json(sequenced(visitor_.seq, "read").set("upto", visitor_.desk_read));
    }
    return {};
}

std::string Conversation::record_message(Value message) {
    // A desk that tells a message again, as after a restart in the middle of a poll, changes it and does not double it.
    if (store_.find_message(visitor_.id, message["ID"].as_text())) return record_change(std::move(message));
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
    message.set("isModified", true);
    const Value whole = changed(std::move(message));
    growing_.reset();
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
    visitor_.desk = to_json(channel_->save());
    visitor_.deadline = channel_->next_deadline();
    visitor_.open = is_busy();
    if (visitor_.seq - visitor_.forgotten > most_kept_events + most_replayed) {
        visitor_.forgotten = visitor_.seq - most_kept_events;
        store_.forget_events(visitor_.id, visitor_.forgotten);
    }
    store_.save_visitor(visitor_, now);
    visitor_.seen = now;
}

/// After a failed transaction, memory is made equal to the store again: nothing of the failed call has happened.
void Conversation::reload() {
    growing_.reset();
    if (auto stored = store_.load_visitor(visitor_.id)) {
        visitor_ = std::move(*stored);
        open_channel();
    }
}

/// A changed message as it is kept: what the change does not name stays as it was, its place in the conversation above all.
Value Conversation::changed(Value change) {
    const std::string id(change["ID"].as_text());
    if (!growing_ || growing_->id != id) {
        auto old = store_.find_message(visitor_.id, id);
        if (!old) return complete(std::move(change));
        growing_ = std::move(old);
        growing_body_ = parse_json(growing_->body).value_or(Value::object());
    }
    Value whole = growing_body_;
    for (std::size_t i = 0; i < change.names().size(); ++i) whole.set(change.names()[i], change.items()[i]);
    whole.set("sequence", growing_->sequence);
    return complete(std::move(whole));
}

/// A message with what all messages of the conversation have in common; a status that the desk gave stays.
Value Conversation::complete(Value message) const {
    const Value status = message["status"];
    Value whole = sandbox::in_conversation(std::move(message), user_id());
    if (status.is_text()) whole.set("status", status);
    return whole;
}

/// A stored message as it is now, with the visitor's own ones marked read or not.
Value Conversation::shown(const StoredMessage& stored) const {
    Value message = parse_json(stored.body).value_or(Value::object());
    if (message["flow"].as_text() == "out" && message["time"].as_integer() <= visitor_.desk_read) message.set("isPeerRead", true);
    return message;
}

}  // namespace deskbell::relay
