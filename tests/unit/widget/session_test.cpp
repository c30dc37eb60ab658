#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/json.h"
#include "gen/catalogues.h"
#include "widget/session/session.h"

using namespace deskbell;

namespace {

Value json(std::string_view text) { return parse_json(text).value(); }

/// A session that is open, connected and has its texts.
struct Visitor {
    Session session{decode<Config>(json(R"({"lang":"en"})")).value()};
    Millis now = 1'765'000'000'000;
    std::vector<Value> effects;

    Visitor() {
        tell(R"({"event":"open"})");
        Value file = json(embedded_catalogue("en"));
        tell(to_json(file.set("event", "catalogue")));
        tell(R"({"event":"net","state":"connected"})");
        tell(R"({"event":"sent","client_id":"c1"})");
        tell(R"({"event":"history","messages":[],"complete":true})");
        effects.clear();
    }

    Output tell(std::string_view event) {
        Output output = session.handle(json(event), now);
        for (const Value& effect : output.effects.items()) effects.push_back(effect);
        return output;
    }

    const Value* last(std::string_view name) const {
        for (std::size_t i = effects.size(); i-- > 0;) {
            if (effects[i]["effect"].as_text() == name) return &effects[i];
        }
        return nullptr;
    }

    const Row& last_row() const { return session.view().rows().back(); }
};

std::string escaped(std::string_view data) {
    std::string out;
    append_json_text(out, data);
    return out;
}

std::string custom(std::string_view id, std::string_view data) {
    return "{\"ID\":\"" + std::string(id) +
           "\",\"type\":\"TIMCustomElem\",\"flow\":\"in\",\"time\":1765000000,\"payload\":{\"data\":" + escaped(data) + "}}";
}

}  // namespace

TEST_CASE("a text is persisted before it is sent, and its row keeps its key when the server's id comes") {
    Visitor visitor;
    visitor.tell(R"({"event":"text","text":"hello"})");
    REQUIRE(visitor.effects.size() == 2);
    CHECK(visitor.effects[0]["effect"].as_text() == "persist");
    CHECK(visitor.effects[1]["effect"].as_text() == "send");
    CHECK(visitor.effects[1]["client_id"].as_text() == "c2");
    const std::string key = visitor.last_row().key;
    visitor.tell(
        R"({"event":"sent","client_id":"c2","message":{"ID":"m9","type":"TIMTextElem","payload":{"text":"hello"},"flow":"out","time":1765000001}})");
    CHECK(visitor.last_row().key == key);
    CHECK(visitor.last_row().delivery->state == "sent");
    // The same message on another way is no second row.
    const std::size_t rows = visitor.session.view().rows().size();
    visitor.tell(
        R"({"event":"message","message":{"ID":"m9","type":"TIMTextElem","payload":{"text":"hello"},"flow":"out","time":1765000001}})");
    CHECK(visitor.session.view().rows().size() == rows);
}

TEST_CASE("what is written offline is kept, said to be kept, and sent once in order") {
    Visitor visitor;
    visitor.tell(R"({"event":"net","state":"disconnected"})");
    visitor.tell(R"({"event":"text","text":"one"})");
    visitor.tell(R"({"event":"text","text":"two"})");
    CHECK(visitor.last("send") == nullptr);
    CHECK(visitor.last_row().delivery->label == "We’ll send this when you’re back online");
    visitor.tell(R"({"event":"net","state":"connected"})");
    CHECK((*visitor.last("send"))["message"]["payload"]["text"].as_text() == "one");
    visitor.tell(
        R"({"event":"sent","client_id":"c2","message":{"ID":"a","type":"TIMTextElem","payload":{"text":"one"},"time":1765000001}})");
    CHECK((*visitor.last("send"))["message"]["payload"]["text"].as_text() == "two");
}

TEST_CASE("restored messages are sent under the ids they had") {
    Visitor visitor;
    visitor.tell(
        R"({"event":"restore","state":{"draft":"half","pending":[{"client_id":"old","message":{"type":"TIMTextElem","payload":{"text":"kept"}},"created":1765000000000}]}})");
    CHECK((*visitor.last("send"))["client_id"].as_text() == "old");
    CHECK(visitor.session.view().composer().draft == "half");
}

