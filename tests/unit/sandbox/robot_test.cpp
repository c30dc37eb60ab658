#include <algorithm>

#include "core/base/utf8.h"
#include "tests/unit/sandbox/talk.h"

namespace deskbell::sandbox {
namespace {

auto& variable_at(auto& form, std::ptrdiff_t at) { return *std::next(form.content.variables.begin(), at); }

std::string item(const Records<ChoiceItem>& items, std::size_t at) {
    REQUIRE(items.size() > at);
    return std::next(items.begin(), static_cast<std::ptrdiff_t>(at))->content;
}

}  // namespace

TEST_CASE("a trigger begins a session: setting, seat, state, welcome card in the visitor's language") {
    Talk talk;
    talk.trigger("en");
    CHECK((record_of<EvaluationSetting>(talk.one(MessageKind::evaluation_setting)).content.flags & visitor_may_request_evaluation) != 0);
    CHECK(talk.seat() == "outSeat");
    CHECK(talk.states() == std::vector<std::string>{"robot"});
    const auto card = record_of<WelcomeCard>(talk.one(MessageKind::welcome_card));
    CHECK(card.subtype == "welcome_msg");
    CHECK(card.content.items.size() == 8);
    for (const ChoiceItem& one : card.content.items) CHECK(find_topic(one.content).has_value());

    Talk chinese;
    chinese.trigger("zh");
    CHECK(record_of<WelcomeCard>(chinese.one(MessageKind::welcome_card)).content.title == texts_zh_cn.welcome_title);
    Talk taiwan;
    taiwan.trigger("zh-TW");
    CHECK(record_of<WelcomeCard>(taiwan.one(MessageKind::welcome_card)).content.title == texts_zh_tw.welcome_title);
    Talk other;
    other.trigger("vi");
    CHECK(record_of<WelcomeCard>(other.one(MessageKind::welcome_card)).content.title == texts_en.welcome_title);
}

TEST_CASE("a second trigger answers with setting and seat only, a changed language with its own card") {
    Talk talk;
    talk.trigger("en");
    talk.events.clear();
    talk.trigger("en");
    CHECK(talk.all(MessageKind::welcome_card).empty());
    CHECK(talk.all(MessageKind::evaluation_setting).size() == 1);
    CHECK(talk.seat() == "outSeat");
    talk.trigger("zh");
    CHECK(talk.all(MessageKind::welcome_card).size() == 1);
}

TEST_CASE("a robot session that rested half an hour begins anew") {
    Talk talk;
    talk.trigger();
    talk.wait(31 * millis_per_minute);
    talk.events.clear();
    talk.trigger();
    CHECK(talk.all(MessageKind::welcome_card).size() == 1);
}

TEST_CASE("writing without a trigger begins a session too") {
    Talk talk;
    talk.say("opening hours");
    talk.wait(1000);
    CHECK(talk.states() == std::vector<std::string>{"robot"});
    CHECK(talk.all(MessageKind::rich_text).size() == 1);
    CHECK(talk.all(MessageKind::welcome_card).empty());
}

TEST_CASE("a FAQ answer is rich text by the robot, and what the visitor wrote was read") {
    Talk talk;
    talk.trigger();
    talk.say("What are your opening hours?");
    talk.wait(1000);
    const Message answer = talk.one(MessageKind::rich_text);
    CHECK(record_of<RichText>(answer).content.find("| Day | Shop |") != std::string::npos);
    CHECK(answer.cloud->role == "robot");
    CHECK(answer.cloud->message_type == "faq");
    CHECK(answer.im.nick == "Bell");
    CHECK(answer.im.avatar == "https://relay.example/sandbox/bell.png");
    const bool read = std::any_of(talk.events.begin(), talk.events.end(), [](const Event& one) { return one.kind == EventKind::read; });
    CHECK(read);
}

TEST_CASE("rich text has a list, a task list, a table, code, a link and a picture") {
    Talk talk;
    talk.say("markdown");
    talk.wait(1000);
    const std::string text = record_of<RichText>(talk.one(MessageKind::rich_text)).content;
    for (const char* part : {"1. ", "- [x]", "|:--|", "```js", "](https://", "![", "https://relay.example/sandbox/lamp.png"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
}

TEST_CASE("a stream: thinking, a first piece that is kept, pieces that only pass through, an end that is kept") {
    Talk talk;
    talk.trigger();
    talk.say("stream");
    talk.wait(6000);
    const auto thoughts = talk.all(MessageKind::thinking);
    REQUIRE(thoughts.size() == 2);
    CHECK(record_of<Thinking>(thoughts[0]).status == 0);
    CHECK(record_of<Thinking>(thoughts[1]).status == 1);
    const Message first = talk.one(MessageKind::stream);
    CHECK(first.cloud->role == "robot");
    CHECK(first.cloud->message_type == "aiReply");
    const auto changes = talk.changes(MessageKind::stream);
    CHECK(changes.size() >= 20);
    CHECK(changes.size() <= 40);
    std::string before = stream_text(record_of<Stream>(first));
    for (const Message& change : changes) {
        const std::string text = stream_text(record_of<Stream>(change));
        CHECK(change.im.id == first.im.id);
        CHECK(text.starts_with(before));
        CHECK(text.size() > before.size());
        before = text;
    }
    CHECK(before == texts_en.stream);
    CHECK(record_of<Stream>(changes.back()).is_finished == 1);
    CHECK(record_of<Stream>(changes.front()).is_finished == 0);
    std::size_t kept = 0;
    for (const Event& one : talk.events) kept += one.kind == EventKind::modified && one.keep == Keep::stored ? 1u : 0u;
    CHECK(kept == 1);
}

TEST_CASE("a stream in Chinese is cut between characters") {
    Talk talk;
    talk.trigger("zh");
    talk.say("流式");
    talk.wait(8000);
    const auto changes = talk.changes(MessageKind::stream);
    REQUIRE_FALSE(changes.empty());
    const auto last = record_of<Stream>(changes.back());
    for (const Value& piece : last.chunks.items()) CHECK(replace_broken_utf8(piece.as_text()) == piece.as_text());
    CHECK(stream_text(last) == texts_zh_cn.stream);
}

TEST_CASE("vague words are asked back, words close to a question propose it, the rest falls back") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    talk.say("help");
    talk.wait(1000);
    CHECK(record_of<WelcomeCard>(talk.one(MessageKind::welcome_card)).subtype == "clarify_msg");
    talk.events.clear();
    talk.say("linen");
    talk.wait(1000);
    CHECK(item(record_of<WelcomeCard>(talk.one(MessageKind::welcome_card)).content.items, 0) == "How do I care for linen?");
    talk.events.clear();
    talk.say("quantum entanglement");
    talk.wait(1000);
    CHECK(talk.one(MessageKind::rich_text).cloud->message_type == "fallback");
}

TEST_CASE("a branch is marked by the text that equals an item, and leads on") {
    Talk talk;
    talk.trigger();
    talk.say("branch");
    talk.wait(1000);
    const auto branch = record_of<Branch>(talk.one(MessageKind::branch));
    CHECK_FALSE(branch.content.selected.has_value());
    talk.say(item(branch.content.items, 0));
    const auto changes = talk.changes(MessageKind::branch);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].im.id == talk.one(MessageKind::branch).im.id);
    CHECK(record_of<Branch>(changes[0]).content.selected->content == item(branch.content.items, 0));
    talk.wait(1000);
    CHECK(talk.all(MessageKind::form).size() == 1);
}

