#include "native/relay/hub.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/relay/limits.h"
#include "native/relay/sqlite_store.h"
#include "tests/unit/relay/failing_store.h"

namespace deskbell::relay {
namespace {

namespace fs = std::filesystem;

/// A socket that keeps what it was sent.
class FakeSocket final : public Connection {
  public:
    void send(std::string line) override {
        auto parsed = parse_json(line);
        REQUIRE(parsed);
        frames.push_back(std::move(*parsed));
    }
    void close(Closing reason) override { closed = reason; }

    /// The frames that are events of this name.
    std::vector<Value> events(std::string_view name) const {
        std::vector<Value> out;
        std::copy_if(frames.begin(), frames.end(), std::back_inserter(out),
                     [&](const Value& one) { return one["event"].as_text() == name; });
        return out;
    }
    std::string error() const { return frames.empty() ? "" : std::string(frames.back()["error"]["code"].as_text()); }

    std::vector<Value> frames;
    std::optional<Closing> closed;
};

/// A relay without sockets, its database in a file that lives as long as the test.
struct World {
    fs::path file = fs::temp_directory_path() / ("deskbell-hub-" + std::to_string(::getpid()) + ".sqlite3");
    std::optional<test::FailingStore> store;
    std::optional<Hub> hub;
    Millis now = 1765000000000;

    World() {
        remove();
        start();
    }
    ~World() {
        stop();
        remove();
    }
    void start() {
        store.emplace(file);
        hub.emplace(*store, sandbox::Options{"http://relay.example/sandbox/", 1, 1});
    }
    void stop() {
        hub.reset();
        store.reset();
    }
    void remove() const {
        for (const char* ending : {"", "-wal", "-shm"}) fs::remove(fs::path(file).concat(ending));
    }

    void receive(FakeSocket& socket, const Value& frame) { hub->received(socket, to_json(frame), now); }
    /// Opens a socket with a hello; the answer is the first frame.
    void connect(FakeSocket& socket, const Value& token = {}, const Value& after = {}) {
        hub->opened(socket, now);
        Value hello = Value::object();
        hello.set("token", token).set("after", after).set("lang", "en");
        receive(socket, Value::object().set("hello", hello));
    }
    void send(FakeSocket& socket, std::string_view client_id, const Value& message) {
        Value body = Value::object();
        body.set("client_id", client_id).set("message", message);
        receive(socket, Value::object().set("send", body));
    }
    void say(FakeSocket& socket, std::string_view client_id, std::string_view text) { send(socket, client_id, text_message(text)); }
    void wait(Millis time) {
        const Millis until = now + time;
        while (hub->next_deadline() && *hub->next_deadline() <= until) {
            now = std::max(now, *hub->next_deadline());
            hub->advance(now);
        }
        now = until;
    }
    Value history(FakeSocket& socket, std::string_view before = {}, int limit = 100) {
        Value body = Value::object();
        body.set("limit", limit);
        if (!before.empty()) body.set("before", before);
        receive(socket, Value::object().set("load_history", body));
        return socket.frames.back();
    }
};

Value token_of(const FakeSocket& socket) {
    REQUIRE_FALSE(socket.frames.empty());
    return socket.frames.front()["welcome"]["token"];
}

Value trigger() { return desk_message(MessageKind::session_trigger, SessionTrigger{TriggeredContent{"en"}}); }

}  // namespace

TEST_CASE("a hello is answered with a token, and the token brings the visitor back") {
    World world;
    FakeSocket first;
    world.connect(first);
    CHECK(token_of(first).as_text().starts_with("dv1."));
    CHECK(first.frames.front()["welcome"]["seq"].as_integer(-1) == 0);
    FakeSocket second;
    world.connect(second, token_of(first));
    CHECK(token_of(second) == token_of(first));
    CHECK(second.frames.front()["welcome"]["user"] == first.frames.front()["welcome"]["user"]);
    FakeSocket stranger;
    world.connect(stranger, "no such token", 5);
    CHECK_FALSE(token_of(stranger) == token_of(first));
    CHECK(stranger.events("gap").size() == 1);
}

TEST_CASE("hello comes first, and once") {
    World world;
    FakeSocket socket;
    world.hub->opened(socket, world.now);
    world.say(socket, "c1", "hi");
    CHECK(socket.error() == "hello_first");
    CHECK(socket.frames.back()["error"]["client_id"].as_text() == "c1");
    world.receive(socket, parse_json(R"({"hello":{}})").value());
    CHECK(socket.frames.back().find("welcome") != nullptr);
    world.receive(socket, parse_json(R"({"hello":{}})").value());
    CHECK(socket.error() == "unknown_frame");
}

TEST_CASE("a ping is answered with the number of the last event") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.receive(socket, parse_json(R"({"ping":true})").value());
    CHECK(socket.frames.back()["pong"]["seq"].as_integer(-1) == 0);
    world.say(socket, "c1", "thanks");
    world.receive(socket, parse_json(R"({"ping":true})").value());
    CHECK(socket.frames.back()["pong"]["seq"].as_integer() >= 1);
}

