#include "native/harness/trouble.h"
#include "native/relay_client/desk_event.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/harness/disturb.h"
#include "widget/replay/replay.h"

namespace deskbell {
namespace {

std::string conversation(int messages) {
    std::string text =
        R"({"deskbell":1,"title":"t","lang":"en","start":1765000000000,"user":{"id":"v"}})"
        "\n{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n"
        "{\"at\":20,\"event\":\"sent\",\"client_id\":\"c1\"}\n{\"at\":30,\"event\":\"history\",\"messages\":[],\"complete\":true}\n";
    for (int i = 0; i < messages; ++i) {
        const std::string number = std::to_string(i);
        text += R"({"at":)" + std::to_string(1000 + i * 1000) + R"(,"event":"message","message":{"ID":"m)" + number +
                R"(","type":"TIMTextElem","payload":{"text":"line )" + number + R"("},"flow":"in","nick":"Lin","time":)" +
                std::to_string(1765000001 + i) + R"(,"sequence":)" + std::to_string(i + 1) + "}}\n";
    }
    return text;
}

Disturbed disturbed(const std::string& text, const TroubleSettings& settings) {
    auto out = disturb(text, settings);
    REQUIRE(out);
    return std::move(*out);
}

std::string screen(const std::string& text) {
    const auto out = replay(text, {});
    REQUIRE_MESSAGE(out, out.error().line << ": " << out.error().reason);
    return *out;
}

std::vector<std::string> ids(const std::string& text) {
    std::vector<std::string> out;
    const auto fixture = parse_fixture(text);
    REQUIRE(fixture);
    for (const FixtureEvent& event : fixture->events) {
        if (event.event["event"].as_text() == "message") out.emplace_back(event.event["message"]["ID"].as_text());
    }
    return out;
}

TroubleSettings everything(std::int64_t seed) {
    TroubleSettings settings;
    settings.seed = seed;
    settings.delayed = settings.dropped = settings.duplicated = settings.reordered = settings.corrupted = 20;
    settings.disconnected = 10;
    settings.clock = -7200;
    return settings;
}

}  // namespace

TEST_CASE("the same seed makes the same trouble, another seed another") {
    const std::string text = conversation(60);
    const Disturbed once = disturbed(text, everything(7));
    CHECK(once.text == disturbed(text, everything(7)).text);
    CHECK(once.text != disturbed(text, everything(8)).text);
    CHECK_FALSE(once.mishaps.empty());
    // What the numbers are must not depend on the machine or on the standard library.
    Trouble trouble(everything(7), Trouble::Way::incoming);
    std::string fates;
    for (int i = 0; i < 12; ++i) {
        const Fate fate = trouble.next();
        fates += fate.dropped ? 'd' : fate.duplicated ? '2' : fate.reordered ? 'o' : fate.corruption ? 'c' : fate.delay > 0 ? 'l' : '.';
    }
    CHECK(fates == "2...dd.ddo..");
}

TEST_CASE("a changed share changes who is struck by that trouble and nobody else") {
    TroubleSettings settings = everything(3);
    Trouble one(settings, Trouble::Way::incoming);
    settings.dropped = 90;
    Trouble other(settings, Trouble::Way::incoming);
    int dropped_more = 0;
    for (int i = 0; i < 200; ++i) {
        const Fate a = one.next();
        const Fate b = other.next();
        CHECK(a.delay == b.delay);
        CHECK(a.reordered == b.reordered);
        CHECK(a.place == b.place);
        CHECK((!a.dropped || b.dropped));
        dropped_more += b.dropped && !a.dropped ? 1 : 0;
    }
    CHECK(dropped_more > 100);
}

TEST_CASE("shares are shares: about so many of the events are struck") {
    TroubleSettings settings;
    settings.dropped = 25;
    Trouble trouble(settings, Trouble::Way::outgoing);
    int dropped = 0;
    for (int i = 0; i < 4000; ++i) dropped += trouble.next().dropped ? 1 : 0;
    CHECK(dropped > 900);
    CHECK(dropped < 1100);
}

TEST_CASE("no trouble leaves a conversation as it is; doubled messages are shown once; overtaken ones find their place") {
    const std::string text = conversation(12);
    TroubleSettings settings;
    CHECK_FALSE(settings.any());
    CHECK(ids(disturbed(text, settings).text) == ids(text));
    CHECK(screen(disturbed(text, settings).text) == screen(text));
    settings.duplicated = 100;
    CHECK(ids(disturbed(text, settings).text).size() == 24);
    CHECK(screen(disturbed(text, settings).text) == screen(text));
    settings.duplicated = 0;
    settings.reordered = 40;
    const std::string overtaken = disturbed(text, settings).text;
    CHECK(ids(overtaken) != ids(text));
    CHECK(ids(overtaken).size() == 12);
    CHECK(screen(overtaken) == screen(text));
}

