#include "tests/model/tab.h"

#include <set>

#include "core/base/json.h"
#include "gen/catalogues.h"

namespace deskbell::model {

namespace {

Config config_of(std::string ids, Millis clock) {
    Config config;
    config.lang = "en";
    config.ids = std::move(ids);
    config.start = clock;
    return config;
}

Value event(std::string_view name) { return Value::object().set("event", name); }

}  // namespace

Tab::Tab(BrowserStorage& storage, std::string ids, Millis clock)
    : storage_(storage), session_(config_of(std::move(ids), clock)), channel_("en", storage.token) {
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
    if (std::optional<std::string> frame = channel_.frame_of(effect); frame && socket_) socket_->up_send(std::move(*frame));
}

void Tab::connect(std::shared_ptr<Socket> socket, Millis now, Millis clock) {
    socket_ = std::move(socket);
    take(channel_.opening(now), clock);
}

void Tab::opened() { socket_->up_send(channel_.hello()); }

bool Tab::watch(Millis now) {
    std::optional<std::string> ping = channel_.ask(now);
    if (!ping) return false;
    socket_->up_send(std::move(*ping));
    return true;
}

bool Tab::receive(std::string_view text, Millis now, Millis clock) {
    if (!parse_json(text)) fail("a frame that is not JSON");
    std::vector<Value> events;
    const bool is_whole = channel_.receive(text, now, events);
    storage_.token = channel_.token();
    for (const Value& what : events) take(what, clock);
    return is_whole;
}

void Tab::lost(Millis clock) {
    socket_.reset();
    take(channel_.lost(), clock);
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