TEST_CASE("a message is numbered, kept and answered once") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1", "opening hours");
    const auto sent = socket.events("sent");
    REQUIRE(sent.size() == 1);
    CHECK(sent[0]["seq"].as_integer() == 1);
    CHECK(sent[0]["client_id"].as_text() == "c1");
    const Value& message = sent[0]["message"];
    CHECK(message["ID"].as_text() == "m-1");
    CHECK(message["flow"].as_text() == "out");
    CHECK(message["sequence"].as_integer() == 1);
    CHECK(message["time"].as_integer() == world.now / 1000);
    CHECK(message["to"].as_text() == "@customer_service_account");
    CHECK(message["conversationID"].as_text() == "C2C@customer_service_account");
    world.wait(2000);
    const std::size_t before = socket.frames.size();
    world.say(socket, "c1", "opening hours");
    REQUIRE(socket.frames.size() == before + 1);
    CHECK(socket.frames.back()["seq"].as_integer() == 1);
    CHECK(socket.frames.back()["message"]["ID"].as_text() == "m-1");
    world.wait(2000);
    CHECK(socket.events("message").size() == 1);
    CHECK(world.history(socket)["messages"].items().size() == 2);
}

TEST_CASE("seq never falls and never repeats") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    for (const char* text : {"stream", "branch", "Help me choose", "human", "hello", "bye"}) {
        world.say(socket, text, text);
        world.wait(10000);
    }
    std::int64_t last = 0;
    for (const Value& frame : socket.frames) {
        const Value* seq = frame.find("seq");
        if (seq == nullptr) continue;
        CHECK(seq->as_integer() == last + 1);
        last = seq->as_integer();
    }
    CHECK(last > 15);
}

TEST_CASE("online-only messages are answered, and not kept, whatever the client says") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.send(socket, "c1", trigger());
    REQUIRE(socket.events("sent").size() == 1);
    CHECK(socket.events("sent")[0].find("seq") == nullptr);
    const Value history = world.history(socket);
    CHECK(history["messages"].items().size() == 1);  // the welcome card
    CHECK(history["complete"].as_boolean());
    const std::size_t before = socket.frames.size();
    world.send(socket, "c1", trigger());
    CHECK(socket.frames.size() == before + 1);
    CHECK(socket.frames.back()["event"].as_text() == "sent");
}

TEST_CASE("a refusal carries its code to the client id, and may be tried again") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    const Value answer = desk_message(MessageKind::evaluation_answer, EvaluationAnswer{{"105", "good", "nothing"}});
    world.send(socket, "c1", answer);
    world.send(socket, "c1", answer);
    const auto failed = socket.events("send_failed");
    REQUIRE(failed.size() == 2);
    CHECK(failed[0]["client_id"].as_text() == "c1");
    CHECK(failed[0]["code"].as_integer() == 10154);
    CHECK_FALSE(socket.closed);
    CHECK(world.history(socket)["messages"].items().empty());
}

TEST_CASE("a reconnect replays what came later, and nothing twice") {
    World world;
    FakeSocket first;
    world.connect(first);
    world.say(first, "c1", "opening hours");
    world.hub->closed(first, world.now);
    world.wait(2000);
    FakeSocket second;
    world.connect(second, token_of(first), 1);
    CHECK(second.events("gap").empty());
    const auto messages = second.events("message");
    REQUIRE(messages.size() == 1);
    CHECK(messages[0]["seq"].as_integer() == 3);
    CHECK(second.events("read").size() == 1);
    FakeSocket third;
    world.connect(third, token_of(first), 3);
    CHECK(third.events("message").empty());
    FakeSocket fourth;
    world.connect(fourth, token_of(first), 0);
    REQUIRE(fourth.events("message").size() == 2);
    CHECK(fourth.events("message")[0]["message"]["clientId"].as_text() == "c1");
}

TEST_CASE("a replay shows a finished stream whole, with one change") {
    World world;
    FakeSocket first;
    world.connect(first);
    world.say(first, "c1", "stream");
    world.hub->closed(first, world.now);
    world.wait(10000);
    FakeSocket second;
    world.connect(second, token_of(first), 0);
    CHECK(second.events("message").size() == 2);
    REQUIRE(second.events("modified").size() == 1);
    const auto stream = read_message(second.events("modified")[0]["message"]);
    REQUIRE(stream);
    CHECK(record_of<Stream>(*stream).is_finished == 1);
    CHECK(stream->im.sequence < second.events("modified")[0]["seq"].as_integer());
}

