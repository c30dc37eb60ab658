#pragma once

#include <list>
#include <string>

#include "core/base/record.h"

namespace deskbell {

/// What the harness remembers from one day to the next.
struct Settings {
    std::int64_t width = 1280;
    std::int64_t height = 800;
    std::string theme = "light";
    std::string frame = "panel";
    std::string lang;
    std::int64_t speed = 100;
    std::string axis = "time";
    bool live = true;
    std::int64_t desk_width = 324;
    std::int64_t inspector_width = 440;
    std::int64_t timeline_height = 236;
    std::list<std::string> recent;
};
DESKBELL_RECORD(Settings, "What the harness remembers, in deskbell/harness.json of the user's configuration folder.",
    DESKBELL_FIELD(width, "width", always, "of the window, pixels"),
    DESKBELL_FIELD(height, "height", always, "of the window, pixels"),
    DESKBELL_FIELD(theme, "theme", always, "of the phone: light or dark"),
    DESKBELL_FIELD(frame, "frame", always, "what the conversation is shown in: small, phone, panel or fill"),
    DESKBELL_FIELD(lang, "lang", always, "instead of the fixture's language; empty: the fixture's"),
    DESKBELL_FIELD(speed, "speed", always, "of playing, per cent"),
    DESKBELL_FIELD(axis, "axis", always, "what the timeline counts: time or events"),
    DESKBELL_FIELD(live, "live", always, "time goes on after the last event"),
    DESKBELL_FIELD(desk_width, "desk_width", always, "of the panel at the left, pixels"),
    DESKBELL_FIELD(inspector_width, "inspector_width", always, "of the panel at the right, pixels"),
    DESKBELL_FIELD(timeline_height, "timeline_height", always, "of the panel below, pixels"),
    DESKBELL_FIELD(recent, "recent", always, "paths of the fixtures that were opened, newest first"));

/// So many fixtures are remembered.
inline constexpr std::size_t most_recent = 10;

/// Settings, and a line about what could not be taken from the file.
struct ReadSettings {
    Settings settings;
    std::string complaint;
};

/// Where the file is: $XDG_CONFIG_HOME/deskbell/harness.json, or below $HOME/.config; empty when neither is set.
std::string settings_path();

/// Reads the settings from JSON. What is broken, out of its range or unknown is left at its default, and told.
ReadSettings parse_settings(std::string_view json);
/// The same from a file; a missing one is no complaint.
ReadSettings read_settings(const std::string& path);
/// Writes the file and the folders that it lies in; the old file stays until the new one is complete. Gives the reason when it could not.
std::string write_settings(const std::string& path, const Settings& settings);

/// Puts a fixture first among the recent ones.
void remember_fixture(Settings& settings, const std::string& path);

}  // namespace deskbell
