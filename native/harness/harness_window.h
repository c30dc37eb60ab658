#pragma once

#include "native/harness/desk_panel.h"
#include "native/harness/inspector_panel.h"
#include "native/harness/phone.h"
#include "native/harness/timeline_panel.h"

namespace deskbell {

/// Lays out the panels over the whole display: the desk side at the left, the phone in the middle, the inspector at the right, the timeline below.
class HarnessWindow {
  public:
    HarnessWindow(Player player, Theme theme) : player_(std::move(player)), theme_(theme) {}

    /// Draws one frame over the whole display. `passed`: milliseconds since the last frame, for playing.
    void draw(double passed);

    Player& player() { return player_; }

  private:
    Player player_;
    Theme theme_;
    DeskPanel desk_;
    PhonePanel phone_;
    InspectorPanel inspector_;
    TimelinePanel timeline_;
};

}  // namespace deskbell
