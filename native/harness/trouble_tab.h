#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native/harness/desk_side.h"

namespace deskbell {

/// How bad the wire is, for a live conversation or for a whole fixture.
class TroubleTab {
  public:
    /// Draws into the current window. A conversation that is to be shown instead is left in `other`.
    void draw(const Player& player, DeskSide& side, std::optional<Player>& other);

  private:
    void disturb_fixture(const Player& player, const TroubleSettings& trouble, std::optional<Player>& other);
    void show(const Player& player, const std::string& fixture, std::optional<Player>& other);

    std::string undisturbed_;  ///< the fixture before any trouble; empty: nothing was disturbed
    std::string disturbed_;    ///< and after it, to know it again
    std::vector<Mishap> mishaps_;
    std::string complaint_;
};

}  // namespace deskbell
