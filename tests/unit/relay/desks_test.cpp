// A desk behind the hub, without a network: what is asked of the outside, when, and what becomes of its answers and webhooks.

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/json.h"
#include "native/relay/hub.h"
#include "native/relay/sqlite_store.h"

namespace deskbell::relay {
namespace {

Value in_message(std::string_view id, std::string_view text) {
    return Value::object()
        .set("ID", id)
        .set("type", "TIMTextElem")
        .set("payload", Value::object().set("text", text))
        .set("flow", "in")
        .set("time", 1);
}

/// A desk that is told each message by one request, and whose webhooks are texts.
class FakeChannel final : public channel::Channel {
  public:
    explicit FakeChannel(const Value* saved) {
        if (saved == nullptr) return;
        for (const Value& id : (*saved)["open"].items()) open_.emplace_back(id.as_text());
        said_ = (*saved)["said"].as_integer();
    }
    channel::Output receive(const Value& message, Millis) override {
        open_.emplace_back(message["clientId"].as_text());
        return requests({open_.back()});
    }
    channel::Output answered(const channel::Response& response, Millis) override {
        if (!response.complete) return {};
        std::erase(open_, response.id);
        channel::Output output = says("answer " + std::to_string(response.status));
        output.routes.push_back("chat:" + response.id);
        return output;
    }
    channel::Output heard(const channel::SocketNews&, Millis) override { return {}; }
    channel::Output delivered(const Value& item, Millis) override { return says(std::string(item.as_text())); }
    channel::Output advance(Millis) override { return {}; }
    std::optional<Millis> next_deadline() const override { return std::nullopt; }
    channel::Output touch(bool, Millis) override { return {}; }
    channel::Output status(Millis) override {
        channel::Output output;
        output.events.push_back({channel::EventKind::state, channel::Keep::passing, Value::object().set("state", "none")});
        return output;
    }
    channel::Output left(Millis) override { return {}; }
    channel::Output resume(Millis) override { return requests(open_); }
    Value save() const override {
        Value open = Value::array();
        for (const std::string& id : open_) open.push(id);
        return Value::object().set("open", std::move(open)).set("said", said_);
    }

  private:
    channel::Output says(const std::string& text) {
        channel::Output output;
        output.events.push_back({channel::EventKind::message, channel::Keep::stored, in_message("f-" + std::to_string(++said_), text)});
        return output;
    }
    static channel::Output requests(const std::vector<std::string>& ids) {
        channel::Output output;
        for (const std::string& id : ids) {
            channel::Request request;
            request.id = id;
            request.url = "https://desk.example/" + id;
            output.requests.push_back(std::move(request));
        }
        return output;
    }

    std::vector<std::string> open_;
    std::int64_t said_ = 0;
};

struct FakeAccount final : channel::Account {
    std::optional<channel::Request> credentials(Millis) override {
        if (has_token) return std::nullopt;
        channel::Request request;
        request.id = "token";
        request.url = "https://desk.example/token";
        return request;
    }
    tl::expected<void, std::string> authenticated(const channel::Response& response, Millis) override {
        if (response.status != 200) return tl::unexpected<std::string>("no");
        has_token = true;
        return {};
    }
    bool ready(Millis) const override { return has_token; }
    void authorise(channel::Request& request) const override { request.headers.push_back({"Authorization", "secret"}); }
    channel::WebhookResult webhook(const channel::Webhook& webhook, Millis) override {
        channel::WebhookResult result;
        result.items.push_back({webhook.path, webhook.query, Value(webhook.body), {}});
        return result;
    }
    std::unique_ptr<channel::Channel> open(const channel::Customer& customer, const Value* saved) override {
        opened.push_back(customer.id);
        return std::make_unique<FakeChannel>(saved);
    }
    std::optional<channel::Customer> newcomer(const channel::Routed& item) const override {
        if (!item.key.starts_with("new:")) return std::nullopt;
        channel::Customer customer;
        customer.id = item.key;
        return customer;
    }
    std::vector<std::string_view> cannot() const override { return unable; }
    bool has_token = true;
    std::vector<std::string_view> unable;
    std::vector<std::string> opened;
};

struct FakeOutside final : Outside {
    void fetch(const Errand& errand, channel::Request request) override { asked.push_back({errand, std::move(request)}); }
    void forget(std::uint64_t number) override { forgotten.push_back(number); }
    void open_socket(std::uint64_t, std::size_t, const std::string&) override {}
    void send_socket(std::uint64_t, std::string) override {}
    void close_socket(std::uint64_t) override {}
    std::vector<std::pair<Errand, channel::Request>> asked;
    std::vector<std::uint64_t> forgotten;
};

class FakeSocket final : public Connection {
  public:
    void send(std::string line) override { frames.push_back(*parse_json(line)); }
    void close(Closing) override {}
    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const Value& frame : frames) {
            if (frame["event"].as_text() == "message") out.emplace_back(frame["message"]["payload"]["text"].as_text());
        }
        return out;
    }
    std::vector<Value> frames;
};

