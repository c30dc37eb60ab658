#include "core/channel/tencent_robot/desk_api.h"

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/protocol/message.h"

namespace deskbell::channel::tencent_robot {
namespace {

std::string_view method_of(std::string_view kind) {
    if (kind == "say") return "send_msg";
    if (kind == "chunk") return "send_stream_msg";
    if (kind == "modify") return "modify_msg";
    return kind == "transfer" ? "transfer_to_human" : "end_session";
}

Value element(std::string_view type, const char* member, std::string_view text) {
    Value one = Value::object();
    one.set("MsgType", type).set("MsgContent", Value::object().set(member, text));
    return Value::array().push(std::move(one));
}

/// The robot's sign, by which clients draw its picture and the note that a machine wrote this.
std::string robot_cloud() {
    CloudCustomData cloud;
    cloud.role = "robot";
    cloud.message_type = "aiReply";
    return to_json(encode(cloud));
}

Value said(std::string_view session, Value body, std::int64_t random) {
    Value whole = Value::object();
    whole.set("SessionId", session).set("MsgRandom", random).set("MsgBody", std::move(body)).set("CloudCustomData", robot_cloud());
    return whole;
}

Value desk_element(MessageKind kind, const Value& members) {
    return element("TIMCustomElem", "Data", desk_message(kind, members)["payload"]["data"].as_text());
}

/// A body that carries text is made again with less of it until it fits: how long JSON within JSON gets is known only then.
template <class Make>
Value fitting(std::string_view text, Make make) {
    std::string_view kept = text;
    Value body = make(kept);
    while (to_json(body).size() > longest_body && !kept.empty()) {
        kept = utf8_prefix(kept, kept.size() * 9 / 10);
        body = make(std::string(kept) + "…");
    }
    return body;
}

}  // namespace

Request call_request(const Settings& settings, const Call& call) {
    Request request;
    request.id = call.kind;
    request.url = settings.base + "/v4/desk_http_svc/" + std::string(method_of(call.kind));
    request.headers = {{"Content-Type", "application/json"}};
    request.body = to_json(call.body);
    // Everything but a piece of a stream may be said twice: messages carry a MsgRandom by which the desk knows them again.
    request.repeatable = call.kind != "chunk";
    return request;
}

Outcome outcome_of(const Call& call, const Response& response) {
    if (response.status == 0 || response.status >= 500)
        return {Verdict::unknown, {}, response.status == 0 ? response.body : "HTTP " + to_digits(response.status)};
    if (response.status == 429) return {Verdict::later, {}, "HTTP 429"};
    const auto body = parse_json(response.body);
    if (response.status != 200 || !body || !body->is_object())
        return {Verdict::refused, {}, "HTTP " + to_digits(response.status) + " without JSON"};
    const std::int64_t code = (*body)["ErrorCode"].as_integer(-1);
    if (code == 0) return {Verdict::done, std::string((*body)["MsgKey"].as_text()), {}};
    std::string why = "error " + to_digits(code) + ' ' + std::string(utf8_prefix((*body)["ErrorInfo"].as_text(), 120));
    switch (code) {
        // "Internal error, try again": it may have been taken all the same.
        case 20004:
        case 20005:
        case 141002: return {Verdict::unknown, {}, std::move(why)};
        case 60007:
        case 60008: return {Verdict::later, {}, std::move(why)};
        case 141001: return {Verdict::no_agent, {}, std::move(why)};
        case 141005:
        case 141006: return {Verdict::gone, {}, std::move(why)};
        // "This session cannot be transferred": a repeated call finds it transferred already.
        case 141003: return {call.tries > 0 ? Verdict::done : Verdict::refused, {}, std::move(why)};
        default: return {Verdict::refused, {}, std::move(why)};
    }
}

Value text_body(std::string_view session, std::string_view text, std::int64_t random) {
    return fitting(text, [&](std::string_view kept) { return said(session, element("TIMTextElem", "Text", kept), random); });
}

Value desk_body(std::string_view session, const Value& data, std::int64_t random) {
    return said(session, element("TIMCustomElem", "Data", to_json(data)), random);
}

Value markdown_body(std::string_view session, std::string_view text, std::int64_t random) {
    return fitting(text, [&](std::string_view kept) {
        return said(session, desk_element(MessageKind::rich_text, encode(RichText{std::string(kept)})), random);
    });
}

Value chunk_body(std::string_view session, std::string_view chunk, std::string_view message_key, bool last) {
    Value body = Value::object();
    body.set("SessionId", session).set("Chunk", chunk);
    if (!message_key.empty()) body.set("MsgKey", message_key);
    if (last) body.set("Finish", 1);
    return body;
}

Value modify_body(std::string_view session, std::string_view text, std::string_view message_key) {
    return fitting(text, [&](std::string_view kept) {
        Value members = Value::object();
        members.set("chunks", Value::array().push(Value(kept))).set("isFinished", 1);
        Value body = Value::object();
        body.set("SessionId", session).set("MsgKey", message_key).set("MsgBody", desk_element(MessageKind::stream, members));
        body.set("CloudCustomData", robot_cloud());
        return body;
    });
}

Value session_body(std::string_view session) { return Value::object().set("SessionId", session); }

}  // namespace deskbell::channel::tencent_robot
