#pragma once

#include <doctest/doctest.h>

#include <deque>
#include <map>

#include "core/base/json.h"
#include "core/channel/tencent_robot/account.h"
#include "core/protocol/message.h"
#include "native/relay/openssl_crypto.h"
#include "tests/unit/channel/words.h"

namespace deskbell::test {

inline Value json_of(std::string_view text) {
    auto value = parse_json(text);
    REQUIRE_MESSAGE(value.has_value(), text);
    return std::move(*value);
}

inline channel::tencent_robot::Settings robot_settings() {
    channel::tencent_robot::Settings settings;
    settings.sdk_app_id = 1400000000;
    settings.secret_key = "key";
    settings.callback_token = "xxxxyyyy";
    settings.model_base = "https://model.example/v1/";
    settings.model_key = "sk-1";
    settings.model = "small";
    settings.instructions = "Be kind.";
    settings.transfer_words = {"human"};
    settings.end_words = {"bye"};
    return settings;
}

/// The desk as its visitor sees it: messages by key, streams that add up, each message once.
struct SeenByVisitor {
    std::vector<std::string> order;
    std::map<std::string, std::string> text;
    std::map<std::string, bool> finished;
    std::map<std::int64_t, bool> randoms;
    bool transferred = false;
    bool ended = false;
    int next_key = 0;

    /// The answer to a request of the REST API.
    std::string answer(const channel::Request& request) {
        const Value body = json_of(request.body);
        const auto method = request.url.substr(request.url.rfind('/') + 1);
        if (method == "send_msg") {
            const std::int64_t random = body["MsgRandom"].as_integer();
            if (!randoms[random]) {
                randoms[random] = true;
                const Value& element = body["MsgBody"].items().at(0);
                std::string said(element["MsgContent"]["Text"].as_text());
                if (element["MsgType"].as_text() == "TIMCustomElem") {
                    const Value data = json_of(element["MsgContent"]["Data"].as_text());
                    said = data["content"].is_text() ? data["content"].as_text() : data["content"]["title"].as_text();
                }
                add(said, true);
            }
            return R"({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0})";
        }
        if (method == "send_stream_msg") {
            std::string key(body["MsgKey"].as_text());
            CHECK_FALSE(body["Chunk"].as_text().empty());
            if (key.empty()) key = add("", false);
            CHECK_FALSE(finished[key]);
            text[key] += body["Chunk"].as_text();
            finished[key] = body["Finish"].as_integer() == 1;
            return R"({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgKey":")" + key + "\"}";
        }
        if (method == "modify_msg") {
            const std::string key(body["MsgKey"].as_text());
            const Value data = json_of(body["MsgBody"].items().at(0)["MsgContent"]["Data"].as_text());
            text[key] = data["chunks"].items().at(0).as_text();
            finished[key] = data["isFinished"].as_integer() == 1;
        }
        if (method == "transfer_to_human") transferred = true;
        if (method == "end_session") ended = true;
        return R"({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0})";
    }
    std::string add(const std::string& said, bool whole) {
        const std::string key = "k" + std::to_string(++next_key);
        order.push_back(key);
        text[key] = said;
        finished[key] = whole;
        return key;
    }
    std::vector<std::string> read() const {
        std::vector<std::string> all;
        for (const std::string& key : order) all.push_back(text.at(key) + (finished.at(key) ? "" : "…"));
        return all;
    }
};

inline std::string delta(std::string_view text) {
    Value event = Value::object();
    Value choice = Value::object();
    choice.set("index", 0).set("delta", Value::object().set("content", text));
    event.set("choices", Value::array().push(std::move(choice)));
    return "data: " + to_json(event) + "\n\n";
}

/// The robot with what its host does for it.
struct RobotTalk {
    explicit RobotTalk(const channel::tencent_robot::Settings& settings = robot_settings()) {
        auto made = channel::tencent_robot::make_account(settings, crypto, words);
        REQUIRE(made.has_value());
        account = std::move(*made);
        customer.id = "user:@customer_service_account/u1";
        robot = account->open(customer, nullptr);
    }

    void take(channel::Output output) {
        saved = to_json(robot->save());
        for (auto& request : output.requests) {
            (request.streamed ? questions : calls).push_back(std::move(request));
        }
        for (auto& id : output.cancel) {
            cancelled.push_back(id);
            std::erase_if(questions, [&](const channel::Request& one) { return one.id == id; });
        }
        for (auto& line : output.trouble) trouble.push_back(std::move(line));
        CHECK(output.events.empty());
    }
    void happen(std::string_view event, std::string_view body = "[]", std::string_view session = "s1") {
        take(robot->delivered(json_of(R"({"CallbackCommand":"Desk.SessionEventNotify","SessionId":")" + std::string(session) +
                                      R"(","Event":")" + std::string(event) +
                                      R"(","EventTime":1,"ClientUserId":"u1","CustomerServiceId":"@customer_service_account","MsgBody":)" +
                                      std::string(body) + "}"),
                              now));
    }
    void ask(std::string_view text, std::string_view event = "ChatBot.UserSendMsg") {
        Value content = Value::object().set("Text", text);
        happen(event, to_json(Value::array().push(Value::object().set("MsgType", "TIMTextElem").set("MsgContent", std::move(content)))));
    }
    /// A piece of the model's answer.
    void model(std::string_view piece, bool complete = false, int status = 200) {
        REQUIRE_FALSE(questions.empty());
        channel::Response response;
        response.id = questions.front().id;
        response.status = status;
        response.body = piece;
        response.complete = complete;
        if (complete) questions.pop_front();
        take(robot->answered(response, now));
    }
    /// The desk answers the oldest call; `heard` false: the answer is lost.
    channel::Request desk_answers(bool taken = true, bool heard = true) {
        REQUIRE_FALSE(calls.empty());
        channel::Request call = calls.front();
        calls.pop_front();
        channel::Response response;
        response.id = call.id;
        response.body = "no answer";
        std::string told;
        if (taken) told = desk.answer(call);
        if (heard && taken) {
            response.status = 200;
            response.body = told;
        }
        take(robot->answered(response, now));
        return call;
    }
    void refuse(int code) {
        channel::Response response;
        response.id = calls.front().id;
        calls.pop_front();
        response.status = 200;
        response.body = R"({"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":)" + std::to_string(code) + "}";
        take(robot->answered(response, now));
    }
    void pass(Millis time) {
        now += time;
        take(robot->advance(now));
    }
    void settle() {
        for (int round = 0; round < 100; ++round) {
            while (!calls.empty()) desk_answers();
            const auto next = robot->next_deadline();
            if (!next) return;
            now = std::max(now, *next);
            take(robot->advance(now));
        }
        FAIL("never done");
    }
    void restart() {
        const Value state = json_of(saved);
        calls.clear();
        questions.clear();
        robot = account->open(customer, &state);
        take(robot->resume(now));
    }

    relay::OpensslCrypto crypto;
    TestWords words;
    channel::Customer customer;
    std::unique_ptr<channel::Account> account;
    std::unique_ptr<channel::Channel> robot;
    SeenByVisitor desk;
    Millis now = 1'725'540'020'017;
    std::string saved;
    std::deque<channel::Request> questions, calls;
    std::vector<std::string> cancelled, trouble;
};

}  // namespace deskbell::test
