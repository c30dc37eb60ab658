#include "core/channel/feishu_helpdesk/settings.h"

#include "core/channel/feishu_helpdesk/start_service.h"
#include "core/channel/webhook_path.h"
#include "tests/unit/channel/feishu_support.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::channel::test;
using feishu_helpdesk::Settings;

namespace {

const relay::OpensslCrypto crypto;
const FewWords words;

constexpr std::string_view user = "ou_7dab8a3d3cdcc9da365777c7ad535d62";

// The seed's own answer (000), with a chat id of the real form.
constexpr std::string_view started = R"({"code":0,"msg":"success","data":{"chat_id":"oc_5ad573","ticket_id":"7474857595946745884"}})";
constexpr std::string_view sent_one = R"({"code":0,"msg":"success","data":{"message_id":"om_8baa3656c7b41900d29bf9104bf5310b"}})";

Settings settings() {
    Settings made;
    made.app = {"https://open.feishu.cn", "cli_9f5343c580712544", "secret", "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV", ""};
    made.helpdesk_id = "6626871355780366330";
    made.helpdesk_token = "ht-1";
    return made;
}

/// A visitor who is a Feishu user; with a token of that user when `token` is set.
Talk talk(Settings made = settings(), std::string_view token = {}, std::string_view open_id = user) {
    Talk talk;
    auto account = feishu_helpdesk::make_account(std::move(made), crypto, words);
    REQUIRE(account.has_value());
    talk.account = std::move(*account);
    talk.customer.id = "visitor-12";
    talk.customer.verified = true;
    talk.customer.lang = "en";
    talk.customer.profile = Value::object().set("feishu_open_id", open_id);
    if (!token.empty()) talk.customer.profile.set("feishu_user_access_token", token);
    talk.channel = talk.account->open(talk.customer, nullptr);
    return talk;
}

/// A talk whose ticket is open, with an empty list of messages behind it.
Talk begun(std::string_view token = {}) {
    Talk made = talk(settings(), token);
    made.say("Hello");
    made.reply("start", started);
    made.reply("list", R"({"code":0,"data":{"messages":[],"total":0}})");
    made.reply("ticket", R"({"code":0,"data":{"ticket":{"ticket_id":"7474857595946745884","ticket_type":2,"status":3}}})");
    return made;
}

Value message_item(std::string_view id, int sender, std::string_view text, std::string_view open_id = "om_x") {
    Value event = Value::object();
    event.set("ticket_message_id", id).set("message_id", open_id).set("msg_type", "text").set("sender_type", sender).set("text", text);
    event.set(
        "ticket",
        json(
            R"({"ticket_id":"7474857595946745884","ticket_type":2,"status":2,"agent_owner":{"id":"ou_a","name":"Anna","avatar_url":"https://a.example/a.png"}})"));
    event.set("chat_id", "oc_5ad573").set("content", Value::object().set("content", text).set("msg_type", "text"));
    return Value::object()
        .set("type", "helpdesk.ticket_message.created_v1")
        .set("time", std::int64_t{1'700'000'001'000})
        .set("event", std::move(event));
}

Value ticket_item(int stage, int status, std::int64_t updated, int score = 0) {
    Value object = Value::object();
    object.set("ticket_id", "7474857595946745884")
        .set("stage", stage)
        .set("status", status)
        .set("updated_at", updated)
        .set("chat_id", "oc_5ad573")
        .set("score", score);
    return Value::object()
        .set("type", "helpdesk.ticket.updated_v1")
        .set("time", updated)
        .set("event", Value::object().set("object", std::move(object)));
}

}  // namespace

TEST_CASE("start_service: the seed's body, and each of its rules") {
    feishu_helpdesk::StartService start;
    start.appointed_agents = {std::string(user)};
    start.open_id = user;
    start.customized_info = "测试自定义字段信息";
    CHECK(feishu_helpdesk::problems(start) == Lines{"appointed_agents: needs human_service = true"});
    CHECK(
        to_json(encode(start)) ==
        R"({"human_service":false,"appointed_agents":["ou_7dab8a3d3cdcc9da365777c7ad535d62"],"open_id":"ou_7dab8a3d3cdcc9da365777c7ad535d62","customized_info":"测试自定义字段信息"})");
    start.human_service = true;
    CHECK(feishu_helpdesk::problems(start).empty());
    // Characters count, not bytes.
    start.customized_info.clear();
    for (int i = 0; i < 1024; ++i) start.customized_info += "试";
    CHECK(feishu_helpdesk::problems(start).empty());
    start.customized_info += "x";
    CHECK(feishu_helpdesk::problems(start) == Lines{"customized_info: has more than 1024 characters"});
    start.customized_info.clear();
    start.open_id.clear();
    CHECK(feishu_helpdesk::problems(start) == Lines{"open_id: is missing"});
}

TEST_CASE("an account is not made from settings that cannot work") {
    Settings made;
    made.app.base = "ftp://x/";
    made.appointed_agents = {"ou_1"};
    made.poll = 5;
    const auto account = feishu_helpdesk::make_account(made, crypto, words);
    REQUIRE_FALSE(account.has_value());
    for (const char* name : {"base: ", "app_id: ", "app_secret: ", "helpdesk_id: ", "helpdesk_token: ", "poll: ", "appointed_agents: "})
        CHECK_MESSAGE(account.error().find(name) != std::string::npos, account.error());
    made = settings();
    made.app.verification_token.clear();
    CHECK_FALSE(feishu_helpdesk::make_account(made, crypto, words).has_value());
    made.poll = 3000;
    CHECK(feishu_helpdesk::make_account(made, crypto, words).has_value());
}

TEST_CASE("the tenant token is asked for once, renewed three minutes before its end, and asked for again with pauses when it fails") {
    Talk made = talk();
    const Millis begin = made.now;
    auto request = made.account->credentials(begin);
    REQUIRE(request.has_value());
    CHECK(request->url == "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal");
    CHECK(request->body == R"({"app_id":"cli_9f5343c580712544","app_secret":"secret"})");
    CHECK_FALSE(request->authorised);
    CHECK_FALSE(made.account->ready(begin));

    const auto refused = made.account->authenticated(answer("token", 400, R"({"code":10014,"msg":"app secret invalid"})"), begin);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().find("app secret invalid") != std::string::npos);
    CHECK_FALSE(made.account->credentials(begin + 999).has_value());
    CHECK(made.account->credentials(begin + 1000).has_value());

    REQUIRE(made.account->authenticated(answer("token", 200, R"({"code":0,"msg":"ok","tenant_access_token":"t-1","expire":7200})"), begin)
                .has_value());
    CHECK(made.account->ready(begin));
    CHECK_FALSE(made.account->credentials(begin + 7'019'000).has_value());
    CHECK(made.account->credentials(begin + 7'020'000).has_value());
    // The old one is good to its end.
    CHECK(made.account->ready(begin + 7'199'999));
    CHECK_FALSE(made.account->ready(begin + 7'200'000));

    Request helpdesk;
    helpdesk.url = "https://open.feishu.cn/open-apis/helpdesk/v1/start_service";
    made.account->authorise(helpdesk);
    CHECK(header(helpdesk.headers, "Authorization") == "Bearer t-1");
    CHECK(header(helpdesk.headers, "X-Lark-Helpdesk-Authorization") == crypto.base64("6626871355780366330:ht-1"));
    Request chat;
    chat.url = "https://open.feishu.cn/open-apis/im/v1/messages";
    made.account->authorise(chat);
    CHECK(header(chat.headers, "X-Lark-Helpdesk-Authorization").empty());
    Request foreign;
    foreign.url = "https://open.feishu.cn.evil.example/open-apis/helpdesk/v1/x";
    made.account->authorise(foreign);
    CHECK(foreign.headers.empty());
}

TEST_CASE("a first message begins a ticket, goes to it, and its echo is not shown again") {
    Talk made = talk();
    made.say("你好");
    REQUIRE_FALSE(made.refusal.has_value());
    const Request start = made.taken("start");
    CHECK(start.url == "https://open.feishu.cn/open-apis/helpdesk/v1/start_service");
    // Nobody can speak to the robot for somebody without a token of their own.
    CHECK(start.body == R"({"human_service":true,"open_id":"ou_7dab8a3d3cdcc9da365777c7ad535d62"})");
    CHECK(made.routes == Lines{"guest:ou_7dab8a3d3cdcc9da365777c7ad535d62"});
    made.take(made.channel->answered(answer("start", 200, started), made.now));
    CHECK(made.routes == Lines{"guest:ou_7dab8a3d3cdcc9da365777c7ad535d62", "chat:oc_5ad573", "ticket:7474857595946745884"});
    CHECK(made.states() == Lines{"queueing"});

    const Request send = made.taken("send");
    CHECK(send.url == "https://open.feishu.cn/open-apis/helpdesk/v1/tickets/7474857595946745884/messages");
    CHECK(send.body == R"({"msg_type":"text","content":"{\"text\":\"你好\"}"})");
    CHECK_FALSE(send.repeatable);
    // The event overtakes the answer.
    made.take(made.channel->delivered(message_item("1", 1, "你好", "om_8baa3656c7b41900d29bf9104bf5310b"), made.now));
    made.take(made.channel->answered(answer(send.id, 200, sent_one), made.now));
    made.reply(
        "list",
        R"({"code":0,"data":{"messages":[{"id":"1","message_id":"6949088236610273307","message_type":"text","created_at":1700000001000,"content":"你好","user_id":""}],"total":1}})");
    CHECK(made.shown().empty());
    // The same words once more, from the robot this time, are the robot's.
    made.take(made.channel->delivered(message_item("2", 1, "你好", "om_2"), made.now));
    CHECK(made.shown() == Lines{"text: 你好"});
}

TEST_CASE("a Feishu user with a token speaks in their own name: to the robot, with a uuid for each message") {
    Talk made = talk(settings(), "u-1");
    made.say("vpn?");
    CHECK(made.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573"}})").body ==
          R"({"human_service":false,"open_id":"ou_7dab8a3d3cdcc9da365777c7ad535d62"})");
    CHECK(made.states() == Lines{"robot"});
    const Request send = made.taken("send");
    CHECK(send.url == "https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=chat_id");
    CHECK(header(send.headers, "Authorization") == "Bearer u-1");
    CHECK(send.repeatable);
    const Value body = json(send.body);
    CHECK(body["receive_id"].as_text() == "oc_5ad573");
    CHECK(body["content"].as_text() == R"({"text":"vpn?"})");
    CHECK_FALSE(body["uuid"].as_text().empty());
    CHECK(body["uuid"].as_text().size() <= 50);
    Request authorised = send;
    made.account->authorise(authorised);
    CHECK(header(authorised.headers, "Authorization") == "Bearer u-1");
    made.take(made.channel->answered(answer(send.id, 200, sent_one), made.now));

