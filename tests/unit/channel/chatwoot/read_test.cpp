#include "core/channel/chatwoot/read.h"

#include "tests/unit/channel/chatwoot/desk.h"
#include "tests/unit/channel/chatwoot/livedesk_sample.h"

using namespace deskbell;
using namespace deskbell::channel::chatwoot;
using namespace deskbell::test;

namespace {

std::vector<Value> shown(std::string_view json) {
    const auto message = read_desk_message(parsed(json));
    REQUIRE(message.has_value());
    return to_im(*message);
}

/// The one message that is shown, which the core can read and will show.
Message one(std::string_view json) {
    const auto all = shown(json);
    REQUIRE(all.size() == 1);
    Value whole = all[0];
    auto message = read_message(whole);
    REQUIRE(message.has_value());
    return std::move(*message);
}

}  // namespace

TEST_CASE("the whole sample of LiveDesk is read, and nothing in it has another type than its field") {
    const Value sample = parsed(livedesk_sample);
    std::list<DecodeNote> notes;
    const auto conversation = decode<Conversation>(sample, &notes);
    REQUIRE(conversation.has_value());
    for (const DecodeNote& note : notes) CHECK_MESSAGE(note.reason == ErrorCode::unknown_field, note.path);
    CHECK(conversation->id == "40");
    CHECK(conversation->uuid == "660ce36f-46bb-4153-948c-8a26e6dab634");
    CHECK(conversation->inbox_id == "407");
    CHECK(conversation->status == "open");
    CHECK(conversation->can_reply);
    CHECK_FALSE(conversation->muted);
    CHECK(conversation->agent_last_seen_at == 0);
    CHECK(to_json(conversation->updated_at) == "1766572062.5803902");
    CHECK(conversation->messages.is_array());
    CHECK(conversation->meta.channel == "Channel::Api");
    REQUIRE(conversation->meta.sender.has_value());
    CHECK(conversation->meta.sender->id == "2219256");
    CHECK(conversation->meta.sender->name == "wjTest");
    CHECK_FALSE(conversation->meta.assignee.has_value());
    CHECK(conversation->assignment.assignee_id.empty());
}

TEST_CASE("a text is plain where it has no marks, and markdown where it has") {
    const auto plain = one(
        R"({"id":12,"content":"Hello there.","message_type":1,"content_type":"text","sender":{"id":3,"name":"Anna Berg","available_name":"Anna","type":"user","avatar_url":"https://x/a.png"}})");
    CHECK(plain.kind == MessageKind::text);
    CHECK(plain.im.id == "cw-12");
    CHECK(plain.im.nick == "Anna");
    CHECK(plain.im.avatar == "https://x/a.png");
    CHECK(author_of(plain) == Author::agent);
    const auto rich = one(R"({"id":"13","content":"**Hello**\n- one","message_type":"outgoing","sender":{"name":"Anna","type":"user"}})");
    CHECK(rich.kind == MessageKind::rich_text);
    CHECK(author_of(rich) == Author::agent);
    const auto bot = one(R"({"id":14,"content":"Hi","message_type":1,"sender":{"name":"Bot","type":"agent_bot"}})");
    CHECK(author_of(bot) == Author::robot);
}

TEST_CASE("notes among agents, activity and the visitor's own messages are never shown") {
    CHECK(shown(R"({"id":1,"content":"secret","message_type":1,"private":true})").empty());
    CHECK(shown(R"({"id":1,"content":"Conversation was resolved","message_type":2})").empty());
    CHECK(shown(R"({"id":1,"content":"mine","message_type":0})").empty());
    CHECK(shown(R"({"id":1,"content":"?","message_type":"something new"})").empty());
    CHECK(shown(R"({"id":1,"content":null,"message_type":1})").empty());
}

TEST_CASE("input_select is a branch, and its answer marks it") {
    auto branch = record_of<Branch>(one(
        R"({"id":1,"content":"Where to?","message_type":3,"content_type":"input_select","content_attributes":{"items":[{"title":"Sales","value":"s"},{"title":"Help","value":"h"}]}})"));
    CHECK(branch.content.header == "Where to?");
    REQUIRE(branch.content.items.size() == 2);
    CHECK(branch.content.items.back().content == "Help");
    CHECK_FALSE(branch.content.selected.has_value());
    branch = record_of<Branch>(one(
        R"({"id":1,"content":"Where to?","message_type":3,"content_type":"input_select","content_attributes":{"items":[{"title":"Sales","value":"s"}],"submitted_values":[{"title":"Sales","value":"s"}]}})"));
    CHECK(branch.content.selected->content == "Sales");
}

TEST_CASE("cards keep their links; their buttons stand below them") {
    const auto all = shown(R"({"id":5,"content":"Look","message_type":1,"content_type":"cards","content_attributes":{"items":[
      {"title":"Lamp","description":"Ash wood","media_url":"https://x/l.png","actions":[{"type":"link","text":"View","uri":"https://x/l"},{"type":"postback","text":"Buy","payload":"buy-1"}]},
      {"title":"Rug","actions":[{"type":"postback","text":"Buy the rug","payload":"buy-2"}]}]}})");
    REQUIRE(all.size() == 4);
    CHECK(all[0]["ID"].as_text() == "cw-5");
    CHECK(all[0]["payload"]["text"].as_text() == "Look");
    CHECK(all[1]["ID"].as_text() == "cw-5-1");
    const Value lamp = data_of(all[1]);
    CHECK(lamp["src"].as_text() == "22");
    CHECK(lamp["content"]["header"].as_text() == "Lamp");
    CHECK(lamp["content"]["pic"].as_text() == "https://x/l.png");
    CHECK(lamp["content"]["url"].as_text() == "https://x/l");
    const Value buttons = data_of(all[3]);
    CHECK(buttons["src"].as_text() == "15");
    CHECK(buttons["content"]["items"].items()[1]["content"].as_text() == "Buy the rug");
    CHECK(buttons["content"]["items"].items()[1]["desc"].as_text() == "Rug");
}

