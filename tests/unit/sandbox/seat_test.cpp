#include "tests/unit/sandbox/talk.h"

namespace deskbell::sandbox {

TEST_CASE("a human: connecting, the queue counting down, waiting, the agent") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    talk.say("Talk to a person");
    CHECK(talk.states() == std::vector<std::string>{"queueing 3"});
    CHECK(talk.text().find("number 3") != std::string::npos);
    CHECK(talk.text().find("2 ahead") != std::string::npos);
    talk.wait(20 * millis_per_second);
    CHECK(talk.states() == std::vector<std::string>{"queueing 3", "queueing 2", "queueing 1", "waiting", "agent"});
    CHECK(talk.seat() == "inSeat");
    CHECK(talk.text() == texts_en.agent_hello);
    CHECK(talk.all(MessageKind::text).back().im.nick == "Anna");
    CHECK(talk.all(MessageKind::typing).size() == 1);
}

TEST_CASE("what is written in the queue is noted once") {
    Talk talk;
    talk.trigger();
    talk.say("human");
    talk.events.clear();
    talk.say("It is about the lamp");
    talk.say("and the table");
    CHECK(talk.all(MessageKind::text).size() == 1);
    CHECK(talk.text() == texts_en.queue_note);
}

TEST_CASE("leaving the queue and leaving while the agent is on the way end the session") {
    for (const Millis waited : {Millis{1000}, Millis{8000}}) {
        Talk talk;
        talk.trigger();
        talk.say("human");
        talk.wait(waited);
        talk.events.clear();
        talk.signal(MessageKind::visitor_end);
        CHECK(talk.all(MessageKind::session_ended).size() == 1);
        CHECK(talk.states() == std::vector<std::string>{"none"});
        talk.wait(millis_per_minute);
        CHECK(talk.seat() == "outSeat");
        CHECK(talk.all(MessageKind::evaluation).empty());
    }
}

TEST_CASE("Anna types first and answers what was said") {
    Talk talk;
    talk.talk_to_anna();
    const auto answer = [&](const Value& message) {
        talk.events.clear();
        talk.send(message);
        talk.wait(1000);
        CHECK(talk.all(MessageKind::typing).size() == 1);
        CHECK(talk.all(MessageKind::text).empty());
        talk.wait(2000);
        CHECK(talk.all(MessageKind::text).size() == 1);
        return talk.text();
    };
    CHECK(answer(text_message("Hello Anna")) == texts_en.agent_greeting);
    CHECK(answer(text_message("It is FW-2041")) == texts_en.agent_order_number);
    CHECK(answer(text_message("Does it fit outside?")) == texts_en.agent_question);
    CHECK(answer(text_message("Thanks a lot")) == texts_en.agent_welcome);
    CHECK(answer(text_message("The lamp flickers")) == texts_en.agent_reply_1);
    CHECK(answer(text_message("Every evening")) == texts_en.agent_reply_2);
    Value image = Value::object();
    image.set("type", "TIMImageElem").set("payload", encode(ImageElem{{{0, "https://relay.example/files/a.png", 1, 1, 1}}}));
    CHECK(answer(image) == texts_en.agent_image);
    CHECK(answer(desk_message(MessageKind::card, Card{{"Lamp", "", "", "", {}}})).find("Lamp") != std::string::npos);
    CHECK(answer(desk_message(MessageKind::order, Order{{"", "Order 7", "", "", "", {}}})).find("Order 7") != std::string::npos);
}

TEST_CASE("an agent sends pictures and files") {
    Talk talk;
    talk.talk_to_anna();
    talk.say("picture");
    talk.say("file");
    talk.wait(5000);
    CHECK(talk.one(MessageKind::image).im.nick == "Anna");
    CHECK(record_of<FileElem>(talk.one(MessageKind::file)).url == "https://relay.example/sandbox/linen-care.txt");
}