    // The ticket's number comes with an event, by the chat.
    Value created = json(
        R"({"type":"helpdesk.ticket.created_v1","time":1700000000500,"event":{"ticket_id":"6626871355780366331","helpdesk_id":"6626871355780366330","stage":1,"status":1,"updated_at":1616920429000,"chat_id":"oc_5ad573"}})");
    made.take(made.channel->delivered(created, made.now));
    CHECK(made.routes.back() == "ticket:6626871355780366331");
    CHECK(made.find("list") != nullptr);
    CHECK(made.states() == Lines{"robot"});

    // Asking for a person is an act, not a message.
    made.say("Talk to a person");
    CHECK(made.find("send") == nullptr);
    CHECK(made.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573","ticket_id":"6626871355780366331"}})").body ==
          R"({"human_service":true,"open_id":"ou_7dab8a3d3cdcc9da365777c7ad535d62"})");
    CHECK(made.states() == Lines{"robot", "queueing"});
    // What they wrote in the Feishu app is theirs.
    made.take(made.channel->delivered(message_item("9", 2, "from my phone", "om_9"), made.now));
    CHECK(made.shown() == Lines{"out text: from my phone"});
}

TEST_CASE("nobody speaks without a Feishu user; two visitors never share the account's one") {
    Talk stranger = talk(settings(), {}, "");
    stranger.say("Hello");
    REQUIRE(stranger.refusal.has_value());
    CHECK(stranger.open.empty());
    // What a page says of itself does not count, only what the website has signed.
    Talk forged = talk();
    forged.customer.verified = false;
    forged.channel = forged.account->open(forged.customer, nullptr);
    forged.say("Hello");
    CHECK(forged.refusal.has_value());

    Settings trial = settings();
    trial.open_id = "ou_trial";
    Talk first = talk(trial, {}, "");
    first.say("Hello");
    first.reply("start", started);
    CHECK_FALSE(first.refusal.has_value());
    Customer other;
    other.id = "visitor-13";
    const auto second = first.account->open(other, nullptr);
    Output out = second->receive(text_message("Me too"), first.now);
    REQUIRE(out.requests.size() == 1);
    out = second->answered(answer("start", 200, started), first.now);
    CHECK(out.requests.empty());
    CHECK(out.routes.empty());
    REQUIRE(out.events.size() == 1);
    CHECK(read_message(out.events[0].body)->kind == MessageKind::concurrency_limit);
    CHECK(out.trouble.size() == 1);
}