TEST_CASE("a refusal is shown with its reason and can be tried again") {
    Visitor visitor;
    visitor.tell(R"({"event":"text","text":"x"})");
    visitor.tell(R"({"event":"send_failed","client_id":"c2","code":80001,"info":"words"})");
    CHECK(visitor.last_row().delivery->state == "failed");
    visitor.tell(R"({"event":"pick","match":"Try again"})");
    CHECK((*visitor.last("send"))["client_id"].as_text() == "c2");
}

TEST_CASE("a stream never loses text, is cut after a minute and heals") {
    Visitor visitor;
    const auto stream = [&](std::string_view event, std::string_view chunks, int finished) {
        visitor.tell("{\"event\":\"" + std::string(event) + "\",\"message\":" +
                     custom("s", "{\"customerServicePlugin\":0,\"src\":\"31\",\"chunks\":" + escaped(chunks) +
                                     ",\"isFinished\":" + to_digits(finished) + "}") +
                     "}");
    };
    const auto words = [&] { return plain_text(visitor.last_row().body.front()); };
    stream("message", "Hello", 0);
    CHECK(visitor.last_row().streaming);
    stream("modified", "Hello wor", 0);
    stream("modified", "Hel", 0);
    CHECK(words() == "Hello wor");
    visitor.now += stream_timeout;
    visitor.tell(R"({"event":"tick"})");
    CHECK_FALSE(visitor.last_row().streaming);
    CHECK(visitor.last_row().body.size() == 2);
    stream("modified", "Hello world", 1);
    CHECK(visitor.last_row().body.size() == 1);
    CHECK(words() == "Hello world");
}

TEST_CASE("a rating is sent online-only, and its refusal shows why") {
    Visitor visitor;
    visitor.tell(
        "{\"event\":\"message\",\"message\":" +
        custom(
            "e",
            R"({"customerServicePlugin":0,"src":"9","menuContent":{"head":"Rate","tail":"Thanks","menu":[{"id":"1","content":"bad"},{"id":"2","content":"good"}],"type":1,"sessionId":"s","expireTime":1765000600}})") +
        "}");
    visitor.tell(R"({"event":"pick","match":"good"})");
    visitor.tell(R"({"event":"pick","match":"Submit"})");
    const Value& send = *visitor.last("send");
    CHECK(send["online_only"].as_boolean());
    CHECK(send["message"]["payload"]["data"].as_text() ==
          R"({"customerServicePlugin":0,"src":"10","menuSelected":{"id":"2","content":"good","sessionId":"s"}})");
    visitor.tell("{\"event\":\"send_failed\",\"client_id\":" + escaped(send["client_id"].as_text()) +
                 ",\"code\":10152,\"info\":\"twice\"}");
    CHECK(visitor.last_row().body.back().text == "You have already rated this conversation");
}

TEST_CASE("an evaluation expires by itself") {
    Visitor visitor;
    const Output output = visitor.tell(
        "{\"event\":\"message\",\"message\":" +
        custom(
            "e",
            R"({"customerServicePlugin":0,"src":"9","menuContent":{"menu":[{"id":"1","content":"bad"}],"type":1,"sessionId":"s","expireTime":1765000600}})") +
        "}");
    REQUIRE(output.next);
    CHECK(*output.next == 1'765'000'600'000);
    visitor.now = *output.next;
    visitor.tell(R"({"event":"tick"})");
    CHECK(visitor.last_row().body.back().text == "The time to rate this conversation is over");
}

TEST_CASE("only what is on the screen can be pressed") {
    Visitor visitor;
    CHECK(visitor.tell(R"({"event":"action","row":"nowhere","action":"x"})").error->code == ErrorCode::unknown_row);
    CHECK(visitor.tell(R"({"event":"action","row":"header","action":"end"})").error->code == ErrorCode::unknown_action);
    CHECK(visitor.tell(R"({"event":"dance"})").error->code == ErrorCode::unknown_event);
    CHECK(visitor.tell(R"({"event":"net"})").error->code == ErrorCode::missing_field);
}

TEST_CASE("a fixed task option carries its node, a quick one does not") {
    for (const int option : {0, 1}) {
        Visitor visitor;
        visitor.tell(
            "{\"event\":\"message\",\"message\":" +
            custom(
                "t",
                "{\"customerServicePlugin\":0,\"src\":\"32\",\"status\":0,\"optionType\":" + to_digits(option) +
                    R"(,"taskInfo":{"taskID":9527,"nodeID":"n","env":"production"},"content":{"header":"h","items":[{"content":"A"}]}})") +
            "}");
        visitor.tell(R"({"event":"pick","match":"A"})");
        const Value& message = (*visitor.last("send"))["message"];
        CHECK(message["payload"]["text"].as_text() == "A");
        const std::string_view cloud = message["cloudCustomData"].as_text();
        CHECK(cloud == (option == 1 ? R"({"BranchOptionInfo":{"taskID":9527,"nodeID":"n","env":"production"}})" : ""));
    }
}

