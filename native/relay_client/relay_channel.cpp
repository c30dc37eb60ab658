#include "native/relay_client/relay_channel.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/relay_client/desk_event.h"
#include "native/sandbox/event.h"

namespace deskbell {

namespace {

/// As much of a frame as a complaint about it quotes.
constexpr std::size_t quoted = 80;

Value net(std::string_view state) { return Value::object().set("event", "net").set("state", state); }

/// The effects that are frames.
constexpr std::string_view frames[] = {"send", "load_history", "mark_read", "recall"};

}  // namespace

Value RelayChannel::opening(Millis now) {
    ask_at_ = now + patience;
    is_asked_ = true;
    return net("connecting");
}

Value RelayChannel::lost() {
    welcome_ = false;
    ask_at_.reset();
    return net("disconnected");
}

std::string RelayChannel::hello() const {
    Value hello = Value::object();
    hello.set("token", token_.empty() ? Value() : Value(token_)).set("after", seen_ ? Value(*seen_) : Value()).set("lang", lang_);
    return to_json(Value::object().set("hello", std::move(hello)));
}

std::optional<std::string> RelayChannel::ask(Millis now) {
    if (is_asked_) return std::nullopt;
    is_asked_ = true;
    ask_at_ = now + patience;
    return R"({"ping":true})";
}

bool RelayChannel::receive(std::string_view text, Millis now, std::vector<Value>& events) {
    ask_at_ = now + quiet;
    is_asked_ = false;
    Result<Value> frame = parse_json(text);
    if (!frame || !frame->is_object()) {
        complaint_ = frame ? "a frame that is no object" : "a frame that cannot be read: " + describe(frame.error());
        return true;
    }
    // After a gap the history takes the place of what is not repeated.
    if ((*frame)["event"].as_text() == "gap") seen_ = caught_up_;
    const Value& pong = (*frame)["pong"];
    if (const Value& seq = pong.is_object() ? pong["seq"] : (*frame)["seq"]; seq.is_integer()) {
        const std::int64_t number = seq.as_integer();
        const std::int64_t seen = seen_.value_or(0);
        if (pong.is_object() ? number > seen : number > caught_up_ && number > seen + 1) return false;
        seen_ = std::max(seen, number);
    }
    if (pong.is_object()) return true;
    if ((*frame)["welcome"].is_object()) {
        take_welcome((*frame)["welcome"], events);
    } else if ((*frame)["error"].is_object()) {
        refuse((*frame)["error"], events);
    } else if (is_from_desk(*frame)) {
        events.push_back(std::move(*frame));
    } else {
        complaint_ = "an unknown frame: " + std::string(text.substr(0, quoted));
    }
    return true;
}

std::optional<std::string> RelayChannel::frame_of(const Value& effect) const {
    if (!welcome_) return std::nullopt;
    const std::string_view name = effect["effect"].as_text();
    if (name == "typing") return to_json(Value::object().set("typing", true));
    if (std::find(std::begin(frames), std::end(frames), name) == std::end(frames)) return std::nullopt;
    Value body = Value::object();
    for (std::size_t i = 0; i < effect.names().size(); ++i) {
        if (effect.names()[i] != "effect") body.set(effect.names()[i], effect.items()[i]);
    }
    return to_json(Value::object().set(name, std::move(body)));
}

Millis RelayChannel::next_wait(double chance) {
    const auto wait = static_cast<Millis>(static_cast<double>(wait_) * (1 - std::clamp(chance, 0.0, 1.0) / 2));
    wait_ = std::min(wait_ * 2, longest_wait);
    return wait;
}

void RelayChannel::refuse(const Value& error, std::vector<Value>& events) {
    const std::string_view code = error["code"].as_text();
    complaint_ = std::string(code) + ": " + std::string(error["info"].as_text());
    if (!error["client_id"].is_text()) return;
    // A refused frame that carried a message fails that message: for good, or (code 0) until the relay has room again.
    const bool passing = code == "too_many" || code == "store_failed" || code == "hello_first";
    Value failed = Value::object().set("event", "send_failed").set("client_id", error["client_id"]);
    events.push_back(failed.set("code", passing ? 0 : sandbox::bad_message).set("info", error["info"]));
}

void RelayChannel::take_welcome(const Value& welcome, std::vector<Value>& events) {
    if (welcome["token"].is_text()) token_ = welcome["token"].as_text();
    user_ = welcome["user"].as_text();
    // On the first greeting everything up to `seq` comes with the history; later ones are followed by what was missed.
    if (welcome["seq"].is_integer()) {
        caught_up_ = welcome["seq"].as_integer();
        if (!seen_) seen_ = caught_up_;
    }
    welcome_ = true;
    wait_ = first_wait;
    events.push_back(net("connected"));
}

}  // namespace deskbell
