#pragma once

#include "core/channel/channel.h"
#include "native/sandbox/sandbox.h"

namespace deskbell::relay {

/// One visitor's sandbox as a channel like any other. It has no desk outside: it makes no request and opens no socket.
class SandboxChannel final : public channel::Channel {
  public:
    explicit SandboxChannel(sandbox::Sandbox sandbox) : sandbox_(std::move(sandbox)) {}

    /// The desk itself, for whoever plays the agent by hand.
    sandbox::Sandbox& sandbox() { return sandbox_; }
    const sandbox::Sandbox& sandbox() const { return sandbox_; }

    channel::Output receive(const Value& im_message, Millis now) override;
    channel::Output answered(const channel::Response& response, Millis now) override;
    channel::Output heard(const channel::SocketNews& news, Millis now) override;
    channel::Output delivered(const Value& item, Millis now) override;
    channel::Output advance(Millis now) override;
    std::optional<Millis> next_deadline() const override { return sandbox_.next_deadline(); }
    channel::Output touch(bool typing, Millis now) override;
    channel::Output status(Millis now) override;
    channel::Output left(Millis now) override;
    channel::Output resume(Millis now) override;
    Value save() const override { return sandbox_.save(); }

  private:
    sandbox::Sandbox sandbox_;
};

/// The account of the sandbox: it has no secrets and asks nobody.
class SandboxAccount final : public channel::Account {
  public:
    explicit SandboxAccount(sandbox::Options options) : options_(std::move(options)) {}

    std::optional<channel::Request> credentials(Millis now) override;
    tl::expected<void, std::string> authenticated(const channel::Response& response, Millis now) override;
    bool ready(Millis now) const override;
    void authorise(channel::Request& request) const override;
    channel::WebhookResult webhook(const channel::Webhook& webhook, Millis now) override;
    std::unique_ptr<channel::Channel> open(const channel::Customer& customer, const Value* saved) override;

  private:
    sandbox::Options options_;
};

}  // namespace deskbell::relay
