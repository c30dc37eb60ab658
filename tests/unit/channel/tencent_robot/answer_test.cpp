#include "tests/unit/channel/tencent_robot/desk.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::test;

using Texts = std::vector<std::string>;

TEST_CASE("a question is asked of the model with what was said before, and the answer grows at the desk") {
    RobotTalk talk;
    talk.ask("请问如何申请退费?");
    REQUIRE(talk.questions.size() == 1);
    Request question = talk.questions.front();
    CHECK(question.url == "https://model.example/v1/chat/completions");
    CHECK(question.streamed);
    CHECK(
        question.body ==
        R"({"model":"small","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"请问如何申请退费?"}],"stream":true})");
    talk.account->authorise(question);
    CHECK(header(question.headers, "Authorization") == "Bearer sk-1");
    talk.model(delta("Write"));
    CHECK(talk.calls.empty());
    talk.pass(149);
    CHECK(talk.calls.empty());
    talk.pass(1);
    REQUIRE(talk.calls.size() == 1);
    CHECK(talk.calls.front().body == R"({"SessionId":"s1","Chunk":"Writ"})");
    CHECK_FALSE(talk.calls.front().repeatable);
    // While one piece is on its way the next ones gather.
    talk.model(delta(" to"));
    talk.pass(500);
    talk.model(delta(" **us**"));
    CHECK(talk.calls.size() == 1);
    Request call = talk.desk_answers();
    talk.account->ready(talk.now);
    talk.account->authorise(call);
    CHECK(call.url.starts_with(
        "https://console.tim.qq.com/v4/desk_http_svc/send_stream_msg?sdkappid=1400000000&identifier=administrator&usersig="));
    CHECK(call.url.ends_with("&contenttype=json"));
    REQUIRE(talk.calls.size() == 1);
    CHECK(talk.calls.front().body == R"({"SessionId":"s1","Chunk":"e to **us*","MsgKey":"k1"})");
    talk.desk_answers();
    talk.model("data: [DONE]\n\n", true);
    REQUIRE(talk.calls.size() == 1);
    CHECK(talk.calls.front().body == R"({"SessionId":"s1","Chunk":"*","MsgKey":"k1","Finish":1})");
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Write to **us**"});
    CHECK(talk.trouble.empty());
    talk.ask("And then?");
    CHECK(json_of(talk.questions.front().body)["messages"].items().size() == 4);
    CHECK(json_of(talk.questions.front().body)["messages"].items()[2]["content"].as_text() == "Write to **us**");
}

TEST_CASE("an answer that is there at once is one message, also from an endpoint that cannot stream") {
    RobotTalk talk;
    talk.ask("Hours?");
    talk.model(delta("Nine to five."), false);
    talk.model("data: [DONE]\n\n", true);
    REQUIRE(talk.calls.size() == 1);
    const Value body = json_of(talk.calls.front().body);
    CHECK(json_of(body["MsgBody"].items()[0]["MsgContent"]["Data"].as_text())["src"].as_text() == "30");
    CHECK(body["CloudCustomData"].as_text() == R"({"role":"robot","messageType":"aiReply"})");
    talk.settle();
    talk.ask("Hours?");
    talk.model(R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Nine to five!"}}]})", true);
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Nine to five.", "Nine to five!"});
}

TEST_CASE("what is said while an answer is on its way is answered next, together") {
    RobotTalk talk;
    talk.ask("one");
    talk.ask("two");
    talk.ask("three");
    CHECK(talk.questions.size() == 1);
    talk.model(delta("1") + "data: [DONE]\n\n", true);
    talk.settle();
    REQUIRE(talk.questions.size() == 1);
    CHECK(json_of(talk.questions.front().body)["messages"].items().back()["content"].as_text() == "two\nthree");
    for (int i = 0; i < 12; ++i) talk.ask("more");
    CHECK(talk.trouble.size() == 2);
}

TEST_CASE("what is remembered has a limit") {
    auto settings = robot_settings();
    settings.remembered_messages = 3;
    settings.remembered_bytes = 40;
    RobotTalk talk(settings);
    for (int i = 0; i < 5; ++i) {
        talk.ask("question " + std::to_string(i));
        talk.model(delta("answer " + std::to_string(i)), true);
        talk.settle();
    }
    talk.ask("last");
    const Value messages = json_of(talk.questions.front().body)["messages"];
    REQUIRE(messages.items().size() == 4);
    CHECK(messages.items()[1]["content"].as_text() == "question 4");
    talk.model(delta("x"), true);
    talk.settle();
    talk.ask(std::string(200, 'y'));
    CHECK(json_of(talk.questions.front().body)["messages"].items().back()["content"].as_text().size() == 40);
    // Another session knows nothing of it.
    talk.happen("SessionBegin", "[]", "s2");
    CHECK(json_of(talk.saved)["memory"].is_null());
    CHECK(talk.cancelled.size() == 1);
}

