#include "core/channel/aily/mentions.h"
#include "core/channel/aily/settings.h"

#include "tests/unit/channel/feishu_support.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::channel::test;
using aily::Settings;

namespace {

const relay::OpensslCrypto crypto;
const FewWords words;

constexpr std::string_view session =
    R"({"code":0,"msg":"success","data":{"session":{"id":"session_4dfunz7sp1g8m","created_at":"1711975665710","channel_context":"{}","metadata":"{}"}}})";
constexpr std::string_view run =
    R"({"code":0,"msg":"success","data":{"run":{"id":"run_4dfrxvctjqzzj","created_at":"1700000000000","app_id":"spring_xxx__c","session_id":"session_4dfunz7sp1g8m","status":"IN_PROGRESS"}}})";

/// The whole sample of the seed (003).
constexpr std::string_view sample =
    R"({"code":0,"msg":"success","data":{"message":{"id":"message_4df45f2xknvcc","session_id":"session_4dfunz7sp1g8m",
    "run_id":"run_4dfrxvctjqzzj","content_type":"MDX","content":"你好","files":[{"id":"file_4d9nu1ev3a2rq","mime_type":"image/png","file_name":"发票.png",
    "metadata":"{}","created_at":"1711975665710","preview_url":{"url":"http://path_to_file","expired_at":"1719413169"}}],
    "quote_message_id":"message_4de9bpg70qskh","sender":{"entity_id":"ou_5ad573a6411d72b8305fda3a9c15c70e","identity_provider":"FEISHU","sender_type":"USER",
    "aily_id":"1794840334557292"},"mentions":[{"entity_id":"ou_5ad573a6411d72b8305fda3a9c15c70e","identity_provider":"FEISHU","key":"@_user_1","name":"张三",
    "aily_id":"1794840334557292"}],"plain_text":"你好","created_at":"1711975665710","status":"COMPLETED"}}})";

Settings settings() {
    Settings made;
    made.app = {"https://open.feishu.cn", "cli_1", "secret", {}, {}};
    made.aily_app_id = "spring_449d72db2f__c";
    return made;
}

Talk talk(Settings made = settings()) {
    Talk talk;
    auto account = aily::make_account(std::move(made), crypto, words);
    REQUIRE(account.has_value());
    talk.account = std::move(*account);
    talk.customer.id = "visitor-7";
    talk.channel = talk.account->open(talk.customer, nullptr);
    return talk;
}

/// A talk whose run is under way; the first look is open.
Talk asked(Settings made = settings()) {
    Talk begun = talk(std::move(made));
    begun.say("你好");
    begun.reply("session", session);
    begun.reply("send", sample);
    begun.reply("create", run);
    return begun;
}

std::string assistant(std::string_view id, std::string_view type, std::string_view content, std::string_view status,
                      std::string_view more = "") {
    std::string out =
        R"({"id":")" + std::string(id) + R"(","run_id":"run_4dfrxvctjqzzj","content_type":")" + std::string(type) + R"(","content":)";
    append_json_text(out, content);
    return out + R"(,"sender":{"sender_type":"ASSISTANT"},"created_at":"1700000002000","status":")" + std::string(status) + "\"" +
           std::string(more) + "}";
}
std::string list(std::initializer_list<std::string> messages, std::string_view more = "") {
    // The visitor's own message is in every list.
    Value own = json(sample)["data"]["message"];
    std::string out = R"({"code":0,"data":{"messages":[)" + to_json(own);
    for (const std::string& message : messages) out += "," + message;
    return out + "]" + std::string(more) + "}}";
}
std::string run_is(std::string_view status, std::string_view more = "") {
    return R"({"code":0,"data":{"run":{"id":"run_4dfrxvctjqzzj","created_at":"1700000000000","status":")" + std::string(status) + "\"" +
           std::string(more) + "}}}";
}

}  // namespace

