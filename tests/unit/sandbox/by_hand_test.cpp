#include "tests/unit/sandbox/talk.h"

namespace deskbell::sandbox {
namespace {

/// Does it, and keeps what the desk said.
const Output& act(Talk& talk, AgentAct what, Value message = {}) {
    talk.last = talk.desk.act(what, std::move(message), talk.now);
    talk.events.insert(talk.events.end(), talk.last.events.begin(), talk.last.events.end());
    return talk.last;
}

std::vector<std::string> states(const Talk& talk) {
    std::vector<std::string> out;
    for (const Event& event : talk.events) {
        if (event.kind == EventKind::state) out.emplace_back(event.body["state"].as_text());
    }
    return out;
}

}  // namespace

TEST_CASE("who takes the session by hand speaks alone: Anna says nothing of her own") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    CHECK_FALSE(act(talk, AgentAct::take).refusal);
    CHECK(talk.desk.phase() == "agent");
    CHECK(talk.desk.by_hand());
    CHECK(states(talk) == std::vector<std::string>{"agent"});
    talk.events.clear();
    talk.say("hello?");
    talk.wait(20 * millis_per_second);
    CHECK(talk.events.empty());
    act(talk, AgentAct::typing);
    act(talk, AgentAct::say, text_message("Good morning."));
    REQUIRE(talk.all(MessageKind::text).size() == 1);
    const Message said = talk.all(MessageKind::text).front();
    CHECK(said.im.nick == "Anna");
    CHECK(record_of<TextElem>(said).text == "Good morning.");
    CHECK(talk.all(MessageKind::typing).size() == 1);
    // Handed back, she answers again.
    act(talk, AgentAct::hand_back);
    talk.events.clear();
    talk.say("hello?");
    talk.wait(20 * millis_per_second);
    CHECK(talk.all(MessageKind::text).size() == 1);
}

TEST_CASE("a person who was in the queue is taken out of it, and Anna does not come as well") {
    Talk talk;
    talk.trigger();
    talk.say("human");
    act(talk, AgentAct::take);
    talk.events.clear();
    talk.wait(60 * millis_per_second);
    CHECK(talk.events.empty());
}

TEST_CASE("an agent by hand invites, transfers and ends") {
    Talk talk;
    talk.trigger();
    act(talk, AgentAct::take);
    act(talk, AgentAct::invite_numbers);
    REQUIRE(talk.all(MessageKind::evaluation).size() == 1);
    CHECK(record_of<Evaluation>(talk.all(MessageKind::evaluation).front()).menu_content.type == 2);
    talk.events.clear();
    act(talk, AgentAct::to_queue);
    CHECK(states(talk) == std::vector<std::string>{"queueing"});
    CHECK_FALSE(talk.desk.by_hand());
    talk.wait(20 * millis_per_second);
    CHECK(talk.desk.phase() == "agent");
    act(talk, AgentAct::take);
    act(talk, AgentAct::to_robot);
    CHECK(talk.desk.phase() == "robot");
    act(talk, AgentAct::take);
    talk.events.clear();
    act(talk, AgentAct::end);
    CHECK(talk.all(MessageKind::session_ended).size() == 1);
    CHECK(talk.desk.phase() == "none");
    CHECK_FALSE(talk.desk.by_hand());
}

TEST_CASE("an act for which the session does not stand right is refused, and nothing happens") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    for (const AgentAct what :
         {AgentAct::say, AgentAct::typing, AgentAct::read, AgentAct::invite_stars, AgentAct::remind, AgentAct::hand_back}) {
        REQUIRE(act(talk, what, text_message("hm")).refusal);
        CHECK(talk.last.refusal->code == bad_message);
    }
    act(talk, AgentAct::take);
    CHECK(act(talk, AgentAct::say, Value("no message")).refusal);
    act(talk, AgentAct::time_out);
    talk.events.clear();
    CHECK(act(talk, AgentAct::end).refusal);
    CHECK(talk.events.empty());
}

TEST_CASE("that a person plays the agent is kept with the rest") {
    Talk talk;
    talk.trigger();
    act(talk, AgentAct::take);
    Sandbox again = Sandbox::restore(Options{"https://relay.example/sandbox/", 1, 1}, talk.desk.save());
    CHECK(again.by_hand());
    CHECK(again.phase() == "agent");
}

}  // namespace deskbell::sandbox
