#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "native/replay/line_wishes.h"
#include "native/replay/unified_diff.h"
#include "widget/replay/replay.h"

namespace deskbell {

/// What the tool ends with, and what one fixture comes to; the highest of them counts.
enum ExitCode { exit_good = 0, exit_differs = 1, exit_unusable = 2 };

/// What is done with the fixtures.
enum class Mode : std::uint8_t {
    print,       ///< the output goes to standard output
    check,       ///< it is compared with the goldens
    rebaseline,  ///< it becomes the goldens
    edit,        ///< the fixture is made smaller, or told without who took part
    cover,       ///< what it goes through is counted
};

struct Settings {
    Mode mode = Mode::print;
    ReplayOptions options;
    DiffColour colour = DiffColour::off;  ///< of differences
    std::filesystem::path junit;
    bool minimise = false;
    bool redact = false;
    LineWishes wishes;              ///< of minimise
    std::filesystem::path out;      ///< where the edited fixture goes; empty: standard output
    std::filesystem::path excuses;  ///< of cover
    std::vector<std::filesystem::path> inputs;
};

/// What came of one fixture.
struct Outcome {
    ExitCode code = exit_good;
    std::string output;     ///< for standard output
    std::string report;     ///< what to tell besides: why, when the code is not 0
    std::string shown;      ///< the same, coloured
    std::string fixture;    ///< of cover: its text
    ReplayWitness witness;  ///< of cover
    double seconds = 0;
};

/// Plays one fixture as the settings say. Touches nothing but its golden or `out`, so that several can be played at once.
Outcome play(const std::filesystem::path& fixture, const Settings& settings);

}  // namespace deskbell