TEST_CASE("a question: a session, a message that may be sent twice, a run, and nothing else") {
    Settings made = settings();
    made.skill_id = "skill_6cc6166178ca";
    made.skill_input = R"({"key": "value"})";
    made.metadata = "{}";
    made.mentions = {{"ou_5ad573a6411d72b8305fda3a9c15c70e", "FEISHU", "@_user_1", "张三", "1794840334557292"}};
    Talk begun = talk(made);
    CHECK(begun.open.empty());
    begun.say("@张三 你好");
    const Request opening = begun.reply("session", session);
    CHECK(opening.url == "https://open.feishu.cn/open-apis/aily/v1/sessions");
    CHECK(opening.body == R"({"metadata":"{}"})");
    CHECK(header(opening.headers, "X-Aily-BizUserID") == "visitor-7");
    const Request send = begun.reply("send", sample);
    CHECK(send.url == "https://open.feishu.cn/open-apis/aily/v1/sessions/session_4dfunz7sp1g8m/messages");
    CHECK(send.repeatable);
    const Value body = json(send.body);
    CHECK(body["content_type"].as_text() == "TEXT");
    CHECK(body["content"].as_text() == "@_user_1 你好");
    CHECK(
        to_json(body["mentions"]) ==
        R"([{"entity_id":"ou_5ad573a6411d72b8305fda3a9c15c70e","identity_provider":"FEISHU","key":"@_user_1","name":"张三","aily_id":"1794840334557292"}])");
    CHECK(body["idempotent_id"].as_text().size() <= 64);
    const Request creating = begun.reply("create", run);
    CHECK(creating.url == "https://open.feishu.cn/open-apis/aily/v1/sessions/session_4dfunz7sp1g8m/runs");
    CHECK(creating.body == R"({"app_id":"spring_449d72db2f__c","skill_id":"skill_6cc6166178ca","skill_input":"{\"key\": \"value\"}"})");
    CHECK_FALSE(creating.repeatable);
    // Only a run that is under way is looked at.
    CHECK(begun.taken("poll").url ==
          "https://open.feishu.cn/open-apis/aily/v1/sessions/session_4dfunz7sp1g8m/"
          "messages?run_id=run_4dfrxvctjqzzj&with_partial_message=true&page_size=20");
    CHECK(begun.open.empty());
    CHECK(begun.states() == Lines{"robot"});
    CHECK(begun.shown().empty());
}

TEST_CASE("an answer that grows is one row: stored at first and at the end, passing in between") {
    Talk talk = asked();
    talk.reply("poll", list({}));
    // Nothing yet: the run is asked, and the looks become rarer.
    talk.reply("run", run_is("QUEUED"));
    CHECK(*talk.channel->next_deadline() == talk.now + 375);
    talk.wait_on();
    talk.reply("poll", list({}));
    talk.reply("run", run_is("IN_PROGRESS"));
    CHECK(*talk.channel->next_deadline() == talk.now + 562);
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "The **an", "IN_PROGRESS")}));
    CHECK(*talk.channel->next_deadline() == talk.now + 250);
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "The **answer** <fon", "IN_PROGRESS")}));
    // The same again is nothing new; less than before is an older look.
    talk.wait_on();
    const std::size_t events = talk.events.size();
    talk.reply("poll", list({assistant("message_a", "MDX", "The **answer** <fon", "IN_PROGRESS")}));
    CHECK(talk.events.size() == events);
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "The", "IN_PROGRESS")}));
    CHECK(talk.events.size() == events);
    CHECK(talk.events.back().kind == EventKind::modified);
    CHECK(talk.events.back().keep == Keep::passing);
    CHECK(read_message(talk.events.back().body)->im.id == "am-message_a");
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "The **answer** <font color=\"red\">is 42</font>", "COMPLETED")}));
    talk.reply("run", run_is("COMPLETED"));
    talk.reply("last", list({assistant("message_a", "MDX", "The **answer** <font color=\"red\">is 42</font>", "COMPLETED"),
                             assistant("message_b", "TEXT", "1 * 2", "COMPLETED")}));
    CHECK(talk.shown() == Lines{"stream: The **an", "modified stream! The **answer** is 42", "text: 1 * 2"});
    CHECK(read_message(talk.events[1].body)->kind == MessageKind::thinking);
    CHECK_FALSE(talk.channel->next_deadline().has_value());
    CHECK(talk.open.empty());
    // The next question is of the same session.
    talk.say("And?");
    CHECK(talk.find("send") != nullptr);
}

TEST_CASE("what cannot be drawn is shown by its plain words; files are fetched and kept") {
    Talk talk = asked();
    constexpr std::string_view files = R"(,"files":[{"id":"file_1","mime_type":"image/png","file_name":"a.png",
        "preview_url":{"url":"https://files.example/a?t=1","expired_at":"1719413169"}},
        {"id":"file_2","mime_type":"application/pdf","file_name":"b.pdf"}])";
    talk.reply("poll", list({assistant("message_a", "SmartCard", "{\"x\":1}", "COMPLETED", R"(,"plain_text":"A card")"),
                             assistant("message_b", "JSON", "{}", "COMPLETED"),
                             assistant("message_c", "MDX", "Look: <Image imageKey=\"file_1\"/>", "COMPLETED", files)}));
    const Request get = talk.taken("get:file_1");
    CHECK(get.url == "https://files.example/a?t=1");
    CHECK_FALSE(get.authorised);
    CHECK(get.keep);
    Response kept = answer(get.id, 200, "");
    kept.kept = {"https://relay.example/files/k/a.png", "image/png", 5, 1, 1};
    talk.take(talk.channel->answered(kept, talk.now));
    CHECK(talk.shown() == Lines{"text: A card", "foreign", "rich_text: Look: ", "foreign", "image: https://relay.example/files/k/a.png"});
    // Seen again, they are not shown again.
    talk.reply("run", run_is("IN_PROGRESS"));
    talk.wait_on();
    talk.reply("poll", list({assistant("message_b", "JSON", "{}", "COMPLETED")}));
    CHECK(talk.shown().size() == 5);
}

