#include "tests/model/tabs.h"

#include "core/base/json.h"

namespace deskbell::model {

namespace {

constexpr const char* leadership = "deskbell";
constexpr Millis patience = 3000;
constexpr Millis page_patience = 20'000;
constexpr Millis reload_time = 1500;

Value net_event(std::string_view state) { return Value::object().set("event", "net").set("state", state); }
Value gap() { return Value::object().set("event", "gap"); }

/// What came unnumbered and tells where the session stands: its kind, or nothing.
std::string standing(const Value& event) {
    if (event["event"].as_text() == "state") return "state";
    const auto data = parse_json(event["message"]["payload"]["data"].as_text());
    const std::string_view src = data ? (*data)["src"].as_text() : std::string_view();
    return src == "23" || src == "26" ? std::string(src) : std::string();
}

}  // namespace

Tabs::Tabs(Network& network, Browser& browser, Page page, std::string tab, std::string mine, Events events)
    : network_(network), browser_(browser), page_(page), tab_(std::move(tab)), mine_(std::move(mine)), events_(std::move(events)) {
    browser_.air.listen(page_, [this](const Word& word) { hear(word); });
}

void Tabs::connect() {
    stand();
    ask();
}

void Tabs::send(const Value& effect) {
    if (link_) return carry(tab_, effect);
    Word word(Word::Kind::carry);
    word.value = effect;
    say(std::move(word));
    ask();
}

void Tabs::read() { say(Word(Word::Kind::read)); }
void Tabs::keeps(const Value& waiting) {
    waiting_ = waiting;
    say(Word(Word::Kind::keeps));
    if (!waiting.items().empty()) tell_waiting({});
}

void Tabs::tell_waiting(const std::string& to) {
    Word word(Word::Kind::waiting);
    word.to = to;
    word.value = waiting_;
    say(std::move(word));
}

void Tabs::visibility(bool hidden) {
    hidden_ = hidden;
    ask();
    if (!hidden && link_) link_->hurry();
}

void Tabs::stand(bool by_force) {
    const auto stolen = [this] {
        resign();
        stand();
        ask();
    };
    Locks::Request request{page_, [this] { lead(); }, stolen};
    if (by_force) {
        browser_.locks.steal(leadership, std::move(request));
    } else {
        browser_.locks.request(leadership, std::move(request));
    }
}

void Tabs::lead() {
    if (link_) return;
    const bool first = leader_.empty();
    missed_ = !first && !mark_;
    leader_ = tab_;
    browser_.loop.cancel(doubt_);
    const auto net = [this](const Value& event, std::optional<std::int64_t> number) {
        if (!mark_) mark_ = number;
        net_ = event["state"].as_text();
        browser_.loop.cancel(page_timer_);
        pages_.clear();
        say(leading());
        events_.net(event);
        if (net_ != "connected") return;
        if (missed_) came(gap(), std::nullopt);
        missed_ = false;
    };
    const auto event = [this](const Value& what, std::optional<std::int64_t> number) { came(what, number); };
    const auto token = [this](const std::string& key, const std::string& before) {
        std::string& known = browser_.storage.token;
        if (!known.empty() && known != before) return known;
        known = key;
        Word word(Word::Kind::token);
        word.text = key;
        say(std::move(word));
        return known;
    };
    link_ = std::make_unique<Link>(network_, browser_, page_, mark_, Link::Events{event, net, token});
    link_->connect();
    std::vector<std::string> others;
    for (const auto& [tab, state] : browser_.storage.states) others.push_back(tab);
    for (const std::string& tab : others) adopt(tab, first ? 0 : reload_time);
}

void Tabs::resign() {
    browser_.loop.cancel(page_timer_);
    link_.reset();
}

void Tabs::came(const Value& event, std::optional<std::int64_t> mark) {
    const bool is_history = event["event"].as_text() == "history";
    if (const std::string kind = standing(event); !kind.empty()) {
        std::erase_if(recent_, [&](const auto& one) { return one.first == kind; });
        recent_.emplace_back(kind, event);
    }
    std::string to;
    if (is_history) {
        if (!pages_.empty()) {
            to = pages_.front().first;
            pages_.pop_front();
        }
        turn();
    }
    if (to != tab_) {
        Word word(Word::Kind::event);
        word.to = to;
        word.value = event;
        word.mark = mark;
        say(std::move(word));
    }
    if (to.empty() || to == tab_) take(event, mark);
}

void Tabs::take(const Value& event, std::optional<std::int64_t> mark) {
    if (mark) mark_ = mark;
    if (event["event"].as_text() == "sent" && !event["client_id"].as_text().starts_with(mine_)) {
        // To a tab that did not send it, it is a message like others.
        if (event["message"].is_null()) return;
        Value message = event["message"];
        message.set("clientId", event["client_id"]);
        return events_.event(Value::object().set("event", "message").set("message", std::move(message)));
    }
    events_.event(event);
}

void Tabs::carry(const std::string& from, const Value& effect) {
    if (effect["effect"].as_text() != "load_history") {
        if (link_) link_->send(effect);
        return;
    }
    pages_.emplace_back(from, effect);
    if (pages_.size() == 1) turn();
}

void Tabs::turn() {
    browser_.loop.cancel(page_timer_);
    page_timer_ = 0;
    if (pages_.empty()) return;
    page_timer_ = browser_.loop.later(page_, page_patience, [this] {
        if (!pages_.empty()) pages_.pop_front();
        turn();
    });
    if (link_) link_->send(pages_.front().second);
}

void Tabs::say(Word word) {
    word.from = tab_;
    browser_.air.say(page_, word);
}

Word Tabs::leading() const {
    Word word(Word::Kind::lead);
    word.net = net_;
    word.mark = mark_;
    return word;
}

void Tabs::hear(const Word& word) {
    if (!word.to.empty() && word.to != tab_) return;
    switch (word.kind) {
        case Word::Kind::lead: return follow(word);
        case Word::Kind::read: return events_.read();
        case Word::Kind::event:
            // What was on its way when the tabs changed places is known already.
            if (!link_ && !(word.mark && *word.mark <= mark_.value_or(-1))) take(word.value, word.mark);
            return;
        case Word::Kind::token: browser_.storage.token = word.text; return;
        case Word::Kind::waiting: return events_.elsewhere(word.value);
        default: break;
    }
    if (word.kind == Word::Kind::ask && !waiting_.items().empty()) tell_waiting(word.from);
    if (!link_) return;
    if (word.kind == Word::Kind::keeps) adopt(word.from, reload_time);
    if (word.kind == Word::Kind::carry) carry(word.from, word.value);
    if (word.kind == Word::Kind::ask) {
        Word answer = leading();
        answer.to = word.from;
        answer.number = word.number;
        for (const auto& [kind, event] : recent_) answer.recent.push_back(event);
        say(std::move(answer));
    }
}

void Tabs::follow(const Word& word) {
    // A word that was on its way says nothing of what the leader hears now.
    if (word.number == asked_) {
        browser_.loop.cancel(doubt_);
        doubt_ = 0;
    }
    if (link_) return;
    const bool fresh = word.from != leader_;
    const bool first = leader_.empty();
    leader_ = word.from;
    const auto before = mark_;
    if (!mark_) mark_ = word.mark;
    if (fresh || word.net != net_) {
        // What was given to the one before is given again.
        if (fresh && word.net == "connected") events_.net(net_event("connecting"));
        net_ = word.net;
        events_.net(net_event(net_));
    }
    if (first) {
        for (const Value& event : word.recent) events_.event(event);
    } else if (!word.mark ? fresh : *word.mark > before.value_or(*word.mark)) {
        // The leader's words come in order, so what is missing came to this tab while it led and was frozen; where nothing is numbered, something may have.
        mark_ = word.mark;
        events_.event(gap());
    }
}

void Tabs::ask() {
    if (link_) return;
    Word question(Word::Kind::ask);
    question.number = ++asked_;
    say(std::move(question));
    if (hidden_ || doubt_ != 0) return;
    doubt_ = browser_.loop.later(page_, patience, [this] {
        doubt_ = 0;
        if (!link_) stand(true);
    });
}

void Tabs::adopt(const std::string& tab, Millis grace) {
    if (tab == tab_ || !watched_.insert(tab).second) return;
    const auto look = [this, tab] {
        watched_.erase(tab);
        if (!browser_.locks.is_free(lock_of(tab))) {
            adopt(tab, reload_time);
        } else if (link_) {
            events_.left(tab);
        }
    };
    const auto gone = [this, grace, look] { browser_.loop.later(page_, grace, look); };
    browser_.locks.request(lock_of(tab), {page_, gone, {}, false});
}

}  // namespace deskbell::model
