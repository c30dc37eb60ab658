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

Tab::Tab(Network& network, Browser& browser, const Clocks& clocks, Page page, std::string name, std::string ids)
    : browser_(browser),
      clocks_(clocks),
      page_(page),
      name_(std::move(name)),
      session_(config_of(ids, clocks.wall())),
      tabs_(
          network, browser, page, name_, std::move(ids),
          Tabs::Events{[this](const Value& what) { take(what); }, [this](const Value& net) { take(net); }, [this] { take(event("seen")); },
                       [this](const Value& pending) {
                           take(event("restore").set("state", Value::object().set("elsewhere", true).set("pending", pending)));
                       },
                       [this](const std::string& tab) { inherit(tab); }}) {}

Tab::~Tab() { browser_.end(page_); }

void Tab::start() {
    const Value* kept = browser_.storage.state(name_);
    take(kept != nullptr ? event("restore").set("state", *kept) : event("tick"));
    tabs_.connect();
}

void Tab::fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
}

/// From inside an effect an event waits until the core is done with the one before.
void Tab::take(const Value& what) {
    events_.push_back(what);
    if (running_) return;
    running_ = true;
    for (; !events_.empty(); events_.pop_front()) handle(Value(events_.front()));
    running_ = false;
}

void Tab::handle(const Value& what) {
    if (what["event"].as_text() == "draft") mirror_.note_draft(what["text"].as_text());
    const Output output = session_.handle(what, clocks_.wall());
    bool arrived = false;
    for (const Value& patch : output.patches.items()) {
        arrived |= patch["op"].as_text() == "insert" && patch["row"]["side"].as_text() != "visitor";
        if (const auto done = mirror_.apply(patch); !done)
            fail("a patch that cannot be applied: " + to_json(patch) + ": " + brief(done.error()));
    }
    if (arrived && session_.is_open()) tabs_.read();
    browser_.loop.cancel(timer_);
    timer_ = 0;
    if (output.next) timer_ = browser_.loop.later(page_, *output.next - clocks_.wall(), [this] { take(event("tick")); });
    for (const Value& effect : output.effects.items()) perform(effect);
}

void Tab::perform(const Value& effect) {
    const std::string_view name = effect["effect"].as_text();
    if (name == "load_language") {
        Value catalogue = parse_json(embedded_catalogue(effect["lang"].as_text())).value();
        take(catalogue.set("event", "catalogue"));
    } else if (name == "persist") {
        browser_.storage.keep(name_, effect["state"]);
        // Words and files; what a control answers shows where it was pressed.
        Value shared = Value::array();
        for (const Value& line : effect["state"]["pending"].items()) {
            if (line["message"]["type"].as_text() != "TIMCustomElem") shared.push(line);
        }
        tabs_.keeps(shared);
    } else if (name == "send" || name == "load_history" || name == "mark_read" || name == "recall" || name == "typing") {
        tabs_.send(effect);
    }
}

void Tab::inherit(const std::string& tab) {
    const Value* left = browser_.storage.state(tab);
    if (left == nullptr) return;
    const Value kept = *left;
    if (!kept["pending"].items().empty()) take(event("restore").set("state", Value::object().set("pending", kept["pending"])));
    browser_.storage.keep(tab, Value::object().set("draft", kept["draft"]));
}

void Tab::open_panel() {
    take(event("open"));
    tabs_.read();
}

void Tab::draft(const std::string& text) { take(event("draft").set("text", text)); }

void Tab::check() {
    Value rows = Value::array();
    for (const Row& row : session_.view().rows()) rows.push(encode(row));
    if (to_json(rows) != to_json(mirror_.rows())) fail("the patches do not lead to the screen");
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
