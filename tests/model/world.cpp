#include "tests/model/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/base/json.h"

namespace deskbell::model {

namespace {

/// Words that the sandbox knows (native/sandbox/README.md).
constexpr std::array questions{"hours",        "stream", "branch", "form",    "text form", "return",          "change",    "task form",
                               "help",         "think",  "human",  "human",   "product",   "typing",          "take back", "rate",
                               "rate numbers", "bye",    "limit",  "unknown", "notjson",   "Is it in stock?", "thanks",    "everything"};

constexpr Millis shortest_time = 1;
/// More steps of the host than this without the time going on would never end.
constexpr int most_steps = 20000;

/// A time between `shortest_time` and `longest`, evenly over the orders of magnitude.
Millis time_of(std::uint16_t size, Millis longest) {
    const double part = static_cast<double>(size) / largest_size;
    return static_cast<Millis>(std::exp(std::log(static_cast<double>(longest) / shortest_time) * part) * shortest_time);
}

Value event(std::string_view name) { return Value::object().set("event", name); }

struct Control {
    std::string row;
    std::string action;
    std::string label;
};

void collect_controls(std::string_view row, const std::vector<Node>& nodes, std::vector<Control>& found) {
    for (const Node& node : nodes) {
        const std::string_view action = node.attribute_text(Attribute::action);
        if (!action.empty() && !node.flag(Attribute::disabled))
            found.push_back({std::string(row), std::string(action), std::string(node.attribute_text(Attribute::label))});
        collect_controls(row, node.children, found);
    }
}

std::string text_of(const Value& message) {
    return message["type"].as_text() == "TIMTextElem" ? std::string(message["payload"]["text"].as_text()) : std::string();
}

/// The words that are shown of each message that the server knows, by its id and in order. What the visitor has chosen and not sent is the page's own.
std::vector<std::pair<std::string, std::string>> shown_messages(const Session& session) {
    std::vector<std::pair<std::string, std::string>> shown;
    for (const Entry& entry : session.conversation().timeline.entries()) {
        if (entry.message.im.id.empty()) continue;
        for (const Row& row : session.view().rows()) {
            if (row.key != entry.key) continue;
            std::string& words = shown.emplace_back(entry.message.im.id, std::string()).second;
            for (const Node& node : row.body) words += plain_text(node) + "\n";
        }
    }
    return shown;
}

}  // namespace

World::World() {
    store_.emplace(":memory:");
    hub_.emplace(*store_, sandbox::Options{"http://relay.example/sandbox/", 1, 1});
    open_tab();
    connect();
}

World::~World() {
    if (tab_ && tab_->socket()) close_socket(tab_->socket());
}

void World::fail(const std::string& what) {
    if (violation_.empty()) violation_ = what;
}

void World::note(std::string line) { diary_.push_back(std::to_string(now_ - 1765000000000) + " " + std::move(line)); }

void World::open_tab() {
    tab_.emplace(storage_, "p" + std::to_string(++pages_) + "-", clock());
    if (panel_open_) tab_->take(event("open"), clock());
}

void World::connect() {
    reconnect_at_.reset();
    auto socket = std::make_shared<Socket>(now_, latency_);
    tab_->connect(socket, now_, clock());
    if (!online_) {
        socket->open = false;
        return lose_connection();
    }
    hub_->opened(*socket, now_);
    tab_->opened();
}

/// The relay learns of the end; frames that are still on their way to the tab are gone.
void World::close_socket(const std::shared_ptr<Socket>& socket) {
    if (!socket->open) return;
    socket->open = false;
    hub_->closed(*socket, now_);
}

void World::break_connection(std::size_t kept_up, std::size_t kept_down) {
    const std::shared_ptr<Socket> socket = tab_->socket();
    if (!socket) return;
    socket->up.keep(kept_up);
    while (socket->up.size() > 0) hub_->received(*socket, socket->up.pop(), now_);
    socket->down.keep(kept_down);
    while (socket->down.size() > 0 && tab_->receive(socket->down.pop(), now_, clock())) {
    }
    lose_connection();
}

void World::lose_connection() {
    if (tab_->socket()) close_socket(tab_->socket());
    tab_->lost(clock());
    reconnect_at_ = now_ + tab_->take_wait();
}

void World::restart_relay() {
    const std::shared_ptr<Socket> socket = tab_->socket();
    if (socket) socket->open = false;
    // Everything that the relay had in memory only is gone; the store's last commit is what the next one finds.
    hub_.emplace(*store_, sandbox::Options{"http://relay.example/sandbox/", 1, 1});
    if (socket) lose_connection();
}

/// What is queued by an event of the visitor is what has to arrive.
void World::visitor_does(const Value& what) {
    tab_->take(what, clock());
    for (const Outgoing& item : tab_->session().conversation().queue.waiting()) {
        if (item.online_only || item.held) continue;
        const bool known = std::any_of(typed_.begin(), typed_.end(), [&](const Typed& typed) { return typed.client_id == item.client_id; });
        if (!known) typed_.push_back({item.client_id, text_of(item.message), false});
    }
}

void World::toggle() {
    panel_open_ = !panel_open_;
    visitor_does(event(panel_open_ ? "open" : "close"));
}

void World::press(std::size_t which) {
    std::vector<Control> controls;
    collect_controls("header", tab_->session().view().header().actions, controls);
    for (const Row& row : tab_->session().view().rows()) collect_controls(row.key, row.body, controls);
    if (controls.empty()) return;
    const Control control = controls[which % controls.size()];
    note("presses [" + control.label + "]");
    if (control.action == "discard") {
        for (const Entry& entry : tab_->session().conversation().timeline.entries()) {
            if (entry.key != control.row) continue;
            for (Typed& typed : typed_) typed.given_up = typed.given_up || typed.client_id == entry.client_id;
        }
    }
    visitor_does(event("action").set("row", control.row).set("action", control.action));
}

bool World::apply(const Step& step) {
    note(std::string(step_name(step.kind)) + " " + std::to_string(step.size));
    const std::size_t bits = step.size;
    const std::shared_ptr<Socket> socket = tab_->socket();
    bool done = true;
    const bool needs_panel = step.kind == StepKind::say || step.kind == StepKind::ask || step.kind == StepKind::press;
    if (needs_panel && !panel_open_) toggle();
    switch (step.kind) {
        case StepKind::say:
        case StepKind::ask: {
            const std::string text =
                step.kind == StepKind::say ? "message " + std::to_string(++texts_) : questions[bits % questions.size()];
            const std::size_t before = typed_.size();
            visitor_does(event("text").set("text", text));
            if (typed_.size() != before + 1 || typed_.back().text != text) fail("a text that was written is not queued: " + text);
            break;
        }
        case StepKind::press: press(bits); break;
        case StepKind::wait: pass(time_of(step.size, 10 * millis_per_minute)); break;
        case StepKind::slow: latency_ = time_of(step.size, 8 * millis_per_second); break;
        case StepKind::offline: online_ = false; [[fallthrough]];
        case StepKind::cut:
            done = socket != nullptr;
            if (done) break_connection(bits % (socket->up.size() + 1), bits / 32 % (socket->down.size() + 1));
            break;
        case StepKind::online:
            online_ = true;
            if (reconnect_at_) reconnect_at_ = now_;
            break;
        case StepKind::twice: done = socket && (bits % 2 == 0 ? socket->up : socket->down).twice(bits / 2); break;
        case StepKind::swap: done = socket && (bits % 2 == 0 ? socket->up : socket->down).swap(bits / 2); break;
        case StepKind::lose: done = socket && socket->down.lose(bits); break;
        case StepKind::dead:
            done = socket != nullptr;
            if (!done) break;
            socket->up.die();
            socket->down.die();
            break;
        case StepKind::leave:
        case StepKind::reload:
            if (socket) {
                socket->up.keep(bits % (socket->up.size() + 1));
                while (socket->up.size() > 0) hub_->received(*socket, socket->up.pop(), now_);
                close_socket(socket);
            }
            open_tab();
            connect();
            break;
        case StepKind::toggle: toggle(); break;
        case StepKind::restart: restart_relay(); break;
        case StepKind::clock: clock_error_ = (bits % 2 == 0 ? 1 : -1) * time_of(step.size, millis_per_day); break;
    }
    if (done && is_fault(step.kind)) ++faults_;
    check();
    return done;
}

void World::pass(Millis time) {
    const Millis until = now_ + time;
    int steps = 0;
    while (pass_one(until)) {
        if (++steps > most_steps) return fail("the host is asked again and again");
    }
    now_ = until;
}

/// Does the next thing that is due up to `until`; false when there is none.
bool World::pass_one(Millis until) {
    const std::shared_ptr<Socket> socket = tab_->socket();
    std::optional<Millis> tick;
    if (tab_->next_tick()) tick = std::max(now_, *tab_->next_tick() - clock_error_);
    const auto up = socket ? socket->up.next_due() : std::nullopt;
    const auto down = socket ? socket->down.next_due() : std::nullopt;
    const auto hub = hub_->next_deadline();
    std::optional<Millis> next;
    const auto watch = tab_->next_watch();
    for (const auto& due : {tick, up, down, hub, watch, reconnect_at_}) {
        if (due && (!next || *due < *next)) next = *due;
    }
    if (socket && socket->closing && !down) {
        lose_connection();
        return true;
    }
    if (!next || *next > until) return false;
    now_ = std::max(now_, *next);
    if (up == next) {
        hub_->received(*socket, socket->up.pop(), now_);
    } else if (down == next) {
        if (!tab_->receive(socket->down.pop(), now_, clock())) lose_connection();
    } else if (hub == next) {
        hub_->advance(now_);
    } else if (watch == next) {
        if (!tab_->watch(now_)) lose_connection();
    } else if (reconnect_at_ == next) {
        connect();
    } else {
        tab_->tick(clock());
    }
    return true;
}

void World::settle() {
    note("settle");
    online_ = true;
    latency_ = 20;
    if (!panel_open_) toggle();
    pass(10 * millis_per_minute);
    check();
    check_store(true);
    if (!violation_.empty()) return;
    for (const Entry& entry : tab_->session().conversation().timeline.entries()) {
        if (is_open_stream(entry) && !entry.cut) fail("a stream never ends: " + entry.message.im.id);
    }
    if (tab_->session().conversation().unread != 0) fail("the panel is open, and there are unread messages");
    check_same_as_reloaded();
}

relay::VisitorId World::visitor() { return hub_->visitor_of(storage_.token, now_); }

void World::check() {
    tab_->check();
    if (!tab_->fault().empty()) fail(tab_->fault());
    check_store(false);
    check_screen();
}

/// Each message of the visitor is in the store once at most, in the order of typing; at the end exactly once, unless the screen says that it failed.
void World::check_store(bool at_the_end) {
    const relay::VisitorId id = visitor();
    std::vector<relay::StoredMessage> stored =
        id == 0 ? std::vector<relay::StoredMessage>() : store_->messages_before(id, INT64_MAX, 100000);
    std::reverse(stored.begin(), stored.end());
    std::size_t at = 0;
    std::set<std::string> arrived;
    for (const relay::StoredMessage& message : stored) {
        if (message.client_id.empty()) continue;
        if (!arrived.insert(message.client_id).second) fail("the desk has " + message.client_id + " twice");
        while (at < typed_.size() && typed_[at].client_id != message.client_id) ++at;
        if (at == typed_.size()) return fail("the desk has " + message.client_id + " out of order, or it was never typed");
        if (text_of(parse_json(message.body).value_or(Value())) != typed_[at].text)
            fail("the desk has another text of " + message.client_id);
    }
    for (const Typed& typed : typed_) {
        if (arrived.contains(typed.client_id) || typed.given_up) continue;
        const auto& entries = tab_->session().conversation().timeline.entries();
        const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.client_id == typed.client_id; });
        if (entry == entries.end()) {
            fail(typed.client_id + " (" + typed.text + ") neither reached the desk nor is on the screen");
        } else if (at_the_end && entry->delivery != DeliveryState::failed) {
            fail(typed.client_id + " (" + typed.text + ") never reached the desk");
        }
    }
}

