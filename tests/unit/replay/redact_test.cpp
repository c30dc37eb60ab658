#include "widget/replay/redact.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/json.h"
#include "widget/replay/replay.h"

namespace deskbell {

namespace {

namespace fs = std::filesystem;

constexpr const char* head = R"({"deskbell":1,"start":1765000000000,"ids":"page7-","user":{"id":"customer-4711","name":"Ada Lovelace"}})"
                             "\n";

std::string redacted(const std::string& fixture) {
    const auto text = redact(fixture);
    REQUIRE_MESSAGE(text, text.error().reason);
    return *text;
}

/// One message of the desk with `data` as its custom JSON.
std::string custom(const Value& data) {
    Value payload = Value::object();
    payload.set("data", to_json(data)).set("description", "").set("extension", "token-9981");
    Value message = Value::object();
    message.set("ID", "144115-9")
        .set("type", "TIMCustomElem")
        .set("payload", std::move(payload))
        .set("flow", "in")
        .set("nick", "Grace Hopper");
    return to_json(Value::object().set("at", 5).set("event", "message").set("message", std::move(message))) + "\n";
}

/// The custom JSON of the fixture's second line.
Value data_of(const std::string& fixture) {
    const auto parsed = parse_fixture(fixture);
    REQUIRE(parsed);
    return parse_json(parsed->events.at(0).event["message"]["payload"]["data"].as_text()).value();
}

Value said(std::string_view text) {
    const std::string fixture =
        redacted(head + custom(Value::object().set("customerServicePlugin", 0).set("src", "30").set("content", text)));
    return data_of(fixture)["content"];
}

void check_without(const std::string& text, std::initializer_list<const char*> secrets) {
    for (const char* secret : secrets) CHECK_MESSAGE(text.find(secret) == std::string::npos, secret);
}

std::size_t lines_in(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("redact: an empty fixture is an error, one without events keeps its header") {
    CHECK_EQ(redact("").error().reason, "the fixture is empty");
    const std::string text = redacted(head);
    check_without(text, {"Ada", "Lovelace", "4711", "page7"});
    CHECK(parse_fixture(text));
}

TEST_CASE("redact: a byte order mark and Windows line ends are taken, and not given") {
    const std::string text = redacted("\xEF\xBB\xBF{\"deskbell\":1,\"start\":0}\r\n\r\n{\"at\":1,\"event\":\"open\"}\r\n");
    CHECK_EQ(text, "{\"deskbell\":1,\"start\":0}\n{\"at\":1,\"event\":\"open\"}\n");
}

TEST_CASE("redact: the same name has the same stand-in in the header, as an author, in sentences and inside custom JSON") {
    const std::string text =
        redacted(head + custom(Value::object().set("customerServicePlugin", 0).set("src", "30").set("content", "Ada, I am Grace.")));
    CHECK(text.find(R"("name":"Person 1")") != std::string::npos);
    CHECK(text.find(R"("nick":"Person 2")") != std::string::npos);
    CHECK_EQ(data_of(text)["content"].as_text(), "Person 1, I am Person 2.");
    check_without(text, {"Ada", "Grace", "Hopper", "144115", "token-9981"});
}

TEST_CASE("redact: JSON within JSON, however its fields are called and its letters are written") {
    const std::string inner =
        R"({"who":"Gr\u0061ce Hopper","tel":"+49 170 1234567","n":491701234567,"deeper":"{\"mail\":\"ada@lovelace.example\"}","lat":52.5200,"lng":13.4050})";
    const std::string text = redacted(head + custom(Value::object()
                                                        .set("customerServicePlugin", 0)
                                                        .set("src", "30")
                                                        .set("content", "x")
                                                        .set("note", inner)
                                                        .set("phone", 491701234567)));
    check_without(text, {"Hopper", "1234567", "491701234567", "ada@", "lovelace.example", "52.5", "13.4"});
    const Value note = parse_json(data_of(text)["note"].as_text()).value();
    CHECK_EQ(note["who"].as_text(), "Person 2");
    CHECK_EQ(parse_json(note["deeper"].as_text()).value()["mail"].as_text(), "mail1@example.com");
    // Still a number, as large, and the same in both places.
    CHECK_EQ(to_digits(note["n"].as_integer()).size(), 12);
    CHECK_EQ(note["n"].as_integer(), data_of(text)["phone"].as_integer());
}

TEST_CASE("redact: people and numbers as the names of fields") {
    Value by_user = Value::object();
    by_user.set("ada@lovelace.example", "owner").set("Ada Lovelace", 1).set("u4711", 2).set("plain_name", 3);
    const std::string text =
        redacted(head + custom(Value::object().set("customerServicePlugin", 0).set("src", "30").set("content", "x").set("users", by_user)));
    check_without(text, {"Ada", "lovelace", "4711"});
    CHECK(data_of(text)["users"].find("plain_name") != nullptr);
}

TEST_CASE("redact: addresses keep their kind and their ending, numbers their length and their script") {
    CHECK_EQ(said("see https://shop.example/u/4711/bill.pdf?key=1.").as_text(), "see https://example.com/1.pdf.");
    CHECK_EQ(said("HTTPS://Shop.Example/a and www.ada-lovelace.example/me").as_text(), "HTTPS://example.com/1 and www.example.com/2");
    CHECK_EQ(said("[me](mailto:ada@lovelace.example)").as_text(), "[me](mailto:mail1@example.com)");
    CHECK_EQ(said("write to Ada.L+shop@mail.lovelace.example. Or @ada, a@b").as_text(), "write to mail1@example.com. Or @Person 1, a@b");
    CHECK_EQ(said("7 pieces, order 20417").as_text(), "7 pieces, order 55551");
    CHECK_EQ(said("\xE0\xB9\x91\xE0\xB9\x92\xE0\xB9\x93").as_text(), "\xE0\xB9\x95\xE0\xB9\x95\xE0\xB9\x91");
}

TEST_CASE("redact: the same number and address are the same everywhere, different ones differ") {
    const std::string text(said("20417, 20418, 20417; https://a.example/x https://b.example/x https://a.example/x").as_text());
    CHECK_EQ(text, "55551, 55552, 55551; https://example.com/1 https://example.com/2 https://example.com/1");
}

TEST_CASE("redact: what was typed into a form is replaced, what was offered stays") {
    const std::string form =
        custom(Value::object()
                   .set("customerServicePlugin", 0)
                   .set("src", "33")
                   .set("content", parse_json(R"({"tip":"Return","inputVariables":[{"name":"Street","formType":0,"variableValue":""},)"
                                              R"({"name":"Reason","formType":1,"variableValue":"","chooseItemList":["Refund"]}]})")
                                       .value()));
    const std::string text =
        redacted(head + form +
                 R"({"at":6,"event":"action","row":"m:144115-9","action":"submit","value":{"Street":"Baker Street","Reason":"Refund"}})"
                 "\n");
    check_without(text, {"Baker"});
    CHECK(text.find(R"("Street":"Entry 1","Reason":"Refund")") != std::string::npos);
    CHECK(text.find(R"("row":"m:id-)") != std::string::npos);
}

TEST_CASE("redact: protocol words, times and sizes stay") {
    const std::string text = redacted(
        head + custom(Value::object()
                          .set("customerServicePlugin", 0)
                          .set("src", "9")
                          .set("menuContent",
                               parse_json(R"({"head":"h","menu":[],"type":1,"sessionId":"s-77","expireTime":1765043200})").value())));
    CHECK_EQ(data_of(text)["src"].as_text(), "9");
    CHECK_EQ(data_of(text)["menuContent"]["expireTime"].as_integer(), 1765043200);
    check_without(text, {"s-77"});
    CHECK(text.find("\"start\":1765000000000") != std::string::npos);
}

TEST_CASE("redact: every story replays to a screen of as many lines, without what it is about") {
    std::size_t stories = 0;
    for (const auto& entry : fs::directory_iterator(DESKBELL_SOURCE_DIR "/tests/fixtures/story")) {
        CAPTURE(entry.path().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string fixture{std::istreambuf_iterator<char>(file), {}};
        const std::string text = redacted(fixture);
        ReplayOptions wide;
        wide.width = 1000;
        const auto before = replay(fixture, wide);
        const auto after = replay(text, wide);
        REQUIRE(before);
        REQUIRE_MESSAGE(after, after.error().reason);
        CHECK_EQ(lines_in(*after), lines_in(*before));
        check_without(text, {"shop.example", "20417", "900 123-45-67"});
        ++stories;
    }
    CHECK(stories >= 24);
}

}  // namespace deskbell
