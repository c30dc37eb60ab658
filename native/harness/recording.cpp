#include "native/harness/recording.h"

#include <filesystem>
#include <fstream>

#include "core/base/json.h"
#include "widget/replay/redact.h"

namespace deskbell {

std::string record_so_far(const Player& player) {
    std::string text = player.to_fixture();
    const Millis latest = player.played() == 0 ? 0 : player.events()[player.played() - 1].at - player.start();
    // Time has passed since the last event, and what it did is on the screen.
    if (player.position() > latest) text += to_json(Value::object().set("at", player.position()).set("event", "tick")) + "\n";
    return text;
}

std::string record_whole(const Player& player) {
    std::string text = player.to_fixture();
    for (std::size_t i = player.played(); i < player.events().size(); ++i) text += to_json(player.events()[i].event) + "\n";
    return text;
}

tl::expected<std::string, std::string> save_fixture(const std::string& path, std::string_view fixture, Privacy privacy, Existing existing) {
    namespace fs = std::filesystem;
    const auto fail = [&path](std::string_view why) { return tl::unexpected<std::string>(path + ": " + std::string(why)); };
    if (path.empty()) return tl::unexpected<std::string>("the file needs a name");
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    if (error) return fail(error.message());
    if (fs::is_directory(whole, error)) return fail("this is a folder");
    if (!fs::is_directory(whole.parent_path(), error)) return fail("there is no folder " + whole.parent_path().string());
    if (existing == Existing::keep && fs::exists(whole, error)) return fail("there is such a file already");
    std::string text(fixture);
    if (privacy == Privacy::redacted) {
        auto redacted = redact(fixture);
        if (!redacted) return fail("cannot be redacted: " + redacted.error().reason);
        text = std::move(*redacted);
    }
    std::ofstream file(whole, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) return fail("cannot be written");
    return whole.string();
}

}  // namespace deskbell