TEST_CASE("both kinds of form are answered by text and marked") {
    Talk talk;
    talk.trigger();
    talk.say("form");
    talk.wait(1000);
    const auto choice = record_of<Form>(talk.one(MessageKind::form));
    CHECK(choice.content.type == 1);
    talk.say(item(choice.content.items, 1));
    talk.wait(1000);
    REQUIRE(talk.changes(MessageKind::form).size() == 1);
    CHECK(record_of<Form>(talk.changes(MessageKind::form)[0]).content.selected->content == item(choice.content.items, 1));
    CHECK(talk.text().find(item(choice.content.items, 1)) != std::string::npos);
    talk.events.clear();
    talk.say("text form");
    talk.wait(1000);
    CHECK(record_of<Form>(talk.one(MessageKind::form)).content.type == 0);
    talk.say("A hammock, please");
    talk.wait(1000);
    REQUIRE(talk.changes(MessageKind::form).size() == 1);
    CHECK(record_of<Form>(talk.changes(MessageKind::form)[0]).content.selected->content == "A hammock, please");
    talk.events.clear();
    talk.say("A second wish");
    talk.wait(1000);
    CHECK(talk.changes(MessageKind::form).empty());
}

TEST_CASE("a quick task branch is selected once and leads to the task form") {
    Talk talk;
    talk.trigger();
    talk.say("return");
    talk.wait(1000);
    const auto branch = record_of<TaskBranch>(talk.one(MessageKind::task_branch));
    CHECK(branch.status == 0);
    CHECK(branch.option_type == 0);
    REQUIRE(branch.task_info);
    CHECK(branch.content.items.size() == 3);
    talk.say(item(branch.content.items, 0));
    talk.wait(1000);
    REQUIRE(talk.changes(MessageKind::task_branch).size() == 1);
    CHECK(record_of<TaskBranch>(talk.changes(MessageKind::task_branch)[0]).status == 2);
    CHECK(record_of<TaskBranch>(talk.changes(MessageKind::task_branch)[0]).content.selected->content == item(branch.content.items, 0));
    CHECK(talk.all(MessageKind::task_form).size() == 1);
    talk.say(item(branch.content.items, 0));
    CHECK(talk.changes(MessageKind::task_branch).size() == 1);
}

