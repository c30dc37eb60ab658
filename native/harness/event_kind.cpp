#include "native/harness/event_kind.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/protocol/message.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

constexpr std::size_t summary_bytes = 120;

/// The first line, cut between characters.
std::string first_words(std::string_view text) {
    std::string out(text.substr(0, text.find('\n')));
    if (out.size() <= summary_bytes) return out;
    std::size_t end = summary_bytes;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    return out.substr(0, end) + "…";
}

/// The first text within a message that a person would read.
std::string_view words_in(const Value& value) {
    static constexpr std::string_view telling[] = {"text", "content", "header", "tip",   "head",       "desc",
                                                   "name", "chunks",  "items",  "title", "menuContent"};
    if (value.is_text()) return value.as_text();
    if (value.is_array()) return value.items().empty() ? std::string_view() : words_in(value.items().front());
    for (const std::string_view name : telling) {
        if (const Value* member = value.find(name)) {
            if (const std::string_view words = words_in(*member); !words.empty()) return words;
        }
    }
    return {};
}

std::string message_summary(const Value& json) {
    const Result<Message> message = read_message(json);
    if (!message) return describe(message.error());
    std::string out(message_kind_name(message->kind));
    const std::string_view words = words_in(message->data);
    if (!words.empty()) out.append(": ").append(words);
    return first_words(out);
}

}  // namespace

EventKind event_kind(std::string_view name) {
    static constexpr std::string_view desk[] = {"message", "modified", "revoked", "history", "sent", "send_failed", "read", "state"};
    static constexpr std::string_view net[] = {"net", "gap", "restore", "catalogue", "upload"};
    if (name == "tick") return EventKind::tick;
    if (std::find(std::begin(desk), std::end(desk), name) != std::end(desk)) return EventKind::desk;
    if (std::find(std::begin(net), std::end(net), name) != std::end(net)) return EventKind::net;
    return EventKind::visitor;
}

const char* event_kind_name(EventKind kind) {
    static constexpr const char* names[] = {"in", "visitor", "net", "tick"};
    return names[static_cast<std::size_t>(kind)];
}

std::uint32_t event_kind_colour(EventKind kind) {
    switch (kind) {
        case EventKind::desk: return skin().accent_ink;
        case EventKind::visitor: return skin().warn;
        case EventKind::net: return skin().blue;
        case EventKind::tick: return skin().control;
    }
    return skin().control;
}

std::string event_summary(const Value& event) {
    const std::string_view name = event["event"].as_text();
    if (name == "message" || name == "modified") return message_summary(event["message"]);
    if (name == "sent")
        return std::string(event["client_id"].as_text()) + (event["message"].is_object() ? ", " + message_summary(event["message"]) : "");
    if (name == "text") return first_words(event["text"].as_text());
    if (name == "history") return std::to_string(event["messages"].items().size()) + " messages";
    std::string out;
    for (std::size_t i = 0; i < event.items().size(); ++i) {
        const std::string& member = event.names()[i];
        if (member == "event" || member == "at") continue;
        if (!out.empty()) out += ", ";
        out += member + " " + (event.items()[i].is_text() ? std::string(event.items()[i].as_text()) : to_json(event.items()[i]));
        if (out.size() > summary_bytes) break;
    }
    return first_words(out);
}

std::string clock_text(Millis at) {
    char text[48];
    const long long whole = std::llabs(static_cast<long long>(at));
    if (whole >= 3'600'000) {
        std::snprintf(text, sizeof text, "%s%lld:%02lld:%02lld.%03lld", at < 0 ? "-" : "", whole / 3'600'000, whole / 60'000 % 60,
                      whole / 1000 % 60, whole % 1000);
    } else {
        std::snprintf(text, sizeof text, "%s%lld:%02lld.%03lld", at < 0 ? "-" : "", whole / 60'000, whole / 1000 % 60, whole % 1000);
    }
    return text;
}

}  // namespace deskbell
