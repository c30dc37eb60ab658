#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "core/base/json.h"
#include "core/channel/chatwoot/account.h"
#include "core/protocol/message.h"
#include "native/relay/openssl_crypto.h"
#include "tests/unit/channel/words.h"

namespace deskbell::test {

inline Value parsed(std::string_view text) {
    auto value = parse_json(text);
    REQUIRE_MESSAGE(value.has_value(), text);
    return std::move(*value);
}

inline channel::chatwoot::Settings livedesk_settings() {
    channel::chatwoot::Settings settings;
    settings.base = "https://livedesk-api.engagelab.com/api/v2/accounts";
    settings.inbox = "407";
    settings.api_key = "key";
    settings.api_secret = "secret";
    settings.webhook_secret = "whisper";
    return settings;
}

inline channel::chatwoot::Settings chatwoot_settings() {
    channel::chatwoot::Settings settings;
    settings.transport = channel::chatwoot::Transport::client;
    settings.base = "https://chat.example.com/";
    settings.inbox = "inboxId";
    return settings;
}

/// What becomes of a request on its way.
enum class Fate { arrives, lost_before, lost_after };

/// The desk's memory, in a few lines: enough to see whether anything is lost or doubled.
struct SmallDesk {
    std::int64_t next_id = 100;
    std::string status = "open";
    std::int64_t contacts = 0;
    std::int64_t conversations = 0;
    std::vector<Value> messages;

    Value add(std::int64_t type, const Value& body) {
        Value message = Value::object();
        message.set("id", ++next_id).set("content", body["content"]).set("message_type", type).set("created_at", 1'766'572'100);
        message.set("content_type", body["content_type"].as_text("text")).set("conversation_id", 40);
        if (const Value* attributes = body.find("content_attributes")) message.set("content_attributes", *attributes);
        messages.push_back(message);
        return message;
    }

    channel::Response answer(const channel::Request& request) {
        channel::Response response;
        response.id = request.id;
        response.status = 200;
        const auto ends = [&](std::string_view end) { return std::string_view(request.url).ends_with(end); };
        const auto has = [&](std::string_view part) { return request.url.find(part) != std::string::npos; };
        Value body = request.body.empty() ? Value::object() : parsed(request.body);
        if (request.method == "POST" && ends("/contacts")) {
            if (has("/accounts/") && contacts > 0) {
                response.status = 422;
                response.body = R"({"message":"Identifier has already been taken"})";
            } else {
                ++contacts;
                response.body = has("/public/") ? R"({"id":7,"source_id":"src","pubsub_token":"pub"})"
                                                : R"({"payload":{"contact":{"id":2219256,"identifier":"visitor-1"}}})";
            }
        } else if (has("/contacts/search")) {
            response.body = R"({"payload":[{"id":9,"identifier":"visitor-11"},{"id":2219256,"identifier":"visitor-1"}]})";
        } else if (ends("/conversations") && request.method == "POST") {
            ++conversations;
            response.body = R"({"id":40,"inbox_id":407,"status":")" + status + R"(","messages":[]})";
        } else if (ends("/conversations")) {
            response.body = conversations == 0 ? R"({"payload":[]})" : R"({"payload":[{"id":40,"inbox_id":407,"status":"open"}]})";
        } else if (ends("/messages") && request.method == "POST") {
            const Value made = add(0, body);
            Value told = made;
            told.set("echo_id", body["echo_id"]);
            response.body = to_json(told);
        } else if (has("/messages/") && request.method == "PATCH") {
            response.body = "{}";
            for (Value& message : messages) {
                if (!std::string_view(request.url).ends_with("/" + to_json(message["id"]))) continue;
                Value attributes = message["content_attributes"];
                attributes.set("submitted_values", body["submitted_values"]);
                message.set("content_attributes", attributes);
                response.body = to_json(message);
            }
        } else if (has("/messages")) {
            Value list = Value::array();
            const std::size_t at = request.url.find("before=");
            const std::int64_t before = at == std::string::npos ? INT64_MAX : std::atoll(request.url.c_str() + at + 7);
            std::vector<Value> page;
            for (const Value& message : messages) {
                if (message["id"].as_integer() < before) page.push_back(message);
            }
            if (page.size() > 20) page.erase(page.begin(), page.end() - 20);
            for (Value& message : page) list.push(std::move(message));
            response.body = has("/public/") ? to_json(list) : to_json(Value::object().set("payload", std::move(list)));
        } else if (ends("/toggle_status")) {
            status = "resolved";
            response.body = "{}";
        } else {
            response.body = R"({"id":40,"status":")" + status + R"("})";
        }
        return response;
    }
};

/// A channel with what its host does for it: requests are answered by the small desk, saved state is what a restart has.
struct Talk {
    explicit Talk(const channel::chatwoot::Settings& settings = livedesk_settings()) {
        customer.id = "visitor-1";
        customer.lang = "en";
        auto made = channel::chatwoot::make_account(settings, crypto, words);
        REQUIRE(made.has_value());
        account = std::move(*made);
        channel = account->open(customer, nullptr);
    }

