#include "tests/unit/sandbox/talk.h"

namespace deskbell::sandbox {
namespace {

std::int64_t code_of(const Output& output) { return output.refusal ? output.refusal->code : 0; }

std::string invite_by(Talk& talk, std::string_view word) {
    talk.events.clear();
    talk.say(word);
    return record_of<Evaluation>(talk.one(MessageKind::evaluation)).menu_content.session_id;
}

}  // namespace

TEST_CASE("a rating is taken: the invitation is modified with what was selected") {
    Talk talk;
    const std::string session = invite_by(talk, "rate");
    const auto menu = record_of<Evaluation>(talk.one(MessageKind::evaluation)).menu_content;
    CHECK(menu.type == 1);
    CHECK(menu.effective_hour == 12);
    CHECK(menu.expire_time == talk.now / 1000 + 12 * 3600);
    CHECK(code_of(talk.rate("105", session)) == 0);
    const auto changes = talk.changes(MessageKind::evaluation);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].im.id == talk.one(MessageKind::evaluation).im.id);
    const auto rated = record_of<Evaluation>(changes[0]).menu_content;
    CHECK(rated.selected->id == "105");
    CHECK(rated.selected->content == texts_en.grade_5);
    CHECK(rated.tail == texts_en.rate_tail);
}

TEST_CASE("numbers are another type") {
    Talk talk;
    invite_by(talk, "rate numbers");
    CHECK(record_of<Evaluation>(talk.one(MessageKind::evaluation)).menu_content.type == 2);
}

TEST_CASE("refusals carry the desk's codes, and nothing happens") {
    Talk talk;
    const std::string session = invite_by(talk, "rate");
    CHECK(code_of(talk.rate("999", session)) == 10151);
    CHECK(code_of(talk.rate("105", "no such session")) == 10154);
    CHECK(
        code_of(talk.send(
            parse_json(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"10\",\"menuSelected\":{}}"}})")
                .value())) == 10151);
    CHECK(code_of(talk.send(
              parse_json(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":10}"}})").value())) == 10151);
    CHECK(code_of(talk.rate("104", session)) == 0);
    CHECK(code_of(talk.rate("105", session)) == 10152);
    CHECK(talk.changes(MessageKind::evaluation).size() == 1);
    CHECK(code_of(talk.rate("105", invite_by(talk, "broken rating"))) == 10153);
    const std::string expiring = invite_by(talk, "expired rating");
    talk.wait(10 * millis_per_second);
    CHECK(code_of(talk.rate("105", expiring)) == 10150);
}

TEST_CASE("a visitor may ask for an evaluation when a person was there") {
    Talk talk;
    talk.trigger();
    CHECK(code_of(talk.signal(MessageKind::evaluation_request)) == 10154);
    talk.talk_to_anna();
    CHECK(code_of(talk.signal(MessageKind::evaluation_request)) == 0);
    CHECK(talk.all(MessageKind::evaluation).size() == 1);
    talk.signal(MessageKind::visitor_end);
    CHECK(code_of(talk.signal(MessageKind::evaluation_request)) == 0);
}

TEST_CASE("an evaluation outlives a restart") {
    Talk talk;
    const std::string session = invite_by(talk, "rate");
    talk.desk = Sandbox::restore(Options{"", 1, 1}, parse_json(to_json(talk.desk.save())).value());
    CHECK(code_of(talk.rate("101", session)) == 0);
    CHECK(code_of(talk.rate("101", session)) == 10152);
}

}  // namespace deskbell::sandbox
