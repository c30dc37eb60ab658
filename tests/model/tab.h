#pragma once

#include <map>
#include <memory>
#include <string>

#include "native/relay_client/relay_channel.h"
#include "tests/model/wire.h"
#include "widget/replay/patch_mirror.h"
#include "widget/session/session.h"

namespace deskbell::model {

/// What the visitor's browser keeps between pages, shared by the tabs.
struct BrowserStorage {
    std::string token;
    Value state;
};

/// One page with the widget: a Session with its host, connected by the rules of RelayChannel, which are those of the page.
class Tab {
  public:
    /// `ids`: what its client ids begin with, as the page makes it anew with every load.
    Tab(BrowserStorage& storage, std::string ids, Millis clock);

    /// Hands an event to the session; `clock` is the visitor's, in milliseconds since 1970. What is to be sent goes to the socket.
    void take(const Value& event, Millis clock);
    void tick(Millis clock);

    void connect(std::shared_ptr<Socket> socket, Millis now, Millis clock);
    void opened();
    /// A frame from the relay. False when one before it got lost: the connection is to be given up, and what was missed comes with the next one.
    [[nodiscard]] bool receive(std::string_view text, Millis now, Millis clock);
    void lost(Millis clock);

    const Session& session() const { return session_; }
    const std::shared_ptr<Socket>& socket() const { return socket_; }
    std::optional<Millis> next_tick() const { return next_; }
    /// When watch() has something to do, by a clock that nobody sets.
    std::optional<Millis> next_watch() const { return channel_.next_ask(); }
    /// Asks whether the relay is there; false when it has not answered for too long, or something was missed: the connection is to be given up.
    bool watch(Millis now);
    /// How long to wait before the next attempt; grows until a connection is there.
    Millis take_wait() { return channel_.next_wait(0); }

    /// What is wrong with what was seen up to now: patches that do not lead to the screen, a row whose key changed, a frame that was not understood. Empty: nothing.
    const std::string& fault() const { return fault_; }
    void check();

  private:
    void send(const Value& effect);
    void fail(std::string what);

    BrowserStorage& storage_;
    Session session_;
    PatchMirror mirror_;
    std::shared_ptr<Socket> socket_;
    RelayChannel channel_;
    std::optional<Millis> next_;
    std::map<std::string, std::string> keys_;  ///< message id → the key of its row
    std::string fault_;
};

}  // namespace deskbell::model
