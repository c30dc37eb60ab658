#pragma once

#include <memory>
#include <string>

#include "native/harness/live_conversation.h"
#include "native/harness/sandbox_link.h"

namespace deskbell {

/// What the tabs of the desk side share: who is at the other end, and how bad the wire is.
class DeskSide {
  public:
    TroubleSettings trouble;

    /// Begins a live conversation where the player is.
    void start_sandbox(Player& player);
    /// The same with a running relay. Errors, in words: the address.
    tl::expected<void, std::string> connect(Player& player, std::string_view address);
    void start(Player& player, std::unique_ptr<DeskLink> link);
    /// Lets the other side go; what was said stays.
    void stop(Player& player);
    /// Lets time pass in a live conversation.
    void advance(Player& player, double passed);

    /// Nullptr when there is nobody.
    LiveConversation* live() const { return live_.get(); }
    /// The sandbox when it is at the other end, else nullptr.
    SandboxLink* sandbox() const { return sandbox_; }
    /// True while a live conversation goes on in the present.
    bool is_live(const Player& player) const { return live_ && live_->state(player) == LiveConversation::State::live; }
    /// A line about the other side.
    std::string status(const Player& player) const;

  private:
    std::unique_ptr<LiveConversation> live_;
    SandboxLink* sandbox_ = nullptr;
    double carried_ = 0;  ///< passed time that is no whole millisecond yet
};

}  // namespace deskbell
