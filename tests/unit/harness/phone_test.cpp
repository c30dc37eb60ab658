#include "native/harness/phone.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "native/harness/player.h"
#include "native/harness/script.h"
#include "tests/unit/harness/screen.h"

namespace deskbell {
namespace {

const std::string beginning =
    "{\"deskbell\":1,\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"v\"}}\n"
    "{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n";

std::string text_message(int number, const std::string& words, bool is_own = false) {
    const std::string n = std::to_string(number);
    return R"({"at":)" + std::to_string(100 + number) + R"(,"event":"message","message":{"ID":"m)" + n +
           R"(","type":"TIMTextElem","payload":{"text":")" + words +
           (is_own ? R"("},"flow":"out","from":"v","to":"@customer_service_account","time":1765000001,"sequence":)"
                   : R"("},"flow":"in","from":"@customer_service_account","to":"v","time":1765000001,"sequence":)") +
           n + "}}\n";
}

const std::string branch =
    R"({"at":100,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"15\",)"
    R"(\"content\":{\"header\":\"Which?\",\"items\":[{\"content\":\"Delivery\",\"desc\":\"\"}]}}"},"flow":"in","from":"@customer_service_account",)"
    R"("to":"v","time":1765000000,"sequence":1}})"
    "\n";

/// A player with its phone on a screen without a window.
class Phone {
  public:
    explicit Phone(const std::string& fixture, std::string_view lang = {}) : player(*Player::open(fixture, lang)) {
        player.seek(player.duration());
        panel.tell_texts(&told);
    }

    Screen::Draw draw() {
        return [this] {
            told.clear();
            panel.set_open(player.session().is_open());
            for (Value& event : panel.draw(player.view(), Theme::light)) events.push_back(std::move(event));
        };
    }
    bool shows(std::string_view words) const {
        return std::any_of(told.begin(), told.end(), [&](const std::string& text) { return text == words; });
    }
    /// The first event with this name.
    const Value* find(std::string_view name) const {
        for (const Value& event : events) {
            if (event["event"].as_text() == name) return &event;
        }
        return nullptr;
    }
    bool click_until(std::string_view name) {
        return screen.click_until(draw(), [&] { return find(name) != nullptr; });
    }

    Screen screen;
    Player player;
    PhonePanel panel;
    std::vector<std::string> told;
    std::vector<Value> events;
};

}  // namespace

TEST_CASE("a click on a button of the phone is an action of its row") {
    Phone phone(beginning + branch);
    phone.screen.frame(phone.draw());
    CHECK(phone.shows("Delivery"));
    CHECK(phone.events.empty());
    REQUIRE(phone.click_until("action"));
    const auto rows_before = phone.player.view().rows().size();
    phone.player.inject(*phone.find("action"));
    for (const PlayedStep& step : phone.player.last_steps()) CHECK_FALSE(step.output.error);
    CHECK(phone.player.view().rows().size() > rows_before);
}

TEST_CASE("the panel is closed and opened from the page, which tells what is unread") {
    Phone phone(beginning);
    REQUIRE(phone.click_until("close"));
    phone.player.inject(*phone.find("close"));
    CHECK_FALSE(phone.player.session().is_open());
    auto message = Player::open(beginning + text_message(1, "Are you there?"));
    REQUIRE(message);
    phone.player.inject(message->events().back().event);
    phone.events.clear();
    phone.screen.frame(phone.draw());
    CHECK(phone.shows("1"));
    CHECK_FALSE(phone.shows("Are you there?"));
    REQUIRE(phone.click_until("open"));
}

TEST_CASE("what is written is sent by Enter, and the desk is told of the typing") {
    Phone phone(beginning);
    phone.screen.frame(phone.draw());
    // The field is in the middle of the lower edge.
    phone.screen.click(Screen::width / 2, Screen::height - 40, phone.draw());
    ImGui::GetIO().AddInputCharactersUTF8("Where is it?");
    phone.screen.frame(phone.draw());
    CHECK(phone.find("typing") != nullptr);
    CHECK(phone.find("text") == nullptr);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Enter, true);
    phone.screen.frame(phone.draw());
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Enter, false);
    phone.screen.frame(phone.draw());
    REQUIRE(phone.find("text") != nullptr);
    CHECK((*phone.find("text"))["text"].as_text() == "Where is it?");
}

