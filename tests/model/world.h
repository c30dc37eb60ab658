#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native/relay/sqlite_store.h"
#include "tests/model/step.h"
#include "tests/model/tab.h"

namespace deskbell::model {

/// A visitor's browser, the relay with its store and the sandbox desk behind it, and everything that can go wrong between them. Time is virtual. What is real: Session, Hub, Store
/// (SQLite in memory), Sandbox; what is a model: the network, the clocks and the browser's storage.
class World {
  public:
    World();
    ~World();

    /// Does one step. False when it changed nothing, as a fault without a frame to hit.
    bool apply(const Step& step);
    /// Ends all trouble, lets everything come to rest and looks at the end.
    void settle();

    /// What was promised and not kept, the first of it; empty: nothing. Looked at after every step.
    const std::string& violation() const { return violation_; }
    int faults() const { return faults_; }
    /// What happened, a line each, for whoever looks into a violation.
    const std::vector<std::string>& diary() const { return diary_; }

  private:
    /// A message of the visitor that has to reach the desk.
    struct Typed {
        std::string client_id;
        std::string text;  ///< empty when it is no text
        bool given_up = false;
    };

    Millis clock() const { return now_ + clock_error_; }
    void fail(const std::string& what);
    void note(std::string line);

    void visitor_does(const Value& event);
    void toggle();
    void press(std::size_t which);
    void open_tab();
    void connect();
    void lose_connection();
    void break_connection(std::size_t kept_up, std::size_t kept_down);
    void close_socket(const std::shared_ptr<Socket>& socket);
    void restart_relay();
    void pass(Millis time);
    bool pass_one(Millis until);

    void check();
    void check_store(bool at_the_end);
    void check_screen();
    void check_same_as_reloaded();
    relay::VisitorId visitor();

    Millis now_ = 1765000000000;
    Millis clock_error_ = 0;
    Millis latency_ = 20;
    bool online_ = true;
    std::optional<relay::SqliteStore> store_;
    std::optional<relay::Hub> hub_;
    BrowserStorage storage_;
    std::optional<Tab> tab_;
    std::optional<Millis> reconnect_at_;
    std::vector<Typed> typed_;
    bool panel_open_ = false;
    int pages_ = 0;
    int texts_ = 0;
    int faults_ = 0;
    std::string violation_;
    std::vector<std::string> diary_;
};

}  // namespace deskbell::model
