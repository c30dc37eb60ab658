#pragma once

#include <optional>

#include "native/harness/desk_link.h"
#include "native/relay/hub.h"
#include "native/relay/sqlite_store.h"
#include "native/relay_client/relay_channel.h"

namespace deskbell {

/// A simulated desk in this process: the relay's own hub, its memory in no file, without a socket between. Time is the conversation's, so it stands still with it.
class SandboxLink final : public DeskLink {
  public:
    explicit SandboxLink(std::string lang);
    ~SandboxLink() override;

    void perform(const Value& effect, Millis now) override;
    std::vector<Value> receive(Millis now) override;
    void interrupt(Millis now, Millis absence) override;
    std::string status() const override;

    /// Plays the agent by hand. Errors: why the desk does not do it.
    tl::expected<void, std::string> act(sandbox::AgentAct act, Value message, Millis now);
    /// Where the session stands at the desk: `none`, `robot`, `queueing`, `waiting`, `agent`.
    std::string_view phase() const;
    bool by_hand() const;

  private:
    /// The hub's idea of a socket.
    class Socket final : public relay::Connection {
      public:
        void send(std::string line) override { lines.push_back(std::move(line)); }
        void close(relay::Closing) override { is_closed = true; }
        std::vector<std::string> lines;
        bool is_closed = false;
    };

    void connect(Millis now);
    void disconnect(Millis now);
    void upload(const Value& effect);

    relay::SqliteStore store_{":memory:"};
    relay::Hub hub_;
    RelayChannel channel_;
    std::optional<Socket> socket_;
    Millis connect_at_ = 0;
    std::vector<Value> events_;
    int uploads_ = 0;
};

}  // namespace deskbell
