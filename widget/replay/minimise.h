#pragma once

#include <functional>
#include <string>

#include "widget/replay/fixture.h"

namespace deskbell {

/// Says whether a fixture still shows what is looked for.
using StillShows = std::function<bool(std::string_view fixture)>;

/// Drops events from a fixture while `still_shows` says yes, until no single event more can go (delta debugging, Zeller and Hildebrandt's ddmin), and gives the
/// first line with the events that are left, each as it was written.
/// Errors: those of parse_fixture(); that the whole fixture does not show it.
tl::expected<std::string, FixtureError> minimise(std::string_view text, const StillShows& still_shows);

}  // namespace deskbell