/// Each message is on the screen once at most, in the order of the server.
void World::check_screen() {
    std::set<std::string_view> ids;
    std::set<std::string_view> client_ids;
    std::int64_t sequence = 0;
    const relay::VisitorId id = visitor();
    for (const Entry& entry : tab_->session().conversation().timeline.entries()) {
        const std::string& message = entry.message.im.id;
        if (!message.empty() && !ids.insert(message).second) fail(message + " is on the screen twice");
        std::string client_id = entry.client_id;
        const auto stored = id == 0 || message.empty() ? std::nullopt : store_->find_message(id, message);
        if (stored) {
            if (stored->sequence < sequence) fail(message + " is out of order on the screen");
            sequence = stored->sequence;
            if (!stored->client_id.empty() && !client_id.empty() && stored->client_id != client_id)
                fail(message + " has another's client id");
        }
        if (!client_id.empty() && !client_ids.insert(entry.client_id).second) fail(client_id + " is on the screen twice");
        if (stored && client_id.empty() && !stored->client_id.empty()) {
            for (const Entry& other : tab_->session().conversation().timeline.entries()) {
                if (other.client_id == stored->client_id) fail(message + " and its own " + other.client_id + " are both on the screen");
            }
        }
    }
}

/// Whoever stayed and whoever comes anew and reads everything see the same.
void World::check_same_as_reloaded() {
    // Everything that can be unfolded: earlier pages, long lists of choices.
    const auto read_all = [this] {
        for (int presses = 0; presses < 1000; ++presses) {
            std::vector<Control> controls;
            for (const Row& row : tab_->session().view().rows()) collect_controls(row.key, row.body, controls);
            const auto found = std::find_if(controls.begin(), controls.end(),
                                            [](const Control& one) { return one.action == "earlier" || one.action == "more"; });
            if (found == controls.end()) return;
            tab_->take(event("action").set("row", found->row).set("action", found->action), clock());
            pass(millis_per_second);
        }
        fail("there is always more to unfold");
    };
    read_all();
    const auto stayed = shown_messages(tab_->session());
    close_socket(tab_->socket());
    // Opened, it would begin another session, and the desk would say something new.
    panel_open_ = false;
    open_tab();
    connect();
    pass(millis_per_second);
    read_all();
    const auto came = shown_messages(tab_->session());

    for (std::size_t i = 0; i < std::max(stayed.size(), came.size()); ++i) {
        if (i >= stayed.size()) return fail("whoever stayed does not see " + came[i].first + " " + came[i].second);
        if (i >= came.size()) return fail("after a reload there is no " + stayed[i].first + " " + stayed[i].second);
        if (stayed[i] != came[i])
            return fail("whoever stayed sees " + stayed[i].first + " " + stayed[i].second + ", after a reload it is " + came[i].first +
                        " " + came[i].second);
    }
}

}  // namespace deskbell::model
