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
constexpr std::size_t most_tabs = 3;

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
    open_tab({});
}

World::~World() {
    while (!tabs_.empty()) tabs_.pop_back();
}

void World::fail(const std::string& what) {
    if (violation_.empty()) violation_ = what;
}

void World::note(std::string line) { diary_.push_back(std::to_string(clocks_.now - Clocks().now) + " " + std::move(line)); }

/// The tab that the visitor looks at, awake; a browser without one gets one.
Tab& World::front() {
    if (tabs_.empty()) open_tab({});
    if (browser_.loop.is_frozen(tabs_[front_]->page())) bring_to_front(front_);
    return *tabs_[front_];
}

void World::bring_to_front(std::size_t which) {
    if (which != front_ && front_ < tabs_.size()) tabs_[front_]->tabs().visibility(true);
    front_ = which;
    browser_.loop.thaw(tabs_[which]->page());
    tabs_[which]->tabs().visibility(false);
}

/// A page in a new tab, or in the tab of this name. As long as something else has the name's lock, the page takes another.
void World::open_tab(std::string name) {
    const Page page = ++pages_;
    if (name.empty() || !browser_.locks.take_if_free(Tabs::lock_of(name), page)) {
        name = "t" + std::to_string(++names_);
        browser_.locks.take_if_free(Tabs::lock_of(name), page);
    }
    if (front_ < tabs_.size()) tabs_[front_]->tabs().visibility(true);
    tabs_.push_back(std::make_unique<Tab>(*this, browser_, clocks_, page, name, "p" + std::to_string(page) + "-"));
    front_ = tabs_.size() - 1;
    note("page " + std::to_string(page) + " in the tab " + name);
    tabs_.back()->start();
}

void World::end_tab(std::size_t which, std::size_t kept_up) {
    kept_up_ = kept_up;
    tabs_.erase(tabs_.begin() + static_cast<std::ptrdiff_t>(which));
    kept_up_ = 0;
    if (front_ > which || front_ == tabs_.size()) front_ = front_ == 0 ? 0 : front_ - 1;
    if (!tabs_.empty()) bring_to_front(front_);
}

void World::reload(std::size_t bits) {
    const std::string name = front().name();
    const bool was_open = front().session().is_open();
    const Page another = -1;
    end_tab(front_, bits / 2);
    // Now and then the old page's lock is not gone yet when the new one asks for it.
    const bool is_late = bits % 8 == 0 && browser_.locks.take_if_free(Tabs::lock_of(name), another);
    open_tab(name);
    if (is_late) browser_.locks.end(another);
    if (was_open) tabs_.back()->open_panel();
}

std::shared_ptr<Socket> World::dial(Page page) {
    if (!online_) return nullptr;
    auto socket = std::make_shared<Socket>(clocks_.now, latency_);
    lines_.push_back({socket, page});
    hub_->opened(*socket, clocks_.now);
    return socket;
}

/// Some of what is on its way to the relay still arrives; what is on its way to the page is gone.
void World::hang_up(const std::shared_ptr<Socket>& socket) {
    if (socket->open) {
        socket->up.keep(kept_up_ % (socket->up.size() + 1));
        while (socket->up.size() > 0) hub_->received(*socket, socket->up.pop(), clocks_.now);
        close_at_relay(*socket);
    }
    socket->up.keep(0);
    socket->down.keep(0);
}

void World::close_at_relay(Socket& socket) {
    socket.closing = true;
    if (!socket.open) return;
    socket.open = false;
    hub_->closed(socket, clocks_.now);
}

/// The tab at the end of a line, if its page still has it.
Tab* World::owner(const Line& line) {
    for (const auto& tab : tabs_) {
        if (tab->page() == line.page && tab->socket() == line.socket) return tab.get();
    }
    return nullptr;
}

Socket* World::line_to_hit() { return lines_.empty() || !lines_.back().socket->open ? nullptr : lines_.back().socket.get(); }

/// The newest connection breaks; `bits` says which of the frames on their way still arrive.
void World::break_connection(std::size_t bits) {
    Socket* socket = line_to_hit();
    if (socket == nullptr) return;
    socket->up.keep(bits % (socket->up.size() + 1));
    while (socket->up.size() > 0) hub_->received(*socket, socket->up.pop(), clocks_.now);
    socket->down.keep(bits / 32 % (socket->down.size() + 1));
    close_at_relay(*socket);
    while (end_lines()) {
    }
}

void World::restart_relay() {
    for (const Line& line : lines_) {
        line.socket->open = false;
        line.socket->closing = true;
        line.socket->up.keep(0);
        line.socket->down.keep(0);
    }
    // Everything that the relay had in memory only is gone; the store's last commit is what the next one finds.
    hub_.emplace(*store_, sandbox::Options{"http://relay.example/sandbox/", 1, 1});
    while (end_lines()) {
    }
}

