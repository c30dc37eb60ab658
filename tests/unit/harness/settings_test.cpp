#include "native/harness/settings.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/json.h"

namespace deskbell {
namespace {

/// A folder of its own that goes with the test.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("deskbell-settings-" + std::to_string(std::rand()));
    ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("settings come back as they were written, and folders are made for them") {
    const Folder folder;
    const std::string file = (folder.path / "deep" / "harness.json").string();
    CHECK(read_settings(file).complaint.empty());
    Settings settings;
    settings.theme = "dark";
    settings.frame = "phone";
    settings.speed = 400;
    settings.timeline_height = 300;
    settings.lang = "ar";
    settings.live = false;
    remember_fixture(settings, "/a.jsonl");
    remember_fixture(settings, "/b \"quoted\".jsonl");
    CHECK(write_settings(file, settings).empty());
    const ReadSettings again = read_settings(file);
    CHECK(again.complaint.empty());
    CHECK(to_json(encode(again.settings)) == to_json(encode(settings)));
    CHECK_FALSE(std::filesystem::exists(file + ".new"));
}

TEST_CASE("a broken settings file gives the defaults and a line that says so") {
    const Folder folder;
    std::filesystem::create_directories(folder.path);
    const std::string file = (folder.path / "harness.json").string();
    std::ofstream(file) << "{\"theme\":";
    const ReadSettings read = read_settings(file);
    CHECK(read.complaint.find(file) == 0);
    CHECK(read.complaint.find("not_json") != std::string::npos);
    CHECK(to_json(encode(read.settings)) == to_json(encode(Settings())));
    std::ifstream old(file + ".old");
    std::string kept;
    std::getline(old, kept);
    CHECK(kept == "{\"theme\":");
}

TEST_CASE("what is wrong in settings is left at its default, the rest is taken, and each is told") {
    const ReadSettings read = parse_settings(R"({"theme":"pink","frame":"phone","width":99999999,"speed":"fast","new_thing":1})");
    CHECK(read.settings.theme == "light");
    CHECK(read.settings.frame == "phone");
    CHECK(read.settings.width == Settings().width);
    CHECK(read.settings.speed == Settings().speed);
    for (const char* name : {"theme", "width", "speed", "new_thing"}) CHECK(read.complaint.find(name) != std::string::npos);
    CHECK(read.complaint.find('\n') == std::string::npos);
}

TEST_CASE("recent fixtures: newest first, each once, not more than fit") {
    Settings settings;
    for (int i = 0; i < 15; ++i) remember_fixture(settings, std::to_string(i));
    remember_fixture(settings, "9");
    CHECK(settings.recent.size() == most_recent);
    CHECK(settings.recent.front() == "9");
    CHECK(*std::next(settings.recent.begin()) == "14");
}

TEST_CASE("settings that cannot be written give the reason") {
    CHECK_FALSE(write_settings("/dev/null/deskbell/harness.json", Settings()).empty());
}

}  // namespace deskbell
