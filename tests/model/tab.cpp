#include "tests/model/tab.h"

#include <set>

#include "core/base/json.h"
#include "gen/catalogues.h"

namespace deskbell::model {

namespace {

constexpr Millis longest_wait = 30 * millis_per_second;
constexpr Millis patience = 20 * millis_per_second;
constexpr Millis quiet = 55 * millis_per_second;

Config config_of(std::string ids, Millis clock) {
    Config config;
    config.lang = "en";
    config.ids = std::move(ids);
    config.start = clock;
    return config;
}

Value event(std::string_view name) { return Value::object().set("event", name); }

}  // namespace

Tab::Tab(BrowserStorage& storage, std::string ids, Millis clock) : storage_(storage), session_(config_of(std::move(ids), clock)) {
    if (!storage_.state.is_null()) take(event("restore").set("state", storage_.state), clock);
    tick(clock);
}

void Tab::fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
}

void Tab::take(const Value& what, Millis clock) {
    if (what["event"].as_text() == "draft") mirror_.note_draft(what["text"].as_text());
    Output output = session_.handle(what, clock);
    next_ = output.next;
    for (const Value& patch : output.patches.items()) {
        if (const auto done = mirror_.apply(patch); !done)
            fail("a patch that cannot be applied: " + to_json(patch) + ": " + brief(done.error()));
    }
    for (const Value& effect : output.effects.items()) {
        const std::string_view name = effect["effect"].as_text();
        if (name == "load_language") {
            Value catalogue = parse_json(embedded_catalogue(effect["lang"].as_text())).value();
            take(catalogue.set("event", "catalogue"), clock);
        } else if (name == "persist") {
            storage_.state = effect["state"];
        } else if (name == "send" || name == "load_history" || name == "mark_read" || name == "typing") {
            send(effect);
        }
    }
}

void Tab::tick(Millis clock) { take(event("tick"), clock); }

void Tab::send(const Value& effect) {
    if (!welcomed_ || !socket_) return;
    Value body = Value::object();
    for (std::size_t i = 0; i < effect.names().size(); ++i) {
        if (effect.names()[i] != "effect") body.set(effect.names()[i], effect.items()[i]);
    }
    const std::string_view name = effect["effect"].as_text();
    socket_->up_send(to_json(name == "typing" ? Value::object().set("typing", true) : Value::object().set(name, std::move(body))));
}

void Tab::connect(std::shared_ptr<Socket> socket, Millis now, Millis clock) {
    socket_ = std::move(socket);
    watch_ = now + patience;
    asked_ = true;
    take(event("net").set("state", "connecting"), clock);
}

void Tab::opened() {
    Value hello = Value::object();
    hello.set("token", storage_.token.empty() ? Value() : Value(storage_.token));
    hello.set("after", seen_ ? Value(*seen_) : Value()).set("lang", "en");
    socket_->up_send(to_json(Value::object().set("hello", std::move(hello))));
}

bool Tab::watch(Millis now) {
    if (asked_) return false;
    asked_ = true;
    watch_ = now + patience;
    socket_->up_send(R"({"ping":true})");
    return true;
}

bool Tab::receive(std::string_view text, Millis now, Millis clock) {
    watch_ = now + quiet;
    asked_ = false;
    const auto frame = parse_json(text);
    if (!frame) {
        fail("a frame that is not JSON");
        return true;
    }
    if (const Value* welcome = frame->find("welcome")) {
        storage_.token = (*welcome)["token"].as_text();
        caught_up_ = (*welcome)["seq"].as_integer();
        if (!seen_) seen_ = caught_up_;
        welcomed_ = true;
        wait_ = millis_per_second;
        take(event("net").set("state", "connected"), clock);
        return true;
    }
    if (const Value* pong = frame->find("pong")) return (*pong)["seq"].as_integer() <= seen_;
    if (const Value* error = frame->find("error")) {
        const std::string_view code = (*error)["code"].as_text();
        const std::string_view client_id = (*error)["client_id"].as_text();
        const bool passes = code == "too_many" || code == "store_failed" || code == "hello_first";
        if (!client_id.empty()) take(event("send_failed").set("client_id", client_id).set("code", passes ? 0 : 400), clock);
        return true;
    }
    if ((*frame)["event"].as_text() == "gap") seen_ = caught_up_;
    if (const Value* seq = frame->find("seq")) {
        const std::int64_t number = seq->as_integer();
        if (number > caught_up_ && number > *seen_ + 1) return false;
        seen_ = std::max(*seen_, number);
    }
    take(*frame, clock);
    return true;
}

void Tab::lost(Millis clock) {
    welcomed_ = false;
    socket_.reset();
    watch_.reset();
    take(event("net").set("state", "disconnected"), clock);
}

Millis Tab::take_wait() {
    const Millis wait = wait_;
    wait_ = std::min(wait_ * 2, longest_wait);
    return wait;
}

void Tab::check() {
    Value rows = Value::array();
    for (const Row& row : session_.view().rows()) rows.push(encode(row));
    if (!(rows == mirror_.rows())) fail("the patches do not lead to the screen");
    std::set<std::string_view> keys;
    for (const Row& row : session_.view().rows()) {
        if (!keys.insert(row.key).second) fail("two rows have the key " + row.key);
    }
    for (const Entry& entry : session_.conversation().timeline.entries()) {
        if (entry.message.im.id.empty()) continue;
        const auto [known, is_new] = keys_.emplace(entry.message.im.id, entry.key);
        if (!is_new && known->second != entry.key)
            fail("the row of " + entry.message.im.id + " was " + known->second + " and is " + entry.key);
    }
}

}  // namespace deskbell::model