/// What is queued by an event of the visitor is what has to arrive.
void World::visitor_does(const Value& what) {
    Tab& tab = front();
    tab.take(what);
    for (const Outgoing& item : tab.session().conversation().queue.waiting()) {
        if (item.online_only || item.held) continue;
        const bool known = std::any_of(typed_.begin(), typed_.end(), [&](const Typed& typed) { return typed.client_id == item.client_id; });
        if (!known) typed_.push_back({item.client_id, text_of(item.message), tab.name(), false});
    }
}

void World::toggle() {
    if (front().session().is_open()) return visitor_does(event("close"));
    visitor_does(event("open"));
    front().tabs().read();
}

void World::press(std::size_t which) {
    const Session& session = front().session();
    std::vector<Control> controls;
    collect_controls("header", session.view().header().actions, controls);
    for (const Row& row : session.view().rows()) collect_controls(row.key, row.body, controls);
    if (controls.empty()) return;
    const Control control = controls[which % controls.size()];
    note("presses [" + control.label + "]");
    if (control.action == "discard") {
        for (const Entry& entry : session.conversation().timeline.entries()) {
            if (entry.key != control.row) continue;
            for (Typed& typed : typed_) typed.given_up = typed.given_up || typed.client_id == entry.client_id;
        }
    }
    visitor_does(event("action").set("row", control.row).set("action", control.action));
}

bool World::apply(const Step& step) {
    note(std::string(step_name(step.kind)) + " " + std::to_string(step.size));
    const std::size_t bits = step.size;
    Socket* socket = line_to_hit();
    bool done = true;
    const bool needs_panel = step.kind == StepKind::say || step.kind == StepKind::ask || step.kind == StepKind::press;
    if (needs_panel && !front().session().is_open()) toggle();
    switch (step.kind) {
        case StepKind::say:
        case StepKind::ask: {
            const std::string text =
                step.kind == StepKind::say ? "message " + std::to_string(++texts_) : questions[bits % questions.size()];
            const std::size_t before = typed_.size();
            visitor_does(event("text").set("text", text));
            drafts_.erase(front().name());
            if (typed_.size() != before + 1 || typed_.back().text != text) fail("a text that was written is not queued: " + text);
            break;
        }
        case StepKind::press: press(bits); break;
        case StepKind::draft: {
            const std::string text = "draft " + std::to_string(bits);
            front().draft(text);
            drafts_[front().name()] = text;
            break;
        }
        case StepKind::wait: pass(time_of(step.size, 10 * millis_per_minute)); break;
        case StepKind::slow: latency_ = time_of(step.size, 8 * millis_per_second); break;
        case StepKind::air: air_latency_ = time_of(step.size, 5 * millis_per_second); break;
        case StepKind::offline: online_ = false; [[fallthrough]];
        case StepKind::cut:
            done = socket != nullptr;
            break_connection(bits);
            break;
        case StepKind::online:
            online_ = true;
            for (const auto& tab : tabs_) {
                if (tab->tabs().leads() && !browser_.loop.is_frozen(tab->page())) tab->tabs().link()->hurry();
            }
            break;
        case StepKind::twice: done = socket != nullptr && (bits % 2 == 0 ? socket->up : socket->down).twice(bits / 2); break;
        case StepKind::swap: done = socket != nullptr && (bits % 2 == 0 ? socket->up : socket->down).swap(bits / 2); break;
        case StepKind::lose: done = socket != nullptr && socket->down.lose(bits); break;
        case StepKind::dead:
            done = socket != nullptr;
            if (!done) break;
            socket->up.die();
            socket->down.die();
            break;
        case StepKind::reload: reload(bits); break;
        case StepKind::tab:
            done = tabs_.size() < most_tabs;
            if (done) open_tab({});
            break;
        case StepKind::front:
            done = tabs_.size() > 1;
            if (done) bring_to_front(bits % tabs_.size());
            break;
        case StepKind::shut:
            done = !tabs_.empty();
            if (done) end_tab(bits % tabs_.size(), bits / 4);
            break;
        case StepKind::freeze:
            done = !tabs_.empty();
            if (done) browser_.loop.freeze(tabs_[bits % tabs_.size()]->page());
            break;
        case StepKind::toggle: toggle(); break;
        case StepKind::restart: restart_relay(); break;
        case StepKind::full: store_->fail_after(bits % 16, 1 + bits / 16); break;
        case StepKind::clock: clocks_.error = (bits % 2 == 0 ? 1 : -1) * time_of(step.size, millis_per_day); break;
    }
    if (done && is_fault(step.kind)) ++faults_;
    check();
    return done;
}

