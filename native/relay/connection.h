#pragma once

#include <cstdint>
#include <string>

#include "native/relay/rate_limit.h"
#include "native/relay/store.h"

namespace deskbell::relay {

/// Why the relay closes a socket; the numbers are WebSocket close codes (RFC 6455, section 7.4.1).
enum class Closing : int { going_away = 1001, refused = 1008, too_large = 1009, later = 1013 };

/// A client as the hub sees it. The socket's owner keeps it alive until closed() was called.
class Connection {
  public:
    virtual ~Connection() = default;
    /// Sends one frame. Never fails: a socket that is gone is noticed by its reader.
    virtual void send(std::string line) = 0;
    /// Closes the socket after everything that was sent.
    virtual void close(Closing reason) = 0;
    /// Whether its hello was taken.
    bool greeted() const { return visitor_ != 0 || away_ != 0; }

  private:
    friend class Hub;
    VisitorId visitor_ = 0;   ///< 0 until the hello
    std::uint64_t away_ = 0;  ///< its number when another relay runs its visitor's conversation
    int errors_ = 0;
    RateLimit rate_{0, 0};
};

}  // namespace deskbell::relay