TEST_CASE("an after that the relay cannot know is a gap") {
    World world;
    FakeSocket first;
    world.connect(first);
    FakeSocket second;
    world.connect(second, token_of(first), 99);
    CHECK(second.events("gap").size() == 1);
}

TEST_CASE("events that were forgotten are a gap, and their messages stay") {
    World world;
    FakeSocket first;
    world.connect(first);
    const auto visitor = world.hub->visitor_of(token_of(first).as_text(), world.now);
    world.say(first, "c1", "hello");
    world.wait(2000);
    auto row = *world.store->load_visitor(visitor);
    world.hub->closed(first, world.now);
    row.forgotten = 2;
    world.store->forget_events(visitor, 2);
    world.store->save_visitor(row, world.now);
    FakeSocket second;
    world.connect(second, token_of(first), 1);
    CHECK(second.events("gap").size() == 1);
    CHECK(world.history(second)["messages"].items().size() == 2);
    FakeSocket third;
    world.connect(third, token_of(first), 2);
    CHECK(third.events("gap").empty());
}

TEST_CASE("history comes in pages, oldest first") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    for (int i = 0; i < 25; ++i) {
        world.say(socket, "c" + std::to_string(i), "opening hours");
        world.wait(2000);
    }
    const Value newest = world.history(socket, {}, 20);
    REQUIRE(newest["messages"].items().size() == 20);
    CHECK_FALSE(newest["complete"].as_boolean());
    std::vector<std::string> ids;
    Value page = newest;
    std::size_t total = 20;
    while (!page["complete"].as_boolean()) {
        page = world.history(socket, page["messages"].items().front()["ID"].as_text(), 20);
        total += page["messages"].items().size();
        std::int64_t last = 0;
        for (const Value& message : page["messages"].items()) {
            CHECK(message["sequence"].as_integer() > last);
            last = message["sequence"].as_integer();
        }
    }
    CHECK(total == 50);
    CHECK(newest["messages"].items()[0]["flow"].as_text() == "out");
    CHECK(newest["messages"].items()[0]["isPeerRead"].as_boolean());
}

TEST_CASE("the tabs of a visitor stay in step, other visitors hear nothing") {
    World world;
    FakeSocket one;
    FakeSocket two;
    FakeSocket other;
    world.connect(one);
    world.connect(two, token_of(one));
    world.connect(other);
    world.say(one, "c1", "opening hours");
    world.wait(2000);
    CHECK(one.events("sent").size() == 1);
    CHECK(two.events("sent").empty());
    REQUIRE(two.events("message").size() == 2);
    CHECK(two.events("message")[0]["message"]["flow"].as_text() == "out");
    CHECK(two.events("message")[0]["message"]["ID"].as_text() == "m-1");
    CHECK(one.events("message").size() == 1);
    CHECK(other.frames.size() == 1);
}

TEST_CASE("a restart keeps the history, the tokens and what is under way") {
    World world;
    FakeSocket first;
    world.connect(first);
    world.say(first, "c1", "human");
    world.wait(1000);
    world.hub->closed(first, world.now);
    world.stop();
    world.start();
    REQUIRE(world.hub->next_deadline());
    world.wait(20000);
    FakeSocket second;
    world.connect(second, token_of(first), 0);
    CHECK(second.events("state").back()["state"].as_text() == "agent");
    const Value history = world.history(second);
    CHECK(history["messages"].items().front()["payload"]["text"].as_text() == "human");
    world.say(second, "c1", "human");
    CHECK(second.frames.back()["message"]["ID"].as_text() == "m-1");
}

TEST_CASE("bad frames have names, neighbours live, and too many close the socket") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.hub->received(socket, "not json", world.now);
    CHECK(socket.error() == "not_json");
    world.say(socket, "c1", "opening hours");
    CHECK(socket.events("sent").size() == 1);
    world.now += 60000;
    for (int i = 1; i < most_errors; ++i) world.hub->received(socket, "[]", world.now);
    CHECK_FALSE(socket.closed);
    world.hub->received(socket, "[]", world.now);
    CHECK(socket.closed == Closing::refused);
}

TEST_CASE("a message that can never be taken is given up, so that the ones behind it are not held up") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.send(socket, "c1", Value::object());
    CHECK(socket.events("send_failed").size() == 1);
    CHECK(socket.events("send_failed")[0]["client_id"].as_text() == "c1");
    CHECK(socket.frames[1]["error"]["code"].as_text() == "wrong_type");
}

