#include <algorithm>

#include "core/base/json.h"
#include "core/channel/chatwoot/channel.h"
#include "core/channel/digest.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr Millis first_wait = millis_per_second;
constexpr Millis longest_wait = 30 * millis_per_second;
constexpr Millis presence_every = millis_per_minute;

}  // namespace

bool ChatwootChannel::wants_cable() const {
    return settings_.transport == Transport::client && looked_at_ && !state_.pubsub_token.empty() && !state_.conversation_id.empty();
}

void ChatwootChannel::connect() {
    if (!wants_cable() || cable_ != Cable::none || cable_at_ > now_) return;
    cable_ = Cable::opening;
    heard_at_ = now_;
    out_.socket.push_back({SocketOrder::Kind::open, socket_address(settings_)});
}

void ChatwootChannel::disconnect(std::string_view why) {
    if (cable_ == Cable::none) return;
    cable_ = Cable::none;
    // A quarter of the wait differs from visitor to visitor, so that a server that comes back is not met by all of them in one moment.
    const Millis wait = std::min(first_wait << std::min<std::int64_t>(cable_failures_, 6), longest_wait);
    const auto spread = static_cast<Millis>(fnv1a(state_.source_id + to_digits(cable_failures_)) % 1000);
    cable_at_ = now_ + wait - wait * spread / 4000;
    ++cable_failures_;
    // Until the socket is back the conversation is read from time to time.
    if (looked_at_ && !poll_at_) poll_at_ = now_ + longest_wait / 2;
    if (!why.empty()) out_.trouble.push_back("the socket to the desk is lost: " + std::string(why));
}

Output ChatwootChannel::heard(const SocketNews& news, Millis now) {
    now_ = now;
    if (cable_ == Cable::none) return done();
    heard_at_ = now_;
    switch (news.kind) {
        case SocketNews::Kind::opened: cable_ = Cable::greeting; break;
        case SocketNews::Kind::frame: hear_frame(news.text); break;
        case SocketNews::Kind::closed: disconnect(news.text.empty() ? "closed" : news.text); break;
    }
    work();
    return done();
}

void ChatwootChannel::hear_frame(const std::string& text) {
    const auto json = parse_json(text);
    const auto frame = json ? decode<CableFrame>(*json) : tl::unexpected<Error>(json.error());
    if (!frame) {
        out_.trouble.push_back("a frame of the socket that cannot be read");
        return;
    }
    if (frame->type == "ping") return;
    if (frame->type == "welcome") {
        out_.socket.push_back({SocketOrder::Kind::send, subscribe_frame(state_)});
    } else if (frame->type == "confirm_subscription") {
        cable_ = Cable::subscribed;
        cable_failures_ = 0;
        poll_at_.reset();
        presence_at_ = now_ + presence_every;
        // What was said while nobody listened.
        catch_up();
    } else if (frame->type == "reject_subscription" || frame->type == "disconnect") {
        out_.socket.push_back({SocketOrder::Kind::close, {}});
        // Who does not want to be asked again is asked as seldom as can be, and the conversation is read meanwhile.
        if (frame->type == "reject_subscription" || !frame->reconnect) cable_failures_ = 6;
        disconnect(frame->type == "disconnect" ? frame->reason : "the desk does not know the visitor's pubsub_token");
    } else if (frame->message.is_object()) {
        hear_event(frame->message["event"].as_text(), frame->message["data"]);
    }
}

}  // namespace deskbell::channel::chatwoot