TEST_CASE("the visitor ends: 19, the seat, the invitation to rate") {
    Talk talk;
    talk.talk_to_anna();
    talk.say("One moment");
    talk.signal(MessageKind::visitor_end);
    talk.wait(10000);
    CHECK(talk.text() == texts_en.ended_by_visitor);
    CHECK(talk.all(MessageKind::session_ended).size() == 1);
    CHECK(talk.seat() == "outSeat");
    CHECK(talk.states().back() == "none");
    const auto menu = record_of<Evaluation>(talk.one(MessageKind::evaluation)).menu_content;
    CHECK(menu.type == 1);
    CHECK(menu.menu.size() == 5);
    CHECK_FALSE(talk.desk.next_deadline().has_value());
}

TEST_CASE("who has rated is not asked again at the end, until there is another agent") {
    Talk talk;
    talk.talk_to_anna();
    talk.say("rate");
    talk.wait(5000);
    const auto menu = record_of<Evaluation>(talk.one(MessageKind::evaluation)).menu_content;
    REQUIRE_FALSE(talk.rate("105", menu.session_id).refusal);
    talk.signal(MessageKind::visitor_end);
    talk.wait(10000);
    CHECK(talk.all(MessageKind::session_ended).size() == 1);
    CHECK(talk.all(MessageKind::evaluation).size() == 1);
}

TEST_CASE("the agent ends") {
    Talk talk;
    talk.talk_to_anna();
    talk.say("bye");
    talk.wait(5000);
    CHECK(talk.text() == texts_en.agent_bye);
    CHECK(talk.all(MessageKind::session_ended).size() == 1);
    CHECK(talk.all(MessageKind::evaluation).size() == 1);
}

TEST_CASE("silence: a reminder, then the end by time-out; a sign of life starts it anew") {
    Talk talk;
    talk.talk_to_anna();
    talk.wait(3 * millis_per_minute);
    talk.desk.touch(talk.now);
    talk.wait(3 * millis_per_minute + 50 * millis_per_second);
    CHECK(talk.all(MessageKind::reminder).empty());
    talk.wait(15 * millis_per_second);
    CHECK(talk.all(MessageKind::reminder).size() == 1);
    CHECK(talk.all(MessageKind::session_timed_out).empty());
    talk.wait(millis_per_minute);
    CHECK(talk.all(MessageKind::session_timed_out).size() == 1);
    CHECK(talk.seat() == "outSeat");
}

TEST_CASE("the word for the time-out makes it quick, and writing on stops it") {
    Talk talk;
    talk.talk_to_anna();
    talk.say("time out");
    talk.wait(3000);
    CHECK(talk.all(MessageKind::reminder).size() == 1);
    talk.say("I am back");
    talk.wait(10000);
    CHECK(talk.all(MessageKind::session_timed_out).empty());
    talk.say("time out");
    talk.wait(10000);
    CHECK(talk.all(MessageKind::session_timed_out).size() == 1);
}

TEST_CASE("after the end a trigger begins a new session") {
    Talk talk;
    talk.talk_to_anna();
    talk.signal(MessageKind::visitor_end);
    talk.events.clear();
    talk.trigger();
    CHECK(talk.all(MessageKind::welcome_card).size() == 1);
    CHECK(talk.seat() == "outSeat");
}

TEST_CASE("27 without a human session changes nothing") {
    Talk talk;
    talk.trigger();
    talk.events.clear();
    talk.signal(MessageKind::visitor_end);
    CHECK(talk.all(MessageKind::session_ended).empty());
    CHECK(talk.states() == std::vector<std::string>{"robot"});
}

TEST_CASE("a client that connects is told where the session stands") {
    Talk talk;
    CHECK(talk.desk.status(talk.now).events.empty());
    talk.talk_to_anna();
    const Output status = talk.desk.status(talk.now);
    REQUIRE(status.events.size() == 2);
    CHECK(status.events[0].body["state"].as_text() == "agent");
    CHECK(status.events[1].keep == Keep::passing);
}

}  // namespace deskbell::sandbox
