#include "native/harness/settings.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/json.h"
#include "native/harness/json_text.h"

namespace deskbell {

namespace {

constexpr std::size_t largest_file = 1 << 20;

/// Takes the complaints together in one line.
class Complaints {
  public:
    void add(std::string_view what) { text_ += (text_.empty() ? "" : "; ") + std::string(what); }

    void within(std::int64_t& number, std::int64_t low, std::int64_t high, std::int64_t fallback, std::string_view name) {
        if (number >= low && number <= high) return;
        add(std::string(name) + " is not between " + std::to_string(low) + " and " + std::to_string(high));
        number = fallback;
    }

    void one_of(std::string& word, std::initializer_list<std::string_view> words, const std::string& fallback, std::string_view name) {
        if (std::find(words.begin(), words.end(), word) != words.end()) return;
        add(std::string(name) + " cannot be \"" + word + "\"");
        word = fallback;
    }

    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace

std::string settings_path() {
    if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder != nullptr && *folder != '\0')
        return std::string(folder) + "/deskbell/harness.json";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return std::string(home) + "/.config/deskbell/harness.json";
    return {};
}

ReadSettings parse_settings(std::string_view json) {
    const Result<Value> value = parse_json(json);
    if (!value) return {{}, "defaults are used: " + describe(value.error())};
    std::list<DecodeNote> notes;
    Result<Settings> decoded = decode<Settings>(*value, &notes);
    if (!decoded) return {{}, "defaults are used: " + describe(decoded.error())};
    Settings& settings = *decoded;
    const Settings defaults;
    Complaints complaints;
    for (const DecodeNote& note : notes) complaints.add(note.path + ": " + std::string(error_name(note.reason)));
    complaints.within(settings.width, 640, 8192, defaults.width, "width");
    complaints.within(settings.height, 480, 8192, defaults.height, "height");
    complaints.within(settings.speed, 5, 10'000, defaults.speed, "speed");
    complaints.within(settings.desk_width, 0, 4096, defaults.desk_width, "desk_width");
    complaints.within(settings.inspector_width, 0, 4096, defaults.inspector_width, "inspector_width");
    complaints.within(settings.timeline_height, 0, 4096, defaults.timeline_height, "timeline_height");
    complaints.one_of(settings.theme, {"light", "dark"}, defaults.theme, "theme");
    complaints.one_of(settings.frame, {"small", "phone", "panel", "fill"}, defaults.frame, "frame");
    complaints.one_of(settings.axis, {"time", "events"}, defaults.axis, "axis");
    while (settings.recent.size() > most_recent) settings.recent.pop_back();
    return {std::move(settings), complaints.text()};
}

ReadSettings read_settings(const std::string& path) {
    std::error_code missing;
    if (path.empty() || !std::filesystem::exists(path, missing)) return {};
    std::ifstream file(path, std::ios::binary);
    std::string text(largest_file + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    ReadSettings read = text.size() > largest_file ? ReadSettings{{}, "defaults are used: the file is too large"} : parse_settings(text);
    if (read.complaint.empty()) return read;
    // What a person wrote there is not lost when the settings are written again.
    std::error_code uncopied;
    std::filesystem::copy_file(path, path + ".old", std::filesystem::copy_options::overwrite_existing, uncopied);
    read.complaint = path + ": " + read.complaint +
                     (uncopied ? "" : " (the file is kept as " + std::filesystem::path(path).filename().string() + ".old)");
    return read;
}

std::string write_settings(const std::string& path, const Settings& settings) {
    if (path.empty()) return "neither XDG_CONFIG_HOME nor HOME is set";
    std::error_code error;
    const std::filesystem::path target(path);
    std::filesystem::create_directories(target.parent_path(), error);
    if (error) return target.parent_path().string() + ": " + error.message();
    const std::string fresh = path + ".new";
    {
        std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
        file << pretty_json(encode(settings)) << '\n';
        if (!file.flush()) return fresh + ": cannot be written";
    }
    std::filesystem::rename(fresh, target, error);
    return error ? path + ": " + error.message() : std::string();
}

void remember_fixture(Settings& settings, const std::string& path) {
    settings.recent.remove(path);
    settings.recent.push_front(path);
    while (settings.recent.size() > most_recent) settings.recent.pop_back();
}

}  // namespace deskbell