TEST_CASE("too many frames are refused, later ones pass") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    for (int i = 0; i < 39; ++i) world.receive(socket, parse_json(R"({"typing":true})").value());
    world.say(socket, "c1", "hi");
    CHECK(socket.error() == "too_many");
    CHECK(socket.frames.back()["error"]["client_id"].as_text() == "c1");
    world.wait(1000);
    world.say(socket, "c1", "hi");
    CHECK(socket.events("sent").size() == 1);
}

TEST_CASE("a visitor has at most eight tabs") {
    World world;
    std::vector<std::unique_ptr<FakeSocket>> sockets;
    for (int i = 0; i < most_connections_of_visitor; ++i) {
        sockets.push_back(std::make_unique<FakeSocket>());
        world.connect(*sockets.back(), i == 0 ? Value() : token_of(*sockets.front()));
    }
    FakeSocket ninth;
    world.connect(ninth, token_of(*sockets.front()));
    CHECK(ninth.error() == "too_many");
    CHECK(ninth.closed == Closing::later);
    world.hub->closed(*sockets.back(), world.now);
    FakeSocket again;
    world.connect(again, token_of(*sockets.front()));
    CHECK_FALSE(again.closed);
}

TEST_CASE("a revoked message leaves no text behind") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1", "revoke");
    world.wait(5000);
    REQUIRE(socket.events("revoked").size() == 1);
    const Value history = world.history(socket);
    const Value& last = history["messages"].items().back();
    CHECK(last["isRevoked"].as_boolean());
    CHECK(last["payload"].names().empty());
}

TEST_CASE("the visitor takes an own message back, for two minutes, and no other") {
    World world;
    FakeSocket socket;
    FakeSocket other_tab;
    world.connect(socket);
    world.connect(other_tab, socket.frames.front()["welcome"]["token"]);
    world.say(socket, "c1", "to be taken back");
    world.say(socket, "c2", "too old");
    const std::string first(socket.events("sent").front()["message"]["ID"].as_text());
    const std::string second(socket.events("sent").back()["message"]["ID"].as_text());
    const auto recall = [&](std::string_view id) { world.receive(socket, Value::object().set("recall", Value::object().set("id", id))); };
    recall(first);
    CHECK(socket.events("revoked").size() == 1);
    REQUIRE(other_tab.events("revoked").size() == 1);
    CHECK(other_tab.events("revoked").front()["id"].as_text() == first);
    world.now += 3 * millis_per_minute;
    world.hub->advance(world.now);
    recall(second);
    CHECK(socket.error() == "too_late");
    recall("m-404");
    CHECK(socket.error() == "too_late");
    const auto replies = socket.events("message");
    REQUIRE(!replies.empty());
    recall(replies.front()["message"]["ID"].as_text());
    CHECK(socket.error() == "too_late");
    CHECK(socket.events("revoked").size() == 1);
}

TEST_CASE("a full disk: nothing is acknowledged that is not kept, and what was put off stands in its place") {
    for (std::size_t good = 0; good < 12; ++good) {
        CAPTURE(good);
        World world;
        FakeSocket socket;
        world.connect(socket);
        const Value token = token_of(socket);
        world.send(socket, "c0", trigger());
        world.store->fail_after(good, 1);
        // The desk's greeting meets the full disk, or what the visitor says does.
        world.wait(2 * millis_per_second);
        world.say(socket, "c1", "hello");
        if (socket.closed) {
            CHECK(socket.error() == "store_failed");
            world.hub->closed(socket, world.now);
        } else {
            REQUIRE(!socket.events("sent").empty());
        }
        world.store->mend();
        FakeSocket again;
        world.connect(again, token);
        world.say(again, "c1", "hello");
        world.wait(millis_per_minute);
        const Value history = world.history(again);
        std::int64_t time = 0;
        int said = 0;
        for (const Value& message : history["messages"].items()) {
            CHECK(message["time"].as_integer() >= time);
            time = message["time"].as_integer();
            said += message["clientId"].as_text() == "c1" ? 1 : 0;
        }
        CHECK(said == 1);
        CHECK(history["messages"].items().size() > 1);
        world.hub->closed(again, world.now);
        if (!socket.closed) world.hub->closed(socket, world.now);
    }
}

TEST_CASE("a database opens again, and a folder is none") {
    World world;
    world.stop();
    CHECK_NOTHROW(SqliteStore{world.file});
    CHECK_THROWS_AS(SqliteStore{fs::temp_directory_path()}, StoreError);
}

}  // namespace deskbell::relay
