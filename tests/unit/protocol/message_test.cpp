#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/protocol/message.h"

using namespace deskbell;

namespace {

Value custom(std::string_view data, std::string_view description = {}) {
    Value message = Value::object();
    message.set("ID", "1").set("type", "TIMCustomElem").set("flow", "in");
    message.set("payload", encode(CustomElem{std::string(data), std::string(description), {}}));
    return message;
}

MessageKind kind_of(std::string_view data) { return read_message(custom(data)).value().kind; }

Value json(std::string_view text) { return parse_json(text).value(); }

}  // namespace

TEST_CASE("the Desk flag passes where JavaScript's Number() gives 0, and not when it is missing") {
    for (const char* flag : {"0", "\"0\"", "\"\"", "\" \"", "null", "false", "[]", "0.0", "-0", "\"0.0\""}) {
        CAPTURE(flag);
        const Value value = json(flag);
        CHECK(is_desk_flag(&value));
        CHECK(kind_of(std::string("{\"customerServicePlugin\":") + flag + ",\"src\":\"19\"}") == MessageKind::session_ended);
    }
    for (const char* flag : {"1", "\"1\"", "true", "{}", "[1]", "\"x\"", "\".\""}) {
        CAPTURE(flag);
        const Value value = json(flag);
        CHECK_FALSE(is_desk_flag(&value));
    }
    CHECK_FALSE(is_desk_flag(nullptr));
    CHECK(kind_of(R"({"src":"19"})") == MessageKind::foreign);
}

TEST_CASE("src is a text or a number") {
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":"30","content":"x"})") == MessageKind::rich_text);
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":30,"content":"x"})") == MessageKind::rich_text);
}

TEST_CASE("what the visitor must not see is internal and kept whole") {
    for (const char* src : {"1", "2", "3", "4", "5", "6", "8", "11", "13", "17", "18", "25", "34", "38", "43", "999", "\"weird\""}) {
        CAPTURE(src);
        const std::string data = std::string("{\"customerServicePlugin\":0,\"src\":") + src + ",\"secret\":[1,2]}";
        const Message message = read_message(custom(data)).value();
        CHECK(message.kind == MessageKind::internal);
        CHECK(message.data["secret"].items().size() == 2);
        CHECK(message.im.payload["data"].as_text() == data);
    }
}

TEST_CASE("a custom message without src, or that is no JSON, is foreign") {
    CHECK(kind_of(R"({"customerServicePlugin":0})") == MessageKind::foreign);
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":""})") == MessageKind::foreign);
    CHECK(kind_of("hello") == MessageKind::foreign);
    CHECK(kind_of("[1]") == MessageKind::foreign);
    CHECK(kind_of(R"({"businessID":"custom","src":"other"})") == MessageKind::internal);
}

TEST_CASE("a message of a shown kind that cannot be read is unsupported, one of a hidden kind internal") {
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":"15","content":"text"})") == MessageKind::unsupported);
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":"9"})") == MessageKind::unsupported);
    CHECK(kind_of(R"({"customerServicePlugin":0,"src":"23"})") == MessageKind::internal);
    CHECK_FALSE(read_message(custom(R"({"customerServicePlugin":0,"src":"9"})")).value().unread_reason.empty());
}

TEST_CASE("legacy messages carry chatbotPlugin 1 and a numeric src") {
    CHECK(kind_of(R"({"chatbotPlugin":1,"src":2,"chunks":["a"],"isFinished":1})") == MessageKind::stream);
    CHECK(kind_of(R"({"chatbotPlugin":1,"src":7})") == MessageKind::session_trigger);
    CHECK(kind_of(R"({"chatbotPlugin":1,"src":15,"content":{"header":"h","items":[]}})") == MessageKind::branch);
    CHECK(kind_of(R"({"chatbotPlugin":1,"src":15,"subtype":"welcome_msg","content":{"title":"t","items":[]}})") ==
          MessageKind::welcome_card);
    CHECK(kind_of(R"({"chatbotPlugin":1,"src":3})") == MessageKind::internal);
}