void World::pass(Millis time) {
    const Millis until = clocks_.now + time;
    int steps = 0;
    while (pass_one(until)) {
        if (++steps > most_steps) return fail("the host is asked again and again");
    }
    clocks_.now = until;
}

/// Tells a page that its connection is gone, once everything has arrived. False when there is none to tell.
bool World::end_lines() {
    std::erase_if(lines_, [this](const Line& line) { return !line.socket->open && owner(line) == nullptr; });
    for (const Line& line : lines_) {
        Tab* tab = owner(line);
        if (!line.socket->closing || line.socket->down.size() > 0 || (tab != nullptr && browser_.loop.is_frozen(tab->page()))) continue;
        close_at_relay(*line.socket);
        if (tab != nullptr) tab->tabs().link()->lost();
        return true;
    }
    return false;
}

/// Does the next thing that is due up to `until`; false when there is none.
bool World::pass_one(Millis until) {
    if (end_lines()) return true;
    std::optional<Millis> next = browser_.loop.next_due();
    enum class What : std::uint8_t { task, hub, up, down } what = What::task;
    Line line{};
    const auto consider = [&](std::optional<Millis> due, What kind, const Line* whose) {
        if (!due || (next && *due >= *next)) return;
        next = due;
        what = kind;
        if (whose != nullptr) line = *whose;
    };
    consider(hub_->next_deadline(), What::hub, nullptr);
    for (const Line& each : lines_) {
        const Tab* tab = owner(each);
        if (each.socket->open) consider(each.socket->up.next_due(), What::up, &each);
        if (tab != nullptr && !browser_.loop.is_frozen(tab->page())) consider(each.socket->down.next_due(), What::down, &each);
    }
    if (!next || *next > until) return false;
    clocks_.now = std::max(clocks_.now, *next);
    switch (what) {
        case What::task: browser_.loop.run_next(); break;
        case What::hub: hub_->advance(clocks_.now); break;
        case What::up: hub_->received(*line.socket, line.socket->up.pop(), clocks_.now); break;
        case What::down: owner(line)->tabs().link()->receive(line.socket->down.pop()); break;
    }
    return true;
}

void World::settle() {
    note("settle");
    online_ = true;
    store_->mend();
    latency_ = 20;
    air_latency_ = 1;
    if (tabs_.empty()) open_tab({});
    for (const auto& tab : tabs_) browser_.loop.thaw(tab->page());
    bring_to_front(front_);
    if (!front().session().is_open()) toggle();
    pass(10 * millis_per_minute);
    check();
    check_store(true);
    if (!violation_.empty()) return;
    int leaders = 0;
    for (const auto& tab : tabs_) {
        leaders += tab->tabs().leads() ? 1 : 0;
        const Conversation& conversation = tab->session().conversation();
        for (const Entry& entry : conversation.timeline.entries()) {
            if (is_open_stream(entry) && !entry.cut) fail("a stream never ends: " + entry.message.im.id);
        }
        if (conversation.unread != 0) fail("a panel is open, and there are unread messages in the tab " + tab->name());
    }
    if (leaders != 1) fail(std::to_string(leaders) + " tabs have a connection");
    check_same_as_reloaded();
}

relay::VisitorId World::visitor() { return hub_->visitor_of(browser_.storage.token, clocks_.now); }

void World::check() {
    for (const auto& tab : tabs_) {
        tab->check();
        if (!tab->fault().empty()) fail("tab " + tab->name() + ": " + tab->fault());
        check_screen(*tab);
    }
    check_store(false);
}

/// Each message of the visitor is in the store once at most, in the order of typing; at the end exactly once, unless the screen says that it failed.
void World::check_store(bool at_the_end) {
    const relay::VisitorId id = visitor();
    std::vector<relay::StoredMessage> stored =
        id == 0 ? std::vector<relay::StoredMessage>() : store_->messages_before(id, INT64_MAX, 100000);
    std::reverse(stored.begin(), stored.end());
    std::set<std::string> arrived;
    std::map<std::string, std::size_t> reached;  // by tab: the place in typed_ of the last one that arrived
    for (const relay::StoredMessage& message : stored) {
        if (message.client_id.empty()) continue;
        if (!arrived.insert(message.client_id).second) fail("the desk has " + message.client_id + " twice");
        const auto typed = std::find_if(typed_.begin(), typed_.end(), [&](const Typed& one) { return one.client_id == message.client_id; });
        if (typed == typed_.end()) return fail("the desk has " + message.client_id + ", which was never typed");
        const auto place = static_cast<std::size_t>(typed - typed_.begin()) + 1;
        if (place < reached[typed->tab]) return fail("the desk has " + message.client_id + " out of order");
        reached[typed->tab] = place;
        if (text_of(parse_json(message.body).value_or(Value())) != typed->text) fail("the desk has another text of " + message.client_id);
    }
    for (const Typed& typed : typed_) {
        if (arrived.contains(typed.client_id) || typed.given_up) continue;
        bool kept = false;
        bool failed = false;
        for (const auto& tab : tabs_) {
            for (const Entry& entry : tab->session().conversation().timeline.entries()) {
                if (entry.client_id != typed.client_id) continue;
                kept = true;
                failed |= entry.delivery == DeliveryState::failed;
            }
        }
        for (const auto& [tab, state] : browser_.storage.states) {
            for (const Value& item : state["pending"].items()) kept |= item["client_id"].as_text() == typed.client_id;
        }
        if (!kept) {
            fail(typed.client_id + " (" + typed.text + ") neither reached the desk nor is on a screen or put by");
        } else if (at_the_end && !failed) {
            fail(typed.client_id + " (" + typed.text + ") never reached the desk");
        }
    }
}

