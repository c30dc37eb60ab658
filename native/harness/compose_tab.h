#pragma once

#include <string>

#include "native/harness/desk_side.h"
#include "native/harness/json_text.h"
#include "native/harness/message_form.h"

namespace deskbell {

/// Puts together any message or event from its field list, and its JSON by hand.
class ComposeTab {
  public:
    /// Draws into the current window.
    void draw(Player& player, DeskSide& side);

    MessageForm& form() { return form_; }

  private:
    void draw_kinds();
    void draw_form();
    void draw_buttons(Player& player, DeskSide& side, const ComposedEvent& composed);
    void draw_raw(Player& player, const ComposedEvent& composed);
    void send(Player& player, Value event);

    MessageForm form_;
    std::string search_;
    std::string raw_;
    bool by_hand_ = false;  ///< the JSON was edited and does not follow the form
    std::string outcome_;   ///< of the last sending, in words
    bool failed_ = false;
    std::int64_t sent_ = 0;
};

}  // namespace deskbell
