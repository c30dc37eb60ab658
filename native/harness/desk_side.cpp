#include "native/harness/desk_side.h"

#include "native/harness/relay_link.h"

namespace deskbell {

void DeskSide::start_sandbox(Player& player) {
    auto link = std::make_unique<SandboxLink>(player.lang());
    SandboxLink* sandbox = link.get();
    start(player, std::move(link));
    sandbox_ = sandbox;
}

tl::expected<void, std::string> DeskSide::connect(Player& player, std::string_view text) {
    auto address = parse_relay_address(text);
    if (!address) return tl::unexpected<std::string>(address.error());
    start(player, std::make_unique<RelayLink>(std::move(*address), player.lang()));
    return {};
}

void DeskSide::start(Player& player, std::unique_ptr<DeskLink> link) {
    stop(player);
    live_ = std::make_unique<LiveConversation>(std::move(link), trouble, player);
}

void DeskSide::stop(Player& player) {
    if (live_) player.stop_collecting();
    live_.reset();
    sandbox_ = nullptr;
}

void DeskSide::advance(Player& player, double passed) {
    if (!live_) return;
    carried_ += passed;
    const auto whole = static_cast<Millis>(carried_);
    carried_ -= static_cast<double>(whole);
    live_->advance(player, whole);
}

std::string DeskSide::status(const Player& player) const {
    if (!live_) return "nobody: a recorded conversation";
    switch (live_->state(player)) {
        case LiveConversation::State::live: return live_->link().status();
        case LiveConversation::State::looking_back: return "waiting: you look at the past";
        case LiveConversation::State::over: return "over: the past was changed, so the other side was let go";
    }
    return {};
}

}  // namespace deskbell
