#include "native/relay/hub.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/protocol/abilities.h"
#include "native/relay/customer.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/token.h"

namespace deskbell::relay {

Hub::Hub(Store& store, Desks desks, Outside* outside, IdentityOptions identity, Fleet* fleet)
    : store_(store),
      identity_(store, std::move(identity)),
      desks_(std::move(desks)),
      outside_(outside),
      errands_(desks_, outside),
      fleet_(fleet) {
    for (const VisitorId id : store_.waiting_visitors()) find_room(id);
}

void Hub::opened(Connection& connection, Millis) {
    connection.rate_ = RateLimit(frames_per_second, frames_at_once);
    connections_.insert(&connection);
}

void Hub::closed(Connection& connection, Millis now) {
    // Nothing may be left for it to be sent.
    if (!effects_.empty()) flush(now);
    connections_.erase(&connection);
    if (connection.away_ != 0) close_away(connection.away_, Closing::going_away);
    const VisitorId id = std::exchange(connection.visitor_, 0);
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    std::erase(found->second.connections, &connection);
    if (!found->second.connections.empty()) return;
    try {
        carry_out(id, found->second.conversation->left(now), now);
    } catch (const StoreError& error) {
        store_failed(id, error, now);
    }
    leave(id);
    ask_for_flush();
}

void Hub::close_all(Closing reason) {
    for (Connection* connection : connections_) connection->close(reason);
}

void Hub::refused(Connection& connection, const FrameError& error) {
    ++counts_.refused;
    log_line("frame_refused", {{"visitor", std::to_string(connection.visitor_)}, {"code", error.code}, {"info", error.info}});
    connection.send(error_frame(error));
    if (error.code == "wrong_type" && !error.client_id.empty()) {
        // It would be as wrong the next time: the client is told not to try again.
        Value failed = Value::object().set("event", "send_failed").set("client_id", error.client_id);
        connection.send(to_json(failed.set("code", channel::bad_message).set("info", error.info)));
    }
    if (++connection.errors_ > most_errors) {
        log_line("socket_closed", {{"visitor", std::to_string(connection.visitor_)}, {"reason", "too many errors"}});
        connection.close(Closing::refused);
    }
}

void Hub::received(Connection& connection, std::string_view text, Millis now) {
    if (!connections_.contains(&connection)) return;
    if (connection.away_ != 0) return hand_on(connection, text, now);
    auto parsed = parse_frame(text);
    if (auto* error = std::get_if<FrameError>(&parsed)) return refused(connection, *error);
    const Frame& frame = std::get<Frame>(parsed);
    const auto* sending = std::get_if<SendFrame>(&frame);
    const std::string client_id = sending != nullptr ? sending->client_id : std::string();
    ++counts_.frames;
    if (!connection.rate_.allow(now)) {
        return refused(connection, FrameError{"too_many", "at most 10 frames a second, 40 at once", client_id});
    }
    const auto room = rooms_.find(connection.visitor_);
    if (room != rooms_.end() && !room->second.rate.allow(now)) {
        return refused(connection, FrameError{"too_many", "at most 20 frames a second of all tabs together", client_id});
    }
    if (connection.visitor_ == 0 && !std::holds_alternative<HelloFrame>(frame)) {
        return refused(connection, FrameError{"hello_first", "the first frame is a hello", client_id});
    }
    try {
        text_ = text;
        std::visit([&](const auto& known) { handle(connection, known, now); }, frame);
    } catch (const StoreError& error) {
        // The client keeps what it could not send and tries again on its next connection.
        connection.send(error_frame(FrameError{"store_failed", "the relay cannot store anything at the moment", client_id}));
        connection.close(Closing::later);
        store_failed(connection.visitor_, error, now);
    }
    ask_for_flush();
}

std::optional<Hub::Guest> Hub::admit(Connection& connection, const HelloFrame& frame, Millis now) {
    const auto refuse = [&](const char* code, std::string_view info) {
        refused(connection, FrameError{code, std::string(info), {}});
        connection.close(Closing::refused);
        return std::nullopt;
    };
    std::optional<channel::Customer> user;
    if (frame.user.is_proof()) {
        auto proven = identity_.verify(frame.user, now);
        if (!proven) return refuse("unknown_user", proven.error());
        user = std::move(*proven);
    } else if (identity_.verified_only()) {
        return refuse("unknown_user", "this relay serves signed-in users only");
    }
    Guest guest;
    std::optional<Visitor> visitor = identity_.visitor(frame.token, now);
    // A user's conversation is opened by the user's proof, and not by a token that was left behind in the browser.
    if (visitor && !visitor->customer.empty() && (!user || customer_of(*visitor).id != user->id)) visitor.reset();
    auto desk = visitor && frame.desk.empty() ? find_desk(visitor->at) : std::nullopt;
    if (!desk) desk = find_desk(frame.desk);
    if (!desk) return refuse("unknown_desk", "this relay has no such desk");
    guest.desk = *desk;
    // A conversation is at one desk; whoever goes to another is a new visitor there.
    guest.known = visitor && find_desk(visitor->at) == desk;
    if (!guest.known) visitor.reset();
    const std::string& at = desks_[*desk].name;
    if (user && (!visitor || visitor->customer.empty())) {
        const auto own = store_.find_route(at, Identity::route_of(user->id));
        // Who signs in goes on with what they began as a stranger, unless they have a conversation of their own or the other is still going on somewhere.
        const bool adopted = visitor && !own && !rooms_.contains(visitor->id) && !elsewhere(visitor->id);
        if (!adopted) {
            visitor = own ? store_.load_visitor(*own) : std::nullopt;
            guest.known = false;
        }
    }
    const std::string customer = user ? keep_customer(*user) : std::string();
    const bool is_new = !visitor;
    const bool changed = user && !is_new && visitor->customer != customer && !rooms_.contains(visitor->id) && !elsewhere(visitor->id);
    if (is_new || changed) {
        Store::Transaction transaction(store_);
        if (is_new) visitor = store_.create_visitor({}, now);
        visitor->at = at;
        if (is_new) visitor->lang = frame.lang;
        if (user) {
            visitor->customer = customer;
            store_.add_route(at, Identity::route_of(user->id), visitor->id);
        }
        store_.save_visitor(*visitor, now);
        visitor->seen = now;
        transaction.commit();
    }
    guest.visitor = std::move(*visitor);
    return guest;
}

void Hub::handle(Connection& connection, const HelloFrame& frame, Millis now) {
    if (connection.visitor_ != 0) return refused(connection, FrameError{"unknown_frame", "hello was said already", {}});
    auto guest = admit(connection, frame, now);
    if (!guest) return;
    if (!rooms_.contains(guest->visitor.id)) {
        if (const auto owner = elsewhere(guest->visitor.id)) return send_away(connection, *owner, *guest);
        if (fleet_ != nullptr) {
            // Now that it is this relay's, nobody changes it any more.
            auto visitor = store_.load_visitor(guest->visitor.id);
            if (visitor) guest->visitor = std::move(*visitor);
        }
    }
    enter(connection, std::move(*guest), frame, now);
}

void Hub::enter(Connection& connection, Guest guest, const HelloFrame& frame, Millis now) {
    const VisitorId id = guest.visitor.id;
    const bool known = guest.known;
    Room& here = room(std::move(guest.visitor), guest.desk);
    if (here.connections.size() >= static_cast<std::size_t>(most_connections_of_visitor)) {
        refused(connection, FrameError{"too_many", "at most 8 tabs of one visitor", {}});
        connection.close(Closing::later);
        return;
    }
    connection.visitor_ = id;
    here.connections.push_back(&connection);
    Conversation& conversation = *here.conversation;
    const Visitor& stored = conversation.visitor();
    const bool new_lang = !frame.lang.empty() && frame.lang != stored.lang;
    // Once a day it is noted that the visitor still comes, for the retention.
    if (new_lang || now - stored.seen > millis_per_day) conversation.greet(new_lang ? frame.lang : stored.lang, now);
    Value welcome = Value::object();
    welcome.set("token", known && !identity_.is_aged(frame.token, now) ? frame.token : identity_.token(id, now))
        .set("seq", conversation.visitor().seq)
        .set("lang", conversation.visitor().lang);
    welcome.set("user", conversation.user_id());
    say(id, connection, to_json(Value::object().set("welcome", std::move(welcome))));
    // A token that is not known any more has lost its past, so whatever `after` meant is gone too.
    const auto after = frame.after && !known ? std::optional<std::int64_t>(-1) : frame.after;
    for (std::string& line : conversation.catch_up(after)) say(id, connection, std::move(line));
    wake(id, now);
    Turn turn = conversation.status(now);
    for (std::string& line : std::exchange(turn.lines, {})) say(id, connection, std::move(line));
    carry_out(id, std::move(turn), now);
    schedule(id);
}

void Hub::handle(Connection& connection, const SendFrame& frame, Millis now) {
    const VisitorId id = connection.visitor_;
    Room& here = rooms_.at(id);
    // What is due comes first, so that times and sequence numbers agree; also what the store did not take when it was due.
    if (const auto due = here.conversation->deadline(); due && *due <= now) carry_out(id, here.conversation->advance(now), now);
    SendResult result = here.conversation->send(frame, now);
    counts_.messages += result.refused ? 0 : 1;
    if (result.refused) log_line("message_refused", {{"visitor", std::to_string(id)}, {"client_id", frame.client_id}});
    say(id, connection, std::move(result.answer));
    if (!result.echo.empty()) tell(here, {result.echo}, &connection);
    carry_out(id, std::move(result.turn), now);
    schedule(id);
}

void Hub::handle(Connection& connection, const LoadHistoryFrame& frame, Millis) {
    say(connection.visitor_, connection, rooms_.at(connection.visitor_).conversation->history(frame));
}

void Hub::handle(Connection& connection, const MarkReadFrame& frame, Millis now) {
    const VisitorId id = connection.visitor_;
    carry_out(id, rooms_.at(id).conversation->mark_read(frame.upto, now), now);
    schedule(id);
}

void Hub::handle(Connection& connection, const RecallFrame& frame, Millis now) {
    const VisitorId id = connection.visitor_;
    Turn turn = rooms_.at(id).conversation->recall(frame.id, now);
    if (turn.lines.empty()) {
        if (!rooms_.at(id).conversation->can(ability::recall))
            return refused(connection, FrameError{"unable", "this desk cannot take a message back", {}});
        return refused(connection, FrameError{"too_late", "an own message can be taken back for two minutes", {}});
    }
    carry_out(id, std::move(turn), now);
    schedule(id);
}

void Hub::handle(Connection& connection, const TypingFrame& frame, Millis now) {
    const VisitorId id = connection.visitor_;
    carry_out(id, rooms_.at(id).conversation->typing(frame.typing, now), now);
    schedule(id);
}

tl::expected<void, std::string> Hub::act(const Connection& connection, sandbox::AgentAct act, Value message, Millis now) {
    const VisitorId id = connection.visitor_;
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return tl::unexpected<std::string>("nobody is connected");
    Room& here = found->second;
    try {
        if (const auto due = here.conversation->deadline(); due && *due <= now) carry_out(id, here.conversation->advance(now), now);
        auto turn = here.conversation->act(act, std::move(message), now);
        if (!turn) return tl::unexpected<std::string>(turn.error());
        carry_out(id, std::move(*turn), now);
    } catch (const StoreError& error) {
        return tl::unexpected<std::string>(error.what());
    }
    schedule(id);
    ask_for_flush();
    return {};
}

const sandbox::Sandbox* Hub::desk_of(const Connection& connection) const {
    const auto found = rooms_.find(connection.visitor_);
    return found == rooms_.end() ? nullptr : found->second.conversation->desk();
}

void Hub::handle(Connection& connection, const PingFrame&, Millis) {
    const Value seq(rooms_.at(connection.visitor_).conversation->visitor().seq);
    say(connection.visitor_, connection, to_json(Value::object().set("pong", Value::object().set("seq", seq))));
}

std::optional<std::size_t> Hub::find_desk(std::string_view name) const {
    if (name.empty()) return 0;
    for (std::size_t i = 0; i < desks_.size(); ++i) {
        if (desks_[i].name == name) return i;
    }
    return std::nullopt;
}

Hub::Room& Hub::room(Visitor visitor, std::size_t desk) {
    const VisitorId id = visitor.id;
    Room& here = rooms_[id];
    if (!here.conversation) {
        here.desk = desk;
        visitor.at = desks_[desk].name;
        here.conversation = std::make_unique<Conversation>(store_, *desks_[desk].account, std::move(visitor));
        schedule(id);
    }
    return here;
}

Hub::Room* Hub::find_room(VisitorId id) {
    if (const auto found = rooms_.find(id); found != rooms_.end()) return &found->second;
    if (elsewhere(id)) return nullptr;
    auto visitor = store_.load_visitor(id);
    if (!visitor) return nullptr;
    const auto desk = find_desk(visitor->at);
    if (!desk) {
        log_line("desk_gone", {{"visitor", std::to_string(id)}, {"desk", visitor->at}});
        return nullptr;
    }
    return &room(std::move(*visitor), *desk);
}

/// What was open when the conversation was last in memory is made again.
void Hub::wake(VisitorId id, Millis now) {
    Room& here = rooms_.at(id);
    if (!here.asleep) return;
    here.asleep = false;
    try {
        carry_out(id, here.conversation->resume(now), now);
    } catch (...) {
        here.asleep = true;
        throw;
    }
}

void Hub::carry_out(VisitorId id, Turn turn, Millis now) {
    Room& here = rooms_.at(id);
    tell(here, turn.lines);
    if (turn.requests.empty() && turn.cancel.empty() && turn.socket.empty() && turn.routes.empty()) return;
    if (store_.is_flushed() && effects_.empty()) return order(id, std::move(turn), now);
    turn.lines.clear();
    effects_.push_back({id, nullptr, {}, std::move(turn)});
}

/// Does what a turn has ordered.
void Hub::order(VisitorId id, Turn turn, Millis now) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    for (const std::string& open : turn.cancel) errands_.cancel(id, open);
    for (channel::Request& request : turn.requests) errands_.add(found->second.desk, id, std::move(request), now);
    for (const channel::SocketOrder& each : turn.socket) order(id, each);
    if (!turn.routes.empty() && !held_.empty()) routes_are_new_ = true;
    if (scheduled_ && (!turn.requests.empty() || routes_are_new_)) scheduled_();
}

