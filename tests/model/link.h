#pragma once

#include <memory>

#include "native/relay_client/relay_channel.h"
#include "tests/model/browser.h"
#include "tests/model/wire.h"

namespace deskbell::model {

/// The network as a page sees it.
class Network {
  public:
    virtual ~Network() = default;
    /// A socket to the relay, or nothing while there is no network.
    virtual std::shared_ptr<Socket> dial(Page page) = 0;
    /// The page closes its end.
    virtual void hang_up(const std::shared_ptr<Socket>& socket) = 0;
};

/// A page's connection to the relay as web/src/channels/relay.ts has it, by the rules of RelayChannel.
class Link {
  public:
    struct Events {
        /// With its number, when it has one.
        std::function<void(const Value& event, std::optional<std::int64_t> number)> event;
        /// With the number of the last event before this connection.
        std::function<void(const Value& net, std::optional<std::int64_t> number)> net;
        /// In place of the one before; gives the one that counts.
        std::function<std::string(const std::string& token, const std::string& before)> token;
    };

    /// `seen`: the number of the last event that another tab had.
    Link(Network& network, Browser& browser, Page page, std::optional<std::int64_t> seen, Events events);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    void connect();
    void send(const Value& effect);
    /// The network is back, or the visitor: no reason to wait any longer.
    void hurry();
    const std::shared_ptr<Socket>& socket() const { return socket_; }
    /// A frame came, or the socket's end.
    void receive(std::string_view text);
    void lost();

  private:
    void watch();
    void give_up();

    Network& network_;
    Browser& browser_;
    Page page_;
    RelayChannel channel_;
    Events events_;
    std::shared_ptr<Socket> socket_;
    EventLoop::Task again_ = 0;
    EventLoop::Task watch_ = 0;
};

}  // namespace deskbell::model