TEST_CASE("a run that fails, expires or is cancelled ends what it began, and the visitor is told") {
    for (const char* status : {"FAILED", "EXPIRED", "CANCELLED"}) {
        Talk talk = asked();
        talk.reply("poll", list({assistant("message_a", "MDX", "So far", "IN_PROGRESS")}));
        talk.wait_on();
        talk.reply("poll", list({}));
        talk.reply("run", run_is(status, R"(,"error":{"code":"sp_ec_sm_900101","message":"技能不存在或已删除"})"));
        talk.reply("last", list({}));
        Lines expected{"stream: So far", "modified stream! So far"};
        if (std::string_view(status) != "CANCELLED") {
            expected.push_back("reminder: Something went wrong.");
            REQUIRE(talk.trouble.size() == 1);
            CHECK(talk.trouble[0].find(std::string(status) + ": sp_ec_sm_900101 技能不存在或已删除") != std::string::npos);
        }
        CHECK(talk.shown() == expected);
        CHECK_FALSE(talk.channel->next_deadline().has_value());
    }
}

TEST_CASE("a run that requires a message goes on with the visitor's next one") {
    Talk talk = asked();
    talk.reply("poll", list({assistant("message_a", "MDX", "Which city?", "COMPLETED")}));
    talk.reply("run", run_is("REQUIRES_MESSAGE"));
    talk.reply("last", list({assistant("message_a", "MDX", "Which city?", "COMPLETED")}));
    CHECK(talk.shown() == Lines{"rich_text: Which city?"});
    CHECK_FALSE(talk.channel->next_deadline().has_value());
    talk.say("Shenzhen");
    talk.reply("send", sample);
    CHECK(talk.find("create") == nullptr);
    talk.reply("poll",
               list({assistant("message_a", "MDX", "Which city?", "COMPLETED"), assistant("message_b", "MDX", "Sunny", "COMPLETED")}));
    CHECK(talk.shown() == Lines{"rich_text: Which city?", "rich_text: Sunny"});
}

TEST_CASE("what is written while an answer comes waits, in order, for one run more") {
    Talk talk = asked();
    talk.say("two");
    talk.say("three");
    CHECK(talk.find("send") == nullptr);
    talk.reply("poll", list({}));
    talk.reply("run", run_is("COMPLETED"));
    talk.reply("last", list({}));
    CHECK(json(talk.reply("send", sample).body)["content"].as_text() == "two");
    CHECK(talk.find("create") == nullptr);
    CHECK(json(talk.reply("send", sample).body)["content"].as_text() == "three");
    CHECK(talk.find("create") != nullptr);
}

TEST_CASE("a visitor who ends cancels the run; the next question has a session of its own") {
    Talk talk = asked();
    talk.reply("poll", list({assistant("message_a", "MDX", "So far", "IN_PROGRESS")}));
    talk.wait_on();
    talk.take(talk.channel->receive(desk_message(MessageKind::visitor_end, Signal{}), talk.now));
    CHECK(talk.taken("cancel").url ==
          "https://open.feishu.cn/open-apis/aily/v1/sessions/session_4dfunz7sp1g8m/runs/run_4dfrxvctjqzzj/cancel");
    CHECK(talk.shown() == Lines{"stream: So far", "modified stream! So far", "session_ended"});
    // The look that was under way is called off, and its answer says nothing.
    CHECK(talk.find("poll") == nullptr);
    talk.take(talk.channel->answered(answer("poll", 200, list({assistant("message_a", "MDX", "So far and more", "COMPLETED")})), talk.now));
    CHECK(talk.shown().size() == 3);
    talk.say("Hello again");
    CHECK(talk.find("session") != nullptr);
}