    void take(channel::Output output) {
        saved = to_json(channel->save());
        for (auto& event : output.events) {
            if (event.keep == channel::Keep::stored) kept.push_back(event);
            events.push_back(std::move(event));
        }
        for (auto& request : output.requests) open.push_back(std::move(request));
        for (auto& order : output.socket) socket.push_back(std::move(order));
        for (auto& line : output.trouble) trouble.push_back(std::move(line));
        for (auto& route : output.routes) routes.push_back(std::move(route));
        refusal = output.refusal;
    }

    void send(const Value& message, std::string_view client_id) {
        Value whole = message;
        whole.set("flow", "out").set("clientId", client_id);
        take(channel->receive(whole, now));
    }
    void say(std::string_view text, std::string_view client_id) { send(text_message(text), client_id); }

    /// Answers the oldest open request.
    channel::Request step(Fate fate = Fate::arrives) {
        REQUIRE_FALSE(open.empty());
        channel::Request request = open.front();
        open.pop_front();
        if (request.authorised) account->authorise(request);
        channel::Response response;
        response.id = request.id;
        response.body = "no answer";
        if (fate != Fate::lost_before) {
            const auto told = desk.answer(request);
            if (fate == Fate::arrives) response = told;
        }
        take(channel->answered(response, now));
        return request;
    }
    /// Answers everything, and lets time go on where the channel waits.
    void settle() {
        for (int round = 0; round < 60; ++round) {
            while (!open.empty()) step();
            const auto deadline = channel->next_deadline();
            if (!deadline || *deadline > now + 70'000) return;
            now = std::max(now, *deadline);
            take(channel->advance(now));
            if (open.empty()) return;
        }
    }
    void reply(std::string_view id, int status, std::string_view body) {
        channel::Response response;
        response.id = id;
        response.status = status;
        response.body = body;
        take(channel->answered(response, now));
    }
    /// The process ends and starts again; what was open is lost.
    void restart() {
        const Value state = parsed(saved.empty() ? "null" : saved);
        open.clear();
        socket.clear();
        channel = account->open(customer, saved.empty() ? nullptr : &state);
        take(channel->resume(now));
    }
    void hook(std::string_view body) { take(channel->delivered(parsed(body), now)); }

    /// The texts of what the visitor has been shown, in order.
    std::vector<std::string> shown() const {
        std::vector<std::string> texts;
        for (const auto& event : kept) {
            if (event.kind == channel::EventKind::message) texts.emplace_back(event.body["payload"]["text"].as_text("-"));
        }
        return texts;
    }
    std::vector<std::string> at_desk() const {
        std::vector<std::string> texts;
        for (const Value& message : desk.messages) {
            if (message["message_type"].as_integer() == 0) texts.emplace_back(message["content"].as_text());
        }
        return texts;
    }
    const Value& last() const {
        REQUIRE_FALSE(kept.empty());
        return kept.back().body;
    }

    relay::OpensslCrypto crypto;
    TestWords words;
    channel::Customer customer;
    std::unique_ptr<channel::Account> account;
    std::unique_ptr<channel::Channel> channel;
    SmallDesk desk;
    Millis now = 1'766'572'200'000;
    std::string saved;
    std::deque<channel::Request> open;
    std::vector<channel::Event> events, kept;
    std::vector<channel::SocketOrder> socket;
    std::vector<std::string> trouble, routes;
    std::optional<channel::Refusal> refusal;
};

/// The parsed payload.data of a Desk message.
inline Value data_of(const Value& message) { return parsed(message["payload"]["data"].as_text("{}")); }

}  // namespace deskbell::test