TEST_CASE("the ticket's stage and status are the session's state; an older event says nothing new") {
    Talk made = begun();
    made.reply("send", sent_one);
    made.take(made.channel->delivered(ticket_item(2, 1, 1000), made.now));
    made.take(made.channel->delivered(ticket_item(2, 3, 900), made.now));
    made.take(made.channel->delivered(ticket_item(2, 2, 2000), made.now));
    CHECK(made.states() == Lines{"queueing", "waiting", "agent"});
    // The event names no agent: the ticket is asked.
    made.reply(
        "ticket",
        R"({"code":0,"data":{"ticket":{"ticket_id":"7474857595946745884","ticket_type":2,"status":5,"agents":[{"id":"ou_a","name":"Anna","avatar_url":"https://a.example/a.png"}]}}})");
    made.take(made.channel->delivered(message_item("7", 3, "How can I help?"), made.now));
    CHECK(made.events.back().body["nick"].as_text() == "Anna");
    CHECK(made.shown() == Lines{"text: How can I help?"});
    made.take(made.channel->delivered(message_item("7", 3, "How can I help?"), made.now));
    CHECK(made.shown().size() == 1);

    made.take(made.channel->delivered(ticket_item(2, 51, 3000), made.now));
    CHECK(made.states().back() == "none");
    // They rate in Feishu; the widget shows it, once, and cannot change it.
    made.take(made.channel->delivered(ticket_item(2, 51, 4000, 3), made.now));
    made.take(made.channel->delivered(ticket_item(2, 51, 4000, 3), made.now));
    CHECK(made.shown() == Lines{"text: How can I help?", "session_ended", "evaluation: 3"});
    Value grade = Value::object();
    grade.set("menuSelected", json(R"({"id":"3","content":"","sessionId":"7474857595946745884"})"));
    made.take(made.channel->receive(desk_message(MessageKind::evaluation_answer, grade), made.now));
    REQUIRE(made.refusal.has_value());
    CHECK(made.refusal->code == 10153);

    // The next message begins a new ticket.
    made.say("One more thing");
    CHECK(made.find("start") != nullptr);
}

TEST_CASE("every error of start_service is told: the kind to the visitor, the reason to the operator") {
    struct Case {
        int status;
        const char* body;
        const char* shown;
        const char* reason;
    };
    // Texts and statuses as in the seed's table.
    const Case cases[] = {
        {400, R"({"code":154000,"msg":"Bad request, please check your request body"})", "reminder: Not accepted.",
         "check open_id, appointed_agents and customized_info"},
        {401, R"({"code":154001,"msg":"Unauthorized, please check you have the correct access"})", "reminder: Something went wrong.",
         "helpdesk_token is wrong"},
        {404, R"({"code":154004,"msg":"Resource not found"})", "reminder: Not accepted.", "no such ticket or user"},
        {401, R"({"code":154402,"msg":"Helpdesk can't be see by user"})", "reminder: Something went wrong.", "not visible to this user"},
    };
    for (const Case& each : cases) {
        Talk made = talk();
        made.say("Hello");
        made.say("Anybody?");
        made.reply("start", each.body, each.status);
        CHECK(made.shown() == Lines{each.shown});
        REQUIRE(made.trouble.size() == 1);
        CHECK_MESSAGE(made.trouble[0].find(each.reason) != std::string::npos, made.trouble[0]);
        CHECK(made.trouble[0].find("Hello") == std::string::npos);
        CHECK(made.open.empty());
        CHECK_FALSE(made.channel->next_deadline().has_value());
        // The next message is a new attempt.
        made.say("And now?");
        CHECK(made.find("start") != nullptr);
    }
}

TEST_CASE("an overloaded desk is asked again later, the visitor told once, and nothing lost") {
    Talk made = talk();
    made.say("Hello");
    Request start = made.taken("start");
    Response limited = answer("start", 429, R"({"code":99991400,"msg":"request trigger frequency limit"})");
    limited.headers = {{"X-Ogw-Ratelimit-Reset", "7"}};
    made.take(made.channel->answered(limited, made.now));
    CHECK(made.open.empty());
    CHECK(*made.channel->next_deadline() == made.now + 7000);
    made.say("Are you there?");
    CHECK(made.open.empty());
    made.wait_on();
    made.reply("start", R"({"code":155000,"msg":"Internal error"})", 500);
    CHECK(*made.channel->next_deadline() == made.now + 2000);
    made.wait_on();
    CHECK(made.shown().empty());
    made.reply("start", "", 503);
    CHECK(made.shown() == Lines{"concurrency_limit"});
    made.wait_on();
    made.reply("start", "<html>bad gateway</html>", 502);
    CHECK(made.shown().size() == 1);
    made.wait_on();
    made.reply("start", started);
    CHECK(json(made.reply("send", sent_one).body)["content"].as_text() == R"({"text":"Hello"})");
    CHECK(json(made.reply("send", sent_one).body)["content"].as_text() == R"({"text":"Are you there?"})");
    CHECK_FALSE(made.channel->next_deadline().has_value());
}

TEST_CASE("an expired tenant token is renewed and the request made again") {
    Talk made = talk();
    REQUIRE(
        made.account->authenticated(answer("token", 200, R"({"code":0,"tenant_access_token":"t-1","expire":7200})"), made.now).has_value());
    made.now += 60'000;
    made.say("Hello");
    made.reply("start", R"({"code":99991663,"msg":"Invalid access token for authorization."})", 400);
    CHECK_FALSE(made.account->ready(made.now));
    CHECK(made.account->credentials(made.now).has_value());
    made.wait_on();
    made.reply("start", started);
    CHECK(made.find("send") != nullptr);
    CHECK(made.shown().empty());
}

TEST_CASE("a user's token that is not good any more: the desk's side speaks for them, to a person") {
    Talk made = talk(settings(), "u-1");
    made.say("vpn?");
    made.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573"}})");
    made.reply("send", R"({"code":99991668,"msg":"Invalid access token for authorization."})", 401);
    made.wait_on();
    CHECK(json(made.reply("start", started).body)["human_service"].as_boolean());
    const Request send = made.taken("send");
    CHECK(send.url == "https://open.feishu.cn/open-apis/helpdesk/v1/tickets/7474857595946745884/messages");
    CHECK(header(send.headers, "Authorization").empty());
    CHECK(made.states() == Lines{"robot", "queueing"});
}

TEST_CASE("what still comes from the ticket before is shown, and says nothing about the new one") {
    Talk made = begun();
    made.reply("send", sent_one);
    made.take(made.channel->delivered(ticket_item(2, 51, 3000), made.now));
    made.say("again");
    made.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573","ticket_id":"8"}})");
    Value image = message_item("31", 3, "");
    image.find("event")->set("content", json(R"({"msg_type":"image","image_key":"img_3","content":""})"));
    made.take(made.channel->delivered(image, made.now));
    CHECK(made.taken("get:31").url == "https://open.feishu.cn/open-apis/helpdesk/v1/ticket_images?ticket_id=7474857595946745884&msg_id=31");
    CHECK(made.states().back() == "queueing");
}

