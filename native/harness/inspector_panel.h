#pragma once

#include "native/harness/player.h"

namespace deskbell {

/// What lies behind the screen: the last event, what the session knows, the rows.
class InspectorPanel {
  public:
    /// Draws into the current window. `row`: the key of the row under the pointer, empty when there is none.
    void draw(const Player& player, std::string_view row);
};

}  // namespace deskbell
