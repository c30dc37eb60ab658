#pragma once

#include "native/harness/player.h"
#include "native/harness/settings.h"

namespace deskbell {

/// Play, pause, step, speed; the line with a mark for each event; the list of events.
class TimelinePanel {
  public:
    /// Lets the conversation go on by `passed` milliseconds, at the chosen speed, while it plays.
    void advance(Player& player, double passed, const Settings& settings);
    /// Draws into the current window.
    void draw(Player& player, Settings& settings);
    /// Takes the keys that steer: space, arrows, home, end.
    void take_keys(Player& player, const Settings& settings);

    bool is_playing() const { return playing_; }
    void toggle_play(Player& player, const Settings& settings);
    void stop() { playing_ = false; }

  private:
    void draw_transport(Player& player, Settings& settings);
    void draw_changes(Player& player);
    void draw_line(Player& player, const Settings& settings);
    void draw_list(Player& player);
    void step(Player& player, std::ptrdiff_t events);

    bool playing_ = false;
    double carried_ = 0;                                 ///< played time that is no whole millisecond yet
    std::size_t listed_ = static_cast<std::size_t>(-1);  ///< the event that the list was last scrolled to
};

}  // namespace deskbell
