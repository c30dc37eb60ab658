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
/// number of the last event seen, so that a new connection goes on where the last one broke off.
class RelayChannel {
  public:
    explicit RelayChannel(std::string lang) : lang_(std::move(lang)) {}

    /// The connection is being opened, and is lost: what to tell the session.
    Value opening();
    Value lost();
    /// The first frame on a new connection.
    std::string hello() const;
    /// Takes a frame; what the session is to be told is appended to `events`.
    void receive(std::string_view frame, std::vector<Value>& events);
    /// The frame for an effect, or nothing when it is none, or when the relay has not answered the hello: the session repeats then what matters.
    std::optional<std::string> frame_of(const Value& effect) const;

    bool is_welcome() const { return welcome_; }
    const std::string& token() const { return token_; }
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
    std::string complaint_;
    bool welcome_ = false;
    Millis wait_ = first_wait;

    static constexpr Millis first_wait = millis_per_second;
    static constexpr Millis longest_wait = 30 * millis_per_second;
};

}  // namespace deskbell
