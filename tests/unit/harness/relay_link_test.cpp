#include "native/harness/relay_link.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "native/harness/live_conversation.h"
#include "native/relay_client/relay_channel.h"
#include "widget/text/text_renderer.h"

extern char** environ;

namespace deskbell {
namespace {

/// The real relay, in a process of its own, on a free port, with its data in a folder that goes with the test.
class RunningRelay {
  public:
    RunningRelay() { std::filesystem::create_directories(data_); }
    ~RunningRelay() {
        stop();
        std::filesystem::remove_all(data_);
    }
    RunningRelay(const RunningRelay&) = delete;
    RunningRelay& operator=(const RunningRelay&) = delete;

    /// Starts it, again on the same port when it ran before.
    void start() {
        int out[2];
        REQUIRE(::pipe(out) == 0);
        const std::string port = std::to_string(port_);
        const std::string data = data_.string();
        const char* arguments[] = {DESKBELL_RELAY_BINARY, "--port", port.c_str(), "--data", data.c_str(), "--speed", "20", nullptr};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, out[0]);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        const int failed = ::posix_spawn(&process_, DESKBELL_RELAY_BINARY, &actions, nullptr, const_cast<char**>(arguments), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(out[1]);
        REQUIRE(failed == 0);
        // "Deskbell relay on http://127.0.0.1:41234/"
        std::string line;
        for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
        ::close(out[0]);
        const std::size_t colon = line.rfind(':');
        REQUIRE(colon != std::string::npos);
        port_ = std::stoi(line.substr(colon + 1));
    }
    void stop() {
        if (process_ == 0) return;
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
        process_ = 0;
    }
    std::string address() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/ws"; }

  private:
    std::filesystem::path data_ = std::filesystem::temp_directory_path() / ("deskbell-link-" + std::to_string(::getpid()));
    pid_t process_ = 0;
    int port_ = 0;
};

struct Visit {
    Player player = *Player::open(
        "{\"deskbell\":1,\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"visitor-1\"}}\n{\"at\":0,\"event\":\"open\"}\n");
    RelayLink* link = nullptr;
    std::optional<LiveConversation> live;

    explicit Visit(const std::string& address) {
        player.seek(0);
        auto owned = std::make_unique<RelayLink>(*parse_relay_address(address), "en");
        link = owned.get();
        live.emplace(std::move(owned), TroubleSettings(), player);
    }
    /// Lets real time pass until it is so; half a minute is for ever.
    bool wait_for(const std::function<bool()>& is_so) {
        for (int i = 0; i < 1500 && !is_so(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            live->advance(player, 20);
        }
        return is_so();
    }
    std::string screen() const {
        const View& view = player.view();
        return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()});
    }
    bool shows(std::string_view words) const { return screen().find(words) != std::string::npos; }
    void say(std::string_view text) { player.inject(Value::object().set("event", "text").set("text", text)); }
};

}  // namespace

TEST_CASE("relay link: a visitor of the real relay talks to it, loses it, and goes on where the connection broke") {
    RunningRelay relay;
    relay.start();
    Visit visit(relay.address());
    REQUIRE_MESSAGE(visit.wait_for([&] { return visit.player.view().header().connection == "connected"; }), visit.link->status());
    CHECK(visit.link->status().find("connected as visitor-") != std::string::npos);
    visit.say("What are your opening hours?");
    CHECK_MESSAGE(visit.wait_for([&] { return visit.shows("Monday"); }), visit.screen());
    relay.stop();
    CHECK(visit.wait_for([&] { return visit.player.view().header().connection == "disconnected"; }));
    visit.say("written while it was away");
    relay.start();
    REQUIRE(visit.wait_for([&] { return visit.player.view().header().connection == "connected"; }));
    CHECK(visit.wait_for([&] { return !visit.shows("Sending") && !visit.shows("Waiting"); }));
    const std::string after = visit.screen();
    const std::size_t first = after.find("written while it was away");
    REQUIRE(first != std::string::npos);
    CHECK(after.find("written while it was away", first + 1) == std::string::npos);
    // Broken off by hand: it comes back by itself.
    visit.link->interrupt(0, 100);
    CHECK(visit.wait_for([&] { return visit.player.view().header().connection == "disconnected"; }));
    CHECK(visit.wait_for([&] { return visit.player.view().header().connection == "connected"; }));
}

TEST_CASE("relay link: where nobody listens it says so, and tries again") {
    Visit visit("ws://127.0.0.1:1/ws");
    CHECK(visit.wait_for([&] { return visit.link->status().find("refused") != std::string::npos; }));
    CHECK(visit.link->status().find("trying again") != std::string::npos);
    CHECK(visit.player.view().header().connection == "disconnected");
}

TEST_CASE("relay link: an address is read, or refused in words") {
    const auto usual = parse_relay_address("ws://localhost:8787");
    REQUIRE(usual);
    CHECK(usual->authority() == "localhost:8787");
    CHECK(usual->path == "/ws");
    CHECK(parse_relay_address("http://[::1]:80/other")->authority() == "[::1]:80");
    CHECK(parse_relay_address("http://[::1]:80/other")->path == "/other");
    CHECK(parse_relay_address("wss://relay.example/ws").error().find("ws://") != std::string::npos);
    CHECK(parse_relay_address("ftp://relay.example/").error().find("begins with ws://") != std::string::npos);
    CHECK_FALSE(parse_relay_address("8787"));
    CHECK_FALSE(parse_relay_address(""));
}

