#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace deskbell::relay {

/// Where a Redis server is, and as whom the relay speaks to it.
struct RedisAddress {
    std::string host;
    int port = 6379;
    std::string user;  ///< empty: the server's default user
    std::string password;
    int database = 0;
};

/// Reads `redis://[user[:password]@]host[:port][/database]`. Errors: what is wrong, in words for the operator.
tl::expected<RedisAddress, std::string> parse_redis_url(std::string_view url);

}  // namespace deskbell::relay
