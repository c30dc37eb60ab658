#include "native/replay/coverage.h"

#include <algorithm>
#include <iterator>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/base/words.h"
#include "core/conversation/transitions.h"
#include "core/protocol/message.h"
#include "widget/session/events.h"

namespace deskbell {

namespace {

std::string step_name(const Transition& step) {
    return "step " + std::string(session_state_name(step.from)) + " + " + std::string(session_signal_name(step.signal));
}

/// `im` and its fields: `im ID`; all others have a word before their name, as in `event text.quote`.
std::string member_path(const std::string& name, std::string_view field) {
    return name + (name.find(' ') == std::string::npos ? " " : ".") + std::string(field);
}

/// The record inside a field, or nullptr.
const RecordInfo* record_in(const Field& field) { return field.access != nullptr ? field.access->record : nullptr; }

/// True when the note is the error of this name, or holds it as the cause.
bool has_name(std::string_view note, std::string_view name) {
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const std::string_view here = note.substr(at);
        const std::string_view word = here.substr(0, here.find_first_of(": ()"));
        if (word == name) return true;
        at = note.find(" (", at);
        if (at != std::string_view::npos) at += 2;
    }
    return false;
}

struct NamedRecord {
    std::string_view name;
    const RecordInfo* info;
};

constexpr NamedRecord events[] = {
#define DESKBELL_EVENT(event_name, record) {#event_name, &RecordTraits<record>::info},
#include "widget/session/events.def"
#undef DESKBELL_EVENT
};

/// The IM elements; a Desk message is the element "custom" and has its own record besides.
constexpr NamedRecord elements[] = {
#define DESKBELL_ELEMENT(type, kind, record) {type, &RecordTraits<record>::info},
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
    {"TIMCustomElem", &RecordTraits<CustomElem>::info},
};

}  // namespace

Coverage::Coverage() {
    for (const NamedRecord& event : events) expect("event " + std::string(event.name), *event.info);
    expect("im", RecordTraits<ImMessage>::info);
    expect("cloud", RecordTraits<CloudCustomData>::info);
    for (const NamedRecord& element : elements) expect("element " + std::string(element.name), *element.info);
    for (const MessageInfo& message : message_table()) expect("message " + std::string(message.name), *message.record);
    for (const Transition& step : transitions) expected_.push_back(step_name(step));
#define DESKBELL_ERROR(name, text) expected_.push_back("error " #name);
#include "core/base/errors.def"
#undef DESKBELL_ERROR
}

void Coverage::expect(const std::string& name, const RecordInfo& info) {
    expected_.push_back(name);
    for (std::size_t i = 0; i < info.count; ++i) {
        const Field& field = info.fields[i];
        const std::string path = member_path(name, nth_word(info.names, i));
        if (record_in(field) != nullptr) {
            expect(path, *record_in(field));
        } else {
            expected_.push_back(path);
        }
    }
}

void Coverage::touch(const std::string& name, const RecordInfo& info, const Value& json) {
    if (!json.is_object()) return;
    touched_.insert(name);
    for (std::size_t i = 0; i < info.count; ++i) {
        const Field& field = info.fields[i];
        const Value* member = json.find(nth_word(info.names, i));
        if (member == nullptr || member->is_null()) continue;
        const std::string path = member_path(name, nth_word(info.names, i));
        if (record_in(field) == nullptr) {
            touched_.insert(path);
        } else if (member->is_array()) {
            for (const Value& item : member->items()) touch(path, *record_in(field), item);
        } else {
            touch(path, *record_in(field), *member);
        }
    }
}

void Coverage::touch_message(const Value& im) {
    touch("im", RecordTraits<ImMessage>::info, im);
    if (const auto cloud = parse_json(im["cloudCustomData"].as_text())) touch("cloud", RecordTraits<CloudCustomData>::info, *cloud);
    for (const NamedRecord& element : elements) {
        if (im["type"].as_text() == element.name) touch("element " + std::string(element.name), *element.info, im["payload"]);
    }
    const auto message = read_message(im);
    if (!message) return;
    if (const MessageInfo* info = find_message(message->kind)) touch("message " + std::string(info->name), *info->record, message->data);
}

void Coverage::take(std::string_view fixture, const ReplayWitness& witness) {
    const auto parsed = parse_fixture(fixture);
    if (!parsed) return;
    for (const FixtureEvent& each : parsed->events) {
        const Value& event = each.event;
        const std::string_view name = event["event"].as_text();
        for (const NamedRecord& known : events) {
            if (known.name == name) touch("event " + std::string(name), *known.info, event);
        }
        if (const Value* message = event.find("message")) touch_message(*message);
        for (const Value& message : event["messages"].items()) touch_message(message);
    }
    for (const Value& effect : witness.effects) {
        if (const Value* message = effect.find("message")) touch_message(*message);
        // Answered by the replay itself.
        if (effect["effect"].as_text() == "load_language") {
            for (const char* field : {"event catalogue", "event catalogue.lang", "event catalogue.dir", "event catalogue.texts"})
                touched_.insert(field);
        }
    }
    for (std::size_t i = 0; i < std::size(transitions); ++i) {
        if ((witness.steps_taken >> i & 1) != 0) touched_.insert(step_name(transitions[i]));
    }
    // A note may name the cause within: `wrong_type (not_json (byte 39))`.
    for (const std::string& note : witness.notes) {
#define DESKBELL_ERROR(name, text) \
    if (has_name(note, #name)) touched_.insert("error " #name);
#include "core/base/errors.def"
#undef DESKBELL_ERROR
    }
}

std::string Coverage::summary() const {
    struct Group {
        std::string_view name;
        std::size_t all = 0;
        std::size_t touched = 0;
    };
    Group groups[] = {{"protocol fields"}, {"steps of the session"}, {"errors"}};
    for (const std::string& name : expected_) {
        Group& group = groups[name.starts_with("step ") ? 1 : name.starts_with("error ") ? 2 : 0];
        ++group.all;
        group.touched += touched_.contains(name) ? 1u : 0u;
    }
    std::string out;
    for (const Group& group : groups) {
        out += std::string(group.name) + ": " + std::to_string(group.touched) + " of " + std::to_string(group.all) + "\n";
    }
    return out;
}

std::vector<std::string> Coverage::missing() const {
    std::vector<std::string> out;
    std::copy_if(expected_.begin(), expected_.end(), std::back_inserter(out),
                 [&](const std::string& name) { return !touched_.contains(name); });
    return out;
}

tl::expected<std::map<std::string, std::string>, int> read_excuses(std::string_view text) {
    std::map<std::string, std::string> excuses;
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.starts_with("#")) continue;
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos || trim(line.substr(colon + 2)).empty()) return tl::unexpected<int>(number);
        excuses.emplace(line.substr(0, colon), trim(line.substr(colon + 2)));
    }
    return excuses;
}

}  // namespace deskbell
