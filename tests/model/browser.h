#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "tests/model/event_loop.h"

namespace deskbell::model {

/// Web Locks (W3C), as far as the page uses them: exclusive ones. What a request leads to happens later, as a task of the page that asked.
class Locks {
  public:
    explicit Locks(EventLoop& loop) : loop_(loop) {}

    struct Request {
        Page page = 0;
        std::function<void()> taken;
        std::function<void()> stolen;  ///< somebody else has it now
        bool keeps = true;             ///< false: it is let go as soon as it was granted
    };
    /// Waits in line.
    void request(const std::string& name, Request request);
    /// Takes it from whoever has it, past the line.
    void steal(const std::string& name, Request request);
    /// Takes and keeps it when nobody has it; asks nobody.
    bool take_if_free(const std::string& name, Page page);
    bool is_free(const std::string& name) const;
    /// Lets go of everything that a page has or waits for.
    void end(Page page);

  private:
    void grant(const std::string& name);

    EventLoop& loop_;
    std::map<std::string, Request> held_;
    std::map<std::string, std::deque<Request>> waiting_;
};

/// What one tab says to the others (web/src/channels/tabs.ts, `Word`).
struct Word {
    enum class Kind : std::uint8_t { ask, lead, event, token, carry, again, read, keeps, waiting };

    explicit Word(Kind what) : kind(what) {}

    Kind kind;
    std::string from;
    std::string to;    ///< empty: everybody
    std::string net;   ///< lead
    std::string text;  ///< token
    std::optional<std::int64_t> mark;
    int number = 0;             ///< of a question, and of the answer to it
    Value value;                ///< an event, the effect to carry, or what is waiting to be sent
    std::vector<Value> recent;  ///< lead
};

/// BroadcastChannel: every other page gets each word once, in the order of speaking.
class Air {
  public:
    Air(EventLoop& loop, const Millis& now, const Millis& latency) : loop_(loop), now_(now), latency_(latency) {}

    void listen(Page page, std::function<void(const Word&)> hear) { ears_[page] = std::move(hear); }
    void say(Page from, const Word& word);
    void end(Page page) {
        ears_.erase(page);
        last_due_.erase(page);
    }

  private:
    EventLoop& loop_;
    const Millis& now_;
    const Millis& latency_;
    std::map<Page, std::function<void(const Word&)>> ears_;
    std::map<Page, Millis> last_due_;
};

/// What the browser keeps between pages, shared by the tabs (web/src/storage.ts).
struct BrowserStorage {
    std::string token;
    std::map<std::string, Value> states;  ///< what each tab has put by; an empty one is removed

    void keep(const std::string& tab, const Value& state);
    const Value* state(const std::string& tab) const;
};

/// Everything that the tabs of one visitor share.
struct Browser {
    Browser(const Millis& now, const Millis& air_latency) : loop(now), locks(loop), air(loop, now, air_latency) {}

    /// The page is gone: closed, reloaded, or its process died.
    void end(Page page) {
        loop.end(page);
        air.end(page);
        locks.end(page);
    }

    EventLoop loop;
    Locks locks;
    Air air;
    BrowserStorage storage;
};

}  // namespace deskbell::model