TEST_CASE("files go up first; a quote names the assistant's message, anything else is quoted in words") {
    Talk talk = asked();
    talk.reply("poll", list({}));
    talk.reply("run", run_is("COMPLETED"));
    talk.reply("last", list({}));
    talk.take(talk.channel->receive(
        json(R"({"type":"TIMImageElem","payload":{"imageInfoArray":[{"type":0,"url":"https://relay.example/files/abc123/cat.png"}]}})"),
        talk.now));
    const Request upload = talk.reply("upload", R"({"code":0,"data":{"files":[{"id":"file_4d9nu1ev3a2rq"}]}})");
    CHECK(upload.url == "https://open.feishu.cn/open-apis/aily/v1/files");
    CHECK(upload.parts[1].upload == "abc123");
    CHECK(upload.parts[1].mime == "image/png");
    CHECK(header(upload.headers, "Content-Type").empty());
    Value body = json(talk.reply("send", sample).body);
    CHECK(body["content_type"].as_text() == "MDX");
    CHECK(body["content"].as_text() == R"(<Image imageKey="file_4d9nu1ev3a2rq"/>)");
    CHECK(to_json(body["file_ids"]) == R"(["file_4d9nu1ev3a2rq"])");
    talk.reply("create", run);
    talk.reply("poll", list({}));
    talk.reply("run", run_is("COMPLETED"));
    talk.reply("last", list({}));

    Value quoting = text_message("why?");
    quoting.set("cloudCustomData", R"({"messageReply":{"messageID":"am-message_4de9bpg70qskh","messageAbstract":"Because","version":1}})");
    talk.take(talk.channel->receive(quoting, talk.now));
    body = json(talk.reply("send", sample).body);
    CHECK(body["quote_message_id"].as_text() == "message_4de9bpg70qskh");
    CHECK(body["content"].as_text() == "why?");
    talk.reply("create", run);
    talk.reply("poll", list({}));
    talk.reply("run", run_is("COMPLETED"));
    talk.reply("last", list({}));
    quoting.set("cloudCustomData", R"({"messageReply":{"messageID":"m-4","messageAbstract":"my words","version":1}})");
    talk.take(talk.channel->receive(quoting, talk.now));
    CHECK(json(talk.find("send")->body)["content"].as_text() == "> my words\nwhy?");
    CHECK(json(talk.find("send")->body).find("quote_message_id") == nullptr);
}

TEST_CASE("mentions: every @name, the longest name first, and no name within another word") {
    const auto named = aily::read_mentions({"ou_1 Anna", "ou_2/179 Anna Lee", " ou_3  张三 "});
    REQUIRE(named);
    const auto said = [&](std::string_view words) {
        aily::SendMessage message;
        message.content = words;
        aily::mention(message, *named);
        std::string out = message.content;
        for (const auto& each : message.mentions) out += " | " + each.entity_id + " " + each.key + " " + each.name + " " + each.aily_id;
        return out;
    };
    CHECK(said("@Anna, hi") == "@_user_1, hi | ou_1 @_user_1 Anna ");
    CHECK(said("hi @Anna Lee!") == "hi @_user_2! | ou_2 @_user_2 Anna Lee 179");
    CHECK(said("@张三你好 @Anna @Anna") == "@_user_3你好 @_user_1 @_user_1 | ou_3 @_user_3 张三  | ou_1 @_user_1 Anna ");
    CHECK(said("@Annabel anna@Annas.example @ @@ Anna @") == "@Annabel anna@Annas.example @ @@ Anna @");
    CHECK(said("") == "");
    for (const char* wrong : {"ou_1", "", "/179 Anna"}) CHECK_FALSE(aily::read_mentions({wrong}));
}

TEST_CASE("refusals and rules of the settings and of the messages") {
    Settings made;
    made.app.base = "https://open.feishu.cn/";
    made.skill_input = std::string(256, 'x');
    made.poll = 10;
    made.mentions.resize(33);
    const auto account = aily::make_account(made, crypto, words);
    REQUIRE_FALSE(account.has_value());
    for (const char* problem : {"base: ", "app_id: ", "app_secret: ", "aily_app_id: ", "skill_input: needs skill_id",
                                "skill_input: has more than 255", "poll: ", "mentions: "})
        CHECK_MESSAGE(account.error().find(problem) != std::string::npos, problem);

    Talk refused = talk();
    refused.say("one");
    refused.reply("session", R"({"code":2700001,"msg":"param is invalid"})", 400);
    CHECK(refused.shown() == Lines{"reminder: Not accepted."});
    CHECK(refused.trouble[0].find("2700001 a parameter is invalid (param is invalid)") != std::string::npos);
    CHECK_FALSE(refused.channel->next_deadline().has_value());
    refused.say("two");
    refused.reply("session", session);
    refused.say("three");
    refused.reply("send", R"({"code":2700001,"msg":"param is invalid"})", 400);
    // The next one is not held up.
    CHECK(json(refused.find("send")->body)["content"].as_text() == "three");
    CHECK((*aily::make_account(settings(), crypto, words))->webhook({}, 0).reply.status == 404);
}

TEST_CASE("an overloaded platform is asked less often; the look itself is never doubled") {
    Talk talk = asked();
    Response limited = answer("poll", 429, R"({"code":99991400,"msg":"request trigger frequency limit"})");
    limited.headers = {{"x-ogw-ratelimit-reset", "5"}};
    talk.taken("poll");
    talk.take(talk.channel->answered(limited, talk.now));
    CHECK(*talk.channel->next_deadline() == talk.now + 5000);
    talk.wait_on();
    talk.reply("poll", "", 0);
    CHECK(*talk.channel->next_deadline() == talk.now + 2000);
    // Other visitors' runs make the looks rarer.
    std::vector<std::unique_ptr<Channel>> others;
    for (int i = 0; i < 99; ++i) {
        Customer other;
        other.id = "visitor-" + std::to_string(100 + i);
        const Value running = json(R"({"sessions":1,"session_id":"session_1","run":3,"run_id":"run_1","poll_gap":250,"next_id":1})");
        others.push_back(talk.account->open(other, &running));
    }
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "So", "IN_PROGRESS")}));
    CHECK(*talk.channel->next_deadline() == talk.now + 7000);
    others.clear();
    talk.wait_on();
    talk.reply("poll", list({assistant("message_a", "MDX", "So far", "IN_PROGRESS")}));
    CHECK(*talk.channel->next_deadline() == talk.now + 250);
    // Ten minutes of silence are enough.
    for (int i = 0; i < 400 && talk.channel->next_deadline(); ++i) {
        talk.wait_on();
        talk.reply("poll", list({assistant("message_a", "MDX", "So far", "IN_PROGRESS")}));
    }
    CHECK(talk.find("cancel") != nullptr);
    CHECK(talk.shown().back() == "reminder: Something went wrong.");
}