TEST_CASE("a transfer stops the answer, closes its message and comes after it") {
    RobotTalk talk;
    talk.ask("Tell me everything");
    talk.model(delta("It is a long"));
    talk.pass(150);
    // The first piece is still on its way.
    talk.ask("HUMAN ");
    CHECK(talk.cancelled.size() == 1);
    CHECK(talk.questions.empty());
    CHECK(talk.calls.size() == 1);
    talk.desk_answers();
    CHECK(json_of(talk.calls.front().body)["Finish"].as_integer() == 1);
    talk.desk_answers();
    CHECK(talk.calls.front().url.ends_with("/transfer_to_human"));
    talk.settle();
    CHECK(talk.desk.read() == Texts{"It is a long"});
    CHECK(talk.desk.transferred);
    // With the person the robot is silent; the widget's own words and the desk's events do the same.
    talk.happen("TransferToHumanSuccess");
    talk.ask("Hello Anna", "Human.UserSendMsg");
    CHECK(talk.questions.empty());
    talk.ask("bye", "Human.UserSendMsg");
    talk.settle();
    CHECK(talk.desk.ended);
    RobotTalk other;
    other.ask("Talk to a person");
    CHECK(other.calls.front().url.ends_with("/transfer_to_human"));
    other.ask("hello?");
    CHECK(other.questions.empty());
}

TEST_CASE("a person who takes the session by the desk's own way stops the answer too") {
    for (const char* event :
         {"TransferringToHuman", "TransferringToHumanWait", "TransferToHumanSuccess", "Human.AgentSendMsg", "AgentForward"}) {
        RobotTalk talk;
        talk.ask("Tell me everything");
        talk.model(delta("It is a long"));
        talk.pass(150);
        talk.desk_answers();
        talk.happen(event);
        talk.settle();
        CHECK(talk.questions.empty());
        CHECK(talk.desk.read() == Texts{"It is a long"});
    }
}

TEST_CASE("the model may hand over by its tool") {
    auto settings = robot_settings();
    settings.model_may_transfer = true;
    RobotTalk talk(settings);
    talk.ask("My parcel burns");
    CHECK(json_of(talk.questions.front().body)["tools"].items().size() == 1);
    talk.model(
        R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"transfer_to_human","arguments":""}}]}}]})"
        "\n\ndata: [DONE]\n\n",
        true);
    talk.settle();
    CHECK(talk.desk.transferred);
    CHECK(talk.desk.read().empty());
}

TEST_CASE("nobody is there: the robot goes on, in the operator's words") {
    auto settings = robot_settings();
    settings.no_agent_text = "Nobody is in.";
    RobotTalk talk(settings);
    talk.ask("human");
    talk.refuse(141001);
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Nobody is in."});
    talk.ask("hello");
    CHECK(talk.questions.size() == 1);
}

TEST_CASE("an endpoint in trouble is told kindly to the visitor and exactly to the operator; twice brings a person") {
    const std::pair<int, std::string> failures[] = {{401, R"({"error":{"message":"Incorrect API key"}})"},
                                                    {0, "time-out"},
                                                    {500, "<html>"},
                                                    {200, "<html>"},
                                                    {200, "data: nonsense\n\n"},
                                                    {200, "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"},
                                                    {200, "data: [DONE]\n\n"},
                                                    {200, R"({"choices":[]})"}};
    const std::string expected[] = {"the model refuses: HTTP 401, Incorrect API key",
                                    "the model does not answer: time-out",
                                    "the model refuses: HTTP 500",
                                    "the model's answer is neither a stream nor JSON",
                                    "the model's stream is no JSON",
                                    "the model broke off: overloaded",
                                    "the model's answer is empty",
                                    "the model's answer is empty"};
    for (std::size_t i = 0; i < std::size(failures); ++i) {
        RobotTalk talk;
        talk.ask("Hours?");
        talk.model(failures[i].second, true, failures[i].first);
        talk.settle();
        CHECK(talk.desk.read() == Texts{"Something went wrong."});
        CHECK(talk.trouble == Texts{expected[i]});
        CHECK_FALSE(talk.desk.transferred);
        talk.ask("Hours?");
        talk.model("", true, 503);
        talk.settle();
        CHECK(talk.desk.transferred);
    }
    // A stream that ends without saying so, as it may when its connection's end is the answer's, was cut.
    RobotTalk cut;
    cut.ask("Hours?");
    cut.model(delta("Nine to"), true);
    cut.settle();
    CHECK(cut.desk.read() == Texts{"Nine to"});
    CHECK(cut.trouble == Texts{"the model's stream was cut"});
    RobotTalk ended;
    ended.ask("Hours?");
    ended.model(delta("Nine to five."));
    ended.model("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", true);
    ended.settle();
    CHECK(ended.trouble.empty());
    // What was said before it broke stays.
    RobotTalk talk;
    talk.ask("Hours?");
    talk.model(delta("Nine to"));
    talk.pass(150);
    talk.model("", true, 0);
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Nine to"});
}

