#pragma once

#include <string>

#include "native/harness/player.h"

namespace deskbell {

/// The desk's side of the conversation: what a developer lets happen to the session.
class DeskPanel {
  public:
    /// Draws into the current window. `passed`: milliseconds since the last frame.
    void draw(Player& player, double passed);

  private:
    std::string raw_ = R"({"event":"text","text":"Hello"})";
    std::string complaint_;
};

}  // namespace deskbell
