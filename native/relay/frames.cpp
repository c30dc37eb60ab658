#include "native/relay/frames.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/relay/limits.h"

namespace deskbell::relay {
namespace {

using Parsed = std::variant<Frame, FrameError>;

FrameError wrong_type(std::string_view info, std::string_view client_id = {}) {
    return FrameError{"wrong_type", std::string(info), std::string(client_id)};
}

/// Absent and null both mean "not given".
const Value* given(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    return value != nullptr && value->is_null() ? nullptr : value;
}

Parsed parse_hello(const Value& body) {
    HelloFrame hello;
    if (const Value* token = given(body, "token")) {
        if (!token->is_text()) return wrong_type("hello.token is a text or null");
        hello.token = token->as_text();
    }
    if (const Value* after = given(body, "after")) {
        if (!after->is_integer() || after->as_integer() < 0) return wrong_type("hello.after is a seq or null");
        hello.after = after->as_integer();
    }
    if (const Value* lang = given(body, "lang")) {
        if (!lang->is_text()) return wrong_type("hello.lang is a text");
        hello.lang = lang->as_text().substr(0, 32);
    }
    if (const Value* desk = given(body, "desk")) {
        if (!desk->is_text()) return wrong_type("hello.desk is a text");
        hello.desk = desk->as_text().substr(0, 64);
    }
    if (const Value* user = given(body, "user")) {
        if (!user->is_object()) return wrong_type("hello.user is an object");
        hello.user = read_claim(*user);
    }
    return Frame(std::move(hello));
}

Parsed parse_send(const Value& body) {
    SendFrame send;
    const Value* client_id = given(body, "client_id");
    if (client_id == nullptr || !client_id->is_text() || client_id->as_text().empty() || client_id->as_text().size() > largest_client_id) {
        return wrong_type("send.client_id is a text of 1 to 128 bytes");
    }
    send.client_id = client_id->as_text();
    const Value* message = given(body, "message");
    if (message == nullptr || !message->is_object()) return wrong_type("send.message is an object", send.client_id);
    if (!(*message)["type"].is_text()) return wrong_type("send.message.type is a text", send.client_id);
    if (!(*message)["payload"].is_object()) return wrong_type("send.message.payload is an object", send.client_id);
    if (const Value* cloud = given(*message, "cloudCustomData"); cloud != nullptr && !cloud->is_text()) {
        return wrong_type("send.message.cloudCustomData is a text", send.client_id);
    }
    if (const Value* mentioned = given(*message, "atUserList")) {
        const bool are_texts =
            mentioned->is_array() && mentioned->items().size() <= most_mentioned &&
            std::all_of(mentioned->items().begin(), mentioned->items().end(), [](const Value& id) { return id.is_text(); });
        if (!are_texts) return wrong_type("send.message.atUserList is a list of at most 200 texts", send.client_id);
    }
    if (const Value* online_only = given(body, "online_only")) {
        if (!online_only->is_boolean()) return wrong_type("send.online_only is a boolean", send.client_id);
        send.online_only = online_only->as_boolean();
    }
    send.message = *message;
    return Frame(std::move(send));
}

Parsed parse_load_history(const Value& body) {
    LoadHistoryFrame load;
    load.limit = usual_history;
    if (const Value* before = given(body, "before")) {
        if (!before->is_text()) return wrong_type("load_history.before is a message id");
        load.before = before->as_text();
    }
    if (const Value* limit = given(body, "limit")) {
        if (!limit->is_integer()) return wrong_type("load_history.limit is a whole number");
        load.limit = static_cast<int>(std::clamp<std::int64_t>(limit->as_integer(), 1, most_history));
    }
    return Frame(std::move(load));
}

Parsed parse_mark_read(const Value& body) {
    const Value* upto = given(body, "upto");
    if (upto == nullptr || !upto->is_number()) return wrong_type("mark_read.upto is a time in seconds");
    return Frame(MarkReadFrame{upto->as_integer()});
}

Parsed parse_recall(const Value& body) {
    if (!body["id"].is_text()) return wrong_type("recall.id is a message id");
    return Frame(RecallFrame{std::string(body["id"].as_text())});
}

}  // namespace

std::variant<Frame, FrameError> parse_frame(std::string_view text) {
    const auto parsed = parse_json(text, JsonLimits{largest_frame, 32});
    if (!parsed) {
        const bool large = parsed.error().code == ErrorCode::too_large || parsed.error().code == ErrorCode::too_deep;
        return FrameError{large ? "too_large" : "not_json", describe(parsed.error()), {}};
    }
    if (!parsed->is_object()) return wrong_type("a frame is a JSON object");
    if (const Value* body = parsed->find("typing")) {
        if (!body->is_boolean()) return wrong_type("typing is a boolean");
        return Frame(TypingFrame{body->as_boolean()});
    }
    if (parsed->find("ping") != nullptr) return Frame(PingFrame{});
    struct Kind {
        std::string_view name;
        Parsed (*parse)(const Value&);
    };
    constexpr Kind kinds[] = {{"hello", parse_hello},
                              {"send", parse_send},
                              {"load_history", parse_load_history},
                              {"mark_read", parse_mark_read},
                              {"recall", parse_recall}};
    for (const Kind& kind : kinds) {
        const Value* body = parsed->find(kind.name);
        if (body == nullptr) continue;
        if (!body->is_object()) return wrong_type(std::string(kind.name) + " is an object");
        return kind.parse(*body);
    }
    return FrameError{"unknown_frame", "a frame is one of hello, send, load_history, mark_read, recall, typing, ping", {}};
}

std::string error_frame(const FrameError& error) {
    Value body = Value::object();
    body.set("code", error.code).set("info", error.info);
    if (!error.client_id.empty()) body.set("client_id", error.client_id);
    return to_json(Value::object().set("error", std::move(body)));
}

}  // namespace deskbell::relay
