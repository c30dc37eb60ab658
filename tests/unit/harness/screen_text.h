#pragma once

#include <string>

#include "native/harness/player.h"

namespace deskbell {

/// What the player shows, as the text renderer writes it for goldens.
std::string screen_text(const Player& player);

}  // namespace deskbell
