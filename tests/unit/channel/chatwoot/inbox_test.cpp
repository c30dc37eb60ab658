#include "core/channel/webhook_path.h"
#include "tests/unit/channel/chatwoot/desk.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::test;

namespace {

constexpr std::string_view anna = R"("sender":{"id":3,"name":"Anna","type":"user"})";

std::string hello(int id, std::string_view text, std::string_view more = {}) {
    return R"({"event":"message_created","id":)" + std::to_string(id) + R"(,"content":")" + std::string(text) +
           R"(","message_type":"outgoing","conversation":{"id":40},)" + std::string(more) + std::string(anna) + "}";
}

Talk open_talk(const chatwoot::Settings& settings = livedesk_settings()) {
    Talk talk(settings);
    talk.say("Hello", "c1");
    talk.settle();
    talk.events.clear();
    talk.kept.clear();
    return talk;
}

Value task_form(std::string_view variables) {
    return parsed(R"({"type":"TIMCustomElem","payload":{"data":")" + [&] {
        std::string quoted;
        append_json_text(quoted, R"({"customerServicePlugin":0,"src":"33","content":{"inputVariables":)" + std::string(variables) + "}}");
        return quoted.substr(1, quoted.size() - 2);
    }() + "\"}}");
}

Value rating(std::string_view id, std::string_view session) {
    return desk_message(MessageKind::evaluation_answer, EvaluationAnswer{{std::string(id), "", std::string(session)}});
}

}  // namespace

TEST_CASE("an agent's message is shown once, however often and by whatever way it comes") {
    Talk talk = open_talk();
    talk.hook(hello(200, "Hi, I am Anna"));
    REQUIRE(talk.events.size() == 3);
    // The seat and the state come first, so that the row is the agent's.
    CHECK(data_of(talk.events[0].body)["src"].as_text() == "26");
    CHECK(talk.events[1].body["state"].as_text() == "agent");
    CHECK(talk.events[2].body["ID"].as_text() == "cw-200");
    talk.hook(hello(200, "Hi, I am Anna"));
    CHECK(talk.events.size() == 3);
    talk.desk.messages.push_back(parsed(
        R"({"id":200,"content":"Hi, I am Anna","message_type":1,"content_type":null,"conversation_id":40,"created_at":5,"sender":{"id":3,"name":"Anna","type":"user"}})"));
    talk.take(talk.channel->status(talk.now));
    talk.settle();
    CHECK(talk.kept.size() == 1);
    talk.restart();
    talk.hook(hello(200, "Hi, I am Anna"));
    CHECK(talk.kept.size() == 1);
    // Changed, and taken back.
    talk.hook(hello(200, "Hi, I am Anna B."));
    REQUIRE(talk.kept.size() == 2);
    CHECK(talk.kept[1].kind == EventKind::modified);
    CHECK(talk.kept[1].body["time"] == talk.kept[0].body["time"]);
    talk.hook(hello(200, "deleted", R"("content_attributes":{"deleted":true},)"));
    REQUIRE(talk.kept.size() == 3);
    CHECK(talk.kept[2].kind == EventKind::revoked);
    CHECK(talk.kept[2].body.as_text() == "cw-200");
}

TEST_CASE("a webhook with the visitor's own message overtakes its answer, and the answer is lost") {
    for (const bool restart : {false, true}) {
        Talk talk = open_talk();
        talk.say("same", "c2");
        talk.say("same", "c3");
        const Request request = talk.open.front();
        Value made = talk.desk.add(0, parsed(request.body));
        talk.hook(to_json(made.set("event", "message_created").set("message_type", "incoming")));
        if (restart) {
            talk.restart();
        } else {
            talk.open.pop_front();
            talk.reply(request.id, 0, "cut");
        }
        talk.settle();
        CHECK(talk.at_desk() == std::vector<std::string>{"Hello", "same", "same"});
    }
}

