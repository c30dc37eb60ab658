#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "widget/replay/replay.h"

namespace deskbell {

/// The fixtures below the given files and folders, in the order of their names. Errors: the path that does not exist.
tl::expected<std::vector<std::filesystem::path>, std::filesystem::path> find_fixtures(const std::vector<std::filesystem::path>& inputs);

/// Where the expected output of a fixture lies: `…/fixtures/a/b.jsonl` → `…/golden/a/b.txt`, and `b.effects.jsonl`, `b.patches.jsonl`, `b.state.json` for the other forms.
/// Nothing when no folder of the path is called "fixtures".
std::optional<std::filesystem::path> golden_path(const std::filesystem::path& fixture, ReplayForm form);

/// The goldens below the folders that belong to the given inputs but to none of the fixtures.
std::vector<std::filesystem::path> orphaned_goldens(const std::vector<std::filesystem::path>& inputs,
                                                    const std::vector<std::filesystem::path>& fixtures);

/// The content of a file, or nothing when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);
/// False when the file cannot be written. Makes its folders.
bool write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace deskbell
