#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/model/step.h"
#include "tests/model/tab.h"
#include "tests/unit/relay/failing_store.h"

namespace deskbell::model {

/// A visitor's browser with its tabs, the relay with its store and the sandbox desk behind it, and everything that can go wrong between them. Time is virtual. What is real: Session, RelayChannel, Hub, Store
/// (SQLite in memory), Sandbox; what is a model: the network, the clocks, the browser's storage, Web Locks and BroadcastChannel; tabs.h is the page's tabs.ts told again.
class World final : public Network {
  public:
    World();
    ~World() override;

    /// Does one step. False when it changed nothing, as a fault without a frame to hit.
    bool apply(const Step& step);
    /// Ends all trouble, lets everything come to rest and looks at the end.
    void settle();

    /// What was promised and not kept, the first of it; empty: nothing. Looked at after every step.
    const std::string& violation() const { return violation_; }
    int faults() const { return faults_; }
    /// What happened, a line each, for whoever looks into a violation.
    const std::vector<std::string>& diary() const { return diary_; }

    std::shared_ptr<Socket> dial(Page page) override;
    void hang_up(const std::shared_ptr<Socket>& socket) override;

  private:
    /// A message of the visitor that has to reach the desk.
    struct Typed {
        std::string client_id;
        std::string text;  ///< empty when it is no text
        std::string tab;   ///< in which it was written: order is kept within a tab
        bool given_up = false;
    };
    struct Line {
        std::shared_ptr<Socket> socket;
        Page page;
    };

    void fail(const std::string& what);
    void note(std::string line);

    Tab& front();
    void bring_to_front(std::size_t which);
    void open_tab(std::string name);
    void end_tab(std::size_t which, std::size_t kept_up);
    void reload(std::size_t bits);
    void visitor_does(const Value& event);
    void toggle();
    void press(std::size_t which);

    Tab* owner(const Line& line);
    Socket* line_to_hit();
    void break_connection(std::size_t bits);
    void restart_relay();
    void close_at_relay(Socket& socket);
    void pass(Millis time);
    bool pass_one(Millis until);
    bool end_lines();

    void check();
    void check_store(bool at_the_end);
    void check_screen(const Tab& tab);
    void check_same_as_reloaded();
    void read_all(Tab& tab);
    relay::VisitorId visitor();

    Clocks clocks_;
    Millis latency_ = 20;
    Millis air_latency_ = 1;
    bool online_ = true;
    std::optional<test::FailingStore> store_;
    std::optional<relay::Hub> hub_;
    Browser browser_{clocks_.now, air_latency_};
    std::vector<Line> lines_;
    std::vector<std::unique_ptr<Tab>> tabs_;
    std::size_t front_ = 0;
    std::size_t kept_up_ = 0;  ///< of the frames on their way to the relay, when a page hangs up
    std::vector<Typed> typed_;
    std::map<std::string, std::string> drafts_;  ///< by the tab's name
    int pages_ = 0;
    int names_ = 0;
    int texts_ = 0;
    int faults_ = 0;
    std::string violation_;
    std::vector<std::string> diary_;
};

}  // namespace deskbell::model
