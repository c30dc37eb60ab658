#pragma once

// Connections of the relay to the outside, for the two files that speak HTTP and WebSocket over them.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "native/relay/net/remote.h"
#include "native/relay/net/retry.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see sessions.h
#endif

namespace deskbell::relay {

using PlainStream = boost::beast::tcp_stream;
using SecureStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

/// An open connection, one of the two.
struct Link {
    std::unique_ptr<PlainStream> plain;
    std::unique_ptr<SecureStream> secure;
    PlainStream& lowest() { return plain ? *plain : secure->next_layer(); }
};

/// TLS 1.2 and later, certificates checked against these roots. Throws when they cannot be read.
boost::asio::ssl::context make_tls(const std::filesystem::path& ca_file);

/// Resolves, asks the reach, connects and shakes hands within `patience`. `reason` says why there is no link; `kind` whether trying again makes sense. `link` is filled early, so
/// that others can close it meanwhile.
boost::asio::awaitable<void> dial(const Remote& remote, const Reach& reach, boost::asio::ssl::context& tls, Millis patience, Link& link,
                                  TryResult& result, std::string& reason);

}  // namespace deskbell::relay
