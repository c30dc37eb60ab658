#include "tests/model/browser.h"

namespace deskbell::model {

void Locks::request(const std::string& name, Request request) {
    waiting_[name].push_back(std::move(request));
    grant(name);
}

void Locks::steal(const std::string& name, Request request) {
    if (const auto held = held_.find(name); held != held_.end()) {
        if (held->second.stolen) loop_.later(held->second.page, 0, held->second.stolen);
        held_.erase(held);
    }
    waiting_[name].push_front(std::move(request));
    grant(name);
}

bool Locks::take_if_free(const std::string& name, Page page) {
    if (!is_free(name)) return false;
    held_[name] = Request{page, {}, {}};
    return true;
}

bool Locks::is_free(const std::string& name) const {
    const auto waiting = waiting_.find(name);
    return !held_.contains(name) && (waiting == waiting_.end() || waiting->second.empty());
}

void Locks::end(Page page) {
    for (auto& [name, line] : waiting_) std::erase_if(line, [&](const Request& request) { return request.page == page; });
    std::vector<std::string> freed;
    for (const auto& [name, request] : held_) {
        if (request.page == page) freed.push_back(name);
    }
    for (const std::string& name : freed) {
        held_.erase(name);
        grant(name);
    }
}

void Locks::grant(const std::string& name) {
    auto& line = waiting_[name];
    while (!line.empty() && !held_.contains(name)) {
        Request request = std::move(line.front());
        line.pop_front();
        loop_.later(request.page, 0, request.taken);
        if (request.keeps) held_[name] = std::move(request);
    }
}

void Air::say(Page from, const Word& word) {
    for (const auto& [page, hear] : ears_) {
        if (page == from) continue;
        Millis& due = last_due_[page];
        due = std::max(due, now_ + latency_);
        loop_.later(page, due - now_, [this, page = page, word] {
            if (const auto ear = ears_.find(page); ear != ears_.end()) ear->second(word);
        });
    }
}

void BrowserStorage::keep(const std::string& tab, const Value& state) {
    if (state["pending"].items().empty() && state["draft"].as_text().empty()) {
        states.erase(tab);
    } else {
        states[tab] = state;
    }
}

const Value* BrowserStorage::state(const std::string& tab) const {
    const auto found = states.find(tab);
    return found == states.end() ? nullptr : &found->second;
}

}  // namespace deskbell::model