TEST_CASE("a message whose fate nobody knows is looked for before it is sent again") {
    Talk made = begun();
    made.reply("send", "connection reset", 0);
    made.wait_on();
    const Request check = made.taken("check");
    CHECK(check.url.starts_with("https://open.feishu.cn/open-apis/helpdesk/v1/tickets/7474857595946745884/messages?time_start="));
    SUBCASE("it is there") {
        made.take(made.channel->answered(
            answer(
                check.id, 200,
                R"({"code":0,"data":{"messages":[{"id":"5","message_id":"om_5","message_type":"text","created_at":1700000000000,"content":"{\"content\":\"Hello\",\"msg_type\":\"text\"}","user_id":"cli_1"}]}})"),
            made.now));
        CHECK(made.find("send") == nullptr);
        made.take(made.channel->delivered(message_item("5", 1, "Hello", "om_5"), made.now));
        CHECK(made.shown().empty());
    }
    SUBCASE("it is not") {
        made.take(made.channel->answered(answer(check.id, 200, R"({"code":0,"data":{"messages":[]}})"), made.now));
        CHECK(json(made.reply("send", sent_one).body)["content"].as_text() == R"({"text":"Hello"})");
    }
}

TEST_CASE("a ticket that was closed behind our back: the message begins a new one, once") {
    Talk made = begun();
    made.reply("send", R"({"code":154401,"msg":"Ticket already be closed"})", 401);
    CHECK(made.shown() == Lines{"session_ended"});
    made.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573","ticket_id":"8"}})");
    CHECK(made.taken("send").url == "https://open.feishu.cn/open-apis/helpdesk/v1/tickets/8/messages");
    Talk hopeless = begun();
    hopeless.reply("send", R"({"code":154401,"msg":"Ticket already be closed"})", 401);
    hopeless.reply("start", R"({"code":0,"data":{"chat_id":"oc_5ad573","ticket_id":"8"}})");
    hopeless.reply("send", R"({"code":154401,"msg":"Ticket already be closed"})", 401);
    CHECK(hopeless.shown() == Lines{"session_ended", "reminder: Not accepted."});
    CHECK(hopeless.find("start") == nullptr);
}

