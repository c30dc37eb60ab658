#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/sandbox/sandbox.h"
#include "native/sandbox/texts.h"

namespace deskbell::sandbox {

/// A visitor in a test: says things, lets time pass, and keeps all that the desk said.
class Talk {
  public:
    explicit Talk(double speed = 1) : desk(Options{"https://relay.example/sandbox/", speed, 1}) {}

    /// Sends a message and keeps what comes back at once.
    const Output& send(const Value& message) {
        last = desk.receive(message, now);
        events.insert(events.end(), last.events.begin(), last.events.end());
        return last;
    }
    const Output& say(std::string_view text) { return send(text_message(text)); }
    const Output& trigger(std::string_view language = "en") {
        return send(desk_message(MessageKind::session_trigger, SessionTrigger{TriggeredContent{std::string(language)}}));
    }
    const Output& signal(MessageKind kind) { return send(desk_message(kind, Signal{})); }
    const Output& rate(std::string_view id, std::string_view session) {
        return send(desk_message(MessageKind::evaluation_answer, EvaluationAnswer{{std::string(id), "words", std::string(session)}}));
    }

    /// Lets time pass as a host does, deadline by deadline.
    void wait(Millis time) {
        const Millis until = now + time;
        while (desk.next_deadline() && *desk.next_deadline() <= until) {
            now = std::max(now, *desk.next_deadline());
            const Output output = desk.advance(now);
            events.insert(events.end(), output.events.begin(), output.events.end());
        }
        now = until;
    }

    void talk_to_anna() {
        trigger();
        say("human");
        wait(20 * millis_per_second);
        events.clear();
    }

    /// All messages of a kind, new ones and changes, as they were when they came.
    std::vector<Message> all(MessageKind kind, EventKind event = EventKind::message) const {
        std::vector<Message> out;
        for (const Event& one : events) {
            if (one.kind != event) continue;
            auto message = read_message(one.body);
            REQUIRE(message);
            if (message->kind == kind) out.push_back(std::move(*message));
        }
        return out;
    }
    std::vector<Message> changes(MessageKind kind) const { return all(kind, EventKind::modified); }
    /// The only message of a kind.
    Message one(MessageKind kind) const {
        auto found = all(kind);
        REQUIRE_MESSAGE(found.size() == 1, message_kind_name(kind));
        return found.front();
    }
    std::string text() const {
        const auto found = all(MessageKind::text);
        return found.empty() ? std::string() : record_of<TextElem>(found.back()).text;
    }
    /// The states that were told, in order, with the position in the queue: "queueing 3".
    std::vector<std::string> states() const {
        std::vector<std::string> out;
        for (const Event& one : events) {
            if (one.kind != EventKind::state) continue;
            const std::int64_t position = one.body["position"].as_integer();
            out.push_back(std::string(one.body["state"].as_text()) + (position > 0 ? " " + std::to_string(position) : ""));
        }
        return out;
    }
    std::string seat() const {
        const auto found = all(MessageKind::seat_status);
        return found.empty() ? std::string() : record_of<SeatStatus>(found.back()).content.content;
    }

    Sandbox desk;
    Millis now = 1765000000000;
    Output last;
    std::vector<Event> events;
};

}  // namespace deskbell::sandbox