TEST_CASE("the words are in the visitor's language, and the welcome card answers the session's start") {
    auto settings = robot_settings();
    settings.welcome_title = "猜你想问";
    settings.welcome_questions = {"智能客服提供哪些功能"};
    RobotTalk talk(settings);
    talk.happen(
        "ChatBot.UserSendMsg",
        R"([{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"customerServicePlugin\":0,\"src\":\"7\",\"triggeredContent\":{\"language\":\"zh_cn\"}}"}}])");
    const Value data = json_of(json_of(talk.calls.front().body)["MsgBody"].items()[0]["MsgContent"]["Data"].as_text());
    CHECK(
        to_json(data) ==
        R"({"customerServicePlugin":0,"src":"29","subtype":"welcome_msg","content":{"title":"猜你想问","content":"","items":[{"content":"智能客服提供哪些功能","desc":""}]}})");
    talk.settle();
    talk.happen("ChatBot.UserSendMsg", R"([{"MsgType":"TIMImageElem","MsgContent":{}}])");
    talk.settle();
    CHECK(talk.desk.read() == Texts{"猜你想问", "出错了"});
    CHECK(talk.questions.empty());
}

TEST_CASE("a piece whose fate is unknown is healed by the whole text") {
    for (const bool taken : {true, false}) {
        for (int lost = 0; lost < 3; ++lost) {
            CAPTURE(taken);
            CAPTURE(lost);
            RobotTalk talk;
            talk.ask("Hours?");
            for (int piece = 0; piece < 3; ++piece) {
                talk.model(delta("piece " + std::to_string(piece) + " "));
                talk.pass(150);
                if (!talk.calls.empty()) talk.desk_answers(taken || piece != lost, piece != lost);
                // The desk tells of every message of the robot, so the first one gets its name after all.
                if (piece == 0 && lost == 0 && taken)
                    talk.take(talk.robot->delivered(
                        json_of(
                            R"({"CallbackCommand":"Desk.SessionEventNotify","SessionId":"s1","Event":"ChatBot.RobotSendMsg","MsgKey":"k1","MsgBody":[{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"customerServicePlugin\":0,\"src\":\"31\"}"}}]})"),
                        talk.now));
            }
            talk.model("data: [DONE]\n\n", true);
            talk.settle();
            CHECK(talk.desk.read() == Texts{"piece 0 piece 1 piece 2 "});
        }
    }
    // Also the last one.
    RobotTalk talk;
    talk.ask("Hours?");
    talk.model(delta("Nine to five."));
    talk.pass(150);
    talk.desk_answers();
    talk.model("data: [DONE]\n\n", true);
    talk.ask("next question, asked at once");
    talk.desk_answers(false, false);
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Nine to five."});
}

