#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "native/harness/wire.h"
#include "widget/replay/fixture.h"

namespace deskbell {

/// A fixture to which trouble has happened.
struct Disturbed {
    std::string text;             ///< a fixture; its first line tells the trouble it was made with
    std::vector<Mishap> mishaps;  ///< milliseconds since the start
};

/// Lets trouble happen to a whole recorded conversation: what the desk says is delayed, lost, doubled, overtaken, damaged or cut off by a break of the connection; what the visitor does
/// stays when it was. A press on a control that is not on the screen any more is left out, and said. The same settings make the same fixture.
/// Errors: those of parse_fixture().
tl::expected<Disturbed, FixtureError> disturb(std::string_view fixture, const TroubleSettings& settings);

}  // namespace deskbell
