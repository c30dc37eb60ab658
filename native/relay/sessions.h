#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "native/relay/server.h"

namespace deskbell::relay {

/// Answers requests on a new connection until it closes, or hands it over to a WebSocket.
boost::asio::awaitable<void> serve_http(boost::asio::ip::tcp::socket socket, Services& services);

}  // namespace deskbell::relay
