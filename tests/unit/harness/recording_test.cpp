#include "native/harness/recording.h"

#include <doctest/doctest.h>

#include <iterator>

#include "core/base/json.h"
#include "tests/unit/harness/screen_text.h"
#include "tests/unit/harness/ui.h"
#include "widget/replay/replay.h"

namespace deskbell {
namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Player opened(const std::string& fixture) {
    auto player = Player::open(fixture);
    REQUIRE(player);
    return std::move(*player);
}

}  // namespace

TEST_CASE("what was played, injected and waited for is saved, and replays to the same screen") {
    const TestFolder folder;
    Player player = opened(talk(20));
    player.seek(1000);
    player.inject(Value::object().set("event", "text").set("text", "Call Jane on 0123 456 789"));
    player.inject(*parse_json(R"({"event":"message","message":{"type":"TIMCustomElem","flow":"in","time":1765000002,"payload":{"data":)"
                              R"("{\"customerServicePlugin\":0,\"src\":\"12\",\"typingStatus\":1}"}}})"));
    CHECK(screen_text(player).find("Typing") != std::string::npos);
    CHECK(*replay(record_so_far(player), {}) == screen_text(player));
    // The typing stops by itself, and so it does in the file.
    player.drop_following();
    player.seek(player.position() + 60000);
    CHECK(screen_text(player).find("Typing") == std::string::npos);
    const std::string path = (folder.path / "saved.jsonl").string();
    const auto saved = save_fixture(path, record_so_far(player), Privacy::as_it_is, Existing::keep);
    REQUIRE(saved);
    CHECK(*saved == path);
    CHECK(*replay(read(path), {}) == screen_text(player));
}

TEST_CASE("the language that is shown is the file's") {
    Player player = opened(talk(2));
    player.seek(player.duration());
    player.set_lang("th");
    while (player.work([] { return false; })) {
    }
    CHECK(*replay(record_so_far(player), {}) == screen_text(player));
}

TEST_CASE("a redacted recording shows as many rows and not the number") {
    const TestFolder folder;
    Player player = opened(talk(3));
    player.seek(player.duration());
    player.inject(Value::object().set("event", "text").set("text", "Call me on 0123 456 789"));
    const std::string path = (folder.path / "redacted.jsonl").string();
    REQUIRE(save_fixture(path, record_so_far(player), Privacy::redacted, Existing::keep));
    CHECK(read(path).find("456 789") == std::string::npos);
    Player again = opened(read(path));
    again.seek(again.duration());
    CHECK(again.view().rows().size() == player.view().rows().size());
}

TEST_CASE("what cannot be saved says why, and an old file stays unless it is to be replaced") {
    const TestFolder folder;
    const std::string old = folder.file("old.jsonl", "old");
    const std::string fixture = record_so_far(opened(talk(1)));
    CHECK(save_fixture(old, fixture, Privacy::as_it_is, Existing::keep).error().find("such a file already") != std::string::npos);
    CHECK(read(old) == "old");
    CHECK(save_fixture(old, fixture, Privacy::as_it_is, Existing::replace));
    CHECK(read(old) == fixture);
    CHECK(save_fixture("", fixture, Privacy::as_it_is, Existing::keep).error().find("needs a name") != std::string::npos);
    CHECK(save_fixture(folder.path.string(), fixture, Privacy::as_it_is, Existing::keep).error().find("a folder") != std::string::npos);
    const std::string nowhere = (folder.path / "none" / "a.jsonl").string();
    CHECK(save_fixture(nowhere, fixture, Privacy::as_it_is, Existing::keep).error().find("there is no folder") != std::string::npos);
}

}  // namespace deskbell
