#include "core/channel/webhook_path.h"
#include "tests/unit/channel/chatwoot/desk.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::test;

TEST_CASE("LiveDesk: the first words make a contact, a conversation and a message, each with the key") {
    Talk talk;
    talk.say("Hello", "c1");
    const Request contact = talk.step();
    CHECK(contact.url == "https://livedesk-api.engagelab.com/api/v2/accounts/contacts");
    CHECK(header(contact.headers, "authorization") == "Basic a2V5OnNlY3JldA==");
    CHECK(contact.body == R"({"inbox_id":407,"identifier":"visitor-1"})");
    const Request conversation = talk.step();
    CHECK(conversation.url == "https://livedesk-api.engagelab.com/api/v2/accounts/conversations");
    CHECK(conversation.body == R"({"inbox_id":407,"contact_id":2219256})");
    CHECK(talk.routes == std::vector<std::string>{"conversation:40"});
    talk.step();  // the conversation is read, so that a greeting is not missed
    talk.step();
    const Request message = talk.step();
    CHECK(message.url == "https://livedesk-api.engagelab.com/api/v2/accounts/conversations/40/messages");
    CHECK(message.body == R"({"content":"Hello","echo_id":"c1","message_type":"incoming","private":false})");
    CHECK_FALSE(message.repeatable);
    CHECK(talk.open.empty());
    CHECK(talk.trouble.empty());
    // The secret is in no saved state.
    CHECK(talk.saved.find("secret") == std::string::npos);
}

TEST_CASE("Chatwoot: the same without a key, at the visitor's own address") {
    Talk talk(chatwoot_settings());
    talk.say("Hello", "c1");
    const Request contact = talk.step();
    CHECK(contact.url == "https://chat.example.com/public/api/v1/inboxes/inboxId/contacts");
    CHECK(contact.body == "{}");
    CHECK(header(contact.headers, "Authorization").empty());
    CHECK(talk.step().url == "https://chat.example.com/public/api/v1/inboxes/inboxId/contacts/src/conversations");
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"Hello"});
}

TEST_CASE("Chatwoot: a visitor is vouched for where the inbox has a token") {
    auto settings = chatwoot_settings();
    settings.hmac_token = "Jefe";
    Talk talk(settings);
    talk.say("Hello", "c1");
    const Value body = parsed(talk.step().body);
    CHECK(body["identifier"].as_text() == "visitor-1");
    CHECK(body["identifier_hash"].as_text() == to_hex(talk.crypto.hmac_sha256("Jefe", "visitor-1")));
}

TEST_CASE("messages go out one after the other, in the order of typing") {
    Talk talk;
    talk.say("one", "c1");
    talk.say("two", "c2");
    talk.say("three", "c3");
    CHECK(talk.open.size() == 1);
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("an answer that is lost at any step loses and doubles nothing, with and without a restart") {
    for (const auto& settings : {livedesk_settings(), chatwoot_settings()}) {
        for (const Fate fate : {Fate::lost_before, Fate::lost_after}) {
            for (int at = 0; at < 8; ++at) {
                for (const bool restart : {false, true}) {
                    CAPTURE(at);
                    CAPTURE(restart);
                    CAPTURE(static_cast<int>(fate));
                    Talk talk(settings);
                    talk.say("same", "c1");
                    talk.say("same", "c2");
                    for (int step = 0; step < at && !talk.open.empty(); ++step) talk.step();
                    if (talk.open.empty()) continue;
                    if (restart) {
                        // The process dies: the request has gone out, or not.
                        if (fate == Fate::lost_after) (void)talk.desk.answer(talk.open.front());
                        talk.restart();
                    } else {
                        talk.step(fate);
                    }
                    talk.settle();
                    CHECK(talk.at_desk() == std::vector<std::string>{"same", "same"});
                    CHECK(talk.desk.conversations == 1);
                    CHECK(talk.channel->next_deadline().value_or(INT64_MAX) > talk.now);
                }
            }
        }
    }
}

TEST_CASE("what the desk refuses for good is told to the visitor, and the next message goes on") {
    Talk talk;
    talk.say("too long", "c1");
    talk.say("fine", "c2");
    while (talk.open.front().id.rfind("send", 0) != 0) talk.step();
    const std::string id = talk.open.front().id;
    talk.open.pop_front();
    talk.reply(id, 422, R"({"message":"Content is too long"})");
    CHECK(data_of(talk.last())["src"].as_text() == "37");
    CHECK(data_of(talk.last())["content"].as_text() == "Not delivered.");
    REQUIRE(talk.trouble.size() == 1);
    CHECK(talk.trouble[0] == "a message of the visitor was not delivered: the desk refuses it: HTTP 422");
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"fine"});
}

TEST_CASE("a wrong key is the operator's to mend: nothing is lost meanwhile") {
    Talk talk;
    talk.say("Hello", "c1");
    const std::string id = talk.open.front().id;
    talk.open.pop_front();
    talk.reply(id, 401, "");
    CHECK(talk.open.empty());
    CHECK(talk.trouble == std::vector<std::string>{"the desk makes no contact: HTTP 401, check the key and the inbox"});
    REQUIRE(talk.channel->next_deadline().has_value());
    CHECK(*talk.channel->next_deadline() == talk.now + 2000);
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"Hello"});
}