TEST_CASE("a task branch that nobody answered is locked by the next task") {
    Talk talk;
    talk.trigger();
    talk.say("return");
    talk.wait(1000);
    talk.say("where is my order?");
    const auto changes = talk.changes(MessageKind::task_branch);
    REQUIRE(changes.size() == 1);
    CHECK(record_of<TaskBranch>(changes[0]).status == 1);
}

TEST_CASE("a fixed task branch stays, and is answered only with its node") {
    Talk talk;
    talk.trigger();
    talk.say("change");
    talk.wait(1000);
    const auto branch = record_of<TaskBranch>(talk.one(MessageKind::task_branch));
    CHECK(branch.option_type == 1);
    talk.say(item(branch.content.items, 0));
    CHECK(talk.changes(MessageKind::task_branch).empty());
    CloudCustomData cloud;
    cloud.branch_option_info = branch.task_info;
    for (std::size_t at = 0; at < 2; ++at) {
        Value answer = text_message(item(branch.content.items, at));
        answer.set("cloudCustomData", to_json(encode(cloud)));
        talk.send(answer);
        talk.wait(1000);
        const auto changes = talk.changes(MessageKind::task_branch);
        REQUIRE(changes.size() == at + 1);
        CHECK(record_of<TaskBranch>(changes.back()).status == 0);
        CHECK(record_of<TaskBranch>(changes.back()).content.selected->content == item(branch.content.items, at));
    }
}

TEST_CASE("a task form refuses what is empty and required, then takes the values") {
    Talk talk;
    talk.trigger();
    talk.say("Where is my order?");
    talk.wait(1000);
    const auto form = record_of<TaskForm>(talk.one(MessageKind::task_form));
    REQUIRE(form.content.variables.size() == 3);
    CHECK(variable_at(form, 0).is_required == 1);
    CHECK(variable_at(form, 1).is_required == 0);
    CHECK(variable_at(form, 2).form_type == 1);
    TaskForm answer;
    for (const InputVariable& field : form.content.variables) {
        InputVariable given;
        given.name = field.name;
        given.is_required = field.is_required;
        answer.content.variables.push_back(given);
    }
    const Output refused = talk.send(desk_message(MessageKind::task_form, answer));
    REQUIRE(refused.refusal);
    CHECK(refused.refusal->code == bad_message);
    CHECK(refused.events.empty());
    variable_at(answer, 0).value = "FW-2041";
    variable_at(answer, 2).value = variable_at(form, 2).choices.front();
    CHECK_FALSE(talk.send(desk_message(MessageKind::task_form, answer)).refusal);
    const auto changes = talk.changes(MessageKind::task_form);
    REQUIRE(changes.size() == 1);
    const auto done = record_of<TaskForm>(changes[0]);
    CHECK(task_form_status(done) == TaskFormStatus::submitted);
    CHECK(variable_at(done, 0).value == "FW-2041");
    talk.wait(1000);
    CHECK(talk.text().find("FW-2041") != std::string::npos);
    CHECK(talk.all(MessageKind::order).size() == 1);
    CHECK(talk.send(desk_message(MessageKind::task_form, answer)).refusal);
}

