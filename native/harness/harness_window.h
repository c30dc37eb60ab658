#pragma once

#include <optional>
#include <string>

#include "native/harness/desk_panel.h"
#include "native/harness/inspector_panel.h"
#include "native/harness/opening.h"
#include "native/harness/phone.h"
#include "native/harness/settings.h"
#include "native/harness/timeline_panel.h"

namespace deskbell {

/// Lays out the panels over the whole display: the desk side at the left, the phone in the middle, the inspector at the right, the timeline below. Opens fixtures, and
/// gives long work its slice of every frame.
class HarnessWindow {
  public:
    /// `path`: where the player's fixture is from, empty when it is from nowhere. `complaint`: told at once, as of broken settings.
    HarnessWindow(Player player, Settings settings, const std::string& path = {}, std::string complaint = {});

    /// Draws one frame over the whole display. `passed`: milliseconds since the last frame, for playing.
    void draw(double passed);

    /// Opens a fixture; what is shown stays until it has been read, and stays at all when it cannot be.
    void open(const std::string& path);
    /// True while something changes by itself: frames are wanted at full speed.
    bool is_busy() const {
        return opening_ || desk_.is_live(player_) || player_.is_travelling() || timeline_.is_playing() ||
               player_.covered() < player_.events().size();
    }

    Player& player() { return player_; }
    Settings& settings() { return settings_; }
    const std::string& path() const { return path_; }
    /// What went wrong last and was not closed yet; empty when nothing did.
    const std::string& complaint() const { return complaint_; }
    TimelinePanel& timeline() { return timeline_; }
    DeskPanel& desk() { return desk_; }
    /// The key of the row under the pointer; empty when there is none.
    const std::string& hovered_row() const { return phone_.hovered_row(); }
    InspectorPanel& inspector() { return inspector_; }

  private:
    void work();
    void take_keys();
    void draw_bar(float width);
    void draw_file_menu();
    void draw_language();
    float draw_banner(float top, float width);
    void draw_splitters(ImVec2 display, float top);
    void draw_phone();
    void draw_phone_choices();
    void replace_player(Player player, std::string path);

    Player player_;
    Settings settings_;
    std::string path_;
    std::string complaint_;
    std::optional<Opening> opening_;
    std::string typed_path_;
    DeskPanel desk_;
    PhonePanel phone_;
    InspectorPanel inspector_;
    TimelinePanel timeline_;
};

}  // namespace deskbell
