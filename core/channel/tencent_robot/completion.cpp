#include "core/channel/tencent_robot/completion.h"

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace deskbell::channel::tencent_robot {
namespace {

constexpr std::size_t most_plain = 1u << 20;
constexpr std::size_t most_reason = 200;

Value transfer_tool() {
    Value function = Value::object();
    function.set("name", "transfer_to_human");
    function.set(
        "description",
        "Hands the visitor over to a person of the support team. Call it when the visitor asks for a person or when you cannot help.");
    function.set("parameters", Value::object().set("type", "object").set("properties", Value::object()));
    return Value::object().set("type", "function").set("function", std::move(function));
}

Value said_by(std::string_view role, std::string_view content) { return Value::object().set("role", role).set("content", content); }

}  // namespace

Request completion_request(const Settings& settings, const Records<Turn>& memory) {
    Value messages = Value::array();
    if (!settings.instructions.empty()) messages.push(said_by("system", settings.instructions));
    for (const Turn& turn : memory) messages.push(said_by(turn.role, turn.content));
    Value body = Value::object();
    body.set("model", settings.model).set("messages", std::move(messages)).set("stream", true);
    if (settings.most_answer_tokens > 0) body.set("max_tokens", settings.most_answer_tokens);
    if (settings.model_may_transfer) body.set("tools", Value::array().push(transfer_tool()));
    Request request;
    request.id = "ask";
    request.url = settings.model_base + "/chat/completions";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    request.body = to_json(body);
    // Once text has come a second try would be another text.
    request.repeatable = false;
    request.streamed = true;
    request.patience = 2 * millis_per_minute;
    return request;
}

std::string CompletionReader::feed(const Response& piece) {
    if (piece.status == 0) {
        trouble_ = "the model does not answer: " + std::string(utf8_prefix(piece.body, most_reason));
        return {};
    }
    std::string text;
    if (piece.status >= 200 && piece.status < 300) {
        for (const std::string& event : sse_.feed(piece.body)) {
            is_stream_ = true;
            text += take(event);
        }
    }
    if (!is_stream_ && plain_.size() < most_plain) plain_ += piece.body;
    if (!piece.complete) return text;
    if (piece.status < 200 || piece.status >= 300) {
        const auto body = parse_json(plain_);
        trouble_ = "the model refuses: HTTP " + to_digits(piece.status);
        const std::string_view reason = body ? (*body)["error"]["message"].as_text() : std::string_view();
        if (!reason.empty()) trouble_ += ", " + std::string(utf8_prefix(reason, most_reason));
    } else if (!is_stream_) {
        text = take_whole();
    }
    // Not every way of sending an answer tells its end from a cut.
    if (trouble_.empty() && is_stream_ && !ended_) trouble_ = "the model's stream was cut";
    if (trouble_.empty() && !said_ && !transfers_) trouble_ = "the model's answer is empty";
    return text;
}

std::string CompletionReader::take(std::string_view event) {
    if (trim(event) == "[DONE]") {
        ended_ = true;
        return {};
    }
    const auto json = parse_json(event);
    if (!json) {
        trouble_ = "the model's stream is no JSON";
        return {};
    }
    if (const Value* error = json->find("error"); error != nullptr && !error->is_null()) {
        trouble_ = "the model broke off: " + std::string(utf8_prefix((*error)["message"].as_text("?"), most_reason));
        return {};
    }
    std::string text;
    for (const Value& choice : (*json)["choices"].items()) {
        if (choice["index"].as_integer() != 0) continue;
        const Value& delta = choice["delta"];
        ended_ |= choice["finish_reason"].is_text();
        text += delta["content"].as_text();
        for (const Value& call : delta["tool_calls"].items()) transfers_ |= call["function"]["name"].as_text() == "transfer_to_human";
    }
    said_ |= !text.empty();
    return text;
}

std::string CompletionReader::take_whole() {
    const auto body = parse_json(plain_);
    if (!body) {
        trouble_ = "the model's answer is neither a stream nor JSON";
        return {};
    }
    const auto& choices = (*body)["choices"].items();
    if (choices.empty()) return {};
    const Value& message = choices.front()["message"];
    for (const Value& call : message["tool_calls"].items()) transfers_ |= call["function"]["name"].as_text() == "transfer_to_human";
    std::string text(message["content"].as_text());
    said_ |= !text.empty();
    return text;
}

}  // namespace deskbell::channel::tencent_robot
