#include "native/replay/corpus.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace deskbell {

namespace fs = std::filesystem;

namespace {

constexpr const char* fixture_ending = ".jsonl";

const char* golden_ending(ReplayForm form) {
    switch (form) {
        case ReplayForm::text: return ".txt";
        case ReplayForm::effects: return ".effects.jsonl";
        case ReplayForm::patches: return ".patches.jsonl";
        case ReplayForm::state: return ".state.json";
    }
    return ".txt";
}

/// The path with its last folder "fixtures" called "golden".
std::optional<fs::path> in_golden(const fs::path& path) {
    const std::vector<fs::path> parts(path.begin(), path.end());
    const auto last = std::find(parts.rbegin(), parts.rend(), fs::path("fixtures"));
    if (last == parts.rend()) return std::nullopt;
    fs::path out;
    for (auto part = parts.begin(); part != parts.end(); ++part) out /= part == last.base() - 1 ? fs::path("golden") : *part;
    return out;
}

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::is_directory(folder)) return files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

tl::expected<std::vector<fs::path>, fs::path> find_fixtures(const std::vector<fs::path>& inputs) {
    std::vector<fs::path> fixtures;
    for (const fs::path& input : inputs) {
        if (!fs::exists(input)) return tl::unexpected<fs::path>(input);
        if (!fs::is_directory(input)) {
            fixtures.push_back(input);
            continue;
        }
        for (const fs::path& file : files_below(input)) {
            if (file.extension() == fixture_ending) fixtures.push_back(file);
        }
    }
    return fixtures;
}

std::optional<fs::path> golden_path(const fs::path& fixture, ReplayForm form) {
    std::optional<fs::path> path = in_golden(fixture);
    if (path) path->replace_extension(golden_ending(form));
    return path;
}

std::vector<fs::path> orphaned_goldens(const std::vector<fs::path>& inputs, const std::vector<fs::path>& fixtures) {
    std::set<fs::path> expected;
    for (const fs::path& fixture : fixtures) {
        for (const ReplayForm form : {ReplayForm::text, ReplayForm::effects, ReplayForm::patches, ReplayForm::state}) {
            if (const auto path = golden_path(fixture, form)) expected.insert(*path);
        }
    }
    std::vector<fs::path> orphans;
    for (const fs::path& input : inputs) {
        const std::optional<fs::path> folder = fs::is_directory(input) ? in_golden(input) : std::nullopt;
        if (!folder) continue;
        for (const fs::path& file : files_below(*folder)) {
            if (!expected.contains(file)) orphans.push_back(file);
        }
    }
    return orphans;
}

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

bool write_file(const fs::path& path, std::string_view text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary);
    file << text;
    return static_cast<bool>(file.flush());
}

}  // namespace deskbell
