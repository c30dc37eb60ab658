#pragma once

// The one place that includes Boost.Beast, for the two files that need it: about a minute of compiling each.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "native/relay/sessions.h"

namespace deskbell::relay {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

/// A tcp_stream whose executor is known, which saves Beast a level of type erasure.
using Stream = beast::tcp_stream;
using UpgradeRequest = http::request<http::empty_body>;

/// Completes the WebSocket handshake and carries frames until the socket closes.
asio::awaitable<void> serve_websocket(Stream stream, UpgradeRequest request, Services& services);

}  // namespace deskbell::relay
