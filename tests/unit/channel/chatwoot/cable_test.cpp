#include "tests/unit/channel/chatwoot/desk.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::test;

namespace {

using News = SocketNews::Kind;
using Wish = SocketOrder::Kind;

void hear(Talk& talk, News kind, std::string_view text = {}) { talk.take(talk.channel->heard({kind, std::string(text)}, talk.now)); }

/// What the desk says over the socket of a message that it has.
std::string told(const Value& message, std::string_view event = "message.created") {
    Value frame = Value::object();
    frame.set("identifier", R"({"channel":"RoomChannel","pubsub_token":"pub"})");
    frame.set("message", Value::object().set("event", event).set("data", message));
    return to_json(frame);
}

/// A visitor who looks, with a conversation and a socket that stands.
Talk connected() {
    Talk talk(chatwoot_settings());
    talk.take(talk.channel->status(talk.now));
    talk.say("Hello", "c1");
    while (!talk.open.empty()) talk.step();
    REQUIRE(talk.socket.size() == 1);
    hear(talk, News::opened);
    hear(talk, News::frame, R"({"type":"welcome"})");
    hear(talk, News::frame, R"({"type":"confirm_subscription","identifier":"x"})");
    while (!talk.open.empty()) talk.step();
    return talk;
}

}  // namespace

TEST_CASE("the socket is opened with the conversation, subscribed to, and kept alive") {
    Talk talk = connected();
    CHECK(talk.socket[0].kind == Wish::open);
    CHECK(talk.socket[0].text == "wss://chat.example.com/cable");
    REQUIRE(talk.socket.size() == 2);
    CHECK(talk.socket[1].text == R"({"command":"subscribe","identifier":"{\"channel\":\"RoomChannel\",\"pubsub_token\":\"pub\"}"})");
    // Pings come every three seconds.
    for (int i = 0; i < 20; ++i) {
        talk.now += 3000;
        hear(talk, News::frame, R"({"type":"ping","message":1766572200})");
    }
    talk.take(talk.channel->advance(talk.now));
    REQUIRE(talk.socket.size() == 3);
    CHECK(parsed(talk.socket[2].text)["command"].as_text() == "message");
    CHECK(parsed(talk.socket[2].text)["data"].as_text() == R"({"action":"update_presence"})");
    CHECK(talk.open.empty());
    // Nobody looks any more.
    talk.take(talk.channel->left(talk.now));
    CHECK(talk.socket.back().kind == Wish::close);
    CHECK_FALSE(talk.channel->next_deadline().has_value());
}

TEST_CASE("what comes over the socket is shown once, and the visitor's own words never") {
    Talk talk = connected();
    const Value hi = talk.desk.add(1, parsed(R"({"content":"Hi"})"));
    hear(talk, News::frame, told(hi));
    hear(talk, News::frame, told(hi));
    hear(talk, News::frame, told(hi, "message.updated"));
    hear(talk, News::frame, told(Value(hi).set("content", "Hi!"), "message.updated"));
    CHECK(talk.shown() == std::vector<std::string>{"Hi"});
    CHECK(talk.kept.back().kind == EventKind::modified);
    talk.say("mine", "c2");
    const Request request = talk.open.front();
    // The echo overtakes the answer, and the answer is lost.
    Value echo = talk.desk.add(0, parsed(request.body));
    hear(talk, News::frame, told(echo.set("echo_id", "c2")));
    talk.open.pop_front();
    talk.reply(request.id, 0, "time-out");
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"Hello", "mine"});
    CHECK(talk.shown() == std::vector<std::string>{"Hi"});
}