TEST_CASE("what is lost is lost, what is late is late, and time only goes on") {
    const std::string text = conversation(12);
    TroubleSettings settings;
    settings.dropped = 100;
    CHECK(ids(disturbed(text, settings).text).empty());
    settings.dropped = 0;
    settings.delayed = 100;
    settings.longest_delay = 20000;
    const std::string late = disturbed(text, settings).text;
    CHECK(ids(late) == ids(text));
    CHECK(late != text);
    CHECK(screen(late) == screen(text));
}

TEST_CASE("a break of the connection is told to the session, and what came meanwhile comes after it") {
    TroubleSettings settings;
    settings.disconnected = 30;
    settings.longest_absence = 4000;
    const auto fixture = parse_fixture(disturbed(conversation(20), settings).text);
    REQUIRE(fixture);
    std::string state = "connected";
    int breaks = 0;
    for (const FixtureEvent& event : fixture->events) {
        if (event.event["event"].as_text() == "net") {
            const std::string next(event.event["state"].as_text());
            if (next == "disconnected") {
                CHECK(state == "connected");
                ++breaks;
            } else if (next == "connecting") {
                CHECK(state == "disconnected");
            } else if (breaks > 0) {
                CHECK(state == "connecting");
            }
            state = next;
        } else if (is_from_desk(event.event)) {
            CHECK(state == "connected");
        }
    }
    CHECK(breaks > 2);
    CHECK(state == "connected");
}

TEST_CASE("a wrong clock moves what the desk wrote and nothing else") {
    Value event = *parse_json(
        R"({"event":"message","message":{"type":"TIMCustomElem","time":1765000001,"payload":{"data":)"
        R"("{\"customerServicePlugin\":0,\"src\":\"9\",\"menuContent\":{\"expireTime\":1765000100,\"menu\":[],\"sessionId\":\"e\"}}"}}})");
    event = shift_desk_clock(std::move(event), 3600);
    CHECK(event["message"]["time"].as_integer() == 1765003601);
    CHECK(event["message"]["payload"]["data"].as_text().find("\"expireTime\":1765003700") != std::string_view::npos);
    CHECK(shift_desk_clock(*parse_json(R"({"event":"read","upto":1765000001})"), -1)["upto"].as_integer() == 1765000000);
}

TEST_CASE("every way to damage a message damages it, and the session lives with it") {
    const Value whole =
        *parse_json(R"({"event":"message","message":{"ID":"m1","type":"TIMCustomElem","flow":"in","time":1765000001,"payload":{"data":)"
                    R"("{\"customerServicePlugin\":0,\"src\":\"30\",\"content\":\"Hello there\"}"}}})");
    for (int how = 0; how < static_cast<int>(Corruption::count); ++how) {
        CAPTURE(how);
        const Value event = corrupt(whole, static_cast<Corruption>(how), 40);
        CHECK_FALSE(event == whole);
        Value line = event;
        line.set("at", 5000);
        CHECK(screen(conversation(1) + to_json(line) + "\n").find("line 0") != std::string::npos);
    }
    const Value sent = *parse_json(R"({"event":"text","text":"mine"})");
    CHECK(corrupt(sent, Corruption::cut_data, 1) == sent);
}

TEST_CASE("every recorded conversation still plays after all kinds of trouble") {
    namespace fs = std::filesystem;
    int played = 0;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(DESKBELL_SOURCE_DIR) / "tests" / "fixtures")) {
        if (entry.path().extension() != ".jsonl") continue;
        CAPTURE(entry.path().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const auto out = disturb(text, everything(played));
        REQUIRE(out);
        ReplayOptions options;
        options.mirror = MirrorCheck::at_end;
        const auto shown = replay(out->text, options);
        CHECK_MESSAGE(shown, shown.error().line << ": " << shown.error().reason);
        ++played;
    }
    CHECK(played > 100);
}

TEST_CASE("a broken fixture is refused with its line") {
    const auto out = disturb("{\"deskbell\":1,\"start\":1}\n{\"at\":1,\n", TroubleSettings());
    REQUIRE_FALSE(out);
    CHECK(out.error().line == 2);
}

}  // namespace deskbell
