#include "native/relay/redis_url.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace deskbell::relay {

tl::expected<RedisAddress, std::string> parse_redis_url(std::string_view url) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(url.data(), url.size()));
    if (!parsed) return tl::unexpected<std::string>("expected redis://host:port/database");
    if (parsed->scheme() == "rediss")
        return tl::unexpected<std::string>("rediss:// is not supported (hiredis is built without TLS): put a TLS tunnel between");
    if (parsed->scheme() != "redis") return tl::unexpected<std::string>("expected an address that begins with redis://");
    RedisAddress address;
    address.host = parsed->host_address();
    address.user = parsed->user();
    address.password = parsed->password();
    if (address.host.empty()) return tl::unexpected<std::string>("the address names no host");
    if (parsed->has_query() || parsed->has_fragment())
        return tl::unexpected<std::string>("the address ends with the number of the database");
    if (parsed->has_port()) {
        if (parsed->port_number() == 0) return tl::unexpected<std::string>("the port is a number from 1 to 65535");
        address.port = parsed->port_number();
    }
    const std::string path = parsed->path();
    if (path.size() > 1) {
        const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), address.database);
        if (error != std::errc() || end != path.data() + path.size() || address.database < 0)
            return tl::unexpected<std::string>("the database is a number: redis://host:port/0");
    }
    return address;
}

}  // namespace deskbell::relay
