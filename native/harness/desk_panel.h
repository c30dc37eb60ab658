#pragma once

#include <optional>
#include <string>

#include "native/harness/agent_tab.h"
#include "native/harness/compose_tab.h"
#include "native/harness/record_tab.h"
#include "native/harness/trouble_tab.h"

namespace deskbell {

/// The desk's side of the conversation: what a developer lets happen to the session, in four tabs.
class DeskPanel {
  public:
    /// Draws into the current window. `passed`: milliseconds since the last frame.
    void draw(Player& player, double passed);

    /// Shows a tab: `compose`, `agent`, `trouble` or `record`; another name changes nothing.
    void show_tab(std::string_view name) { wanted_tab_ = name; }
    /// Begins a live conversation with `sandbox`, or with the relay at an address. Errors, in words: the address.
    tl::expected<void, std::string> connect(Player& player, std::string_view other_side);
    /// A conversation that is to take the place of the one shown, once.
    std::optional<Player> take_other();
    /// The player's conversation is another one now: nobody is at the other end of it.
    void conversation_replaced(Player& player) { side_.stop(player); }
    /// True while time passes in a live conversation.
    bool is_live(const Player& player) const { return side_.is_live(player); }
    DeskSide& side() { return side_; }

  private:
    DeskSide side_;
    ComposeTab compose_;
    AgentTab agent_;
    TroubleTab trouble_;
    RecordTab record_;
    std::string wanted_tab_;
    std::optional<Player> other_;
};

}  // namespace deskbell
