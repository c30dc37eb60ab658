#include <doctest/doctest.h>

#include <list>

#include "core/protocol/message.h"
#include "native/sandbox/envelope.h"
#include "native/sandbox/sandbox.h"

using namespace deskbell;
using namespace deskbell::sandbox;

namespace {

/// A visitor of a sandbox: says something, and hears everything that comes of it.
struct Visitor {
    Sandbox desk{Options{"https://desk.example/", 1000}};
    Millis now = 1765000000000;

    std::list<Value> say(std::string_view text, std::initializer_list<std::string_view> mentioned = {}) {
        Value message = text_message(text);
        Value ids = Value::array();
        for (const std::string_view id : mentioned) ids.push(Value(id));
        std::list<Value> heard;
        const auto keep = [&](const Output& output) {
            for (const auto& event : output.events) {
                if (event.kind == EventKind::message && event.keep == Keep::stored) heard.push_back(in_conversation(event.body, "ada"));
            }
        };
        keep(desk.receive(message.set("atUserList", std::move(ids)), now));
        while (const auto due = desk.next_deadline()) {
            if (*due > now + millis_per_minute) break;
            now = *due;
            keep(desk.advance(now));
        }
        return heard;
    }
};

std::string who(const std::list<Value>& heard) {
    std::string names;
    for (const Value& message : heard) names.append(names.empty() ? "" : " ").append(message["nick"].as_text());
    return names;
}

}  // namespace

TEST_CASE("a group has several people, each with an id of their own") {
    Visitor visitor;
    visitor.say("hello");
    const auto heard = visitor.say("group");
    CHECK(who(heard) == "Ben Mia Bell");
    for (const Value& message : heard) {
        CHECK(message["conversationType"].as_text() == "GROUP");
        CHECK(message["conversationID"].as_text() == "GROUP@TGS#fernweh");
    }
    CHECK(heard.front()["from"].as_text() == "ben");
    CHECK(heard.back()["from"].as_text() == desk_user);
}

TEST_CASE("in a group answers who is mentioned, and nobody else") {
    Visitor visitor;
    visitor.say("group");
    CHECK(who(visitor.say("opening hours")).empty());
    CHECK(who(visitor.say("@Bell opening hours", {desk_user})) == "Bell");
    CHECK(who(visitor.say("@Bell", {desk_user})) == "Bell");
    CHECK(who(visitor.say("@Ben @Mia is it in stock?", {"ben", "mia"})) == "Ben Mia");
}

TEST_CASE("a group is kept over a restart, and left by a word") {
    Visitor visitor;
    visitor.say("group");
    visitor.desk = Sandbox::restore(Options{"https://desk.example/", 1000}, visitor.desk.save());
    CHECK(who(visitor.say("opening hours")).empty());
    const auto left = visitor.say("leave the group");
    CHECK(who(left) == "Bell");
    CHECK(left.front()["conversationType"].as_text() == "C2C");
    CHECK(who(visitor.say("opening hours")) == "Bell");
}
