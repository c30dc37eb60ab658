#include "core/channel/chatwoot/channel.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell::channel::chatwoot {
namespace {

/// Without a socket: a webhook may be lost.
constexpr Millis poll_every = millis_per_minute;
constexpr Millis poll_every_without_socket = 15 * millis_per_second;
constexpr Millis typing_lasts = 8 * millis_per_second;
constexpr Millis typing_again = 4 * millis_per_second;
/// The desk pings every three seconds.
constexpr Millis silence = 30 * millis_per_second;
constexpr Millis presence_every = millis_per_minute;

}  // namespace

ChatwootChannel::ChatwootChannel(const Settings& settings, const Words& words, Visitor visitor, State state)
    : settings_(settings), words_(words), visitor_(std::move(visitor)), state_(std::move(state)) {
    if (!state_.open.is_array()) state_.open = Value::array();
    if (state_.next_id < visitor_.customer.first_id) state_.next_id = visitor_.customer.first_id;
}

Output ChatwootChannel::done() {
    Output output = std::move(out_);
    out_ = {};
    return output;
}

Output ChatwootChannel::delivered(const Value& item, Millis now) {
    now_ = now;
    hear_event(item["event"].as_text(), item);
    work();
    return done();
}

Output ChatwootChannel::touch(bool typing, Millis now) {
    now_ = now;
    if (settings_.transport != Transport::client || state_.conversation_id.empty() || state_.session == "none") return done();
    if (typing) {
        if (typing_at_ == 0 || now_ - typing_at_ >= typing_again) {
            typing_at_ = now_;
            request(typing_request(settings_, state_, true));
        }
        typing_off_at_ = now_ + typing_lasts;
    } else if (unread_) {
        unread_ = false;
        request(seen_request(settings_, state_));
    }
    return done();
}

Output ChatwootChannel::status(Millis now) {
    now_ = now;
    looked_at_ = true;
    retry_at_ = 0;
    tell_session();
    if (state_.session == "agent") pass_seat(true);
    connect();
    if (!state_.conversation_id.empty() && cable_ != Cable::subscribed) {
        // A socket that is on its way reads the conversation as soon as it stands.
        poll_at_ = now_ + (wants_cable() ? poll_every_without_socket : poll_every);
        if (!wants_cable()) catch_up();
    }
    work();
    return done();
}

Output ChatwootChannel::left(Millis now) {
    now_ = now;
    looked_at_ = false;
    poll_at_.reset();
    if (cable_ != Cable::none) {
        out_.socket.push_back({SocketOrder::Kind::close, {}});
        cable_ = Cable::none;
        cable_at_ = 0;
        cable_failures_ = 0;
    }
    return done();
}

Output ChatwootChannel::resume(Millis now) {
    now_ = now;
    work();
    return done();
}

Output ChatwootChannel::advance(Millis now) {
    now_ = now;
    if (typing_off_at_ && *typing_off_at_ <= now_) {
        typing_off_at_.reset();
        typing_at_ = 0;
        request(typing_request(settings_, state_, false));
    }
    if (cable_ != Cable::none && now_ - heard_at_ >= silence) {
        out_.socket.push_back({SocketOrder::Kind::close, {}});
        disconnect("it is silent");
    }
    if (cable_ == Cable::subscribed && presence_at_ <= now_) {
        presence_at_ = now_ + presence_every;
        out_.socket.push_back({SocketOrder::Kind::send, presence_frame(state_)});
    }
    connect();
    if (poll_at_ && *poll_at_ <= now_) {
        poll_at_ = now_ + (settings_.transport == Transport::client ? poll_every_without_socket : poll_every);
        if (retry_at_ <= now_) catch_up();
    }
    work();
    return done();
}

std::optional<Millis> ChatwootChannel::next_deadline() const {
    std::optional<Millis> next = typing_off_at_;
    if (cable_ != Cable::none) take_sooner(next, heard_at_ + silence);
    if (cable_ == Cable::subscribed) take_sooner(next, presence_at_);
    if (cable_ == Cable::none && wants_cable()) take_sooner(next, cable_at_);
    take_sooner(next, poll_at_);
    if (!state_.queue.empty() && leading_.empty() && !catching_up_) take_sooner(next, retry_at_);
    return next;
}

Value ChatwootChannel::save() const { return encode(state_); }

}  // namespace deskbell::channel::chatwoot
