#include "native/harness/message_form.h"

#include <doctest/doctest.h>

#include <set>

#include "core/base/json.h"
#include "native/harness/json_text.h"
#include "native/harness/player.h"

namespace deskbell {
namespace {

/// As many as there are lines in the lists.
constexpr std::size_t elements_and_events = 0
#define DESKBELL_ELEMENT(type, kind, record) +1
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
#define DESKBELL_EVENT(name, record) +1
#include "widget/session/events.def"
#undef DESKBELL_EVENT
    ;

constexpr MessageStamp stamp{1765000001000, 7, "visitor-1"};

const Composable& kind(std::string_view name) {
    for (const Composable& one : composables()) {
        if (one.name == name) return one;
    }
    FAIL("no such kind: " << name);
    return composables().front();
}

FormField& field(FormRecord& form, std::string_view name) {
    FormField* found = form.find(name);
    REQUIRE(found != nullptr);
    return *found;
}

/// Fills whatever must be there with something that can be read.
void fill_required(FormRecord& form) {
    for (FormField& one : form.fields) {
        if (one.declaration->field.presence == Presence::required) {
            one.entry = one.declaration->field.type == FieldType::any || one.declaration->field.type == FieldType::integer ? "1" : "word";
            if (one.declaration->field.type == FieldType::records) add_record(one);
        }
        for (FormRecord& record : one.records) fill_required(record);
    }
}

}  // namespace

TEST_CASE("every kind of the protocol can be composed, and the core reads what was composed as that kind") {
    std::set<std::string> seen;
    for (const Composable& one : composables()) {
        CAPTURE(one.title());
        MessageForm form;
        form.choose(one);
        fill_required(form.body());
        // Two kinds decode and yet show nothing without a word.
        if (FormField* content = form.body().find("content"); content != nullptr && !content->records.empty()) {
            for (FormField& inner : content->records.front().fields) {
                if (inner.declaration->field.type == FieldType::text && inner.entry.empty()) inner.entry = "word";
            }
        }
        const ComposedEvent composed = form.compose(stamp);
        CHECK(composed.problems == std::vector<std::string>());
        CHECK(seen.insert(one.title()).second);
        if (!one.is_message()) {
            CHECK(composed.event["event"].as_text() == one.name);
            continue;
        }
        const auto message = read_message(composed.event["message"]);
        REQUIRE(message);
        CHECK(message->kind == one.kind);
    }
    CHECK(seen.size() == message_table().size() + elements_and_events - 2);  // two events only carry a message: `message` and `modified`
}

TEST_CASE("a form says in words what is missing and what cannot be read") {
    MessageForm form;
    form.choose(kind("evaluation"));
    FormRecord& menu = field(form.body(), "menuContent").records.front();
    CHECK(form.compose(stamp).problems.front().starts_with("menuContent.sessionId: missing_field"));
    field(menu, "sessionId").entry = "e-1";
    REQUIRE(add_record(field(menu, "menu")));
    field(menu, "expireTime").entry = "tomorrow";
    std::vector<std::string> problems = form.compose(stamp).problems;
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].starts_with("menuContent.expireTime: wrong_type"));
    CHECK(problems[1].starts_with("menuContent.menu.0.id: missing_field"));
    field(field(menu, "menu").records.front(), "id").entry = "101";
    field(menu, "expireTime").entry = "1765003600";
    CHECK(form.compose(stamp).problems.empty());
    REQUIRE(add_record(field(menu, "selected")));
    CHECK_FALSE(add_record(field(menu, "selected")));
    CHECK(form.compose(stamp).problems.front().starts_with("menuContent.selected.id: missing_field"));
}

TEST_CASE("what is composed has the shape that the relay sends, and is shown") {
    MessageForm form;
    form.choose(kind("rich_text"));
    field(form.body(), "content").entry = "**Hello** from the desk";
    field(form.envelope(), "nick").entry = "Anna";
    field(form.cloud(), "role").entry = "robot";
    const ComposedEvent composed = form.compose(stamp);
    CHECK(
        to_json(composed.event) ==
        R"({"event":"message","message":{"ID":"h-7","type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"30\",)"
        R"(\"content\":\"**Hello** from the desk\"}"},"flow":"in","from":"@customer_service_account","to":"visitor-1","time":1765000001,)"
        R"("sequence":7,"nick":"Anna","cloudCustomData":"{\"role\":\"robot\"}","conversationID":"C2C@customer_service_account",)"
        R"("conversationType":"C2C","status":"success"}})");
    auto player = Player::open(R"({"deskbell":1,"lang":"en","start":1765000000000,"user":{"id":"visitor-1"}})"
                               "\n{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n");
    REQUIRE(player);
    player->seek(1000);
    const std::size_t rows = player->view().rows().size();
    player->inject(composed.event);
    CHECK(player->view().rows().size() > rows);
}

TEST_CASE("an event edited by hand comes back into the form") {
    MessageForm form;
    form.choose(kind("task_form"));
    FormRecord& content = field(form.body(), "content").records.front();
    FormField& variables = field(content, "inputVariables");
    REQUIRE(add_record(variables));
    REQUIRE(add_record(variables));
    field(variables.records[0], "name").entry = "Size";
    field(variables.records[0], "chooseItemList").texts = {"S", "M"};
    field(variables.records[1], "name").entry = "Note";
    form.arrives() = Arrives::modified;
    const ComposedEvent composed = form.compose(stamp);
    CHECK(composed.problems.empty());
    MessageForm again;
    REQUIRE(again.read(composed.event));
    CHECK(again.what().name == "task_form");
    CHECK(again.arrives() == Arrives::modified);
    CHECK(again.compose(stamp).event == composed.event);
    CHECK_FALSE(again.read(Value::object().set("event", "nothing")));
}

TEST_CASE("kinds are found by number, name and description") {
    REQUIRE(find_composables("EVALUATION invites").size() == 1);
    CHECK(find_composables("EVALUATION invites").front()->type == "9");
    CHECK(find_composables("30 rich").front()->name == "rich_text");
    CHECK(find_composables("").size() == composables().size());
    CHECK(find_composables("no such words").empty());
}

TEST_CASE("JSON that is being written says line and column of what is wrong") {
    const auto broken = read_json_text("{\"event\":\"net\",\n  \"state\" \"x\"}");
    REQUIRE_FALSE(broken);
    CHECK(broken.error().line == 2);
    CHECK(broken.error().column >= 11);
    CHECK(broken.error().column <= 13);
    const auto whole = read_json_text("{\"event\":\"net\",\n  \"state\":\"x\"}");
    REQUIRE(whole);
    const Value long_list =
        *parse_json(R"({"event":"message","message":{"ID":"a long one, so that it is broken into lines","list":[1,2],"more":{"a":1}}})");
    const auto again = read_json_text(pretty_json(long_list));
    REQUIRE(again);
    CHECK(*again == long_list);
    CHECK(pretty_json(long_list).find("\n    \"list\": [1,2],\n") != std::string::npos);
}

}  // namespace deskbell
