#include "native/harness/player.h"

#include <doctest/doctest.h>

#include "widget/text/text_renderer.h"

namespace deskbell {
namespace {

std::string long_fixture(int events) {
    std::string text = R"({"deskbell":1,"title":"long","lang":"en","start":1765000000000,"user":{"id":"v"}})"
                       "\n{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n";
    for (int i = 0; i < events; ++i) {
        const std::string number = std::to_string(i);
        text += R"({"at":)" + std::to_string(100 + i * 10) + R"(,"event":"message","message":{"ID":"m)" + number +
                R"(","type":"TIMTextElem","payload":{"text":"line )" + number +
                R"("},"flow":"in","from":"@customer_service_account","to":"v","time":1765000001,"sequence":)" + number + "}}\n";
    }
    return text;
}

std::string screen(const Player& player) {
    const View& view = player.view();
    return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()});
}

}  // namespace

TEST_CASE("going back and forth shows the same screens") {
    auto player = Player::open(long_fixture(600));
    REQUIRE(player);
    player->seek(100 + 10 * 299);
    const std::string half = screen(*player);
    CHECK(half.find("line 299") != std::string::npos);
    CHECK(half.find("line 300") == std::string::npos);
    player->seek(player->duration());
    const std::string whole = screen(*player);
    CHECK(whole.find("line 599") != std::string::npos);
    player->seek(100 + 10 * 299);
    CHECK(screen(*player) == half);
    CHECK(player->step_back());
    CHECK(screen(*player).find("line 299") == std::string::npos);
    CHECK(player->step_forward());
    CHECK(screen(*player) == half);
    player->seek(player->duration());
    CHECK(screen(*player) == whole);
}

TEST_CASE("an event from outside takes the place of what the fixture had after it, and what happened is a fixture again") {
    auto player = Player::open(long_fixture(20));
    REQUIRE(player);
    player->seek(150);
    player->inject(Value::object().set("event", "text").set("text", "Where is my parcel?"));
    CHECK(screen(*player).find("Where is my parcel?") != std::string::npos);
    CHECK_FALSE(player->step_forward());
    auto again = Player::open(player->to_fixture());
    REQUIRE(again);
    again->seek(again->duration());
    CHECK(screen(*again) == screen(*player));
}

TEST_CASE("a broken fixture says where") {
    const auto player = Player::open("{\"deskbell\":1,\"start\":1}\n{\"at\":1,\"event\":\n");
    REQUIRE_FALSE(player);
    CHECK(player.error().line == 2);
    CHECK(player.error().column > 0);
}

}  // namespace deskbell
