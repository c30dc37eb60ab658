#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/conversation/conversation.h"

using namespace deskbell;

TEST_CASE("the diagram in ARCHITECTURE.md is the table") {
    std::ifstream file(DESKBELL_SOURCE_DIR "/ARCHITECTURE.md");
    std::stringstream text;
    text << file.rdbuf();
    CHECK(text.str().find("```mermaid\n" + transitions_as_mermaid() + "```") != std::string::npos);
}

TEST_CASE("a state has one step for a signal") {
    for (const Transition& transition : transitions) CHECK(find_transition(transition.from, transition.signal) == &transition);
}

TEST_CASE("an impossible step changes nothing and is named") {
    Conversation conversation(1);
    const auto done = conversation.apply(SessionSignal::visitor_left);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::bad_transition);
    CHECK(std::string_view(done.error().detail) == "idle + visitor_left");
    CHECK(conversation.state == SessionState::idle);
}
