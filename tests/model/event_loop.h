#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "core/base/time.h"

namespace deskbell::model {

/// One load of a page in a tab of the visitor's browser.
using Page = int;

/// The event loops of all pages: timers, words of other tabs, locks that were granted. Time is virtual. A frozen page does nothing until it is thawed, and does then what is overdue.
class EventLoop {
  public:
    using Task = std::uint64_t;  ///< 0 is none

    explicit EventLoop(const Millis& now) : now_(now) {}

    Millis now() const { return now_; }

    Task later(Page page, Millis wait, std::function<void()> work) {
        tasks_.emplace(std::pair(now_ + std::max<Millis>(wait, 0), ++last_), Entry{page, std::move(work)});
        return last_;
    }
    void cancel(Task task) {
        std::erase_if(tasks_, [&](const auto& entry) { return entry.first.second == task; });
    }
    void freeze(Page page) { frozen_.insert(page); }
    void thaw(Page page) { frozen_.erase(page); }
    bool is_frozen(Page page) const { return frozen_.contains(page); }
    /// The page is gone, and with it whatever it still had to do.
    void end(Page page) {
        frozen_.erase(page);
        std::erase_if(tasks_, [&](const auto& entry) { return entry.second.page == page; });
    }

    std::optional<Millis> next_due() const {
        const auto next = find_next();
        return next == tasks_.end() ? std::nullopt : std::optional(next->first.first);
    }
    void run_next() {
        const auto next = find_next();
        const auto work = std::move(next->second.work);
        tasks_.erase(next);
        work();
    }

  private:
    struct Entry {
        Page page;
        std::function<void()> work;
    };
    using Tasks = std::map<std::pair<Millis, Task>, Entry>;

    Tasks::const_iterator find_next() const {
        return std::find_if(tasks_.begin(), tasks_.end(), [&](const auto& entry) { return !frozen_.contains(entry.second.page); });
    }
    Tasks::iterator find_next() {
        return std::find_if(tasks_.begin(), tasks_.end(), [&](const auto& entry) { return !frozen_.contains(entry.second.page); });
    }

    const Millis& now_;
    Tasks tasks_;
    std::set<Page> frozen_;
    Task last_ = 0;
};

}  // namespace deskbell::model