struct World {
    SqliteStore store{":memory:"};
    FakeOutside outside;
    FakeAccount* account = nullptr;
    std::optional<Hub> hub;
    Millis now = 1765000000000;

    World() { start(); }
    void start() {
        Desks desks;
        auto made = std::make_unique<FakeAccount>();
        account = made.get();
        desks.push_back({"fake", std::move(made)});
        outside = {};
        hub.emplace(store, std::move(desks), &outside);
    }
    void receive(FakeSocket& socket, std::string_view frame) { hub->received(socket, frame, now); }
    void connect(FakeSocket& socket) {
        hub->opened(socket, now);
        receive(socket, R"({"hello":{}})");
    }
    void say(FakeSocket& socket, const std::string& id) {
        receive(socket, R"({"send":{"client_id":")" + id + R"(","message":{"type":"TIMTextElem","payload":{"text":"hi"}}}})");
    }
    void answer(std::size_t which, int status = 200) {
        channel::Response response;
        response.status = status;
        const Errand errand = outside.asked.at(which).first;
        hub->answered(errand, response, now);
    }
    int webhook(const std::string& key, const std::string& id, const std::string& text) {
        channel::Webhook webhook;
        webhook.path = key;
        webhook.query = id;
        webhook.body = text;
        return hub->webhook("fake", webhook, now).status;
    }
    void advance(Millis time) {
        now += time;
        hub->advance(now);
    }
};

}  // namespace

TEST_CASE("a request is made after its message was kept, with the account's secrets, and its answer is heard once") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1");
    REQUIRE(world.outside.asked.size() == 1);
    channel::Request request = world.outside.asked[0].second;
    CHECK(request.headers.empty());
    world.hub->authorise(world.outside.asked[0].first, request);
    CHECK(channel::header(request.headers, "authorization") == "secret");
    world.answer(0);
    world.answer(0);
    CHECK(socket.texts() == std::vector<std::string>{"answer 200"});
    CHECK(world.hub->counts().requests == 0);
}

TEST_CASE("requests wait for the account's token; one that does not come ends them") {
    World world;
    world.account->has_token = false;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1");
    REQUIRE(world.outside.asked.size() == 1);
    CHECK(world.outside.asked[0].second.id == "token");
    world.say(socket, "c2");
    CHECK(world.outside.asked.size() == 1);
    world.answer(0, 500);
    REQUIRE(world.hub->next_deadline());
    CHECK(*world.hub->next_deadline() > world.now);
    world.advance(millis_per_second);
    REQUIRE(world.outside.asked.size() == 2);
    world.answer(1);
    REQUIRE(world.outside.asked.size() == 4);
    CHECK(world.outside.asked[2].second.id == "c1");
    CHECK(world.outside.asked[3].second.id == "c2");
}

