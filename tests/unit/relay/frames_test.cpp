#include "native/relay/frames.h"

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "native/relay/limits.h"

namespace deskbell::relay {
namespace {

template <class Kind>
Kind frame(std::string_view text) {
    const auto parsed = parse_frame(text);
    REQUIRE_MESSAGE(std::holds_alternative<Frame>(parsed), text);
    REQUIRE(std::holds_alternative<Kind>(std::get<Frame>(parsed)));
    return std::get<Kind>(std::get<Frame>(parsed));
}

FrameError error(std::string_view text) {
    const auto parsed = parse_frame(text);
    REQUIRE_MESSAGE(std::holds_alternative<FrameError>(parsed), text);
    return std::get<FrameError>(parsed);
}

}  // namespace

TEST_CASE("the frames of the design are read") {
    const auto hello = frame<HelloFrame>(R"({"hello":{"token":"t","after":41,"lang":"en"}})");
    CHECK(hello.token == "t");
    CHECK(hello.after == 41);
    CHECK(hello.lang == "en");
    const auto first = frame<HelloFrame>(R"({"hello":{"token":null,"after":null}})");
    CHECK(first.token.empty());
    CHECK_FALSE(first.after.has_value());
    const auto send =
        frame<SendFrame>(R"({"send":{"client_id":"c1","message":{"type":"TIMTextElem","payload":{"text":"hi"}},"online_only":true}})");
    CHECK(send.client_id == "c1");
    CHECK(send.online_only);
    CHECK(send.message["payload"]["text"].as_text() == "hi");
    CHECK(frame<LoadHistoryFrame>(R"({"load_history":{"before":"m-3","limit":10}})").limit == 10);
    CHECK(frame<LoadHistoryFrame>(R"({"load_history":{}})").limit == usual_history);
    CHECK(frame<MarkReadFrame>(R"({"mark_read":{"upto":1765000000}})").upto == 1765000000);
    CHECK(frame<TypingFrame>(R"({"typing":true})").typing);
}

TEST_CASE("limits are drawn in") {
    CHECK(frame<LoadHistoryFrame>(R"({"load_history":{"limit":100000}})").limit == most_history);
    CHECK(frame<LoadHistoryFrame>(R"({"load_history":{"limit":-5}})").limit == 1);
}

TEST_CASE("what is wrong has a name") {
    for (const char* text : {"", "{", "\x01", "{\"hello\":"}) CHECK(error(text).code == "not_json");
    for (const char* text :
         {"7", "[]", "null", R"({"hello":7})", R"({"hello":{"token":7}})", R"({"hello":{"after":-1}})", R"({"hello":{"after":"4"}})",
          R"({"send":{}})", R"({"send":{"client_id":"","message":{}}})", R"({"send":{"client_id":7}})", R"({"typing":1})",
          R"({"mark_read":{}})", R"({"load_history":{"before":1}})", R"({"load_history":{"limit":"x"}})"}) {
        CAPTURE(text);
        CHECK(error(text).code == "wrong_type");
    }
    CHECK(error(R"({})").code == "unknown_frame");
    CHECK(error(R"({"dance":{}})").code == "unknown_frame");
    CHECK(error(std::string(40, '[')).code == "too_large");
    CHECK(error(std::string(largest_frame + 1, ' ')).code == "too_large");
}

TEST_CASE("an error names the message that it is about") {
    for (const char* text : {R"({"send":{"client_id":"c9"}})", R"({"send":{"client_id":"c9","message":{"type":7}}})",
                             R"({"send":{"client_id":"c9","message":{"type":"TIMTextElem","payload":"x"}}})",
                             R"({"send":{"client_id":"c9","message":{"type":"TIMTextElem","payload":{},"cloudCustomData":{}}}})",
                             R"({"send":{"client_id":"c9","message":{"type":"TIMTextElem","payload":{},"atUserList":"ben"}}})",
                             R"({"send":{"client_id":"c9","message":{"type":"TIMTextElem","payload":{},"atUserList":["ben",7]}}})",
                             R"({"send":{"client_id":"c9","message":{"type":"TIMTextElem","payload":{}},"online_only":1}})"}) {
        CAPTURE(text);
        CHECK(error(text).client_id == "c9");
    }
    const auto json = parse_json(error_frame({"too_many", "slow \"down\"", "c9"})).value();
    CHECK(json["error"]["code"].as_text() == "too_many");
    CHECK(json["error"]["info"].as_text() == "slow \"down\"");
    CHECK(json["error"]["client_id"].as_text() == "c9");
}

}  // namespace deskbell::relay