TEST_CASE("relay channel: it greets with what it has seen, and a refused frame fails its message") {
    RelayChannel channel("th");
    CHECK(channel.hello() == R"({"hello":{"token":null,"after":null,"lang":"th"}})");
    Value send = Value::object().set("effect", "send").set("client_id", "c1");
    CHECK_FALSE(channel.frame_of(send));
    std::vector<Value> events;
    CHECK(channel.receive(R"({"welcome":{"token":"t","seq":41,"user":"visitor-9"}})", 0, events));
    REQUIRE(events.size() == 1);
    CHECK(events[0]["state"].as_text() == "connected");
    CHECK(*channel.frame_of(send) == R"({"send":{"client_id":"c1"}})");
    CHECK(*channel.frame_of(Value::object().set("effect", "typing")) == R"({"typing":true})");
    CHECK_FALSE(channel.frame_of(Value::object().set("effect", "play_sound")));
    CHECK(channel.receive(R"({"seq":42,"event":"read","upto":1})", 0, events));
    CHECK(events.size() == 2);
    CHECK(channel.lost()["state"].as_text() == "disconnected");
    CHECK(channel.hello() == R"({"hello":{"token":"t","after":42,"lang":"th"}})");
    CHECK(channel.receive(R"({"error":{"code":"too_many","info":"slowly","client_id":"c1"}})", 0, events));
    CHECK(events.back()["code"].as_integer() == 0);
    CHECK(channel.receive(R"({"error":{"code":"too_large","info":"no","client_id":"c2"}})", 0, events));
    CHECK(events.back()["code"].as_integer() == 400);
    CHECK(channel.complaint() == "too_large: no");
    const std::size_t before = events.size();
    // A relay cannot make the visitor's moves.
    CHECK(channel.receive(R"({"event":"text","text":"I did not write this"})", 0, events));
    CHECK(channel.receive("no json", 0, events));
    CHECK(channel.receive("[]", 0, events));
    CHECK(events.size() == before);
}

TEST_CASE("relay channel: silence is asked about and then ends the connection") {
    RelayChannel channel("en");
    std::vector<Value> events;
    CHECK_FALSE(channel.next_ask());
    channel.opening(1000);
    REQUIRE(channel.next_ask());
    CHECK(*channel.next_ask() == 21'000);
    CHECK_FALSE(channel.ask(21'000));
    CHECK(channel.receive(R"({"welcome":{"token":"t","seq":3}})", 2000, events));
    CHECK(*channel.next_ask() == 57'000);
    CHECK(channel.ask(57'000) == R"({"ping":true})");
    CHECK(*channel.next_ask() == 77'000);
    CHECK(channel.receive(R"({"pong":{"seq":3}})", 58'000, events));
    CHECK(*channel.next_ask() == 113'000);
    channel.lost();
    CHECK_FALSE(channel.next_ask());
}

TEST_CASE("relay channel: an event that got lost is noticed by the number of the next one or of a pong") {
    RelayChannel channel("en");
    std::vector<Value> events;
    channel.opening(0);
    CHECK(channel.receive(R"({"welcome":{"token":"t","seq":3}})", 0, events));
    CHECK(channel.receive(R"({"seq":4,"event":"read","upto":1})", 0, events));
    CHECK(channel.receive(R"({"seq":4,"event":"read","upto":1})", 0, events));
    CHECK_FALSE(channel.receive(R"({"seq":6,"event":"read","upto":2})", 0, events));
    CHECK_FALSE(channel.receive(R"({"pong":{"seq":5}})", 0, events));
    channel.lost();
    // What the relay repeats may leave out what a later event has overtaken.
    channel.opening(0);
    CHECK(channel.hello() == R"({"hello":{"token":"t","after":4,"lang":"en"}})");
    CHECK(channel.receive(R"({"welcome":{"token":"t","seq":8}})", 0, events));
    CHECK(channel.receive(R"({"seq":7,"event":"read","upto":2})", 0, events));
    CHECK(channel.receive(R"({"event":"gap"})", 0, events));
    CHECK(channel.receive(R"({"seq":9,"event":"read","upto":3})", 0, events));
}

TEST_CASE("relay channel: it waits longer each time, and chance takes away at most half") {
    RelayChannel channel("en");
    CHECK(channel.next_wait(0) == 1000);
    CHECK(channel.next_wait(1) == 1000);
    for (int i = 0; i < 6; ++i) channel.next_wait(0);
    CHECK(channel.next_wait(0) == 30000);
    CHECK(channel.next_wait(1) == 15000);
    std::vector<Value> events;
    CHECK(channel.receive(R"({"welcome":{}})", 0, events));
    CHECK(channel.next_wait(0) == 1000);
}

}  // namespace deskbell