TEST_CASE("cards, orders, pictures and files of the visitor are acknowledged") {
    Talk talk;
    talk.trigger();
    talk.send(desk_message(MessageKind::card, Card{{"Lamp", "", "", "", {}}}));
    talk.wait(1000);
    CHECK(talk.text().find("Lamp") != std::string::npos);
    talk.send(desk_message(MessageKind::order, Order{{"", "Order 7", "", "", "", {}}}));
    talk.wait(1000);
    CHECK(talk.text().find("Order 7") != std::string::npos);
    Value file = Value::object();
    file.set("type", "TIMFileElem").set("payload", encode(FileElem{"a.pdf", 3, "https://relay.example/files/a.pdf"}));
    talk.send(file);
    talk.wait(1000);
    CHECK(talk.all(MessageKind::rich_text).size() == 1);
}

TEST_CASE("every further kind of message has its word") {
    struct Word {
        const char* word;
        MessageKind kind;
    };
    const Word words[] = {{"card", MessageKind::card},           {"order", MessageKind::order},
                          {"picture", MessageKind::image},       {"file", MessageKind::file},
                          {"sound", MessageKind::sound},         {"sticker", MessageKind::face},
                          {"map", MessageKind::location},        {"limit", MessageKind::concurrency_limit},
                          {"legacy", MessageKind::welcome_card}, {"unknown", MessageKind::internal},
                          {"notjson", MessageKind::foreign},     {"typing", MessageKind::typing},
                          {"think", MessageKind::thinking},      {"rate", MessageKind::evaluation}};
    for (const Word& one : words) {
        CAPTURE(one.word);
        Talk talk;
        talk.say(one.word);
        talk.wait(4000);
        CHECK_FALSE(talk.all(one.kind).empty());
    }
}

TEST_CASE("a message is taken back") {
    Talk talk;
    talk.say("revoke");
    const std::string id = talk.one(MessageKind::text).im.id;
    talk.wait(4000);
    REQUIRE(talk.events.back().kind == EventKind::revoked);
    CHECK(talk.events.back().body.as_text() == id);
}

TEST_CASE("everything lists a word of every topic") {
    Talk talk;
    talk.say("Show me everything");
    talk.wait(1000);
    const std::string list = record_of<RichText>(talk.one(MessageKind::rich_text)).content;
    for (const TopicText& topic : texts_en.topics) CHECK(list.find(topic.about) != std::string::npos);
}

TEST_CASE("what cannot be read disturbs nothing") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    talk.send(Value("text"));
    talk.send(Value::object());
    talk.send(parse_json(R"({"type":"TIMCustomElem","payload":{"data":"{"}})").value());
    talk.send(parse_json(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"33\"}"}})").value());
    talk.send(parse_json(R"({"type":"TIMTextElem","payload":{"text":7}})").value());
    talk.wait(5000);
    talk.say("opening hours");
    talk.wait(1000);
    CHECK_FALSE(talk.all(MessageKind::rich_text).empty());
}

TEST_CASE("saved and restored in the middle of a stream, the desk goes on where it was") {
    Talk one;
    Talk other;
    for (Talk* talk : {&one, &other}) {
        talk->trigger();
        talk->say("stream");
        talk->wait(2000);
    }
    other.desk = Sandbox::restore(Options{"https://relay.example/sandbox/", 1, 1}, parse_json(to_json(other.desk.save())).value());
    for (Talk* talk : {&one, &other}) {
        talk->wait(5000);
        talk->say("human");
        talk->wait(20000);
    }
    REQUIRE(one.events.size() == other.events.size());
    for (std::size_t i = 0; i < one.events.size(); ++i) CHECK(one.events[i].body == other.events[i].body);
}

TEST_CASE("damaged state is a fresh desk whose ids do not collide") {
    for (const char* damaged : {"null", "{}", "[]", R"({"next_id":"x"})", R"({"next_id":1,"plan":[{"due":0,"kind":99}],"phase":77})"}) {
        CAPTURE(damaged);
        Sandbox desk = Sandbox::restore(Options{"", 1, 42}, parse_json(damaged).value());
        const Output output = desk.receive(text_message("revoke"), 1000);
        CHECK_FALSE(output.events.empty());
        desk.advance(100000);
    }
    Sandbox desk = Sandbox::restore(Options{"", 1, 42}, Value());
    const Output output = desk.receive(text_message("revoke"), 1000);
    CHECK(output.events.back().body["ID"].as_text() == "d-42");
}

TEST_CASE("speed divides the delays") {
    Talk talk(10);
    talk.trigger();
    talk.say("human");
    talk.wait(1500);
    CHECK(talk.seat() == "inSeat");
}

}  // namespace deskbell::sandbox
