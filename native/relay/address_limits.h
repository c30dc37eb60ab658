#pragma once

#include <string>
#include <unordered_map>

#include "native/relay/rate_limit.h"

namespace deskbell::relay {

/// What one address of the internet may take: open sockets, and requests a second.
class AddressLimits {
  public:
    AddressLimits(std::int64_t most_open, double per_second) : most_open_(most_open), per_second_(per_second) {}

    /// Counts an open socket; false when the address has enough, and then nothing is counted.
    bool open(const std::string& address);
    void close(const std::string& address);
    /// Whether another request may be answered now.
    bool allow(const std::string& address, Millis now);

  private:
    struct Entry {
        std::int64_t open = 0;
        RateLimit rate;
    };
    Entry& entry(const std::string& address);

    std::int64_t most_open_;
    double per_second_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace deskbell::relay