TEST_CASE("webhooks that were lost are made good by reading, in order, and times never go back") {
    Talk talk = open_talk();
    for (int i = 0; i < 45; ++i) talk.desk.add(1, parsed(R"({"content":"answer )" + std::to_string(i) + "\"}"));
    talk.take(talk.channel->status(talk.now));
    while (!talk.open.empty()) talk.step();
    const auto shown = talk.shown();
    REQUIRE(shown.size() == 45);
    for (std::size_t i = 0; i < shown.size(); ++i) CHECK(shown[i] == "answer " + std::to_string(i));
    for (const auto& event : talk.kept) CHECK(event.body["time"].as_integer() >= talk.now / 1000 - 1);
}

TEST_CASE("notes of agents and other conversations stay away from the visitor") {
    Talk talk = open_talk();
    talk.hook(hello(200, "secret", R"("private":true,)"));
    talk.hook(
        R"({"event":"message_created","id":201,"content":"x","message_type":"outgoing","conversation_id":41,"sender":{"type":"user"}})");
    CHECK(talk.events.empty());
    CHECK(talk.trouble == std::vector<std::string>{"a message of another conversation of the contact is not shown"});
}

TEST_CASE("the conversation's status is the session's state") {
    Talk talk = open_talk();
    const auto status = [&](std::string_view name, std::string_view at, std::string_view assignee = "null") {
        talk.hook(R"({"event":"conversation_status_changed","id":40,"status":")" + std::string(name) + R"(","updated_at":)" +
                  std::string(at) + R"(,"meta":{"assignee":)" + std::string(assignee) + "}}");
    };
    const auto state = [&] { return talk.events.empty() ? std::string_view() : talk.events.back().body["state"].as_text(); };
    status("pending", "10.5");
    CHECK(state() == "robot");
    status("open", "11");
    CHECK(state() == "queueing");
    status("open", "12", R"({"id":3,"name":"Anna"})");
    CHECK(state() == "waiting");
    talk.hook(hello(200, "Hi"));
    status("open", "13", R"({"id":3,"name":"Anna"})");
    CHECK(talk.events[talk.events.size() - 2].body["state"].as_text() == "agent");
    // Handed on to nobody yet.
    status("open", "14");
    CHECK(state() == "queueing");
    // An old webhook, repeated.
    status("resolved", "12.5");
    CHECK(state() == "queueing");
    status("resolved", "15.5");
    CHECK(state() == "none");
    CHECK(data_of(talk.last())["src"].as_text() == "19");
    status("resolved", "15.5");
    CHECK(talk.kept.size() == 2);
    status("snoozed", "16");
    CHECK(state() == "queueing");
}

TEST_CASE("agents read and type") {
    Talk talk = open_talk();
    talk.hook(R"({"event":"conversation_updated","id":40,"status":"open","agent_last_seen_at":1766572190})");
    REQUIRE(talk.kept.size() == 1);
    CHECK(talk.kept[0].kind == EventKind::read);
    CHECK(talk.kept[0].body.as_integer() == 1766572190);
    talk.hook(R"({"event":"conversation_updated","id":40,"status":"open","agent_last_seen_at":1766572190})");
    CHECK(talk.kept.size() == 1);
    talk.hook(R"({"event":"conversation_typing_on","conversation":{"id":40},"user":{"name":"Anna","type":"user"},"is_private":false})");
    CHECK(data_of(talk.events.back().body)["typingStatus"].as_integer() == 1);
    CHECK(talk.events.back().keep == Keep::passing);
    const std::size_t before = talk.events.size();
    talk.hook(R"({"event":"conversation_typing_on","conversation":{"id":40},"user":{"name":"Anna"},"is_private":true})");
    CHECK(talk.events.size() == before);
}