TEST_CASE("typing, status and presence over the socket") {
    Talk talk = connected();
    const std::size_t before = talk.events.size();
    hear(talk, News::frame,
         told(parsed(R"({"conversation":{"id":40},"user":{"name":"Anna","type":"user"},"is_private":false})"), "conversation.typing_on"));
    CHECK(data_of(talk.events.back().body)["typingStatus"].as_integer() == 1);
    hear(talk, News::frame, told(parsed(R"({"id":40,"status":"resolved"})"), "conversation.status_changed"));
    CHECK(data_of(talk.last())["src"].as_text() == "19");
    const std::size_t after = talk.events.size();
    CHECK(after > before);
    hear(talk, News::frame, told(parsed(R"({"users":{}})"), "presence.update"));
    CHECK(talk.events.size() == after);
    CHECK(talk.trouble.empty());
    hear(talk, News::frame, told(parsed("{}"), "something.new"));
    CHECK(talk.trouble == std::vector<std::string>{"an unknown event: something_new"});
    hear(talk, News::frame, "not json");
    hear(talk, News::frame, "[]");
    CHECK(talk.trouble.size() == 3);
}

TEST_CASE("a socket that is lost at any point comes back with what was missed") {
    const std::vector<std::pair<News, std::string>> path = {{News::opened, ""},
                                                            {News::frame, R"({"type":"welcome"})"},
                                                            {News::frame, R"({"type":"confirm_subscription"})"},
                                                            {News::frame, R"({"type":"ping"})"}};
    for (std::size_t lost_after = 0; lost_after <= path.size(); ++lost_after) {
        CAPTURE(lost_after);
        Talk talk(chatwoot_settings());
        talk.take(talk.channel->status(talk.now));
        talk.say("Hello", "c1");
        while (!talk.open.empty()) talk.step();
        for (std::size_t i = 0; i < lost_after; ++i) hear(talk, path[i].first, path[i].second);
        while (!talk.open.empty()) talk.step();
        hear(talk, News::closed, "gone");
        // A late close of the same socket says nothing new.
        hear(talk, News::closed, "gone");
        talk.desk.add(1, parsed(R"({"content":"while you were away"})"));
        talk.socket.clear();
        const auto next = talk.channel->next_deadline();
        REQUIRE(next.has_value());
        CHECK(*next > talk.now);
        CHECK(*next <= talk.now + 1000);
        talk.now = *next;
        talk.take(talk.channel->advance(talk.now));
        REQUIRE(talk.socket.size() == 1);
        CHECK(talk.socket[0].kind == Wish::open);
        for (const auto& [kind, text] : path) hear(talk, kind, text);
        // A message that comes live while the missed ones are read stands behind them.
        const Value live = talk.desk.add(1, parsed(R"({"content":"live"})"));
        hear(talk, News::frame, told(live));
        while (!talk.open.empty()) talk.step();
        CHECK(talk.shown() == std::vector<std::string>{"while you were away", "live"});
    }
}

TEST_CASE("a server without sockets is read instead, less and less often asked to connect") {
    Talk talk(chatwoot_settings());
    talk.take(talk.channel->status(talk.now));
    talk.say("Hello", "c1");
    while (!talk.open.empty()) talk.step();
    talk.desk.add(1, parsed(R"({"content":"still here"})"));
    std::size_t attempts = 0;
    const Millis start = talk.now;
    while (talk.now < start + 120'000) {
        if (!talk.socket.empty()) {
            ++attempts;
            talk.socket.clear();
            hear(talk, News::closed, "HTTP 404");
        }
        while (!talk.open.empty()) talk.step();
        const auto next = talk.channel->next_deadline();
        REQUIRE(next.has_value());
        REQUIRE(*next >= talk.now);
        talk.now = std::max(talk.now + 1, *next);
        talk.take(talk.channel->advance(talk.now));
    }
    CHECK(talk.shown() == std::vector<std::string>{"still here"});
    CHECK(attempts > 4);
    CHECK(attempts < 12);
}