TEST_CASE("form, article, rating and address") {
    const auto form =
        record_of<TaskForm>(one(R"({"id":1,"content":"Who are you?","message_type":1,"content_type":"form","content_attributes":{"items":[
      {"name":"n","label":"Name","type":"text","required":true,"placeholder":"Ada"},{"name":"t","label":"Topic","type":"select","options":[{"label":"One","value":"1"},"Two"]},
      {"name":"x","label":"Name","default":"d"}]}})"));
    CHECK(form.content.tip == "Who are you?");
    REQUIRE(form.content.variables.size() == 3);
    // Two fields with one label go by their names.
    CHECK(form.content.variables.front().name == "n");
    CHECK(form.content.variables.front().is_required == 1);
    CHECK(form.content.variables.back().value == "d");
    const auto& topic = *std::next(form.content.variables.begin());
    CHECK(topic.form_type == 1);
    CHECK(topic.choices == std::list<std::string>{"One", "Two"});
    CHECK(task_form_status(form) == TaskFormStatus::editable);
    const auto sent = record_of<TaskForm>(one(
        R"({"id":1,"message_type":1,"content_type":"form","content_attributes":{"items":[{"name":"n","label":"Name"}],"submitted_values":[{"name":"n","value":"Ada"}]}})"));
    CHECK(sent.content.variables.front().value == "Ada");
    CHECK(task_form_status(sent) == TaskFormStatus::submitted);

    const auto article = record_of<Card>(one(
        R"({"id":1,"content":"","message_type":1,"content_type":"article","content_attributes":{"items":[{"title":"Care","description":"of linen","link":"https://x/care"}]}})"));
    CHECK(article.content.url == "https://x/care");

    auto rating = record_of<Evaluation>(
        one(R"({"id":77,"content":"Please rate","message_type":3,"content_type":"input_csat","content_attributes":{}})"));
    CHECK(rating.menu_content.session_id == "cw-77");
    CHECK(rating.menu_content.type == 1);
    CHECK(rating.menu_content.menu.size() == 5);
    CHECK_FALSE(rating.menu_content.selected.has_value());
    rating = record_of<Evaluation>(one(
        R"({"id":77,"content":"Please rate","message_type":3,"content_type":"input_csat","content_attributes":{"submitted_values":{"csat_survey_response":{"rating":4,"feedback_message":""}}}})"));
    CHECK(rating.menu_content.selected->id == "4");

    auto address = record_of<TaskForm>(one(R"({"id":1,"content":"Your address?","message_type":3,"content_type":"input_email"})"));
    CHECK(address.content.variables.front().is_required == 1);
    address = record_of<TaskForm>(one(
        R"({"id":1,"content":"Your address?","message_type":3,"content_type":"input_email","content_attributes":{"submitted_email":"a@b.c"}})"));
    CHECK(address.content.variables.front().value == "a@b.c");
    CHECK(task_form_status(address) == TaskFormStatus::submitted);
}

TEST_CASE("every kind of attachment") {
    const auto all = shown(R"({"id":9,"content":"see","message_type":1,"attachments":[
      {"id":1,"file_type":"image","data_url":"https://x/i.png","thumb_url":"https://x/t.png","file_size":10,"width":3,"height":2},
      {"id":2,"file_type":"audio","data_url":"https://x/a.mp3"},{"id":3,"file_type":"video","data_url":"https://x/v.mp4"},
      {"id":4,"file_type":"file","data_url":"https://x/f/Guide.pdf?sig=1","file_size":5},{"id":5,"file_type":"location","coordinates_lat":1.5,"coordinates_long":2,"fallback_title":"Here"},
      {"id":6,"file_type":"contact","fallback_title":"+1 555"}]})");
    REQUIRE(all.size() == 7);
    std::vector<MessageKind> kinds;
    for (const Value& message : all) kinds.push_back(read_message(message)->kind);
    CHECK(kinds == std::vector<MessageKind>{MessageKind::text, MessageKind::image, MessageKind::sound, MessageKind::video,
                                            MessageKind::file, MessageKind::location, MessageKind::text});
    CHECK(all[1]["payload"]["imageInfoArray"].items()[1]["url"].as_text() == "https://x/t.png");
    CHECK(all[4]["payload"]["fileName"].as_text() == "Guide.pdf");
    CHECK(all[6]["ID"].as_text() == "cw-9-6");
}

TEST_CASE("hostile messages cost little") {
    std::string items = R"({"title":"x"})";
    for (int i = 0; i < 500; ++i) items += R"(,{"title":"x"})";
    CHECK(shown(R"({"id":1,"message_type":1,"content_type":"article","content_attributes":{"items":[)" + items + "]}}").size() == 40);
    CHECK_FALSE(read_desk_message(parsed("[]")).has_value());
    CHECK_FALSE(read_desk_message(parsed("{}")).has_value());
    CHECK(read_desk_message(parsed(R"({"id":{},"content_attributes":7,"attachments":"x"})")).has_value() == false);
    CHECK(shown(R"({"id":1,"message_type":1,"content":5,"content_attributes":[],"attachments":{}})").size() == 1);
    CHECK(number_of("12") == 12);
    CHECK(number_of("1e3") == 0);
    CHECK(number_of("99999999999999999999") == 0);
    CHECK(desk_id("cw-12-3") == "12");
    CHECK(desk_id("m-12").empty());
}
