#include "core/channel/webhook_path.h"
#include "tests/unit/channel/tencent_robot/desk.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::test;

namespace {

/// The sample of the documentation (seed 001, 12640).
constexpr std::string_view sample = R"({
  "CallbackCommand": "Desk.SessionEventNotify",
  "SessionId": "2baf4d84-beb4-4607-a1ea-6ebcaef3e0e6",
  "Event": "ChatBot.UserSendMsg",
  "EventTime": 1725540020017,
  "ChannelType": "SDK",
  "ClientUserId": "your_user_id",
  "CustomerServiceId": "@customer_service_account",
  "AgentId": "test@qq.com",
  "MsgKey": "152_1600012345_abcdefg",
  "MsgBody": [
    {
      "MsgType": "TIMTextElem",
      "MsgContent": {
        "Text": "请问如何申请退费?"
      }
    }
  ],
  "CloudCustomData": "your cloud custom data",
  "IsContactUser": false,
  "SatisfactionSelected": 5,
  "ForwardFromAgentId": ""
})";

Webhook callback(const Crypto& crypto, Seconds at) {
    Webhook webhook;
    webhook.method = "POST";
    webhook.path = "/events";
    webhook.query =
        "SdkAppid=1400000000&CallbackCommand=Desk.SessionEventNotify&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Web&RequestTime=" +
        std::to_string(at) + "&Sign=" + to_hex(crypto.sha256("xxxxyyyy" + std::to_string(at)));
    webhook.body = sample;
    return webhook;
}

}  // namespace

TEST_CASE("a callback is acknowledged, routed to its visitor, and may open the conversation") {
    RobotTalk talk;
    const Webhook webhook = callback(talk.crypto, talk.now / 1000);
    const auto result = talk.account->webhook(webhook, talk.now);
    CHECK(result.reply.status == 200);
    CHECK(result.reply.body == R"({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0})");
    REQUIRE(result.items.size() == 1);
    CHECK(result.items[0].key == "user:@customer_service_account/your_user_id");
    CHECK(result.items[0].id == "2baf4d84-beb4-4607-a1ea-6ebcaef3e0e6|ChatBot.UserSendMsg|152_1600012345_abcdefg|1725540020017");
    const auto customer = talk.account->newcomer(result.items[0]);
    REQUIRE(customer.has_value());
    CHECK(customer->id == result.items[0].key);
    CHECK_FALSE(customer->verified);
    Routed late = result.items[0];
    late.item.set("Event", "SessionEnd");
    CHECK_FALSE(talk.account->newcomer(late).has_value());
    talk.take(talk.robot->delivered(result.items[0].item, talk.now));
    CHECK(json_of(talk.questions.front().body)["messages"].items().back()["content"].as_text() == "请问如何申请退费?");
}

TEST_CASE("forged, replayed and garbled callbacks are refused") {
    RobotTalk talk;
    const Seconds now = talk.now / 1000;
    // The vector of the documentation of the callback authentication.
    CHECK(to_hex(talk.crypto.sha256("xxxxyyyy1669872112")) == "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061");
    const auto why = [&](const Webhook& webhook) {
        const auto result = talk.account->webhook(webhook, talk.now);
        CHECK(result.items.empty());
        return std::to_string(result.reply.status) + ' ' + (result.trouble.empty() ? "" : result.trouble[0]);
    };
    Webhook webhook = callback(talk.crypto, now);
    webhook.query = webhook.query.substr(0, webhook.query.size() - 1) + 'x';
    CHECK(why(webhook) == "401 a callback was refused: its signature is wrong");
    CHECK(why(callback(talk.crypto, now - 121)) == "401 a callback was refused: it is too old, or the clocks differ");
    CHECK(why(callback(talk.crypto, now + 121)) == "401 a callback was refused: it is too old, or the clocks differ");
    webhook = callback(talk.crypto, now);
    webhook.query.replace(webhook.query.find("1400000000"), 10, "1400000001");
    CHECK(why(webhook) == "401 a callback was refused: its SdkAppid is another one");
    webhook = callback(talk.crypto, now);
    webhook.method = "GET";
    CHECK(why(webhook) == "401 a callback was refused: it is no POST");
    webhook = callback(talk.crypto, now);
    webhook.body = webhook.body.substr(0, 100);
    CHECK(why(webhook).starts_with("200 a callback that cannot be read: not_json"));
    webhook.body = R"({"CallbackCommand":"ChatBot.OnAssignHuman","SessionId":"x","Event":"y"})";
    CHECK(why(webhook) == "200 a callback of another kind: ChatBot.OnAssignHuman");
    webhook.query.clear();
    CHECK(why(webhook).starts_with("401"));
}

TEST_CASE("settings that cannot work are refused in words") {
    const relay::OpensslCrypto crypto;
    const TestWords words;
    const auto why = [&](auto change) {
        auto settings = robot_settings();
        change(settings);
        const auto made = tencent_robot::make_account(settings, crypto, words);
        return made ? std::string("good") : made.error();
    };
    CHECK(why([](auto&) {}) == "good");
    CHECK(why([](auto& one) { one.model_base = "model.example"; }) == "model_base must be an http(s) address");
    CHECK(why([](auto& one) { one.model.clear(); }) == "model is missing");
    CHECK(why([](auto& one) { one.sdk_app_id = 0; }) == "sdk_app_id is missing");
    CHECK(why([](auto& one) { one.secret_key.clear(); }) == "secret_key is missing");
    CHECK(why([](auto& one) { one.callback_token.clear(); }) ==
          "callback_token or webhook_token is needed, or anybody could speak as the desk");
    CHECK(why([](auto& one) { one.webhook_token = "short"; }) == "webhook_token must have at least 16 characters");
    CHECK(why([](auto& one) { one.remembered_messages = 0; }) == "remembered_messages and remembered_bytes must be 1 or more");
}

TEST_CASE("the administrator's signature is renewed in time, and no two requests look the same") {
    RobotTalk talk;
    Request first;
    first.url = "https://x/send_msg";
    first.id = "say#1";
    Request second = first;
    CHECK(talk.account->ready(talk.now));
    talk.account->authorise(first);
    talk.account->authorise(second);
    CHECK(first.url != second.url);
    const auto sig = [](const Request& request) { return query_value(request.url.substr(request.url.find('?') + 1), "usersig"); };
    CHECK(sig(first) == sig(second));
    CHECK_FALSE(sig(first).empty());
    CHECK_FALSE(talk.account->credentials(talk.now + 13 * 3'600'000).has_value());
    Request third;
    third.id = "say#2";
    talk.account->authorise(third);
    CHECK(sig(third) != sig(first));
}
