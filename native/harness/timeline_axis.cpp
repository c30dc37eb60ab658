#include "native/harness/timeline_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "native/harness/event_kind.h"
#include "native/harness/raw_text.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

constexpr float label_room = TimelineAxis::label_room;
constexpr float margin = 8;
constexpr float states_top = 5;
constexpr float states_height = 8;
constexpr float lane_top = 17;
constexpr float lane_height = 14;
/// A pointer this near to a mark means it, pixels.
constexpr float reach = 6;

/// A small word at the left end of a lane, `at` its middle.
void label(ImDrawList* list, ImVec2 at, const char* word) {
    ImFont* font = raw_font();
    list->AddText(font, font->FontSize, {at.x, at.y - font->FontSize / 2}, skin().text_3, word);
}

}  // namespace

ImU32 state_colour(SessionState state) {
    switch (state) {
        case SessionState::idle: return skin().surface_3;
        case SessionState::triggered: return skin().blue;
        case SessionState::robot: return skin().violet;
        case SessionState::queueing: return skin().warn;
        case SessionState::waiting: return IM_COL32(0xE0, 0x8F, 0x5C, 255);
        case SessionState::agent: return skin().ok;
        case SessionState::ended: return skin().control;
    }
    return skin().control;
}

float TimelineAxis::share_of(float x, ImVec2 low, ImVec2 size) const {
    return (x - low.x - label_room) / std::max(size.x - label_room - margin, 1.0F);
}

float TimelineAxis::x_of_event(std::size_t index, ImVec2 low, ImVec2 size) const {
    const double share = counts_events_
                             ? static_cast<double>(index + 1) / static_cast<double>(std::max<std::size_t>(player_.events().size(), 1))
                             : static_cast<double>(player_.events()[index].at - player_.start()) / static_cast<double>(whole_time());
    return low.x + label_room + static_cast<float>(share) * (size.x - label_room - margin);
}

void TimelineAxis::draw_states(ImDrawList* list, ImVec2 low, ImVec2 size) const {
    low.y += states_top;
    const float bottom = low.y + states_height;
    const float right = low.x + size.x - margin;
    list->AddRectFilled({low.x + label_room, low.y}, {right, bottom}, skin().surface_1, 2);
    float from = low.x + label_room;
    SessionState state = SessionState::idle;
    std::size_t index = 0;
    for (; index < player_.events().size() && player_.traces()[index].known; ++index) {
        if (player_.traces()[index].state == state) continue;
        const float x = x_of_event(index, low, size);
        list->AddRectFilled({from, low.y}, {x, bottom}, state_colour(state));
        from = x;
        state = player_.traces()[index].state;
    }
    const float until = index == player_.events().size() ? right : x_of_event(index, low, size);
    list->AddRectFilled({from, low.y}, {until, bottom}, state_colour(state));
}

void TimelineAxis::draw_marks(ImDrawList* list, ImVec2 low, ImVec2 size) const {
    std::array<float, event_kinds> last{};
    last.fill(-1);
    for (int kind = 0; kind < event_kinds; ++kind) {
        const float y = low.y + lane_top + lane_height * static_cast<float>(kind);
        list->AddRectFilled({low.x + label_room, y + 1}, {low.x + size.x - margin, y + lane_height - 1}, skin().surface_1, 2);
        label(list, {low.x, y + lane_height / 2}, event_kind_name(static_cast<EventKind>(kind)));
    }
    for (std::size_t i = 0; i < player_.events().size(); ++i) {
        const FixtureEvent& event = player_.events()[i];
        const EventKind kind = event_kind(event.event["event"].as_text());
        const float x = std::floor(x_of_event(i, low, size));
        const bool is_telling = player_.traces()[i].failed || event.line == 0;
        float& drawn = last[static_cast<std::size_t>(kind)];
        // Ten thousand events have a thousand places: one mark each is enough.
        if (drawn == x && !is_telling) continue;
        drawn = x;
        const float y = low.y + lane_top + lane_height * static_cast<float>(kind);
        const ImU32 colour = player_.traces()[i].failed ? skin().danger : event_kind_colour(kind);
        list->AddRectFilled({x - 1, y + 1}, {x + 1, y + lane_height - 1}, colour);
        if (event.line == 0) list->AddCircle({x, y + lane_height / 2}, 4, skin().text_1, 0, 1.5F);
    }
}

void TimelineAxis::draw(ImDrawList* list, ImVec2 low, ImVec2 size) const {
    list->PushClipRect(low, {low.x + size.x, low.y + size.y}, true);
    label(list, {low.x, low.y + states_top + states_height / 2}, "state");
    draw_states(list, low, size);
    draw_marks(list, low, size);
    const std::size_t target = player_.target_event();
    double share = static_cast<double>(player_.target_position()) / static_cast<double>(whole_time());
    if (counts_events_) share = static_cast<double>(target) / static_cast<double>(std::max<std::size_t>(player_.events().size(), 1));
    const float x = low.x + label_room + static_cast<float>(share) * (size.x - label_room - margin);
    // What is not near a copy yet is looked at in the background.
    if (player_.covered() < player_.events().size()) {
        const float to = player_.covered() == 0 ? low.x + label_room : x_of_event(player_.covered() - 1, low, size);
        const float y = low.y + lane_top + lane_height * event_kinds + 1;
        list->AddRectFilled({low.x + label_room, y}, {to, y + 2}, skin().accent_ink);
        list->AddRectFilled({to, y}, {low.x + size.x - margin, y + 2}, skin().surface_2);
    }
    list->AddLine({x, low.y}, {x, low.y + size.y}, skin().text_1, 1.5F);
    list->AddTriangleFilled({x - 5, low.y + size.y}, {x + 5, low.y + size.y}, {x, low.y + size.y - 7}, skin().text_1);
    list->PopClipRect();
}

std::optional<std::size_t> TimelineAxis::event_at(ImVec2 pointer, ImVec2 low, ImVec2 size) const {
    const auto lane = static_cast<int>(std::floor((pointer.y - low.y - lane_top) / lane_height));
    std::optional<std::size_t> found;
    float nearest = reach;
    for (std::size_t i = 0; i < player_.events().size(); ++i) {
        const float distance = std::abs(x_of_event(i, low, size) - pointer.x);
        // Marks of the lane under the pointer come before those of the others.
        const bool is_lane = static_cast<int>(event_kind(player_.events()[i].event["event"].as_text())) == lane;
        const float felt = is_lane ? distance : distance + reach / 2;
        if (felt >= nearest) continue;
        nearest = felt;
        found = i;
    }
    return found;
}

}  // namespace deskbell
