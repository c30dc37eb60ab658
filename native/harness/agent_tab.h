#pragma once

#include <string>

#include "native/harness/desk_side.h"

namespace deskbell {

/// The other side of the conversation: the sandbox, in which a person can play the agent, or a running relay.
class AgentTab {
  public:
    /// Draws into the current window.
    void draw(Player& player, DeskSide& side);

  private:
    void draw_choice(Player& player, DeskSide& side);
    void draw_acts(Player& player, DeskSide& side);
    void draw_writing(Player& player, DeskSide& side);
    void act(Player& player, DeskSide& side, sandbox::AgentAct act, Value message = {});

    std::string address_ = "ws://127.0.0.1:8787/ws";
    std::string words_;
    std::string complaint_;
};

}  // namespace deskbell