void Hub::say(VisitorId id, Connection& connection, std::string line) {
    if (store_.is_flushed() && effects_.empty()) return connection.send(std::move(line));
    effects_.push_back({id, &connection, std::move(line), {}});
}

void Hub::on_pending(std::function<void()> listener) {
    pending_ = std::move(listener);
    store_.group(pending_ != nullptr);
}

void Hub::ask_for_flush() {
    if (flush_is_asked_ || !pending_ || (store_.is_flushed() && effects_.empty())) return;
    flush_is_asked_ = true;
    pending_();
}

bool Hub::flush(Millis now) {
    flush_is_asked_ = false;
    const std::vector<VisitorId> unsure = store_.flush();
    std::deque<Effect> effects = std::exchange(effects_, {});
    for (const VisitorId id : unsure) store_failed(id, StoreError("what came last may not have been kept"), now);
    for (const VisitorId id : unsure) drop(id, now);
    for (Effect& effect : effects) {
        if (std::find(unsure.begin(), unsure.end(), effect.visitor) != unsure.end()) continue;
        if (effect.connection != nullptr) {
            effect.connection->send(std::move(effect.line));
        } else {
            order(effect.visitor, std::move(*effect.turn), now);
        }
    }
    for (const VisitorId id : std::exchange(leaving_, {})) leave(id);
    return unsure.empty();
}