TEST_CASE("unread messages are counted while the panel is closed") {
    Visitor visitor;
    visitor.tell(R"({"event":"close"})");
    visitor.tell(R"({"event":"message","message":{"ID":"1","type":"TIMTextElem","payload":{"text":"hi"},"flow":"in","time":1765000000}})");
    CHECK(visitor.session.view().launcher().unread == 1);
    CHECK(visitor.last("notify") != nullptr);
    CHECK(visitor.last("mark_read") == nullptr);
    visitor.tell(R"({"event":"open"})");
    CHECK(visitor.session.view().launcher().unread == 0);
    CHECK((*visitor.last("mark_read"))["upto"].as_integer() == 1'765'000'000);
}

TEST_CASE("a clock that was a day ahead and is set right does not keep a message waiting for a day") {
    Visitor visitor;
    constexpr Millis day = millis_per_day;
    visitor.now += day;
    visitor.tell(R"({"event":"text","text":"hello"})");
    const std::string client_id((*visitor.last("send"))["client_id"].as_text());
    visitor.now -= day;
    visitor.effects.clear();
    const Output output = visitor.tell(R"({"event":"tick"})");
    REQUIRE(output.next);
    CHECK(*output.next <= visitor.now + answer_timeout);
    // The answer never comes: it goes out again within a minute.
    for (int seconds = 0; seconds < 60; ++seconds) {
        visitor.now += millis_per_second;
        visitor.tell(R"({"event":"tick"})");
    }
    REQUIRE(visitor.last("send") != nullptr);
    CHECK((*visitor.last("send"))["client_id"].as_text() == client_id);
}

TEST_CASE("an evaluation that a wrong clock had closed is open again when the clock is right") {
    Visitor visitor;
    const std::string invitation = custom(
        "e1",
        R"({"customerServicePlugin":0,"src":"9","menuContent":{"head":"How was it?","tail":"","type":1,"menu":[{"id":"1","content":"Good"}],"sessionId":"s","expireTime":1765003600},"nonce":"n"})");
    visitor.now += 120 * millis_per_minute;
    visitor.tell("{\"event\":\"message\",\"message\":" + invitation + "}");
    const auto can_rate = [&] {
        return std::any_of(visitor.last_row().body.begin(), visitor.last_row().body.end(),
                           [](const Node& node) { return node.kind == NodeKind::rating && !node.flag(Attribute::disabled); });
    };
    CHECK_FALSE(can_rate());
    visitor.now -= 120 * millis_per_minute;
    visitor.tell(R"({"event":"tick"})");
    CHECK(can_rate());
}

TEST_CASE("a message that is longer than what is shown of it says so, and one that is not does not") {
    const auto is_told = [](const Row& row) {
        const std::string words = "This message is too long; its end is not shown";
        return std::any_of(row.body.begin(), row.body.end(), [&](const Node& node) { return plain_text(node) == words; });
    };
    const std::string shown(256u << 10, 'w');
    const auto text = [](std::string_view words) {
        return R"({"event":"message","message":{"ID":"m1","type":"TIMTextElem","flow":"in","time":1765000000,"payload":{"text":")" +
               std::string(words) + "\"}}}";
    };
    const auto desk = [](std::string_view data) { return R"({"event":"message","message":)" + custom("m1", data) + "}"; };
    const auto row_of = [](const std::string& event) {
        Visitor visitor;
        visitor.tell(event);
        return visitor.last_row();
    };
    CHECK_FALSE(is_told(row_of(text(shown))));
    CHECK(is_told(row_of(text(shown + "w"))));
    CHECK(is_told(row_of(desk(R"({"customerServicePlugin":0,"src":"30","content":")" + shown + "w\"}"))));
    CHECK(is_told(row_of(desk(R"({"customerServicePlugin":0,"src":"31","isFinished":1,"chunks":[")" + shown + R"(","w"]})"))));
    CHECK_FALSE(is_told(row_of(desk(R"({"customerServicePlugin":0,"src":"31","isFinished":1,"chunks":["a","w"]})"))));
}
