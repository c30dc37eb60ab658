#pragma once

#include <string>

#include "native/harness/player.h"
#include "native/harness/row_report.h"

namespace deskbell {

/// What lies behind the screen: the row under the pointer or the pinned one, the last event, the session's state.
class InspectorPanel {
  public:
    enum class Tab { row, event, state, session };

    /// Draws into the current window. `hovered`: the key of the row under the pointer, empty when there is none.
    void draw(Player& player, std::string_view hovered);

    /// Shows this row until it is unpinned; the empty key unpins.
    void pin(std::string_view row);
    const std::string& pinned() const { return pinned_; }
    /// The key of the row that is shown; empty when there is none.
    const std::string& shown() const { return shown_; }
    const std::optional<RowReport>& report() const { return report_; }
    Tab tab() const { return tab_; }
    void show(Tab tab) { tab_ = tab; }

  private:
    void draw_tabs();
    void draw_row(Player& player, std::string_view hovered);
    void draw_choice(const Player& player);
    void draw_report(Player& player, const RowReport& report);
    void draw_event(const Player& player);
    void draw_state(const Player& player);
    void draw_session(const Player& player);

    Tab tab_ = Tab::row;
    std::string pinned_;
    std::string shown_;
    std::optional<RowReport> report_;
    std::uint64_t reported_ = 0;  ///< the player's revision that the report is of
    Value state_;
    std::uint64_t state_of_ = 0;
};

}  // namespace deskbell