void Hub::drop(VisitorId id, Millis now) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    Room& here = found->second;
    std::erase_if(effects_, [id](const Effect& effect) { return effect.visitor == id; });
    for (Connection* connection : std::exchange(here.connections, {})) {
        connection->visitor_ = 0;
        connection->close(Closing::later);
    }
    errands_.cancel_all(id);
    if (here.socket != 0) {
        sockets_.erase(here.socket);
        if (outside_ != nullptr) outside_->close_socket(here.socket);
    }
    if (here.deadline) deadlines_.erase({*here.deadline, id});
    rooms_.erase(found);
    dropped_.emplace(now + drop_pause, id);
    if (scheduled_) scheduled_();
}

void Hub::leave(VisitorId id) {
    schedule(id);
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    const Room& here = found->second;
    // A visitor who is gone and for whom nothing is due lives in the store only.
    if (!here.connections.empty() || here.deadline || here.conversation->is_busy() || !here.unstored.empty()) return;
    if (!effects_.empty()) return leaving_.push_back(id);
    rooms_.erase(found);
    if (fleet_ != nullptr) give_back(id);
}

void Hub::schedule(VisitorId id) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    Room& here = found->second;
    auto deadline = here.conversation->deadline();
    // What was open when the relay stopped is made again as soon as somebody says what time it is.
    if (here.asleep && here.conversation->visitor().open) deadline = 0;
    if (!here.unstored.empty()) deadline = here.retry_at;
    if (deadline == here.deadline) return;
    if (here.deadline) deadlines_.erase({*here.deadline, id});
    if (deadline) deadlines_.insert({*deadline, id});
    here.deadline = deadline;
    if (scheduled_) scheduled_();
}