TEST_CASE("a choice is submitted where the desk takes answers, and said in words where it does not") {
    for (const auto& settings : {livedesk_settings(), chatwoot_settings()}) {
        Talk talk = open_talk(settings);
        const Value question = talk.desk.add(
            3,
            parsed(
                R"({"content":"Where to?","content_type":"input_select","content_attributes":{"items":[{"title":"Sales","value":"s"},{"title":"Help","value":"h"}]}})"));
        Value hook = question;
        hook.set("event", "message_created");
        talk.hook(to_json(hook));
        talk.kept.clear();
        talk.say("Help", "c2");
        const Request request = talk.step();
        const Value body = parsed(request.body);
        const Value& values =
            settings.transport == chatwoot::Transport::client ? body["submitted_values"] : body["content_attributes"]["submitted_values"];
        CHECK(to_json(values) == R"([{"title":"Help","value":"h"}])");
        CHECK((request.method == "PATCH") == (settings.transport == chatwoot::Transport::client));
        REQUIRE(talk.kept.size() == 1);
        CHECK(talk.kept[0].kind == EventKind::modified);
        CHECK(data_of(talk.kept[0].body)["content"]["selected"]["content"].as_text() == "Help");
        // The desk's own copy, without the answer, does not take it back.
        talk.hook(to_json(hook));
        CHECK(talk.kept.size() == 1);
        // The second time it is a word like any other.
        talk.say("Help", "c3");
        CHECK(parsed(talk.step().body)["content"].as_text() == "Help");
    }
}

TEST_CASE("a card's button sends what the bot expects") {
    Talk talk = open_talk(chatwoot_settings());
    talk.hook(
        R"({"event":"message.created","id":300,"message_type":1,"content_type":"cards","conversation_id":40,"content_attributes":{"items":[{"title":"Lamp","actions":[{"type":"postback","text":"Buy","payload":"buy-1"}]}]}})");
    talk.say("Buy", "c2");
    CHECK(parsed(talk.step().body)["content"].as_text() == "buy-1");
}

TEST_CASE("a form is checked and submitted by its names") {
    Talk talk = open_talk(chatwoot_settings());
    talk.desk.add(
        1,
        parsed(
            R"({"content":"Who?","content_type":"form","content_attributes":{"items":[{"name":"n","label":"Name","required":true},{"name":"m","label":"More"}]}})"));
    talk.hook(to_json(Value(talk.desk.messages.back()).set("event", "message.created")));
    talk.send(task_form(R"([{"name":"Name","isRequired":1,"variableValue":" "}])"), "c2");
    CHECK(talk.refusal->info == "required: Name");
    talk.send(task_form(R"([{"name":"Other","isRequired":1,"variableValue":"x"}])"), "c2");
    CHECK(talk.refusal->info == "no form is open");
    talk.send(task_form(R"([{"name":"Name","isRequired":1,"variableValue":"Ada"},{"name":"More","isRequired":0,"variableValue":""}])"),
              "c2");
    CHECK_FALSE(talk.refusal.has_value());
    const Request request = talk.step();
    CHECK(request.url.ends_with("/conversations/40/messages/" + to_json(talk.desk.messages.back()["id"])));
    CHECK(to_json(parsed(request.body)["submitted_values"]) ==
          R"([{"name":"n","title":"Name","value":"Ada"},{"name":"m","title":"More","value":""}])");
    CHECK(data_of(talk.last())["nodeStatus"].as_integer() == 2);
    talk.send(task_form(R"([{"name":"Name","isRequired":1,"variableValue":"Ada"}])"), "c3");
    CHECK(talk.refusal->info == "no form is open");
}

TEST_CASE("an address is checked, submitted and told of the contact") {
    Talk talk = open_talk(chatwoot_settings());
    talk.desk.add(3, parsed(R"({"content":"Your address?","content_type":"input_email"})"));
    talk.hook(to_json(Value(talk.desk.messages.back()).set("event", "message.created")));
    talk.send(task_form(R"([{"name":"E-mail","isRequired":1,"variableValue":"nonsense"}])"), "c2");
    CHECK(talk.refusal->info == "required: E-mail");
    talk.send(task_form(R"([{"name":"E-mail","isRequired":1,"variableValue":"ada@example.com"}])"), "c2");
    CHECK(to_json(parsed(talk.step().body)["submitted_values"]) == R"([{"name":"email","title":"E-mail","value":"ada@example.com"}])");
    const Request email = talk.step();
    CHECK(email.method == "PATCH");
    CHECK(email.url == "https://chat.example.com/public/api/v1/inboxes/inboxId/contacts/src");
    CHECK(email.body == R"({"email":"ada@example.com"})");
}

