#pragma once

#include "native/relay/hub.h"
#include "native/relay/net/http_client.h"
#include "native/relay/net/ws_client.h"
#include "native/relay/uploads.h"

namespace deskbell::relay {

/// The outside over real sockets.
class Network final : public Outside {
  public:
    struct Options {
        std::filesystem::path ca_file;  ///< trusted certificates (PEM); empty: the system's
        std::string public_url;         ///< before the paths of kept files
    };

    /// Everything given outlives the network. Throws std::exception when the certificates cannot be read.
    Network(boost::asio::io_context& context, const Reach& reach, Uploads& uploads, Options options);

    /// Whom answers and news go to. Before the first fetch.
    void connect(Hub& hub) { hub_ = &hub; }
    HttpCounts counts() const { return http_.counts(); }
    int socket_count() const { return sockets_.open_count(); }

    void fetch(const Errand& errand, channel::Request request) override;
    void forget(std::uint64_t number) override { http_.forget(number); }
    void open_socket(std::uint64_t number, std::size_t desk, const std::string& address) override;
    void send_socket(std::uint64_t number, std::string frame) override { sockets_.send(number, std::move(frame)); }
    void close_socket(std::uint64_t number) override { sockets_.close(number); }

  private:
    Uploads& uploads_;
    Options options_;
    Hub* hub_ = nullptr;
    HttpClient http_;
    WsClient sockets_;
};

}  // namespace deskbell::relay