TEST_CASE("a stream's chunks are a list or a text") {
    const auto text_of = [](std::string_view data) { return stream_text(record_of<Stream>(read_message(custom(data)).value())); };
    CHECK(text_of(R"({"customerServicePlugin":0,"src":"31","chunks":["","a","b"],"isFinished":0})") == "ab");
    CHECK(text_of(R"({"customerServicePlugin":0,"src":"31","chunks":"ab","isFinished":0})") == "ab");
}

TEST_CASE("nodeStatus of a task form stands beside content or in it, and the one beside wins") {
    const auto status_of = [](std::string_view text) { return task_form_status(decode<TaskForm>(json(text)).value()); };
    CHECK(status_of(R"({"content":{"inputVariables":[],"nodeStatus":2}})") == TaskFormStatus::submitted);
    CHECK(status_of(R"({"content":{"inputVariables":[]},"nodeStatus":1})") == TaskFormStatus::locked);
    CHECK(status_of(R"({"content":{"inputVariables":[],"nodeStatus":0},"nodeStatus":2})") == TaskFormStatus::submitted);
    CHECK(status_of(R"({"content":{"inputVariables":[]}})") == TaskFormStatus::editable);
}

TEST_CASE("a variable's name is no value") {
    InputVariable variable;
    variable.value = "${name}";
    CHECK(submitted_value(variable).empty());
    variable.value = "${name";
    CHECK(submitted_value(variable) == "${name");
}

TEST_CASE("decoding says what it passed over") {
    std::list<DecodeNote> notes;
    const auto branch = decode<Branch>(
        json(R"({"content":{"header":1,"items":[{"content":"a"},{"desc":"no content"},7],"extra":true},"src":"15"})"), &notes);
    REQUIRE(branch);
    CHECK(branch->content.header == "1");
    REQUIRE(branch->content.items.size() == 1);
    CHECK(branch->content.items.front().content == "a");
    std::string seen;
    for (const DecodeNote& note : notes) seen += note.path + ":" + std::string(error_name(note.reason)) + " ";
    CHECK(seen == "content.items.1:missing_field content.items.2:wrong_type content.extra:unknown_field src:unknown_field ");
}

TEST_CASE("a missing required field is named by its path") {
    const auto answer = decode<EvaluationAnswer>(json(R"({"menuSelected":{"content":"x","sessionId":"s"}})"));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::missing_field);
    CHECK(std::string_view(answer.error().detail) == "menuSelected.id");
}

TEST_CASE("outgoing messages have the shapes of the seed") {
    const auto data_of = [](const Value& message) { return std::string(message["payload"]["data"].as_text()); };
    CHECK(data_of(desk_message(MessageKind::session_trigger, SessionTrigger{})) == R"({"customerServicePlugin":0,"src":"7"})");
    CHECK(data_of(desk_message(MessageKind::evaluation_answer, EvaluationAnswer{{"105", "great", "s1"}})) ==
          R"({"customerServicePlugin":0,"src":"10","menuSelected":{"id":"105","content":"great","sessionId":"s1"}})");
    CHECK(data_of(desk_message(MessageKind::visitor_end, Value::object())) == R"({"customerServicePlugin":0,"src":"27"})");
    TaskForm form;
    form.content.variables.push_back({{}, "Name", 0, {}, 1, "1", {}});
    form.content.variables.push_back({{}, "Town", 0, {}, 0, "", {}});
    CHECK(
        data_of(desk_message(MessageKind::task_form, form)) ==
        R"({"customerServicePlugin":0,"src":"33","content":{"inputVariables":[{"name":"Name","isRequired":1,"variableValue":"1"},{"name":"Town","isRequired":0,"variableValue":""}]}})");
}

TEST_CASE("every shown or steering message of the table encodes what it decodes") {
    for (const MessageInfo& info : message_table()) {
        CAPTURE(info.src);
        CHECK(find_message(info.src) == &info);
        CHECK(find_message(info.kind) == &info);
        CHECK(message_kind_name(info.kind) == info.name);
    }
}
