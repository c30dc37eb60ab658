#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "native/harness/desk_link.h"

namespace deskbell {

/// Where a relay is.
struct RelayAddress {
    std::string host;
    std::string port;
    std::string path;
    /// `127.0.0.1:8787`, with brackets around an IPv6 address.
    std::string authority() const;
};

/// Reads `ws://host:port/path`; `http` is taken for `ws`, a missing port is 80, a missing path `/ws`. Errors, in words: no such address, or one that needs TLS.
tl::expected<RelayAddress, std::string> parse_relay_address(std::string_view text);

/// A running relay, as a visitor of it. The socket is served by receive(), which never waits; a connection that is lost is built up again with the page's back-off.
class RelayLink final : public DeskLink {
  public:
    RelayLink(RelayAddress address, std::string lang);
    ~RelayLink() override;

    void perform(const Value& effect, Millis now) override;
    std::vector<Value> receive(Millis now) override;
    void interrupt(Millis now, Millis absence) override;
    std::string status() const override;

  private:
    class Client;
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace deskbell
