#pragma once

#include <string>
#include <string_view>

#include "native/harness/player.h"

namespace deskbell {

/// What has happened so far as a fixture that replays to the screen that is shown: played, injected and live events, in the language that is shown, up to this moment.
std::string record_so_far(const Player& player);

/// The whole conversation, with what is still to come.
std::string record_whole(const Player& player);

enum class Privacy : std::uint8_t { as_it_is, redacted };
enum class Existing : std::uint8_t { keep, replace };

/// Writes a fixture to a file. Gives the file's whole path. Errors, in words: there is such a file (with Existing::keep), the folder is missing, the file cannot be written.
tl::expected<std::string, std::string> save_fixture(const std::string& path, std::string_view fixture, Privacy privacy, Existing existing);

}  // namespace deskbell
