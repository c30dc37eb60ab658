#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "native/relay/server.h"

// GCC 12 takes the frames of inlined coroutines for memory that is freed by the wrong function, although Asio gives both new and delete (GCC PR 109224).
// The warning comes at the end of each coroutine, so it is off for the files that include this one.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace deskbell::relay {

/// Answers requests on a new connection until it closes, or hands it over to a WebSocket.
boost::asio::awaitable<void> serve_http(boost::asio::ip::tcp::socket socket, Services& services);

}  // namespace deskbell::relay