TEST_CASE("a desk that never answers is given up in the end, in words") {
    Talk talk;
    talk.say("Hello", "c1");
    const Millis start = talk.now;
    for (int round = 0; round < 1000; ++round) {
        while (!talk.open.empty()) talk.step(Fate::lost_before);
        const auto next = talk.channel->next_deadline();
        if (!next) break;
        talk.now = *next;
        talk.take(talk.channel->advance(talk.now));
    }
    CHECK(data_of(talk.last())["content"].as_text() == "Not delivered.");
    CHECK_FALSE(talk.channel->next_deadline().has_value());
    CHECK(talk.now - start > 23 * 3'600'000);
    CHECK(talk.now - start < 26 * 3'600'000);
}

TEST_CASE("a visitor who writes again does not wait for a long wait to run out") {
    Talk talk;
    talk.say("one", "c1");
    for (int round = 0; round < 10; ++round) {
        talk.step(Fate::lost_before);
        if (round == 9) break;
        talk.now = *talk.channel->next_deadline();
        talk.take(talk.channel->advance(talk.now));
    }
    CHECK(talk.open.empty());
    CHECK(*talk.channel->next_deadline() > talk.now + 200'000);
    talk.say("two", "c2");
    CHECK(talk.open.size() == 1);
    talk.settle();
    CHECK(talk.at_desk() == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a conversation that was deleted at the desk is opened anew") {
    Talk talk;
    talk.say("one", "c1");
    talk.settle();
    talk.say("two", "c2");
    const std::string id = talk.open.front().id;
    talk.open.pop_front();
    talk.reply(id, 404, "");
    talk.settle();
    CHECK(talk.desk.conversations == 2);
    CHECK(talk.at_desk() == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a contact that the desk knows already is found by its identifier, not by a longer one") {
    Talk talk;
    talk.desk.contacts = 1;
    talk.say("Hello", "c1");
    talk.step();
    CHECK(talk.step().url == "https://livedesk-api.engagelab.com/api/v2/accounts/contacts/search?q=visitor-1");
    CHECK(parsed(talk.step().body)["contact_id"].as_integer() == 2219256);
}

TEST_CASE("files go out as parts that the host fills") {
    Talk talk;
    talk.say("Hello", "c1");
    talk.settle();
    const std::string url = "https://relay.example/files/abc123/my%20cat.PNG";
    Value image = parsed(R"({"type":"TIMImageElem","payload":{"imageInfoArray":[{"type":0,"url":")" + url + R"("}]}})");
    talk.send(image, "c2");
    const Request request = talk.open.front();
    REQUIRE(request.parts.size() == 3);
    CHECK(request.parts[0].text == "incoming");
    CHECK(request.parts[1].text == "c2");
    CHECK(request.parts[2].name == "attachments[]");
    CHECK(request.parts[2].upload == "abc123");
    CHECK(request.parts[2].file_name == "my cat.PNG");
    CHECK(request.parts[2].mime == "image/png");
    talk.settle();
    // A file that the host does not keep is a link.
    talk.send(parsed(R"({"type":"TIMFileElem","payload":{"fileName":"a","fileUrl":"https://elsewhere.example/a"}})"), "c3");
    CHECK(parsed(talk.open.front().body)["content"].as_text() == "https://elsewhere.example/a");
}

TEST_CASE("what a visitor says is checked") {
    Talk talk;
    talk.send(parsed(R"({"type":"TIMTextElem","payload":{"text":"  "}})"), "c1");
    CHECK(talk.refusal->code == bad_message);
    talk.send(parsed(R"({"payload":{}})"), "c1");
    CHECK(talk.refusal->code == bad_message);
    talk.send(parsed(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"24\"}"}})"), "c1");
    CHECK(talk.refusal->code == 10154);
    talk.send(parsed(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"41\"}"}})"), "c1");
    CHECK(talk.refusal->code == bad_message);
    CHECK(talk.open.empty());
    for (int i = 0; i < 100; ++i) talk.say("word", "c" + std::to_string(i));
    CHECK_FALSE(talk.refusal.has_value());
    talk.say("one too many", "d");
    CHECK(talk.refusal->info == "too many messages wait for the desk");
}

TEST_CASE("the visitor ends the conversation") {
    Talk talk;
    talk.say("Hello", "c1");
    talk.settle();
    talk.send(desk_message(MessageKind::visitor_end, Signal{}), "c2");
    const Request request = talk.step();
    CHECK(request.url == "https://livedesk-api.engagelab.com/api/v2/accounts/conversations/40/toggle_status");
    CHECK(request.body == R"({"status":"resolved"})");
    CHECK(data_of(talk.last())["src"].as_text() == "19");
    CHECK(talk.events.back().body["state"].as_text() == "none");
    // Nothing to end any more.
    talk.send(desk_message(MessageKind::visitor_end, Signal{}), "c3");
    CHECK(talk.open.empty());
}
