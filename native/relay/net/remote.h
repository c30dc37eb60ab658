#pragma once

#include <boost/asio/ip/address.hpp>
#include <set>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace deskbell::relay {

/// Where a request goes: an absolute address taken apart.
struct Remote {
    bool tls = false;
    std::string host;    ///< a name or an address, an IPv6 one without brackets
    std::string port;    ///< a number
    std::string target;  ///< path and query, beginning with a slash
    std::string origin;  ///< `https://desk.example:443`, for comparing; lower case
};

/// Reads an http, https, ws or wss address. Errors: what is wrong with it; user names and passwords are.
tl::expected<Remote, std::string> parse_remote(std::string_view url);

/// What the relay may connect to. The origins of the configuration are the operator's own choice: they may lie in a private network, and speak plain http on loopback. Everything
/// else (addresses that a desk names, for example of a picture) is https to a public address, so that no desk and no visitor makes the relay talk to its neighbours.
class Reach {
  public:
    /// Adds a configured base address. Errors: what is wrong with it, in words for the operator.
    tl::expected<void, std::string> add(std::string_view base);
    /// What speaks against the remote before its name was resolved; empty: nothing.
    std::string refusal(const Remote& remote) const;
    /// The same for the address that its name has led to.
    std::string refusal(const Remote& remote, const boost::asio::ip::address& address) const;

  private:
    std::set<std::string, std::less<>> origins_;
};

/// Whether an address belongs to the public internet: not loopback, private, link-local, shared, multicast, reserved, or one of these within IPv6 (RFC 6890).
bool is_public(const boost::asio::ip::address& address);

}  // namespace deskbell::relay
