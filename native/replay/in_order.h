#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace deskbell {

/// Does `work(i)` for every i below `count` on all cores, and calls `finish(i, result)` on this thread, in order, as soon as the result and all before it are there.
/// `work` runs on several threads at once; what it gives is moved to `finish`. At most `ahead` results wait for an earlier one, so that a long list takes little memory.
template <class Work, class Finish>
void for_each_in_order(std::size_t count, const Work& work, const Finish& finish, std::size_t ahead = 64) {
    using Result = decltype(work(std::size_t{0}));
    std::vector<std::optional<Result>> results(count);
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0;
    std::size_t finished = 0;
    const auto run = [&] {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [&] { return next >= count || next < finished + ahead; });
            if (next >= count) return;
            const std::size_t at = next++;
            lock.unlock();
            Result result = work(at);
            lock.lock();
            results[at] = std::move(result);
            changed.notify_all();
        }
    };
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(cores, count); ++i) threads.emplace_back(run);
    for (std::size_t at = 0; at < count; ++at) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return results[at].has_value(); });
        Result result = std::move(*results[at]);
        results[at].reset();
        lock.unlock();
        finish(at, std::move(result));
        lock.lock();
        finished = at + 1;
        changed.notify_all();
    }
}

}  // namespace deskbell