void Hub::tell(const Room& here, const std::vector<std::string>& lines, const Connection* except) {
    for (const std::string& line : lines) {
        for (Connection* connection : here.connections) {
            if (connection == except) continue;
            say(here.conversation->id(), *connection, line);
            ++counts_.lines;
        }
    }
}

std::optional<Millis> Hub::next_deadline() const {
    std::optional<Millis> next = errands_.next_deadline();
    if (!deadlines_.empty()) take_sooner(next, deadlines_.begin()->first);
    if (!held_.empty()) take_sooner(next, held_.front().until);
    if (!lost_sockets_.empty() || routes_are_new_) next = 0;
    if (!dropped_.empty()) take_sooner(next, dropped_.begin()->first);
    if (!undone_.empty()) take_sooner(next, try_notes_at_);
    if (fleet_ != nullptr && !held_.empty()) take_sooner(next, look_again_at_);
    return next;
}

/// What is due for one conversation.
void Hub::work(VisitorId id, Millis now) {
    try {
        wake(id, now);
        take_answers(id, now);
        if (!rooms_.contains(id)) return;
        carry_out(id, rooms_.at(id).conversation->advance(now), now);
        leave(id);
    } catch (const StoreError& error) {
        store_failed(id, error, now);
        if (!rooms_.contains(id)) return;
        // Tried again in a while; the saved state still wants the same.
        Room& here = rooms_.at(id);
        if (here.deadline) deadlines_.erase({*here.deadline, id});
        here.deadline = now + store_pause;
        deadlines_.insert({*here.deadline, id});
    }
}

