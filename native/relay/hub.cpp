#include "native/relay/hub.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/token.h"

namespace deskbell::relay {

Hub::Hub(Store& store, sandbox::Options options) : store_(store), options_(std::move(options)) {
    for (const VisitorId id : store_.waiting_visitors()) {
        if (auto visitor = store_.load_visitor(id)) room(std::move(*visitor));
    }
}

void Hub::opened(Connection& connection, Millis) {
    connection.rate_ = RateLimit(frames_per_second, frames_at_once);
    connections_.insert(&connection);
}

void Hub::closed(Connection& connection) {
    connections_.erase(&connection);
    const auto found = rooms_.find(connection.visitor_);
    if (found == rooms_.end()) return;
    std::erase(found->second.connections, &connection);
    // A visitor who is gone and for whom nothing is due lives in the store only.
    if (found->second.connections.empty() && !found->second.deadline) rooms_.erase(found);
}

void Hub::close_all(Closing reason) {
    for (Connection* connection : connections_) connection->close(reason);
}

void Hub::refused(Connection& connection, const FrameError& error) {
    log_line("frame_refused", {{"visitor", std::to_string(connection.visitor_)}, {"code", error.code}, {"info", error.info}});
    connection.send(error_frame(error));
    if (error.code == "wrong_type" && !error.client_id.empty()) {
        // It would be as wrong the next time: the client is told not to try again.
        Value failed = Value::object().set("event", "send_failed").set("client_id", error.client_id);
        connection.send(to_json(failed.set("code", sandbox::bad_message).set("info", error.info)));
    }
    if (++connection.errors_ > most_errors) {
        log_line("socket_closed", {{"visitor", std::to_string(connection.visitor_)}, {"reason", "too many errors"}});
        connection.close(Closing::refused);
    }
}

void Hub::received(Connection& connection, std::string_view text, Millis now) {
    if (!connections_.contains(&connection)) return;
    auto parsed = parse_frame(text);
    if (auto* error = std::get_if<FrameError>(&parsed)) return refused(connection, *error);
    const Frame& frame = std::get<Frame>(parsed);
    const auto* sending = std::get_if<SendFrame>(&frame);
    const std::string client_id = sending != nullptr ? sending->client_id : std::string();
    if (!connection.rate_.allow(now)) {
        return refused(connection, FrameError{"too_many", "at most 10 frames a second, 40 at once", client_id});
    }
    if (connection.visitor_ == 0 && !std::holds_alternative<HelloFrame>(frame)) {
        return refused(connection, FrameError{"hello_first", "the first frame is a hello", client_id});
    }
    try {
        std::visit([&](const auto& known) { handle(connection, known, now); }, frame);
    } catch (const StoreError& error) {
        // The client keeps what it could not send and tries again on its next connection.
        log_line("store_failed", {{"visitor", std::to_string(connection.visitor_)}, {"reason", error.what()}});
        connection.send(error_frame(FrameError{"store_failed", "the relay cannot store anything at the moment", client_id}));
        connection.close(Closing::later);
    }
}

void Hub::handle(Connection& connection, const HelloFrame& frame, Millis now) {
    if (connection.visitor_ != 0) return refused(connection, FrameError{"unknown_frame", "hello was said already", {}});
    std::optional<Visitor> visitor;
    if (!frame.token.empty()) visitor = store_.find_visitor(token_hash(frame.token));
    std::string token = frame.token;
    const bool known = visitor.has_value();
    if (!known) {
        token = new_visitor_token();
        Store::Transaction transaction(store_);
        visitor = store_.create_visitor(token_hash(token), now);
        transaction.commit();
    }
    const VisitorId id = visitor->id;
    Room& here = room(std::move(*visitor));
    if (here.connections.size() >= static_cast<std::size_t>(most_connections_of_visitor)) {
        refused(connection, FrameError{"too_many", "at most 8 tabs of one visitor", {}});
        connection.close(Closing::later);
        return;
    }
    connection.visitor_ = id;
    here.connections.push_back(&connection);
    Conversation& conversation = *here.conversation;
    if (!frame.lang.empty() && frame.lang != conversation.visitor().lang) conversation.greet(frame.lang, now);
    Value welcome = Value::object();
    welcome.set("token", token).set("seq", conversation.visitor().seq).set("lang", conversation.visitor().lang);
    welcome.set("user", conversation.user_id());
    connection.send(to_json(Value::object().set("welcome", std::move(welcome))));
    // A token that is not known any more has lost its past, so whatever `after` meant is gone too.
    const auto after = frame.after && !known ? std::optional<std::int64_t>(-1) : frame.after;
    for (std::string& line : conversation.catch_up(after, now)) connection.send(std::move(line));
}

void Hub::handle(Connection& connection, const SendFrame& frame, Millis now) {
    Room& here = rooms_.at(connection.visitor_);
    // What is due comes first, so that times and sequence numbers agree.
    if (here.deadline && *here.deadline <= now) tell(here, here.conversation->advance(now));
    SendResult result = here.conversation->send(frame, now);
    if (result.refused) log_line("message_refused", {{"visitor", std::to_string(connection.visitor_)}, {"client_id", frame.client_id}});
    connection.send(std::move(result.answer));
    if (!result.echo.empty()) tell(here, {result.echo}, &connection);
    tell(here, result.said);
    schedule(connection.visitor_);
}

void Hub::handle(Connection& connection, const LoadHistoryFrame& frame, Millis) {
    connection.send(rooms_.at(connection.visitor_).conversation->history(frame));
}

void Hub::handle(Connection& connection, const MarkReadFrame& frame, Millis now) {
    rooms_.at(connection.visitor_).conversation->mark_read(frame.upto, now);
}

void Hub::handle(Connection& connection, const TypingFrame&, Millis now) {
    rooms_.at(connection.visitor_).conversation->typing(now);
    schedule(connection.visitor_);
}

tl::expected<void, std::string> Hub::act(const Connection& connection, sandbox::AgentAct act, Value message, Millis now) {
    const auto found = rooms_.find(connection.visitor_);
    if (found == rooms_.end()) return tl::unexpected<std::string>("nobody is connected");
    Room& here = found->second;
    try {
        if (here.deadline && *here.deadline <= now) tell(here, here.conversation->advance(now));
        const auto lines = here.conversation->act(act, std::move(message), now);
        if (!lines) return tl::unexpected<std::string>(lines.error());
        tell(here, *lines);
    } catch (const StoreError& error) {
        return tl::unexpected<std::string>(error.what());
    }
    schedule(connection.visitor_);
    return {};
}

const sandbox::Sandbox* Hub::desk_of(const Connection& connection) const {
    const auto found = rooms_.find(connection.visitor_);
    return found == rooms_.end() ? nullptr : &found->second.conversation->desk();
}

void Hub::handle(Connection& connection, const PingFrame&, Millis) {
    const Value seq(rooms_.at(connection.visitor_).conversation->visitor().seq);
    connection.send(to_json(Value::object().set("pong", Value::object().set("seq", seq))));
}

Hub::Room& Hub::room(Visitor visitor) {
    const VisitorId id = visitor.id;
    Room& here = rooms_[id];
    if (!here.conversation) {
        here.conversation = std::make_unique<Conversation>(store_, options_, std::move(visitor));
        schedule(id);
    }
    return here;
}

void Hub::schedule(VisitorId id) {
    Room& here = rooms_.at(id);
    const auto deadline = here.conversation->deadline();
    if (deadline == here.deadline) return;
    if (here.deadline) deadlines_.erase({*here.deadline, id});
    if (deadline) deadlines_.insert({*deadline, id});
    here.deadline = deadline;
    if (scheduled_) scheduled_();
}

void Hub::tell(const Room& here, const std::vector<std::string>& lines, const Connection* except) {
    for (const std::string& line : lines) {
        for (Connection* connection : here.connections) {
            if (connection != except) connection->send(line);
        }
    }
}

std::optional<Millis> Hub::next_deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

void Hub::advance(Millis now) {
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        const VisitorId id = deadlines_.begin()->second;
        Room& here = rooms_.at(id);
        try {
            tell(here, here.conversation->advance(now));
            schedule(id);
        } catch (const StoreError& error) {
            log_line("store_failed", {{"visitor", std::to_string(id)}, {"reason", error.what()}});
            // Tried again in a while; the saved state still wants the same.
            deadlines_.erase({*here.deadline, id});
            here.deadline = now + 10 * millis_per_second;
            deadlines_.insert({*here.deadline, id});
            continue;
        }
        if (here.connections.empty() && !here.deadline) rooms_.erase(id);
    }
}

VisitorId Hub::visitor_of(std::string_view token) {
    if (token.empty()) return 0;
    const auto visitor = store_.find_visitor(token_hash(token));
    return visitor ? visitor->id : 0;
}

}  // namespace deskbell::relay
