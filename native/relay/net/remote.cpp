#include "native/relay/net/remote.h"

#include <array>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "core/base/utf8.h"

namespace deskbell::relay {
namespace {

namespace ip = boost::asio::ip;

bool is_public_v4(const ip::address_v4& address) {
    static const std::array closed = {
        ip::make_network_v4("0.0.0.0/8"),      ip::make_network_v4("10.0.0.0/8"),     ip::make_network_v4("100.64.0.0/10"),
        ip::make_network_v4("127.0.0.0/8"),    ip::make_network_v4("169.254.0.0/16"), ip::make_network_v4("172.16.0.0/12"),
        ip::make_network_v4("192.0.0.0/24"),   ip::make_network_v4("192.0.2.0/24"),   ip::make_network_v4("192.88.99.0/24"),
        ip::make_network_v4("192.168.0.0/16"), ip::make_network_v4("198.18.0.0/15"),  ip::make_network_v4("198.51.100.0/24"),
        ip::make_network_v4("203.0.113.0/24"), ip::make_network_v4("224.0.0.0/3"),
    };
    for (const ip::network_v4& network : closed) {
        const std::uint32_t mask = network.netmask().to_uint();
        if ((address.to_uint() & mask) == (network.address().to_uint() & mask)) return false;
    }
    return true;
}

bool is_public_v6(const ip::address_v6& address) {
    const auto bytes = address.to_bytes();
    if (address.is_v4_mapped()) return is_public_v4(ip::make_address_v4(ip::v4_mapped, address));
    // Translated addresses (64:ff9b::/96, RFC 6052) and 6to4 (2002::/16) carry an IPv4 address.
    if (bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b) {
        return is_public_v4(ip::address_v4({bytes[12], bytes[13], bytes[14], bytes[15]}));
    }
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return is_public_v4(ip::address_v4({bytes[2], bytes[3], bytes[4], bytes[5]}));
    // Global unicast is 2000::/3; Teredo and the documentation prefix (2001::/32, 2001:db8::/32) are no place to go.
    const bool global = (bytes[0] & 0xe0) == 0x20;
    const bool teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x00 && bytes[3] == 0x00;
    const bool documentation = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && bytes[3] == 0xb8;
    return global && !teredo && !documentation;
}

bool names_loopback(const Remote& remote) {
    boost::system::error_code error;
    const auto address = ip::make_address(remote.host, error);
    return error ? remote.host == "localhost" : address.is_loopback();
}

}  // namespace

tl::expected<Remote, std::string> parse_remote(std::string_view url) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(url.data(), url.size()));
    if (!parsed) return tl::unexpected<std::string>("it is no absolute address");
    Remote remote;
    const std::string scheme = ascii_lower(std::string_view(parsed->scheme().data(), parsed->scheme().size()));
    remote.tls = scheme == "https" || scheme == "wss";
    if (!remote.tls && scheme != "http" && scheme != "ws")
        return tl::unexpected<std::string>("it begins with https://, or with http:// on loopback");
    if (parsed->has_userinfo()) return tl::unexpected<std::string>("it has no user name or password in it");
    remote.host = ascii_lower(parsed->host_address());
    if (remote.host.empty()) return tl::unexpected<std::string>("it has no host");
    remote.port = parsed->has_port() && !parsed->port().empty() ? std::string(parsed->port()) : (remote.tls ? "443" : "80");
    remote.target = parsed->encoded_path().empty() ? "/" : std::string(parsed->encoded_path());
    if (parsed->has_query()) remote.target += '?' + std::string(parsed->encoded_query());
    remote.origin = (remote.tls ? "https://" : "http://") + remote.host + ':' + remote.port;
    return remote;
}

tl::expected<void, std::string> Reach::add(std::string_view base) {
    const auto remote = parse_remote(base);
    if (!remote) return tl::unexpected<std::string>(remote.error());
    if (!remote->tls && !names_loopback(*remote)) return tl::unexpected<std::string>("http is for loopback only, this has to be https");
    origins_.insert(remote->origin);
    return {};
}

std::string Reach::refusal(const Remote& remote) const {
    if (remote.tls || origins_.contains(remote.origin)) return {};
    return "plain http to " + remote.host;
}

std::string Reach::refusal(const Remote& remote, const ip::address& address) const {
    if (origins_.contains(remote.origin)) {
        // A configured http address stays on this machine, whatever its name leads to.
        return remote.tls || address.is_loopback() ? std::string() : "plain http to " + address.to_string();
    }
    return is_public(address) ? std::string() : remote.host + " is not a public address";
}

bool is_public(const ip::address& address) { return address.is_v4() ? is_public_v4(address.to_v4()) : is_public_v6(address.to_v6()); }

}  // namespace deskbell::relay
