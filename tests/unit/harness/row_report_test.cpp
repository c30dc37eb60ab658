#include "native/harness/row_report.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/json.h"
#include "native/harness/composable.h"
#include "native/harness/state_diagram.h"

namespace deskbell {
namespace {

constexpr const char* head =
    "{\"deskbell\":1,\"lang\":\"en\",\"start\":1765000000000,\"user\":{\"id\":\"v\"}}\n"
    "{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n";

bool left_out(const std::vector<LeftOut>& all, std::string_view path, std::string_view reason) {
    return std::any_of(all.begin(), all.end(),
                       [&](const LeftOut& one) { return one.path == path && one.reason.find(reason) != std::string::npos; });
}

}  // namespace

TEST_CASE("a row's report has the message of each event, its fields, and what was left out and why") {
    auto player = Player::open(
        std::string(head) +
        R"({"at":100,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"15\",)"
        R"(\"surprise\":1,\"content\":{\"header\":\"Which?\",\"items\":[{\"content\":\"Delivery\",\"desc\":7,\"extra\":true}]}}"},"flow":"in",)"
        R"("from":"@customer_service_account","to":"v","time":1765000000,"sequence":1,"priority":"High"}})"
        "\n"
        R"({"at":200,"event":"revoked","id":"m1"})"
        "\n");
    REQUIRE(player);
    player->seek(150);
    const std::string key = player->view().rows().back().key;
    const auto report = report_row(*player, key);
    REQUIRE(report);
    CHECK(report->is_message);
    CHECK(report->kind == "branch");
    REQUIRE(report->record != nullptr);
    CHECK(report->record->type == "15");
    CHECK(report->decoded["content"]["header"].as_text() == "Which?");
    REQUIRE(report->sources.size() == 1);
    CHECK(report->sources[0].index == 2);
    REQUIRE(report->sources[0].message != nullptr);
    const std::vector<LeftOut>& out = report->sources[0].left_out;
    CHECK(left_out(out, "priority", "no field"));
    CHECK(left_out(out, "payload.data.surprise", "no field"));
    CHECK(left_out(out, "payload.data.content.items.0.extra", "no field"));
    CHECK_FALSE(left_out(out, "payload.data.src", ""));
    CHECK_FALSE(left_out(out, "payload.data.customerServicePlugin", ""));
    CHECK_FALSE(report_row(*player, "no such row"));
    // A day has no message.
    const auto day = report_row(*player, player->view().rows().front().key);
    REQUIRE(day);
    CHECK_FALSE(day->is_message);
    CHECK(day->sources.empty());
}

TEST_CASE("the visitor's own message is followed from writing to being sent") {
    auto player = Player::open(std::string(head) + "{\"at\":100,\"event\":\"text\",\"text\":\"Hello\"}\n");
    REQUIRE(player);
    player->seek(100);
    const std::string key = player->view().rows().back().key;
    CHECK(report_row(*player, key)->delivery != "sent");
    std::string client_id;
    for (const PlayedStep& step : player->last_steps()) {
        for (const Value& effect : step.output.effects.items()) {
            if (effect["effect"].as_text() == "send" && !effect["online_only"].as_boolean()) client_id = effect["client_id"].as_text();
        }
    }
    // The trigger goes first; once it is sent the text follows.
    for (int i = 0; client_id.empty() && i < 3; ++i) {
        player->inject(Value::object().set("event", "sent").set("client_id", "c" + std::to_string(i + 1)));
        for (const PlayedStep& step : player->last_steps()) {
            for (const Value& effect : step.output.effects.items()) {
                if (effect["effect"].as_text() == "send" && !effect["online_only"].as_boolean()) client_id = effect["client_id"].as_text();
            }
        }
    }
    REQUIRE_FALSE(client_id.empty());
    player->inject(*parse_json(
        R"({"event":"sent","client_id":")" + client_id +
        R"(","message":{"ID":"s1","type":"TIMTextElem","payload":{"text":"Hello"},"flow":"out","from":"v","to":"@customer_service_account","time":1765000001,"sequence":9}})"));
    const auto report = report_row(*player, key);
    REQUIRE(report);
    CHECK(report->delivery == "sent");
    REQUIRE_FALSE(report->sources.empty());
    CHECK(report->sources.back().index + 1 == player->played());
}

TEST_CASE("a message that cannot be read says why") {
    auto player = Player::open(
        std::string(head) +
        R"({"at":100,"event":"message","message":{"ID":"m1","type":"TIMCustomElem","payload":{"data":"{\"customerServicePlugin\":0,\"src\":\"15\"}"},)"
        R"("flow":"in","from":"@customer_service_account","to":"v","time":1765000000,"sequence":1}})"
        "\n");
    REQUIRE(player);
    player->seek(100);
    const auto report = report_row(*player, player->view().rows().back().key);
    REQUIRE(report);
    CHECK(report->kind == "unsupported");
    CHECK_FALSE(report->unread_reason.empty());
}

TEST_CASE("the diagram has every allowed step once, and its boxes stand apart") {
    std::size_t steps = 0;
    for (const DiagramEdge& edge : diagram_edges()) {
        steps += edge.signals.size();
        for (const SessionSignal signal : edge.signals) {
            const Transition* step = find_transition(edge.from, signal);
            REQUIRE(step != nullptr);
            CHECK(step->to == edge.to);
        }
    }
    CHECK(steps == std::size(transitions));
    for (int a = 0; a < 7; ++a) {
        const ImVec2 first = diagram_place(static_cast<SessionState>(a));
        CHECK(first.x > 0.1F);
        CHECK(first.x < 0.9F);
        for (int b = a + 1; b < 7; ++b) {
            const ImVec2 second = diagram_place(static_cast<SessionState>(b));
            const bool apart = std::abs(first.x - second.x) > 0.24F || std::abs(first.y - second.y) > 0.12F;
            CHECK(apart);
        }
    }
}

}  // namespace deskbell