TEST_CASE("a rating is given once, and only a valid one") {
    Talk talk = open_talk(chatwoot_settings());
    talk.desk.add(3, parsed(R"({"content":"Please rate","content_type":"input_csat","content_attributes":{}})"));
    const std::string id = to_json(talk.desk.messages.back()["id"]);
    talk.hook(to_json(Value(talk.desk.messages.back()).set("event", "message.created")));
    talk.send(rating("3", "cw-1"), "c2");
    CHECK(talk.refusal->code == 10154);
    talk.send(rating("6", "cw-" + id), "c2");
    CHECK(talk.refusal->code == 10151);
    talk.send(rating("4", "cw-" + id), "c2");
    CHECK_FALSE(talk.refusal.has_value());
    talk.send(rating("5", "cw-" + id), "c3");
    CHECK(talk.refusal->code == 10152);
    CHECK(to_json(parsed(talk.step().body)["submitted_values"]) == R"({"csat_survey_response":{"rating":4,"feedback_message":""}})");
    CHECK(data_of(talk.last())["menuContent"]["selected"]["id"].as_text() == "4");
    talk.restart();
    talk.send(rating("5", "cw-" + id), "c4");
    CHECK(talk.refusal->code == 10152);
}

TEST_CASE("webhooks are believed only with their signature, in time") {
    Talk talk = open_talk();
    Webhook webhook;
    webhook.method = "POST";
    webhook.path = "/events";
    webhook.body = hello(200, "Hi");
    const auto sign = [&](Seconds at, std::string_view secret) {
        const std::string time = std::to_string(at);
        webhook.headers = {{"x-chatwoot-timestamp", time},
                           {"X-Chatwoot-Signature", "sha256=" + to_hex(talk.crypto.hmac_sha256(secret, time + "." + webhook.body))},
                           {"X-Chatwoot-Delivery", "d1"}};
    };
    const Seconds now = talk.now / 1000;
    sign(now, "whisper");
    const auto good = talk.account->webhook(webhook, talk.now);
    CHECK(good.reply.status == 200);
    REQUIRE(good.items.size() == 1);
    CHECK(good.items[0].key == "conversation:40");
    CHECK(good.items[0].id == "d1");
    CHECK_FALSE(talk.account->newcomer(good.items[0]).has_value());
    sign(now, "wrong");
    CHECK(talk.account->webhook(webhook, talk.now).reply.status == 401);
    sign(now - 301, "whisper");
    CHECK(talk.account->webhook(webhook, talk.now).trouble[0] == "a webhook was refused: it is too old, or the clocks differ");
    sign(now, "whisper");
    webhook.body += ' ';
    CHECK(talk.account->webhook(webhook, talk.now).reply.status == 401);
    webhook.headers.clear();
    CHECK(talk.account->webhook(webhook, talk.now).trouble[0] == "a webhook was refused: it is not signed");
    webhook.body = "{";
    sign(now, "whisper");
    CHECK(talk.account->webhook(webhook, talk.now).reply.status == 400);
    webhook.body = R"({"event":"contact_updated","id":5})";
    sign(now, "whisper");
    CHECK(talk.account->webhook(webhook, talk.now).items.empty());
    webhook.method = "GET";
    CHECK(talk.account->webhook(webhook, talk.now).reply.status == 401);
}

TEST_CASE("where the desk does not sign, the address ends with a secret word") {
    auto settings = livedesk_settings();
    settings.webhook_secret.clear();
    relay::OpensslCrypto crypto;
    TestWords words;
    CHECK(chatwoot::make_account(settings, crypto, words).error() ==
          "webhook_secret or webhook_token is needed, or anybody could speak as the desk");
    settings.webhook_token = "short";
    CHECK(chatwoot::make_account(settings, crypto, words).error() == "webhook_token must have at least 16 characters");
    settings.webhook_token = "0123456789abcdef";
    auto account = chatwoot::make_account(settings, crypto, words);
    REQUIRE(account.has_value());
    Webhook webhook{"POST", "/events/0123456789abcdef", {}, {}, hello(1, "x"), {}};
    CHECK((*account)->webhook(webhook, 0).items.size() == 1);
    webhook.path = "/events/0123456789abcdeF";
    CHECK((*account)->webhook(webhook, 0).reply.status == 401);
    settings.base = "ftp://x";
    CHECK(chatwoot::make_account(settings, crypto, words).error() == "base must be an http(s) address");
}