TEST_CASE("a restart at any step loses and doubles nothing") {
    for (int at = 0; at < 12; ++at) {
        for (const bool taken : {false, true}) {
            CAPTURE(at);
            CAPTURE(taken);
            RobotTalk talk;
            int step = 0;
            bool restarted = false;
            const auto next = [&] {
                if (step++ != at) return;
                restarted = true;
                // The desk took the request, and nobody was there to hear the answer.
                if (taken && !talk.calls.empty()) (void)talk.desk.answer(talk.calls.front());
                if (taken && !talk.desk.order.empty() && talk.desk.text.at("k1").size() < 9 &&
                    talk.saved.find("message_key") == std::string::npos) {
                    talk.restart();
                    talk.take(talk.robot->delivered(
                        json_of(
                            R"({"CallbackCommand":"Desk.SessionEventNotify","SessionId":"s1","Event":"ChatBot.RobotSendMsg","MsgKey":"k1","MsgBody":[{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"customerServicePlugin\":0,\"src\":\"31\"}"}}]})"),
                        talk.now));
                } else {
                    talk.restart();
                }
            };
            talk.ask("Hours?");
            next();
            if (!talk.questions.empty() && !restarted) {
                talk.model(delta("Nine "));
                next();
                if (!restarted) talk.pass(150);
                next();
                if (!restarted && !talk.calls.empty()) talk.desk_answers();
                next();
                if (!restarted) {
                    talk.model(delta("to five"));
                    talk.pass(150);
                }
                next();
                if (!restarted && !talk.calls.empty()) talk.desk_answers();
                next();
                if (!restarted) talk.model(delta(", daily.") + "data: [DONE]\n\n", true);
                next();
                if (!restarted && !talk.calls.empty()) talk.desk_answers();
                next();
            }
            if (!talk.questions.empty()) talk.model(delta("Nine to five, daily."), true);
            talk.settle();
            CHECK(talk.desk.read() == Texts{"Nine to five, daily."});
            CHECK(talk.questions.empty());
        }
    }
}

TEST_CASE("the desk's refusals") {
    RobotTalk talk;
    talk.ask("Hours?");
    talk.model(delta("Nine") + "data: [DONE]\n\n", true);
    talk.refuse(141002);
    CHECK(talk.robot->next_deadline() == talk.now + 1000);
    talk.settle();
    CHECK(talk.desk.read() == Texts{"Nine"});
    CHECK(talk.trouble == Texts{"the desk did not take say: error 141002 no"});
    talk.ask("Hours?");
    talk.model(delta("Nine") + "data: [DONE]\n\n", true);
    talk.refuse(90009);
    CHECK(talk.trouble.back() == "the desk refuses say: error 90009 no");
    talk.ask("Hours?");
    talk.model(delta("Nine") + "data: [DONE]\n\n", true);
    talk.refuse(141005);
    CHECK(talk.calls.empty());
    CHECK(json_of(talk.saved)["phase"].as_text() == "ended");
    talk.ask("Hours?");
    talk.model(delta("Nine to five"));
    talk.pass(150);
    talk.refuse(93000);
    talk.settle();
    CHECK(talk.cancelled.size() == 1);
    CHECK(talk.desk.read() == Texts{"Nine", "Something went wrong."});
}

TEST_CASE("long answers stay within the desk's 12 K a request") {
    RobotTalk talk;
    talk.ask("All of it");
    std::string text;
    for (int i = 0; i < 3000; ++i) text += "\"行\n";
    talk.model(delta(text));
    talk.pass(150);
    talk.model("data: [DONE]\n\n", true);
    std::size_t longest = 0;
    while (!talk.calls.empty()) longest = std::max(longest, talk.desk_answers().body.size());
    CHECK(longest < 12 * 1024);
    CHECK(talk.desk.read() == Texts{text});
    // One that had to be replaced is cut to fit.
    talk.ask("Again");
    talk.model(delta(text));
    talk.pass(150);
    talk.desk_answers(true, false);
    talk.model("data: [DONE]\n\n", true);
    CHECK(talk.calls.front().body.size() < 12 * 1024);
}

TEST_CASE("the end of a session forgets everything, and a late end ends nothing new") {
    for (const char* event : {"SessionUserEnd", "SessionAgentEnd", "SessionUserTimeoutEnd", "SessionAgentTimeoutEnd",
                              "SessionPendingAutoFinishEnd", "SessionEnd"}) {
        RobotTalk talk;
        talk.ask("Hours?");
        talk.happen("SessionEnd", "[]", "an earlier one");
        CHECK(talk.questions.size() == 1);
        talk.happen(event);
        CHECK(talk.questions.empty());
        CHECK(talk.calls.empty());
        CHECK_FALSE(talk.robot->next_deadline().has_value());
    }
    RobotTalk talk;
    talk.happen("Something.New");
    CHECK(talk.trouble == Texts{"an unknown event: Something.New"});
    talk.take(talk.robot->delivered(json_of("{}"), talk.now));
    CHECK(talk.trouble.size() == 2);
    CHECK(talk.robot->receive(text_message("x"), talk.now).refusal->code == bad_message);
}