TEST_CASE("what was open when the relay was killed is asked again, though nobody has come back") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1");
    world.start();
    CHECK(world.outside.asked.empty());
    world.advance(0);
    REQUIRE(world.outside.asked.size() == 1);
    CHECK(world.outside.asked[0].second.id == "c1");
    world.answer(0);
    CHECK_FALSE(world.hub->next_deadline());
    CHECK(world.hub->counts().conversations == 0);
    world.start();
    world.advance(0);
    CHECK(world.outside.asked.empty());
}

TEST_CASE("a webhook finds its conversation, once for each delivery, also while nobody looks") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1");
    // It comes before the answer that tells its key: it is held, and delivered when the key is known.
    CHECK(world.webhook("chat:c1", "d1", "early") == 200);
    CHECK(socket.texts().empty());
    world.answer(0);
    world.advance(0);
    CHECK(socket.texts() == std::vector<std::string>{"answer 200", "early"});
    world.webhook("chat:c1", "d1", "early");
    world.webhook("chat:c1", "d2", "later");
    CHECK(socket.texts() == std::vector<std::string>{"answer 200", "early", "later"});
    world.hub->closed(socket, world.now);
    CHECK(world.hub->counts().conversations == 0);
    world.webhook("chat:c1", "d3", "away");
    world.start();
    world.webhook("chat:c1", "d3", "away");
    CHECK(world.store.messages_before(1, INT64_MAX, 10).size() == 5);
    world.webhook("chat:nobody", "d4", "lost");
    REQUIRE(world.hub->next_deadline());
    world.advance(held_time);
    CHECK_FALSE(world.hub->next_deadline());
}

TEST_CASE("what a desk cannot do is told with its state, and not done") {
    World world;
    FakeSocket able;
    world.connect(able);
    CHECK(able.frames.back()["event"].as_text() == "state");
    CHECK(able.frames.back().find("cannot") == nullptr);
    world.say(able, "c1");
    const auto recall = [&](FakeSocket& socket) {
        std::string id;
        for (const Value& frame : socket.frames) {
            if (frame["event"].as_text() == "sent") id = frame["message"]["ID"].as_text();
        }
        world.receive(socket, R"({"recall":{"id":")" + id + R"("}})");
    };
    recall(able);
    CHECK(able.frames.back()["event"].as_text() == "revoked");

    world.account->unable = {"recall", "human"};
    FakeSocket unable;
    world.connect(unable);
    CHECK(to_json(unable.frames.back()["cannot"]) == R"(["recall","human"])");
    world.say(unable, "c2");
    recall(unable);
    CHECK(unable.frames.back()["error"]["code"].as_text() == "unable");
}

TEST_CASE("a desk may open a conversation by itself, and it is the same the next time") {
    World world;
    world.webhook("new:7", "d1", "one");
    world.webhook("new:7", "d2", "two");
    world.start();
    world.webhook("new:7", "d3", "three");
    CHECK(world.account->opened == std::vector<std::string>{"new:7"});
    const auto messages = world.store.messages_before(1, INT64_MAX, 10);
    REQUIRE(messages.size() == 3);
    CHECK((*parse_json(messages[0].body))["payload"]["text"].as_text() == "three");
}

TEST_CASE("visitors who stay away are forgotten with everything that is theirs, others are not") {
    World world;
    FakeSocket socket;
    world.connect(socket);
    world.say(socket, "c1");
    world.store.add_upload({"file", 1, "a.txt", "text/plain", 3}, world.now);
    const Millis later = world.now + 40 * millis_per_day;
    CHECK(world.hub->forget_visitors(later, 10).visitors == 0);
    world.answer(0);
    CHECK(world.hub->forget_visitors(later, 10).visitors == 0);
    world.hub->closed(socket, world.now);
    CHECK(world.hub->forget_visitors(world.now - 1, 10).visitors == 0);
    CHECK(world.hub->forget_visitors(later, 10).uploads == std::vector<std::string>{"file"});
    CHECK_FALSE(world.store.load_visitor(1));
    CHECK_FALSE(world.store.find_upload("file"));
    CHECK(world.store.messages_before(1, INT64_MAX, 10).empty());
}

}  // namespace deskbell::relay