TEST_CASE("a silent socket is dead, a refused subscription is told") {
    Talk talk = connected();
    talk.now += 30'000;
    talk.socket.clear();
    talk.take(talk.channel->advance(talk.now));
    REQUIRE_FALSE(talk.socket.empty());
    CHECK(talk.socket[0].kind == Wish::close);
    CHECK(talk.trouble.back() == "the socket to the desk is lost: it is silent");

    Talk refused(chatwoot_settings());
    refused.take(refused.channel->status(refused.now));
    refused.say("Hello", "c1");
    while (!refused.open.empty()) refused.step();
    hear(refused, News::opened);
    hear(refused, News::frame, R"({"type":"welcome"})");
    hear(refused, News::frame, R"({"type":"reject_subscription"})");
    CHECK(refused.socket.back().kind == Wish::close);
    CHECK(refused.trouble.back() == "the socket to the desk is lost: the desk does not know the visitor's pubsub_token");
    CHECK(*refused.channel->next_deadline() > refused.now + 10'000);
}

TEST_CASE("a server that says goodbye is come back to soon, one that does not want to be asked again much later") {
    for (const bool wanted : {true, false}) {
        CAPTURE(wanted);
        Talk talk = connected();
        talk.socket.clear();
        hear(talk, News::frame,
             wanted ? R"({"type":"disconnect","reason":"server_restart","reconnect":true})"
                    : R"({"type":"disconnect","reason":"unauthorized","reconnect":false})");
        REQUIRE(talk.socket.size() == 1);
        CHECK(talk.socket[0].kind == Wish::close);
        CHECK(talk.trouble.back() == std::string("the socket to the desk is lost: ") + (wanted ? "server_restart" : "unauthorized"));
        // Meanwhile the conversation is read, so that nothing waits for the socket.
        talk.desk.add(1, parsed(R"({"content":"while it is away"})"));
        std::optional<Millis> opened;
        const Millis start = talk.now;
        while (!opened && talk.now < start + 60'000) {
            const auto next = talk.channel->next_deadline();
            REQUIRE(next.has_value());
            talk.now = std::max(talk.now + 1, *next);
            talk.socket.clear();
            talk.take(talk.channel->advance(talk.now));
            while (!talk.open.empty()) talk.step();
            if (!talk.socket.empty() && talk.socket[0].kind == Wish::open) opened = talk.now - start;
        }
        REQUIRE(opened.has_value());
        CHECK((*opened <= 1000) == wanted);
        CHECK((*opened >= 20'000) == !wanted);
        if (!wanted) CHECK(talk.shown() == std::vector<std::string>{"while it is away"});
    }
}

TEST_CASE("the visitor's typing and reading are told, not too often") {
    Talk talk = connected();
    talk.take(talk.channel->touch(true, talk.now));
    CHECK(talk.step().body == R"({"typing_status":"on"})");
    talk.now += 1000;
    talk.take(talk.channel->touch(true, talk.now));
    CHECK(talk.open.empty());
    talk.now += 8000;
    talk.take(talk.channel->advance(talk.now));
    CHECK(talk.step().body == R"({"typing_status":"off"})");
    talk.take(talk.channel->touch(true, talk.now));
    talk.step();
    talk.say("words", "c2");
    CHECK(talk.step().body == R"({"typing_status":"off"})");
    while (!talk.open.empty()) talk.step();
    talk.take(talk.channel->touch(false, talk.now));
    CHECK(talk.open.empty());
    hear(talk, News::frame, told(talk.desk.add(1, parsed(R"({"content":"Hi"})"))));
    talk.take(talk.channel->touch(false, talk.now));
    CHECK(talk.step().url.ends_with("/conversations/40/update_last_seen"));
    talk.take(talk.channel->touch(false, talk.now));
    CHECK(talk.open.empty());
    // The account's API would show the agent as typing.
    Talk livedesk;
    livedesk.say("Hello", "c1");
    livedesk.settle();
    livedesk.take(livedesk.channel->touch(true, livedesk.now));
    CHECK(livedesk.open.empty());
}
