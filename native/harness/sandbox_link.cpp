#include "native/harness/sandbox_link.h"

#include <utility>

namespace deskbell {

namespace {

/// Where the sandbox's pictures would be; the harness shows them by their names.
constexpr const char* assets = "https://sandbox.example/";

}  // namespace

SandboxLink::SandboxLink(std::string lang) : hub_(store_, sandbox::Options{assets, 1, 1}), channel_(std::move(lang)) {}

SandboxLink::~SandboxLink() {
    // Nobody asks the store any more: which time it is does not matter.
    disconnect(0);
}

void SandboxLink::connect(Millis now) {
    events_.push_back(channel_.opening(now));
    socket_.emplace();
    hub_.opened(*socket_, now);
    hub_.received(*socket_, channel_.hello(), now);
}

void SandboxLink::disconnect(Millis now) {
    if (socket_) hub_.closed(*socket_, now);
    socket_.reset();
}

void SandboxLink::perform(const Value& effect, Millis now) {
    if (effect["effect"].as_text() == "upload") return upload(effect);
    if (!socket_) return;
    if (const auto frame = channel_.frame_of(effect)) hub_.received(*socket_, *frame, now);
}

/// There is nobody to keep a file for: it is there as soon as it was asked for.
void SandboxLink::upload(const Value& effect) {
    Value progress = Value::object().set("event", "upload").set("client_id", effect["client_id"]);
    events_.push_back(Value(progress).set("progress", Value::decimal("0.5")));
    const std::string url = assets + std::string("files/") + std::to_string(++uploads_);
    events_.push_back(progress.set("progress", 1).set("url", url));
}

std::vector<Value> SandboxLink::receive(Millis now) {
    if (!socket_ && connect_at_ <= now) connect(now);
    hub_.advance(now);
    if (socket_) {
        // In one process nothing gets lost, and nobody is silent.
        for (const std::string& line : socket_->lines) (void)channel_.receive(line, now, events_);
        socket_->lines.clear();
        if (socket_->is_closed) interrupt(now, channel_.next_wait(0));
    }
    return std::exchange(events_, {});
}

void SandboxLink::interrupt(Millis now, Millis absence) {
    disconnect(now);
    connect_at_ = now + absence;
    events_.push_back(channel_.lost());
}

std::string SandboxLink::status() const {
    const std::string complaint = channel_.complaint().empty() ? "" : " (" + channel_.complaint() + ")";
    if (!channel_.is_welcome()) return "sandbox: not connected" + complaint;
    return "sandbox: " + std::string(phase()) + (by_hand() ? ", the agent is you" : "") + complaint;
}

tl::expected<void, std::string> SandboxLink::act(sandbox::AgentAct act, Value message, Millis now) {
    if (!socket_) return tl::unexpected<std::string>("the connection is broken");
    return hub_.act(*socket_, act, std::move(message), now);
}

std::string_view SandboxLink::phase() const {
    const sandbox::Sandbox* desk = socket_ ? hub_.desk_of(*socket_) : nullptr;
    return desk == nullptr ? "none" : desk->phase();
}

bool SandboxLink::by_hand() const {
    const sandbox::Sandbox* desk = socket_ ? hub_.desk_of(*socket_) : nullptr;
    return desk != nullptr && desk->by_hand();
}

}  // namespace deskbell
