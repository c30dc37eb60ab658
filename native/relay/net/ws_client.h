#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/channel/http.h"
#include "native/relay/net/remote.h"

namespace deskbell::relay {

/// The WebSockets that channels open to their desks: text frames, TLS as in HttpClient, connections only where Reach allows. Opening again is the channel's business.
class WsClient {
  public:
    using Listener = std::function<void(std::uint64_t number, const channel::SocketNews& news)>;

    /// The reach outlives the client. The listener is never called within a call of the client. Throws std::exception when the certificates cannot be read.
    WsClient(boost::asio::io_context& context, const Reach& reach, const std::filesystem::path& ca_file, Listener listener);
    ~WsClient();
    WsClient(const WsClient&) = delete;
    WsClient& operator=(const WsClient&) = delete;

    void open(std::uint64_t number, const std::string& address);
    void send(std::uint64_t number, std::string frame);
    /// Nothing is heard of it any more.
    void close(std::uint64_t number);
    int open_count() const;

  private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

}  // namespace deskbell::relay
