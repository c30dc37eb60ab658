#include "native/relay/sandbox_desk.h"

namespace deskbell::relay {
namespace {

channel::Output converted(sandbox::Output output) {
    channel::Output out;
    out.events = std::move(output.events);
    out.refusal = std::move(output.refusal);
    return out;
}

}  // namespace

channel::Output SandboxChannel::receive(const Value& im_message, Millis now) { return converted(sandbox_.receive(im_message, now)); }
channel::Output SandboxChannel::answered(const channel::Response&, Millis) { return {}; }
channel::Output SandboxChannel::heard(const channel::SocketNews&, Millis) { return {}; }
channel::Output SandboxChannel::delivered(const Value&, Millis) { return {}; }
channel::Output SandboxChannel::advance(Millis now) { return converted(sandbox_.advance(now)); }
channel::Output SandboxChannel::status(Millis now) { return converted(sandbox_.status(now)); }
channel::Output SandboxChannel::left(Millis) { return {}; }
channel::Output SandboxChannel::resume(Millis) { return {}; }

channel::Output SandboxChannel::touch(bool typing, Millis now) {
    // Only typing keeps a session: an open panel reads everything at once, and would never be left by the desk.
    if (typing) sandbox_.touch(now);
    return {};
}

std::optional<channel::Request> SandboxAccount::credentials(Millis) { return std::nullopt; }
tl::expected<void, std::string> SandboxAccount::authenticated(const channel::Response&, Millis) { return {}; }
bool SandboxAccount::ready(Millis) const { return true; }
void SandboxAccount::authorise(channel::Request&) const {}

channel::WebhookResult SandboxAccount::webhook(const channel::Webhook&, Millis) {
    channel::WebhookResult result;
    result.reply.status = 404;
    return result;
}

std::unique_ptr<channel::Channel> SandboxAccount::open(const channel::Customer& customer, const Value* saved) {
    sandbox::Options options = options_;
    options.first_id = customer.first_id;
    if (saved == nullptr) return std::make_unique<SandboxChannel>(sandbox::Sandbox(std::move(options)));
    return std::make_unique<SandboxChannel>(sandbox::Sandbox::restore(std::move(options), *saved));
}

}  // namespace deskbell::relay