TEST_CASE("the paper clip offers files by name") {
    Phone phone(beginning);
    phone.screen.frame(phone.draw());
    phone.screen.click(36, Screen::height - 36, phone.draw());
    phone.screen.frame(phone.draw());
    REQUIRE(phone.shows("invoice.pdf"));
    phone.screen.click(100, Screen::height - 145, phone.draw());
    REQUIRE(phone.find("file") != nullptr);
    phone.player.inject(*phone.find("file"));
    for (const PlayedStep& step : phone.player.last_steps()) CHECK_FALSE(step.output.error);
    // What is sent is on the screen with its name.
    const std::string name((*phone.find("file"))["name"].as_text());
    phone.screen.frame(phone.draw());
    CHECK(std::any_of(phone.told.begin(), phone.told.end(), [&](const std::string& text) { return text.find(name) != std::string::npos; }));
}

TEST_CASE("the menu of the header asks for a person") {
    Phone phone(beginning + text_message(1, "Hello"));
    phone.screen.frame(phone.draw());
    // The three dots are left of the cross, and the menu hangs below them.
    phone.screen.click(352, 28, phone.draw());
    phone.screen.frame(phone.draw());
    CHECK(phone.shows("Talk to a person"));
    phone.screen.click(330, 76, phone.draw());
    REQUIRE(phone.find("action") != nullptr);
    CHECK((*phone.find("action"))["row"].as_text() == "header");
    CHECK((*phone.find("action"))["action"].as_text() == "human");
}

TEST_CASE("the log follows what is new at its end, and stays where the visitor reads above") {
    std::string fixture = beginning;
    for (int i = 0; i < 200; ++i) fixture += text_message(i, "line " + std::to_string(i));
    Phone phone(fixture);
    const std::string more = text_message(900, "brand new");
    const Value news = Player::open(beginning + more)->events().back().event;
    phone.screen.frame(phone.draw());
    CHECK(phone.shows("line 199"));
    CHECK_FALSE(phone.shows("line 100"));
    phone.screen.move(Screen::width / 2, Screen::height / 2);
    phone.screen.frame(phone.draw());
    ImGui::GetIO().AddMouseWheelEvent(0, 20);
    phone.screen.frame(phone.draw());
    phone.screen.frame(phone.draw());
    CHECK_FALSE(phone.shows("line 199"));
    std::vector<std::string> before = phone.told;
    phone.player.inject(news);
    phone.screen.frame(phone.draw());
    CHECK_FALSE(phone.shows("brand new"));
    // Nothing has moved; only the way down is offered.
    REQUIRE(phone.shows("New messages"));
    std::erase(phone.told, "New messages");
    CHECK(phone.told == before);
    // Time is taken back to before what was read, and forth again: the end is shown at once.
    phone.player.seek(0);
    phone.screen.frame(phone.draw());
    phone.player.seek(phone.player.duration());
    phone.screen.frame(phone.draw());
    CHECK(phone.shows("brand new"));
}

TEST_CASE("in Arabic the way out is at the left, and the visitor's bubble too") {
    for (const std::string_view lang : {"ar", "en"}) {
        Phone phone(beginning + text_message(1, "Hello", true), lang);
        const bool is_arabic = lang == "ar";
        phone.screen.click(is_arabic ? 28 : Screen::width - 28, 28, phone.draw());
        CHECK(phone.find("close") != nullptr);
        // The accent is the bubble's: which half of the log it is in.
        int left = 0;
        int right = 0;
        for (const ImDrawVert& vertex : phone.screen.shapes()) {
            if (vertex.col != look_of(Theme::light).accent || vertex.pos.y < 60) continue;
            ++(vertex.pos.x < Screen::width / 2 ? left : right);
        }
        CHECK((is_arabic ? left : right) > 0);
        CHECK((is_arabic ? right : left) == 0);
    }
}

TEST_CASE("a message of four scripts is drawn in every language") {
    for (const char* lang : {"en", "zh_cn", "th", "ru", "ar"}) {
        Phone phone(beginning + text_message(1, "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35 \u0633\u0644\u0627\u0645 \u4F60\u597D hello"), lang);
        phone.screen.frame(phone.draw());
        CHECK(phone.shows("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35 \u0633\u0644\u0627\u0645 \u4F60\u597D hello"));
    }
}

TEST_CASE("Arabic is joined and drawn from the right, other text stays") {
    CHECK(in_visual_order("Where is it?") == "Where is it?");
    // Seen from the left: meem on its own, lam and alef as one letter, seen that begins a word.
    const std::string shown = in_visual_order("\u0633\u0644\u0627\u0645");
    CHECK(shown == "\uFEE1\uFEFC\uFEB3");
    CHECK(is_right_to_left("\u05E9\u05DC\u05D5\u05DD"));
    CHECK_FALSE(is_right_to_left("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35"));
}

}  // namespace deskbell