TEST_CASE("a refused message is told and does not hold up the next") {
    Talk made = begun();
    made.say("second");
    made.reply("send", R"({"code":154403,"msg":"Send message with bad url"})", 401);
    CHECK(made.shown() == Lines{"reminder: Not accepted."});
    CHECK(json(made.reply("send", sent_one).body)["content"].as_text() == R"({"text":"second"})");
}

TEST_CASE("a visitor who ends leaves the ticket with a word to the agents, and comes back to a new one") {
    Talk made = begun();
    made.reply("send", sent_one);
    made.take(made.channel->receive(desk_message(MessageKind::visitor_end, Signal{}), made.now));
    CHECK(made.shown() == Lines{"session_ended"});
    CHECK(made.states().back() == "none");
    made.say("I am back");
    CHECK(json(made.reply("send", sent_one).body)["content"].as_text() == R"({"text":"The visitor has ended the conversation."})");
    CHECK(made.find("start") != nullptr);
    // What the agent says to that is shown, and the session stays ended.
    made.take(made.channel->delivered(ticket_item(2, 2, 9000), made.now));
    CHECK(made.states().back() == "none");
}

TEST_CASE("pictures and files go out as the way allows") {
    const Value picture = json(
        R"({"type":"TIMImageElem","payload":{"imageInfoArray":[{"type":0,"url":"https://relay.example/files/abc123/cat.png","width":2,"height":2,"size":9}]}})");
    const Value file = json(
        R"({"type":"TIMFileElem","payload":{"fileName":"a b.pdf","fileSize":9,"fileUrl":"https://relay.example/files/def456/a%20b.pdf"}})");
    Talk ticket = begun();
    ticket.reply("send", sent_one);
    ticket.take(ticket.channel->receive(picture, ticket.now));
    const Request upload = ticket.reply("upload", R"({"code":0,"data":{"image_key":"img_v2_1"}})");
    CHECK(upload.url == "https://open.feishu.cn/open-apis/im/v1/images");
    REQUIRE(upload.parts.size() == 2);
    CHECK(upload.parts[0].text == "message");
    CHECK(upload.parts[1].upload == "abc123");
    const Value post = json(json(ticket.reply("send", sent_one).body)["content"].as_text());
    CHECK(post["post"]["zh_cn"]["content"].items()[0].items()[0]["image_key"].as_text() == "img_v2_1");
    ticket.take(ticket.channel->receive(file, ticket.now));
    CHECK(json(json(ticket.reply("send", sent_one).body)["content"].as_text())["text"].as_text() ==
          "a b.pdf\nhttps://relay.example/files/def456/a%20b.pdf");

    Talk own = begun("u-1");
    own.reply("send", sent_one);
    own.take(own.channel->receive(file, own.now));
    CHECK(own.reply("upload", R"({"code":0,"data":{"file_key":"file_1"}})").parts[2].upload == "def456");
    const Value body = json(own.reply("send", sent_one).body);
    CHECK(body["msg_type"].as_text() == "file");
    CHECK(body["content"].as_text() == R"({"file_key":"file_1"})");
    // What is no upload of the host is no file to send.
    own.take(own.channel->receive(
        json(R"({"type":"TIMImageElem","payload":{"imageInfoArray":[{"type":0,"url":"https://elsewhere.example/x.png"}]}})"), own.now));
    CHECK(own.find("upload") == nullptr);
    CHECK(json(own.reply("send", sent_one).body)["msg_type"].as_text() == "text");
    own.take(own.channel->receive(json(R"({"type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"99\"}"}})"),
                                  own.now));
    CHECK(own.refusal.has_value());
}

TEST_CASE("rich text and pictures of the desk are fetched with its token and kept") {
    Talk made = begun();
    made.reply("send", sent_one);
    Value post = message_item("11", 3, "");
    constexpr std::string_view rich = R"json({"title":"Plan *A*","content":[
        [{"tag":"text","text":"see ","style":["bold"]},{"tag":"a","text":"here","href":"https://x.example/a_(b)"},
         {"tag":"a","text":"bad","href":"javascript:alert(1)"}],
        [{"tag":"img","image_key":"img_1"}],[{"tag":"img","image_key":"img_2"}],
        [{"tag":"at","user_id":"ou_1","user_name":"Li"},{"tag":"future","text":"<b>"}]]})json";
    post.find("event")->set("content", Value::object().set("msg_type", "post").set("content", rich));
    made.take(made.channel->delivered(post, made.now));
    for (const char* index : {"0", "1"}) {
        const Request get = made.taken("get:11");
        CHECK(get.url ==
              std::string("https://open.feishu.cn/open-apis/helpdesk/v1/ticket_images?ticket_id=7474857595946745884&msg_id=11&index=") +
                  index);
        CHECK(get.keep);
        Response kept = answer(get.id, index[0] == '0' ? 200 : 404, index[0] == '0' ? "" : R"({"code":154004,"msg":"Resource not found"})");
        if (index[0] == '0') kept.kept = {"https://relay.example/files/k1/1.png", "image/png", 10, 4, 3};
        made.take(made.channel->answered(kept, made.now));
    }
    CHECK(made.shown() == Lines{"rich_text: **Plan \\*A\\***\n\n**see** "
                                "[here](https://x.example/a_%28b%29)bad\n![](https://relay.example/files/k1/1.png)\n\n@Li\\<b>"});
    CHECK(read_message(made.events.back().body)->cloud->role == "agent");
    CHECK(made.trouble.size() == 1);

    made.forget();
    Value image = message_item("12", 3, "");
    image.find("event")->set("content", json(R"({"msg_type":"image","image_key":"img_3","content":""})"));
    made.take(made.channel->delivered(image, made.now));
    made.restart();
    Response kept = answer("get:12", 200, "");
    kept.kept = {"https://relay.example/files/k2/2.png", "image/png", 10, 4, 3};
    made.taken("get:12");
    made.take(made.channel->answered(kept, made.now));
    CHECK(made.shown() == Lines{"image: https://relay.example/files/k2/2.png"});
    CHECK(made.events.back().body["time"].as_integer() == 1'700'000'001);
}

TEST_CASE("a restart at any moment loses and doubles nothing") {
    // Each message's way is broken off at every step; what the desk has in the end is the same.
    for (int broken = 0; broken < 8; ++broken) {
        Talk made = talk();
        int steps = 0;
        Lines at_desk;
        const auto restart_here = [&] {
            if (steps++ == broken) made.restart();
        };
        made.say("one");
        made.say("two");
        for (int rounds = 0; rounds < 40; ++rounds) {
            restart_here();
            if (made.find("start") != nullptr) {
                made.reply("start", started);
            } else if (made.find("check") != nullptr) {
                Value list = Value::array();
                for (std::size_t i = 0; i < at_desk.size(); ++i)
                    list.push(Value::object()
                                  .set("id", std::to_string(100 + i))
                                  .set("message_id", "om_" + std::to_string(i))
                                  .set("message_type", "text")
                                  .set("created_at", std::int64_t{1'700'000'000'000})
                                  .set("content", at_desk[i])
                                  .set("user_id", ""));
                made.reply("check", to_json(Value::object().set("code", 0).set("data", Value::object().set("messages", std::move(list)))));
            } else if (made.find("send") != nullptr) {
                // It arrives, and then the relay dies before it hears so.
                at_desk.emplace_back(json(json(made.find("send")->body)["content"].as_text())["text"].as_text());
                restart_here();
                if (made.find("send") != nullptr)
                    made.reply("send", R"({"code":0,"data":{"message_id":"om_)" + std::to_string(at_desk.size() - 1) + "\"}}");
            } else if (made.channel->next_deadline()) {
                made.wait_on();
            }
        }
        const bool whole = at_desk == Lines{"one", "two"};
        CHECK_MESSAGE(whole, "broken off at step " << broken);
        CHECK(made.shown().empty());
    }
    // A state that does not fit is a fresh conversation.
    Talk made = talk();
    const Value nonsense = json(R"([1,2])");
    made.channel = made.account->open(made.customer, &nonsense);
    made.say("Hello");
    CHECK(made.find("start") != nullptr);
}

