#pragma once

#include "native/harness/player.h"

namespace deskbell {

/// Play, pause, step, speed and the place in time.
class TimelinePanel {
  public:
    /// Lets the conversation go on by `passed` milliseconds, at the chosen speed, while it plays.
    void advance(Player& player, double passed);
    /// Draws into the current window.
    void draw(Player& player);

  private:
    bool playing_ = false;
    float speed_ = 1;
    double carried_ = 0;  ///< played time that is no whole millisecond yet
};

}  // namespace deskbell
