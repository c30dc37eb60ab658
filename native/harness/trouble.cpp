#include "native/harness/trouble.h"

#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/protocol/message.h"

namespace deskbell {

namespace {

constexpr int deep_nesting = 100;

/// Applies `change` to every message that the event carries.
template <class Change>
void each_message(Value& event, const Change& change) {
    if (Value* message = event.find("message"); message != nullptr && message->is_object()) change(*message);
    if (Value* messages = event.find("messages"); messages != nullptr && messages->is_array()) {
        for (Value& message : messages->items()) change(message);
    }
}

void shift_number(Value& object, std::string_view name, Seconds seconds) {
    Value* number = object.find(name);
    if (number != nullptr && number->is_integer() && number->as_integer() > 0) *number = Value(number->as_integer() + seconds);
}

void shift_message(Value& message, Seconds seconds) {
    shift_number(message, "time", seconds);
    Value* payload = message.find("payload");
    Value* text = payload == nullptr ? nullptr : payload->find("data");
    if (text == nullptr || !text->is_text()) return;
    Result<Value> data = parse_json(text->as_text());
    if (!data) return;
    Value* menu = data->find("menuContent");
    if (menu == nullptr || menu->find("expireTime") == nullptr) return;
    shift_number(*menu, "expireTime", seconds);
    *text = Value(to_json(*data));
}

/// The text that says most: the data of a custom message, or the payload's first text.
Value* main_text(Value& message) {
    Value* payload = message.find("payload");
    if (payload == nullptr || !payload->is_object()) return nullptr;
    if (Value* data = payload->find("data"); data != nullptr && data->is_text()) return data;
    for (Value& member : payload->items()) {
        if (member.is_text() && !member.as_text().empty()) return &member;
    }
    return nullptr;
}

void damage(Value& message, Corruption how, std::uint64_t place) {
    Value* text = main_text(message);
    switch (how) {
        case Corruption::cut_data:
            if (text != nullptr) *text = Value(text->as_text().substr(0, place % (text->as_text().size() + 1)));
            return;
        case Corruption::wrong_payload: message.set("payload", static_cast<std::int64_t>(place % 1000)); return;
        case Corruption::no_type: message.set("type", Value()); return;
        case Corruption::data_no_json:
            if (text != nullptr) *text = Value("}" + std::string(text->as_text()));
            return;
        case Corruption::broken_text: {
            if (text == nullptr || text->as_text().empty()) return;
            // JSON from the wire has its broken UTF-8 replaced when it is read, and so does this.
            std::string bytes(text->as_text());
            bytes[place % bytes.size()] = '\xFF';
            std::string json;
            append_json_text(json, bytes);
            if (const Result<Value> read = parse_json(json)) *text = *read;
            return;
        }
        case Corruption::deep: {
            std::string deep(deep_nesting, '[');
            deep.append(deep_nesting, ']');
            if (text != nullptr) *text = Value(deep);
            return;
        }
        case Corruption::count: return;
    }
}

}  // namespace

Trouble::Trouble(const TroubleSettings& settings, Way way)
    : settings_(settings), random_(static_cast<std::uint64_t>(settings.seed) * 2 + (way == Way::outgoing ? 1 : 0)) {}

double Trouble::unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

Fate Trouble::next() {
    Fate fate;
    fate.dropped = strikes(settings_.dropped);
    fate.duplicated = strikes(settings_.duplicated);
    fate.reordered = strikes(settings_.reordered);
    const bool delayed = strikes(settings_.delayed);
    const Millis delay = up_to(settings_.longest_delay);
    if (delayed) fate.delay = delay;
    const bool disconnected = strikes(settings_.disconnected);
    const Millis absence = up_to(settings_.longest_absence);
    if (disconnected) fate.absence = absence;
    const bool corrupted = strikes(settings_.corrupted);
    const auto how = static_cast<Corruption>(static_cast<int>(unit() * static_cast<double>(Corruption::count)));
    if (corrupted) fate.corruption = how;
    fate.place = random_();
    return fate;
}

Value corrupt(Value event, Corruption how, std::uint64_t place) {
    const std::string_view name = event["event"].as_text();
    if (name == "message" || name == "modified") each_message(event, [how, place](Value& message) { damage(message, how, place); });
    return event;
}

Value shift_desk_clock(Value event, Seconds seconds) {
    each_message(event, [seconds](Value& message) { shift_message(message, seconds); });
    if (event["event"].as_text() == "read") shift_number(event, "upto", seconds);
    return event;
}

}  // namespace deskbell
