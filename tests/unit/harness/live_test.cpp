#include "native/harness/live_conversation.h"

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/harness/sandbox_link.h"
#include "widget/replay/replay.h"
#include "widget/text/text_renderer.h"

namespace deskbell {
namespace {

constexpr const char* opened =
    "{\"deskbell\":1,\"title\":\"live\",\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"visitor-1\"}}\n{\"at\":0,\"event\":"
    "\"open\"}\n";

std::string screen(const Player& player) {
    const View& view = player.view();
    return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()});
}

bool shows(const Player& player, std::string_view words) { return screen(player).find(words) != std::string::npos; }

/// A visitor at the sandbox.
struct Talk {
    Player player = *Player::open(opened);
    SandboxLink* link = nullptr;
    std::optional<LiveConversation> live;

    explicit Talk(const TroubleSettings& trouble = {}) {
        player.seek(0);
        auto owned = std::make_unique<SandboxLink>("en");
        link = owned.get();
        live.emplace(std::move(owned), trouble, player);
    }
    void wait(Millis time) { live->advance(player, time); }
    void say(std::string_view text) { player.inject(Value::object().set("event", "text").set("text", text)); }
    std::string act(sandbox::AgentAct act, Value message = {}) {
        const auto done = link->act(act, std::move(message), player.start() + player.position());
        wait(100);
        return done ? "" : done.error();
    }
};

}  // namespace

TEST_CASE("live: the sandbox greets, answers, and has a queue, all in the conversation's own time") {
    Talk talk;
    talk.wait(2000);
    CHECK(talk.link->phase() == "robot");
    CHECK(talk.player.view().rows().size() >= 1);
    talk.say("What are your opening hours?");
    talk.wait(2000);
    CHECK(shows(talk.player, "What are your opening hours?"));
    CHECK(shows(talk.player, "Monday"));
    talk.say("human");
    talk.wait(20000);
    CHECK(talk.link->phase() == "agent");
    CHECK(talk.player.view().header().state == "agent");
    CHECK(talk.live->mishaps().empty());
}

TEST_CASE("live: the developer plays the agent by hand") {
    Talk talk;
    talk.wait(1000);
    using sandbox::AgentAct;
    CHECK(talk.act(AgentAct::say, text_message("too early")) == "no agent has the session");
    CHECK(talk.act(AgentAct::take).empty());
    CHECK(talk.link->by_hand());
    CHECK(talk.player.view().header().state == "agent");
    talk.say("Is anybody there?");
    talk.wait(10000);
    CHECK(talk.act(AgentAct::typing).empty());
    CHECK(shows(talk.player, "Typing"));
    CHECK(talk.act(AgentAct::say, text_message("It is me, by hand.")).empty());
    CHECK(shows(talk.player, "It is me, by hand."));
    CHECK(talk.act(AgentAct::say, desk_message(MessageKind::card, Card{{"A lamp", "", "", "", {}}})).empty());
    CHECK(shows(talk.player, "A lamp"));
    CHECK(talk.act(AgentAct::invite_stars).empty());
    CHECK(talk.act(AgentAct::end).empty());
    CHECK(talk.player.view().header().state == "ended");
}

TEST_CASE("live: after a break of the connection nothing is missing and nothing is there twice") {
    Talk talk;
    talk.wait(1000);
    talk.act(sandbox::AgentAct::take);
    talk.link->interrupt(talk.player.start() + talk.player.position(), 5000);
    talk.wait(500);
    CHECK(talk.player.view().header().connection == "disconnected");
    talk.say("written meanwhile");
    talk.wait(1000);
    CHECK(talk.act(sandbox::AgentAct::say, text_message("lost?")) == "the connection is broken");
    talk.wait(5000);
    CHECK(talk.player.view().header().connection == "connected");
    const std::string after = screen(talk.player);
    const std::size_t first = after.find("written meanwhile");
    REQUIRE(first != std::string::npos);
    CHECK(after.find("written meanwhile", first + 1) == std::string::npos);
    CHECK(after.find("Sending") == std::string::npos);
}

TEST_CASE("live: on a bad wire what the visitor wrote still arrives once, since it is sent until it is answered") {
    TroubleSettings trouble;
    trouble.seed = 5;
    trouble.dropped = 30;
    trouble.duplicated = 30;
    trouble.delayed = 30;
    trouble.disconnected = 3;
    Talk talk(trouble);
    talk.wait(30000);
    for (int i = 0; i < 4; ++i) {
        talk.say("number " + std::to_string(i));
        talk.wait(20000);
    }
    talk.live->set_trouble({});
    talk.wait(120000);
    CHECK_FALSE(talk.live->mishaps().empty());
    const std::string after = screen(talk.player);
    for (int i = 0; i < 4; ++i) {
        const std::string words = " number " + std::to_string(i) + "\n";
        const std::size_t first = after.find(words);
        REQUIRE_MESSAGE(first != std::string::npos, after);
        CHECK(after.find(words, first + 1) == std::string::npos);
    }
}

TEST_CASE("live: looking back stops it, coming back goes on, and changing the past ends it") {
    Talk talk;
    talk.wait(2000);
    const Millis present = talk.player.position();
    const std::string now = screen(talk.player);
    talk.player.step_back();
    talk.player.step_back();
    CHECK(talk.live->state(talk.player) == LiveConversation::State::looking_back);
    talk.wait(5000);
    CHECK(talk.player.position() <= present);
    talk.live->return_to_present(talk.player);
    CHECK(talk.live->state(talk.player) == LiveConversation::State::live);
    CHECK(screen(talk.player) == now);
    talk.say("on we go");
    talk.wait(1000);
    CHECK(shows(talk.player, "on we go"));
    talk.player.seek(0);
    talk.player.inject(Value::object().set("event", "text").set("text", "another way"));
    talk.wait(10);
    CHECK(talk.live->state(talk.player) == LiveConversation::State::over);
}

TEST_CASE("live: the same doings give the same conversation, and it plays again as a fixture") {
    const auto run = [] {
        TroubleSettings trouble;
        trouble.seed = 11;
        trouble.delayed = trouble.reordered = 25;
        Talk talk(trouble);
        talk.wait(2000);
        talk.say("markdown");
        talk.wait(3000);
        talk.say("human");
        talk.wait(15000);
        return talk;
    };
    const Talk once = run();
    CHECK(once.player.to_fixture() == run().player.to_fixture());
    const auto again = replay(once.player.to_fixture(), {});
    REQUIRE(again);
}

}  // namespace deskbell
