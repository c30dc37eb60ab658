#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/channel/channel.h"
#include "core/channel/words.h"
#include "core/protocol/message.h"
#include "native/relay/openssl_crypto.h"

namespace deskbell::channel::test {

class FewWords final : public Words {
  public:
    std::string_view trouble(std::string_view) const override { return "Something went wrong."; }
    std::string_view not_accepted(std::string_view) const override { return "Not accepted."; }
    bool asks_for_person(std::string_view text) const override { return text == "Talk to a person"; }
};

inline Value json(std::string_view text) {
    auto parsed = parse_json(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return std::move(*parsed);
}

inline Response answer(std::string id, int status, std::string_view body) {
    Response response;
    response.id = std::move(id);
    response.status = status;
    response.body = body;
    return response;
}

/// A channel and what has come of it. Requests stay until they are answered.
struct Talk {
    std::unique_ptr<Account> account;
    std::unique_ptr<Channel> channel;
    Customer customer;
    Millis now = 1'700'000'000'000;
    std::vector<Request> open;
    std::vector<Event> events;
    std::vector<std::string> routes;
    std::vector<std::string> trouble;
    std::optional<Refusal> refusal;

    void take(Output out) {
        for (Request& request : out.requests) {
            CHECK_MESSAGE(find(request.id) == nullptr, "asked twice at once: " << request.id);
            open.push_back(std::move(request));
        }
        for (Event& event : out.events) events.push_back(std::move(event));
        routes.insert(routes.end(), out.routes.begin(), out.routes.end());
        trouble.insert(trouble.end(), out.trouble.begin(), out.trouble.end());
        refusal = out.refusal;
        for (const std::string& id : out.cancel) std::erase_if(open, [&](const Request& each) { return each.id == id; });
    }
    const Request* find(std::string_view id) const {
        const auto found = std::find_if(open.begin(), open.end(), [&](const Request& each) { return each.id.starts_with(id); });
        return found == open.end() ? nullptr : &*found;
    }
    Request taken(std::string_view id) {
        const Request* found = find(id);
        REQUIRE_MESSAGE(found != nullptr, "no request " << id);
        Request copy = *found;
        std::erase_if(open, [&](const Request& each) { return each.id == copy.id; });
        return copy;
    }
    /// Answers the open request whose id begins so.
    Request reply(std::string_view id, std::string_view body, int status = 200) {
        Request request = taken(id);
        take(channel->answered(answer(request.id, status, body), now));
        return request;
    }
    void say(std::string_view text) { take(channel->receive(text_message(text), now)); }
    void wait(Millis span) {
        now += span;
        take(channel->advance(now));
    }
    /// Waits for the next deadline.
    void wait_on() {
        const auto deadline = channel->next_deadline();
        REQUIRE(deadline.has_value());
        CHECK(*deadline >= now);
        now = std::max(now, *deadline);
        take(channel->advance(now));
    }
    /// What a restart does: the state is all that stays.
    void restart() {
        const Value saved = json(to_json(channel->save()));
        open.clear();
        channel = account->open(customer, &saved);
        take(channel->resume(now));
    }
    /// The stored messages, each as `kind: words`.
    std::vector<std::string> shown() const {
        std::vector<std::string> lines;
        for (const Event& event : events) {
            if (event.kind == EventKind::state || event.keep == Keep::passing) continue;
            const auto message = read_message(event.body);
            REQUIRE(message.has_value());
            std::string line(message_kind_name(message->kind));
            if (event.kind == EventKind::modified) line = "modified " + line;
            switch (message->kind) {
                case MessageKind::text: line += ": " + record_of<TextElem>(*message).text; break;
                case MessageKind::rich_text: line += ": " + record_of<RichText>(*message).content; break;
                case MessageKind::reminder: line += ": " + record_of<Reminder>(*message).content; break;
                case MessageKind::image: line += ": " + record_of<ImageElem>(*message).images.front().url; break;
                case MessageKind::file: line += ": " + record_of<FileElem>(*message).name + " " + record_of<FileElem>(*message).url; break;
                case MessageKind::stream: {
                    const auto stream = record_of<Stream>(*message);
                    line += (stream.is_finished != 0 ? "! " : ": ") + stream_text(stream);
                    break;
                }
                case MessageKind::evaluation: line += ": " + record_of<Evaluation>(*message).menu_content.selected->id; break;
                default: break;
            }
            lines.push_back(author_of(*message) == Author::visitor ? "out " + line : line);
        }
        return lines;
    }
    std::vector<std::string> states() const {
        std::vector<std::string> out;
        for (const Event& event : events) {
            if (event.kind == EventKind::state) out.emplace_back(event.body["state"].as_text());
        }
        return out;
    }
    void forget() {
        events.clear();
        trouble.clear();
    }
};

using Lines = std::vector<std::string>;

}  // namespace deskbell::channel::test
