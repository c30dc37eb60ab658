#include "native/harness/state_diagram.h"

#include <algorithm>
#include <cmath>

#include "native/harness/controls.h"
#include "native/harness/style.h"
#include "native/harness/timeline_axis.h"

namespace deskbell {

namespace {

constexpr SessionState states[] = {SessionState::idle,    SessionState::triggered, SessionState::robot, SessionState::queueing,
                                   SessionState::waiting, SessionState::agent,     SessionState::ended};
constexpr ImVec2 box = {92, 30};
constexpr float diagram_height = 300;
/// How far an arrow bends to its left, so that there and back are two.
constexpr float bend = 0.11F;

ImVec2 operator+(ImVec2 a, ImVec2 b) { return {a.x + b.x, a.y + b.y}; }
ImVec2 operator-(ImVec2 a, ImVec2 b) { return {a.x - b.x, a.y - b.y}; }
ImVec2 operator*(ImVec2 a, float b) { return {a.x * b, a.y * b}; }

/// Where the line from the middle of a box towards `target` leaves the box, with a little room.
ImVec2 border(ImVec2 middle, ImVec2 target, float room) {
    const ImVec2 way = target - middle;
    const float share =
        std::min((box.x / 2 + room) / std::max(std::abs(way.x), 0.01F), (box.y / 2 + room) / std::max(std::abs(way.y), 0.01F));
    return middle + way * std::min(share, 1.0F);
}

void draw_edge(ImDrawList* list, ImVec2 from, ImVec2 to, ImU32 colour, float thickness) {
    const ImVec2 way = to - from;
    const ImVec2 bow = (from + to) * 0.5F + ImVec2(way.y, -way.x) * bend;
    const ImVec2 start = border(from, bow, 2);
    const ImVec2 end = border(to, bow, 4);
    list->AddBezierQuadratic(start, bow, end, colour, thickness);
    const ImVec2 back = bow - end;
    const float length = std::max(std::hypot(back.x, back.y), 1.0F);
    const ImVec2 unit = back * (1 / length);
    const ImVec2 side = {-unit.y, unit.x};
    const float size = 5 + thickness;
    list->AddTriangleFilled(end, end + unit * size + side * (size / 2), end + unit * size - side * (size / 2), colour);
}

/// A step that stays where it is: a small ring at the box's upper right corner.
void draw_loop(ImDrawList* list, ImVec2 middle, ImU32 colour, float thickness) {
    list->AddCircle(middle + ImVec2(box.x / 2 - 6, -box.y / 2), 7, colour, 0, thickness);
}

}  // namespace

const std::vector<DiagramEdge>& diagram_edges() {
    static const std::vector<DiagramEdge> edges = [] {
        std::vector<DiagramEdge> made;
        for (const Transition& step : transitions) {
            const auto same = std::find_if(made.begin(), made.end(),
                                           [&](const DiagramEdge& edge) { return edge.from == step.from && edge.to == step.to; });
            if (same == made.end()) {
                made.push_back({step.from, step.to, {step.signal}});
            } else {
                same->signals.push_back(step.signal);
            }
        }
        return made;
    }();
    return edges;
}

ImVec2 diagram_place(SessionState state) {
    switch (state) {
        case SessionState::idle: return {0.50F, 0.07F};
        case SessionState::triggered: return {0.83F, 0.25F};
        case SessionState::queueing: return {0.87F, 0.60F};
        case SessionState::waiting: return {0.68F, 0.92F};
        case SessionState::agent: return {0.32F, 0.92F};
        case SessionState::ended: return {0.13F, 0.60F};
        case SessionState::robot: return {0.17F, 0.25F};
    }
    return {0.5F, 0.5F};
}

std::optional<SessionState> draw_state_diagram(SessionState current, const std::optional<StateChange>& last) {
    const ImVec2 low = ImGui::GetCursorScreenPos();
    const ImVec2 size = {ImGui::GetContentRegionAvail().x, diagram_height};
    ImGui::Dummy(size);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto middle = [&](SessionState state) {
        const ImVec2 place = diagram_place(state);
        return ImVec2(low.x + place.x * size.x, low.y + place.y * size.y);
    };
    std::optional<SessionState> hovered;
    for (const SessionState state : states) {
        const ImVec2 at = middle(state);
        if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(at - box * 0.5F, at + box * 0.5F)) hovered = state;
    }
    const SessionState lit = hovered.value_or(current);
    // Faint ways first, so that the telling ones lie above.
    for (const int turn : {0, 1, 2}) {
        for (const DiagramEdge& edge : diagram_edges()) {
            const bool is_last = last && edge.from == last->from && edge.to == last->to;
            const int rank = is_last ? 2 : edge.from == lit ? 1 : 0;
            if (rank != turn) continue;
            const ImU32 colour = rank == 2 ? skin().accent_ink : rank == 1 ? skin().text_2 : skin().surface_3;
            const float thickness = rank == 2 ? 3.0F : rank == 1 ? 1.5F : 1.0F;
            if (edge.from == edge.to) {
                draw_loop(list, middle(edge.from), colour, thickness);
            } else {
                draw_edge(list, middle(edge.from), middle(edge.to), colour, thickness);
            }
        }
    }
    for (const SessionState state : states) {
        const ImVec2 from = middle(state) - box * 0.5F;
        const ImVec2 to = middle(state) + box * 0.5F;
        const bool is_current = state == current;
        list->AddRectFilled(from, to, is_current ? skin().accent : skin().surface_1, 8);
        list->AddRect(from, to,
                      is_current         ? skin().accent_ink
                      : state == hovered ? skin().text_2
                                         : skin().control,
                      8, 0, is_current ? 2.0F : 1.0F);
        list->AddRectFilled(from + ImVec2(8, box.y / 2 - 4), from + ImVec2(16, box.y / 2 + 4), state_colour(state), 2);
        const std::string name(session_state_name(state));
        const ImVec2 words = ImGui::CalcTextSize(name.c_str());
        list->AddText(middle(state) - words * 0.5F + ImVec2(6, 0), is_current ? IM_COL32_WHITE : skin().text_2, name.c_str());
        name_area("state " + name, from, to);
    }
    return hovered;
}

}  // namespace deskbell
