#pragma once

#include <sys/types.h>

#include <filesystem>

#include "native/relay/redis_url.h"

namespace deskbell::relay {

/// A real redis-server on a free port, with its append-only file in a folder of its own; it goes with the object.
class RedisServer {
  public:
    RedisServer();
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    RedisAddress address() const { return {"127.0.0.1", port_, {}, {}, 0}; }
    /// Starts it again, on the same port and with what it has kept.
    void start();
    /// Ends it as a crash would.
    void kill();

  private:
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t process_ = 0;
};

}  // namespace deskbell::relay