void Hub::advance(Millis now) {
    for (Errands::Answer& failed : errands_.advance(now)) {
        if (Room* here = find_room(failed.visitor)) {
            here->unstored.push_back(std::move(failed.response));
            take_answers(failed.visitor, now);
            leave(failed.visitor);
        }
    }
    for (const std::uint64_t socket : std::exchange(lost_sockets_, {})) {
        heard(socket, channel::SocketNews{channel::SocketNews::Kind::closed, "this host has no network"}, now);
    }
    deliver_held(now);
    take_up_dropped(now);
    try_undone(now);
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) work(deadlines_.begin()->second, now);
    ask_for_flush();
}

VisitorId Hub::visitor_of(std::string_view token, Millis now) {
    const auto visitor = identity_.visitor(token, now);
    return visitor ? visitor->id : 0;
}

ForgottenVisitors Hub::forget_visitors(Millis since, int limit) {
    ForgottenVisitors forgotten;
    for (const VisitorId id : store_.visitors_before(since, limit)) {
        if (rooms_.contains(id)) continue;
        log_line("visitor_forgotten", {{"visitor", std::to_string(id)}});
        ++forgotten.visitors;
        for (std::string& upload : store_.forget_visitor(id)) forgotten.uploads.push_back(std::move(upload));
    }
    // The files go only after the last word of them has.
    if (!flush(since)) forgotten.uploads.clear();
    return forgotten;
}

HubCounts Hub::counts() const {
    HubCounts counts = counts_;
    counts.clients = connection_count();
    counts.conversations = static_cast<int>(rooms_.size());
    counts.requests = static_cast<int>(errands_.open_count());
    counts.away = static_cast<int>(away_.size());
    counts.remote = static_cast<int>(remote_.size());
    counts.relays = relays_;
    return counts;
}

void Hub::store_failed(VisitorId id, const StoreError& error, Millis now) {
    ++counts_.store_failures;
    log_line("store_failed", {{"visitor", std::to_string(id)}, {"reason", error.what()}});
    if (!store_.is_sure()) drop(id, now);
}

}  // namespace deskbell::relay
