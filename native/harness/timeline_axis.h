#pragma once

#include <imgui.h>

#include <optional>

#include "native/harness/player.h"

namespace deskbell {

/// The line of the timeline: the states that the session goes through, a lane for each kind of event, and where the conversation is.
class TimelineAxis {
  public:
    static constexpr float height = 82;
    /// Left of the line stands what the lanes are, pixels.
    static constexpr float label_room = 62;

    TimelineAxis(const Player& player, bool counts_events) : player_(player), counts_events_(counts_events) {}

    void draw(ImDrawList* list, ImVec2 low, ImVec2 size) const;
    /// Where along the line a place on the screen is, 0 to 1 and beyond.
    float share_of(float x, ImVec2 low, ImVec2 size) const;
    /// The event whose mark is at, or next to, the pointer.
    std::optional<std::size_t> event_at(ImVec2 pointer, ImVec2 low, ImVec2 size) const;
    /// What the line's whole length is worth, in milliseconds.
    Millis whole_time() const { return std::max<Millis>(std::max(player_.duration(), player_.target_position()), 1); }

  private:
    float x_of_event(std::size_t index, ImVec2 low, ImVec2 size) const;
    void draw_states(ImDrawList* list, ImVec2 low, ImVec2 size) const;
    void draw_marks(ImDrawList* list, ImVec2 low, ImVec2 size) const;

    const Player& player_;
    bool counts_events_;
};

/// The colour of a state on the timeline and in the diagram.
ImU32 state_colour(SessionState state);

}  // namespace deskbell
