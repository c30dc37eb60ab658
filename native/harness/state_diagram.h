#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "native/harness/player.h"

namespace deskbell {

/// All steps from one state to another, as one arrow.
struct DiagramEdge {
    SessionState from;
    SessionState to;
    std::vector<SessionSignal> signals;
};

/// The arrows of the diagram: from the table of transitions, those between the same two states as one.
const std::vector<DiagramEdge>& diagram_edges();

/// Where the middle of a state's box stands, as a share of the diagram's width and height.
ImVec2 diagram_place(SessionState state);

/// Draws the session's states and the ways between them, as wide as the window: the current state is lit, what it can step to is brighter, the last step is drawn strong.
/// Gives the state under the pointer.
std::optional<SessionState> draw_state_diagram(SessionState current, const std::optional<StateChange>& last);

}  // namespace deskbell
