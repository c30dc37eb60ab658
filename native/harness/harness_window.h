#pragma once

#include "native/harness/phone.h"
#include "native/harness/player.h"

namespace deskbell {

/// Everything in the harness's window: the phone in the middle, the timeline below, the inspector at the right, what can be injected at the left.
class HarnessWindow {
  public:
    HarnessWindow(Player player, Theme theme) : player_(std::move(player)), theme_(theme) {}

    /// Draws one frame over the whole display. `passed`: milliseconds since the last frame, for playing.
    void draw(double passed);

    Player& player() { return player_; }

  private:
    void draw_inject();
    void draw_timeline();
    void draw_inspector();

    Player player_;
    PhonePanel phone_;
    Theme theme_;
    bool playing_ = false;
    float speed_ = 1;
    double carried_ = 0;  ///< played time that is no whole millisecond yet
    std::string raw_ = R"({"event":"text","text":"Hello"})";
    std::string complaint_;
};

}  // namespace deskbell