TEST_CASE("with polling the desk is asked while somebody looks") {
    Settings polling = settings();
    polling.poll = 3000;
    Talk made = talk(polling);
    made.say("Hello");
    made.reply("start", started);
    made.reply("send", sent_one);
    made.reply("list", R"({"code":0,"data":{"messages":[]}})");
    made.reply("ticket", R"({"code":0,"data":{"ticket":{"ticket_id":"7474857595946745884","ticket_type":2,"status":3}}})");
    made.wait_on();
    made.reply(
        "list",
        R"({"code":0,"data":{"messages":[{"id":"3","message_id":"6949088236610273307","message_type":"text","created_at":1617960686000,"content":"{\"content\":\"进入人工服务。 @李宁  为你提供服务，开始聊起来吧~\",\"msg_type\":\"text\"}","user_name":"李宁","avatar_url":"https://a.example/l.png","user_id":"ou_37019b7c830210acd88fdce886e25c71"}],"total":100}})");
    CHECK(made.shown() == Lines{"text: 进入人工服务。 @李宁  为你提供服务，开始聊起来吧~"});
    CHECK(made.states().back() == "agent");
    made.taken("ticket");
    made.take(made.channel->left(made.now));
    CHECK_FALSE(made.channel->next_deadline().has_value());
}