TEST_CASE("a restart at any moment asks nothing twice and shows nothing twice") {
    for (int broken = 0; broken < 9; ++broken) {
        Talk talk = ::talk();
        int steps = 0;
        const auto maybe_restart = [&] {
            if (steps++ == broken) talk.restart();
        };
        std::vector<std::string> idempotent;
        int runs = 0;
        int looks = 0;
        talk.say("one");
        for (int rounds = 0; rounds < 60; ++rounds) {
            maybe_restart();
            if (talk.find("session") != nullptr) {
                talk.reply("session", session);
            } else if (talk.find("send") != nullptr) {
                const std::string id(json(talk.find("send")->body)["idempotent_id"].as_text());
                if (std::find(idempotent.begin(), idempotent.end(), id) == idempotent.end()) idempotent.push_back(id);
                maybe_restart();
                if (talk.find("send") != nullptr) talk.reply("send", sample);
            } else if (talk.find("runs") != nullptr) {
                talk.reply(
                    "runs",
                    runs == 0
                        ? R"({"code":0,"data":{"runs":[]}})"
                        : R"({"code":0,"data":{"runs":[{"id":"run_4dfrxvctjqzzj","created_at":"1700000000000","status":"IN_PROGRESS"}]}})");
            } else if (talk.find("create") != nullptr) {
                ++runs;
                maybe_restart();
                if (talk.find("create") != nullptr) talk.reply("create", run);
            } else if (talk.find("poll") != nullptr) {
                ++looks;
                talk.reply("poll", looks < 3
                                       ? list({assistant("message_a", "MDX",
                                                         std::string("word ").append(static_cast<std::size_t>(looks), 'x'), "IN_PROGRESS")})
                                       : list({assistant("message_a", "MDX", "word xxx", "COMPLETED")}));
            } else if (talk.find("run") != nullptr) {
                talk.reply("run", run_is("COMPLETED"));
            } else if (talk.find("last") != nullptr) {
                talk.reply("last", list({assistant("message_a", "MDX", "word xxx", "COMPLETED")}));
            } else if (talk.channel->next_deadline()) {
                talk.wait_on();
            }
        }
        CHECK_MESSAGE(idempotent.size() == 1, "broken off at step " << broken);
        CHECK_MESSAGE(runs == 1, "broken off at step " << broken);
        const Lines shown = talk.shown();
        const bool as_ever = shown == Lines{"stream: word x", "modified stream! word xxx"};
        CHECK_MESSAGE(as_ever, "broken off at step " << broken << ", rows: " << shown.size());
    }
}
