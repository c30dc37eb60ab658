#pragma once

#include "core/base/record.h"

/// What the desk tells its robot: Desk.SessionEventNotify (seed 001, 12615–12743).
namespace deskbell::channel::tencent_robot {

/// One element of a message, in the REST API's own spelling.
struct Element {
    std::string type;
    Value content;
};

struct Callback {
    std::string command;
    std::string session_id;
    std::string event;
    std::int64_t time = 0;
    std::string channel_type;
    std::string user;
    std::string service;
    std::string agent;
    std::string message_key;
    Records<Element> body;
};

/// Everything that can happen, as far as it matters to a robot.
enum class Happening : std::uint8_t { begun, asked, answered, person, person_heard, nobody, ended, passing, unknown };

/// What an event's name means.
Happening happening(std::string_view event);

/// What the visitor said, in words; empty when there are none. Cards and orders become lines.
std::string words_of(const Callback& callback);

/// The Desk message in it, or null.
Value desk_data(const Callback& callback);

/// Whether there is a picture, a file or the like.
bool has_media(const Callback& callback);

}  // namespace deskbell::channel::tencent_robot

namespace deskbell {

DESKBELL_RECORD(channel::tencent_robot::Element, "One element of a message.",
    DESKBELL_FIELD(type, "MsgType", required, "TIMTextElem, TIMCustomElem, …"),
    DESKBELL_FIELD(content, "MsgContent", optional, "its fields, in capitals"));

DESKBELL_RECORD(channel::tencent_robot::Callback, "A callback.",
    DESKBELL_FIELD(command, "CallbackCommand", required, "Desk.SessionEventNotify"),
    DESKBELL_FIELD(session_id, "SessionId", required, "the session"),
    DESKBELL_FIELD(event, "Event", required, "what happened"),
    DESKBELL_FIELD(time, "EventTime", optional, "milliseconds"),
    DESKBELL_FIELD(channel_type, "ChannelType", optional, "SDK or Web(H5)"),
    DESKBELL_FIELD(user, "ClientUserId", optional, "the visitor"),
    DESKBELL_FIELD(service, "CustomerServiceId", optional, "the service account"),
    DESKBELL_FIELD(agent, "AgentId", optional, "the agent"),
    DESKBELL_FIELD(message_key, "MsgKey", optional, "names the message"),
    DESKBELL_FIELD(body, "MsgBody", optional, "the message"));

}  // namespace deskbell
