#pragma once

#include <deque>
#include <string>

#include "native/relay/hub.h"

namespace deskbell::model {

/// Frames on their way in one direction. They arrive in order, each not before its time.
class Wire {
  public:
    struct Frame {
        Millis due = 0;
        std::string text;
    };

    void push(std::string text, Millis now, Millis latency);
    std::optional<Millis> next_due() const { return frames_.empty() ? std::nullopt : std::optional(frames_.front().due); }
    std::string pop();
    std::size_t size() const { return frames_.size(); }
    void keep(std::size_t count) { frames_.resize(std::min(count, frames_.size())); }

    // Faults; false when there is no such frame on its way.
    bool twice(std::size_t at);
    bool swap(std::size_t at);
    /// Only a frame with a number of its own, and none that repeats what was missed: a WebSocket cannot lose one of those, and nobody could notice.
    bool lose(std::size_t at);
    /// Nothing that is or will be on its way arrives.
    void die() {
        is_dead_ = true;
        frames_.clear();
    }

  private:
    std::deque<Frame> frames_;
    bool is_dead_ = false;
};

/// One connection between a tab and the relay. It outlives both of its ends.
class Socket final : public relay::Connection {
  public:
    Socket(const Millis& now, const Millis& latency) : now_(now), latency_(latency) {}

    void send(std::string line) override { down.push(std::move(line), now_, latency_); }
    void close(relay::Closing) override { closing = true; }
    /// The tab sends.
    void up_send(std::string line) { up.push(std::move(line), now_, latency_); }

    Wire up;               ///< to the relay
    Wire down;             ///< to the tab
    bool closing = false;  ///< the relay ends it as soon as everything has arrived
    bool open = true;

  private:
    const Millis& now_;
    const Millis& latency_;
};

}  // namespace deskbell::model
