#pragma once

#include <cstdint>
#include <string>

#include "core/channel/http.h"
#include "native/relay/store.h"

namespace deskbell::relay {

/// Names one of the hub's requests to its host. `number` is never used twice while a relay runs.
struct Errand {
    std::uint64_t number = 0;
    std::size_t desk = 0;    ///< which one, counted from 0
    VisitorId visitor = 0;   ///< whose conversation asks; 0: the desk's account itself
    std::string id;          ///< of the request, as the channel calls it
    bool authorised = true;  ///< the account's secrets are added before each try
};

/// What the hub needs of the world. A host without a network (tests, the harness) gives none; then every request is answered with status 0.
class Outside {
  public:
    virtual ~Outside() = default;
    /// Makes a request, with retries; Hub::authorise() is asked before each try, and the answer goes to Hub::answered(), never before this call has returned.
    virtual void fetch(const Errand& errand, channel::Request request) = 0;
    /// The answer is no longer wanted; it may come all the same.
    virtual void forget(std::uint64_t number) = 0;
    /// Opens a WebSocket; news of it go to Hub::heard() with this number, never before this call has returned.
    virtual void open_socket(std::uint64_t number, std::size_t desk, const std::string& address) = 0;
    virtual void send_socket(std::uint64_t number, std::string frame) = 0;
    /// Closes it; nothing is heard of it any more.
    virtual void close_socket(std::uint64_t number) = 0;
};

}  // namespace deskbell::relay
