#pragma once

#include <string>

#include "native/harness/desk_side.h"

namespace deskbell {

/// Saves what just happened as a fixture.
class RecordTab {
  public:
    /// Draws into the current window.
    void draw(const Player& player);

  private:
    std::string path_ = "conversation.jsonl";
    bool redacted_ = false;
    std::string outcome_;
    bool failed_ = false;
};

}  // namespace deskbell
