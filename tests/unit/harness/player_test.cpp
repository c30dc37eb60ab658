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

TEST_CASE("an event from outside is played now, and what the fixture had after it follows") {
    auto player = Player::open(long_fixture(20));
    REQUIRE(player);
    player->seek(150);
    const std::size_t before = player->played();
    player->inject(Value::object().set("event", "text").set("text", "Where is my parcel?"));
    CHECK(player->played() == before + 1);
    CHECK(player->position() == 150);
    CHECK(player->events()[before].line == 0);
    const std::string injected = screen(*player);
    CHECK(injected.find("Where is my parcel?") != std::string::npos);
    CHECK(injected.find("line 6") == std::string::npos);
    player->seek(player->duration());
    const std::string whole = screen(*player);
    CHECK(whole.find("Where is my parcel?") != std::string::npos);
    CHECK(whole.find("line 19") != std::string::npos);
    auto again = Player::open(player->to_fixture());
    REQUIRE(again);
    again->seek(again->duration());
    CHECK(screen(*again) == whole);
}

TEST_CASE("what follows can be dropped, and the recorded conversation comes back") {
    auto player = Player::open(long_fixture(20));
    REQUIRE(player);
    player->seek(player->duration());
    const std::string recorded = screen(*player);
    player->seek(150);
    const std::string moment = screen(*player);
    CHECK_FALSE(player->is_changed());
    player->drop_following();
    CHECK(player->is_changed());
    CHECK(player->played() == player->events().size());
    CHECK_FALSE(player->step_forward());
    CHECK(screen(*player) == moment);
    player->inject(Value::object().set("event", "text").set("text", "mine"));
    CHECK(screen(*player).find("mine") != std::string::npos);
    player->forget_changes();
    CHECK_FALSE(player->is_changed());
    CHECK(player->position() == 150);
    CHECK(screen(*player) == moment);
    player->seek(player->duration());
    CHECK(screen(*player) == recorded);
}

TEST_CASE("a long way is gone in slices, and what was shown stays until it is gone") {
    auto player = Player::open(long_fixture(300));
    REQUIRE(player);
    const auto one_event = [] { return true; };
    player->seek_event(200);
    const std::string shown = screen(*player);
    player->aim_event(150);
    CHECK(player->is_travelling());
    CHECK(player->target_event() == 150);
    CHECK(player->work(one_event));
    CHECK(player->is_travelling());
    CHECK(player->played() == 200);
    CHECK(screen(*player) == shown);
    CHECK(player->travelled() < 1);
    int slices = 0;
    while (player->is_travelling() && slices < 1000) {
        player->work(one_event);
        ++slices;
    }
    CHECK(slices > 100);
    CHECK(player->played() == 150);
    CHECK(screen(*player).find("line 147") != std::string::npos);
    CHECK(screen(*player).find("line 148") == std::string::npos);
    // Without a goal it looks ahead, without changing what is shown.
    for (slices = 0; player->work(one_event) && slices < 1000; ++slices) {
    }
    CHECK(player->covered() == player->events().size());
    CHECK(player->played() == 150);
    for (const EventTrace& trace : player->traces()) CHECK(trace.known);
    CHECK(player->copies() > 1);
    CHECK(player->copies_bytes() < Player::memory_cap);
}

TEST_CASE("copies keep to their memory, and every place is still reached") {
    auto player = Player::open(long_fixture(1200));
    REQUIRE(player);
    while (player->work([] { return false; })) {
    }
    REQUIRE(player->copies() > 4);
    player->seek_event(1000);
    const std::string there = screen(*player);
    const std::size_t limit = player->copies_bytes() / 2;
    player->limit_memory(limit);
    CHECK(player->copies_bytes() <= limit);
    CHECK(player->copies() > 1);
    player->seek_event(0);
    player->set_lang("en");
    while (player->work([] { return false; })) {
    }
    CHECK(player->covered() == player->events().size());
    CHECK(player->copies_bytes() <= limit);
    CHECK(player->copies() > 1);
    player->seek_event(1000);
    CHECK(screen(*player) == there);
    player->limit_memory(0);
    CHECK(player->copies() == 1);
    player->seek_event(500);
    player->seek_event(1000);
    CHECK(screen(*player) == there);
}

TEST_CASE("every place shows the same screen, whichever way leads to it") {
    auto there = Player::open(long_fixture(400));
    auto back = Player::open(long_fixture(400));
    REQUIRE(there);
    REQUIRE(back);
    back->seek(back->duration());
    while (back->work([] { return false; })) {
    }
    for (const std::size_t place : {399U, 3U, 250U, 251U, 100U, 402U, 0U, 77U}) {
        CAPTURE(place);
        back->seek_event(place);
        there->set_lang("en");
        there->seek_event(0);
        there->seek_event(place);
        CHECK(back->played() == place);
        CHECK(screen(*back) == screen(*there));
        CHECK(back->last_steps().size() == there->last_steps().size());
    }
}

TEST_CASE("another goal before the new language is there does not lose the language") {
    auto player = Player::open(long_fixture(30));
    REQUIRE(player);
    player->seek(205);
    player->set_lang("zh_cn");
    player->seek(300);
    CHECK(player->position() == 300);
    CHECK(player->session().describe_state()["lang"].as_text() == "zh_cn");
}

TEST_CASE("another language plays the conversation again, to the same place") {
    auto player = Player::open(long_fixture(30));
    REQUIRE(player);
    player->seek(205);
    player->set_lang("zh_cn");
    CHECK(player->is_travelling());
    while (player->work([] { return false; })) {
    }
    CHECK(player->position() == 205);
    CHECK(player->session().describe_state()["lang"].as_text() == "zh_cn");
    CHECK(screen(*player).find("line 10") != std::string::npos);
}

TEST_CASE("the last change of state is known wherever one goes") {
    auto player = Player::open(long_fixture(10) +
                               "{\"at\":5000,\"event\":\"state\",\"state\":\"queueing\",\"position\":2}\n"
                               "{\"at\":6000,\"event\":\"state\",\"state\":\"agent\"}\n");
    REQUIRE(player);
    player->seek(5500);
    REQUIRE(player->last_change());
    CHECK(player->last_change()->to == SessionState::queueing);
    player->seek(6000);
    CHECK(player->last_change()->from == SessionState::queueing);
    CHECK(player->last_change()->to == SessionState::agent);
    CHECK(player->last_change()->event == player->played());
    CHECK(player->traces().back().state == SessionState::agent);
    player->step_back();
    CHECK(player->last_change()->to == SessionState::queueing);
}

TEST_CASE("a broken fixture says where") {
    const auto player = Player::open("{\"deskbell\":1,\"start\":1}\n{\"at\":1,\"event\":\n");
    REQUIRE_FALSE(player);
    CHECK(player.error().line == 2);
    CHECK(player.error().column > 0);
}

}  // namespace deskbell