/// Each message is on the screen once at most, in the order of the server.
void World::check_screen(const Tab& tab) {
    const auto& entries = tab.session().conversation().timeline.entries();
    if (tab.session().is_open() && tab.session().conversation().unread != 0) fail("a panel is open, and there are unread messages");
    const auto draft = drafts_.find(tab.name());
    const std::string text = draft == drafts_.end() ? std::string() : draft->second;
    if (tab.session().describe_state()["draft"].as_text() != text) fail("the tab " + tab.name() + " has lost the draft \"" + text + "\"");
    std::set<std::string_view> ids;
    std::set<std::string_view> client_ids;
    std::int64_t sequence = 0;
    const relay::VisitorId id = visitor();
    for (const Entry& entry : entries) {
        const std::string& message = entry.message.im.id;
        if (!message.empty() && !ids.insert(message).second) fail(message + " is on the screen twice");
        std::string client_id = entry.client_id;
        const auto stored = id == 0 || message.empty() ? std::nullopt : store_->find_message(id, message);
        // The ids that the relay gives to what it keeps.
        if (!stored && message.starts_with("m-")) fail(message + " was acknowledged, and the store does not have it");
        if (stored) {
            if (stored->sequence < sequence)
                fail(message + " (" + std::to_string(entry.order_time) + " " + std::to_string(stored->sequence) + " after " +
                     std::to_string(sequence) + ") is out of order on the screen" + stored->body);
            sequence = stored->sequence;
            if (!stored->client_id.empty() && !client_id.empty() && stored->client_id != client_id)
                fail(message + " has another's client id");
        }
        if (!client_id.empty() && !client_ids.insert(entry.client_id).second) fail(client_id + " is on the screen twice");
        if (stored && client_id.empty() && !stored->client_id.empty()) {
            for (const Entry& other : entries) {
                if (other.client_id == stored->client_id) fail(message + " and its own " + other.client_id + " are both on the screen");
            }
        }
    }
}

/// Unfolds everything that can be: earlier pages, long lists of choices.
void World::read_all(Tab& tab) {
    for (int presses = 0; presses < 1000; ++presses) {
        std::vector<Control> controls;
        for (const Row& row : tab.session().view().rows()) collect_controls(row.key, row.body, controls);
        const auto found = std::find_if(controls.begin(), controls.end(),
                                        [](const Control& one) { return one.action == "earlier" || one.action == "more"; });
        if (found == controls.end()) return;
        tab.take(event("action").set("row", found->row).set("action", found->action));
        pass(millis_per_second);
    }
    fail("there is always more to unfold");
}

/// Whoever stayed, in whichever tab, and whoever comes anew and reads everything see the same.
void World::check_same_as_reloaded() {
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> stayed;
    for (const auto& tab : tabs_) read_all(*tab);
    for (const auto& tab : tabs_) stayed.emplace_back(tab->name(), shown_messages(tab->session()));
    while (!tabs_.empty()) end_tab(0, 0);
    // Its panel stays closed: opened, it would begin another session, and the desk would say something new.
    open_tab({});
    pass(millis_per_second);
    read_all(*tabs_.front());
    const auto came = shown_messages(tabs_.front()->session());

    for (const auto& [name, shown] : stayed) {
        for (std::size_t i = 0; i < std::max(shown.size(), came.size()); ++i) {
            if (i >= shown.size()) return fail("the tab " + name + " does not show " + came[i].first + " " + came[i].second);
            if (i >= came.size())
                return fail("after a reload there is no " + shown[i].first + " " + shown[i].second + ", which the tab " + name + " shows");
            if (shown[i] != came[i])
                return fail("the tab " + name + " shows " + shown[i].first + " " + shown[i].second + ", after a reload it is " +
                            came[i].first + " " + came[i].second);
        }
    }
}

}  // namespace deskbell::model
