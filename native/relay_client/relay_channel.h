#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell {

/// The visitor's end of the frames between widget and relay (design.md), without a socket: the page's channel (web/src/channels/relay.ts) for native hosts. It remembers the token and the
/// number of the last event seen, so that a new connection goes on where the last one broke off. A connection that is dead without a word is noticed by its silence, an event that got lost by
/// the number of the next one. Times are of one clock that nobody sets, in milliseconds.
class RelayChannel {
  public:
    /// `seen`: the number of the last event that somebody else had from the relay, so that this one goes on there.
    explicit RelayChannel(std::string lang, std::string token = {}, std::optional<std::int64_t> seen = {})
        : lang_(std::move(lang)), token_(std::move(token)), seen_(seen) {}

    /// The connection is being opened, and is lost: what to tell the session.
    Value opening(Millis now);
    Value lost();
    /// The first frame on a new connection.
    std::string hello() const;
    /// Takes a frame; what the session is to be told is appended to `events`. False when an event before it got lost: the connection is to be given up, and the next one brings both.
    [[nodiscard]] bool receive(std::string_view frame, Millis now, std::vector<Value>& events);
    /// When ask() has something to do, while there is a connection.
    std::optional<Millis> next_ask() const { return ask_at_; }
    /// The frame that asks whether the relay is there. Nothing when it did not answer the last one or the hello: the connection is to be given up.
    std::optional<std::string> ask(Millis now);
    /// The frame for an effect, or nothing when it is none, or when the relay has not answered the hello: the session repeats then what matters.
    std::optional<std::string> frame_of(const Value& effect) const;

    bool is_welcome() const { return welcome_; }
    const std::string& token() const { return token_; }
    /// The number of the last event that came.
    std::optional<std::int64_t> seen() const { return seen_; }
    /// How the relay calls the visitor; empty before the first welcome.
    const std::string& user() const { return user_; }
    /// What the relay has refused, or sent that could not be read, last; empty when there was nothing.
    const std::string& complaint() const { return complaint_; }

    /// How long to wait before the next try: 1 s doubling to 30 s; `chance` from 0 to 1 takes away up to half, so that a relay that comes back is not met by all its visitors at once.
    Millis next_wait(double chance);

  private:
    void refuse(const Value& error, std::vector<Value>& events);
    void take_welcome(const Value& welcome, std::vector<Value>& events);

    std::string lang_;
    std::string token_;
    std::string user_;
    std::optional<std::int64_t> seen_;
    std::int64_t caught_up_ = 0;  ///< what the relay repeats after a greeting goes up to here
    std::optional<Millis> ask_at_;
    bool is_asked_ = false;  ///< and an answer is due at ask_at_
    std::string complaint_;
    bool welcome_ = false;
    Millis wait_ = first_wait;

    static constexpr Millis first_wait = millis_per_second;
    static constexpr Millis longest_wait = 30 * millis_per_second;
    static constexpr Millis patience = 20 * millis_per_second;
    static constexpr Millis quiet = 55 * millis_per_second;
};

}  // namespace deskbell
