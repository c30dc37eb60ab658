#pragma once

#include "tests/model/link.h"

namespace deskbell::model {

/// What stands between a session and its channel: web/src/channels/tabs.ts, taken over line by line, since the page's TypeScript cannot run here. Whoever changes one changes the other.
/// Uploads, sounds and notifications are left out; tests/web/tabs.test.mjs has those.
class Tabs {
  public:
    struct Events {
        std::function<void(const Value& event)> event;
        std::function<void(const Value& net)> net;
        std::function<void()> read;
        std::function<void(const Value& pending)> elsewhere;
        std::function<void(const std::string& tab)> left;
    };

    /// `tab`: its name, whose lock it holds; `mine`: what its client ids begin with.
    Tabs(Network& network, Browser& browser, Page page, std::string tab, std::string mine, Events events);

    void connect();
    void send(const Value& effect);
    void read();
    void keeps(const Value& waiting);
    /// Another tab comes to the front, or this one.
    void visibility(bool hidden);

    bool leads() const { return link_ != nullptr; }
    Link* link() const { return link_.get(); }

    /// The lock by which others know that a tab is there.
    static std::string lock_of(const std::string& tab) { return "deskbell:" + tab; }

  private:
    void stand(bool by_force = false);
    void lead();
    void resign();
    void came(const Value& event, std::optional<std::int64_t> mark);
    void take(const Value& event, std::optional<std::int64_t> mark);
    void carry(const std::string& from, const Value& effect);
    void turn();
    void say(Word word);
    void tell_waiting(const std::string& to);
    void hear(const Word& word);
    void follow(const Word& word);
    void ask();
    void adopt(const std::string& tab, Millis grace);
    Word leading() const;

    Network& network_;
    Browser& browser_;
    Page page_;
    std::string tab_;
    std::string mine_;
    Events events_;
    std::unique_ptr<Link> link_;
    std::string leader_;
    std::string net_ = "connecting";
    bool hidden_ = false;
    bool missed_ = false;
    std::optional<std::int64_t> mark_;
    std::vector<std::pair<std::string, Value>> recent_;
    std::deque<std::pair<std::string, Value>> pages_;
    EventLoop::Task page_timer_ = 0;
    EventLoop::Task doubt_ = 0;
    int asked_ = 0;
    std::set<std::string> watched_;
    Value waiting_ = Value::array();
};

}  // namespace deskbell::model
