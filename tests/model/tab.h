#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/model/tabs.h"
#include "widget/replay/patch_mirror.h"
#include "widget/session/session.h"

namespace deskbell::model {

/// The clocks of the visitor's machine: one that nobody sets, and the one on the wall.
struct Clocks {
    Millis now = 1765000000000;
    Millis error = 0;
    Millis wall() const { return now + error; }
};

/// One page with the widget: a Session with its host (web/src/app.ts, session.ts), connected through Tabs.
class Tab {
  public:
    /// `name`: of the tab, the same after a reload; its lock is taken. `ids`: what its client ids begin with, as the page makes it anew with every load.
    Tab(Network& network, Browser& browser, const Clocks& clocks, Page page, std::string name, std::string ids);
    ~Tab();
    Tab(const Tab&) = delete;
    Tab& operator=(const Tab&) = delete;

    void start();
    /// What the visitor does.
    void take(const Value& event);
    void open_panel();
    void draft(const std::string& text);

    Page page() const { return page_; }
    const std::string& name() const { return name_; }
    const Session& session() const { return session_; }
    Tabs& tabs() { return tabs_; }
    /// Its connection, if it has one.
    std::shared_ptr<Socket> socket() const { return tabs_.link() == nullptr ? nullptr : tabs_.link()->socket(); }

    /// What is wrong with what was seen up to now: patches that do not lead to the screen, a row whose key changed, a frame that was not understood. Empty: nothing.
    const std::string& fault() const { return fault_; }
    void check();

  private:
    void handle(const Value& event);
    void perform(const Value& effect);
    void inherit(const std::string& tab);
    void fail(std::string what);

    Browser& browser_;
    const Clocks& clocks_;
    Page page_;
    std::string name_;
    Session session_;
    PatchMirror mirror_;
    Tabs tabs_;
    std::deque<Value> events_;
    bool running_ = false;
    EventLoop::Task timer_ = 0;
    std::map<std::string, std::string> keys_;  ///< message id → the key of its row
    std::string fault_;
};

}  // namespace deskbell::model
