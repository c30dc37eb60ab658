#include "native/harness/message_form.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/sandbox/envelope.h"

namespace deskbell {

namespace {

constexpr std::string_view arrival_events[] = {"message", "modified", "history"};

/// The fields of an IM message that are not the message itself.
FormRecord empty_envelope() {
    FormRecord form = empty_form(RecordTraits<ImMessage>::documentation);
    std::erase_if(form.fields, [](const FormField& field) {
        const std::string_view name = field.declaration->name;
        return name == "type" || name == "payload" || name == "cloudCustomData";
    });
    return form;
}

std::string problem(std::string_view path, ErrorCode code) {
    return std::string(path) + (path.empty() ? "" : ": ") + describe(Error{code, {}});
}

/// What the core's validation says of a record and of the records in it.
void check(const FormRecord& form, const Value& json, const std::string& path, std::vector<DecodeNote>& found) {
    const std::string prefix = path.empty() ? path : path + ".";
    std::list<DecodeNote> notes;
    const Result<void> valid = decode_record(*form.documentation->info, json, nullptr, &notes);
    if (!valid) found.push_back({prefix + std::string(std::string_view(valid.error().detail)), valid.error().code});
    for (const DecodeNote& note : notes) found.push_back({prefix + note.path, note.reason});
    for (const FormField& field : form.fields) {
        std::size_t number = 0;
        for (const FormRecord& record : field.records) {
            std::string inner = prefix + field.declaration->name;
            if (field.declaration->field.type == FieldType::records) inner += "." + std::to_string(number++);
            check(record, form_to_json(record), inner, found);
        }
    }
}

/// One line a fault: a record that cannot be read is named by the field inside of it that is the reason.
void note_problems(const FormRecord& form, const Value& json, std::vector<std::string>& problems) {
    std::vector<DecodeNote> found;
    check(form, json, "", found);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto says_it_better = [&](const DecodeNote& other) {
            return other.path.starts_with(found[i].path + ".") || (other.path == found[i].path && &other < &found[i]);
        };
        if (std::none_of(found.begin(), found.end(), says_it_better)) problems.push_back(problem(found[i].path, found[i].reason));
    }
}

/// The record as the core writes it, or what the form says when the core cannot read it.
Value encode_form(const Composable& what, const FormRecord& form, std::vector<std::string>& problems) {
    Value json = form_to_json(form);
    note_problems(form, json, problems);
    Result<Value> encoded = what.encode(json);
    return encoded ? std::move(*encoded) : json;
}

/// What goes in where the form says nothing.
void stamp_message(Value& message, const MessageStamp& stamp, Direction direction) {
    const auto fill = [&message](const char* name, Value value) {
        if (message.find(name) == nullptr) message.set(name, std::move(value));
    };
    fill("ID", "h-" + to_digits(stamp.number));
    fill("flow", direction == Direction::out ? "out" : "in");
    fill("time", stamp.now / millis_per_second);
    fill("sequence", stamp.number);
    const Value common = sandbox::in_conversation(message, stamp.visitor);
    for (const char* name : {"from", "to", "conversationID", "conversationType", "status"}) fill(name, common[name]);
}

const Composable* composable_of(const Message& message) {
    for (const Composable& one : composables()) {
        if (one.is_message() && one.kind == message.kind) return &one;
    }
    return nullptr;
}

}  // namespace

MessageForm::MessageForm() {
    for (const Composable& one : composables()) {
        if (one.kind == MessageKind::text) choose(one);
    }
}

void MessageForm::choose(const Composable& what) {
    what_ = &what;
    body_ = empty_form(*what.documentation);
    envelope_ = empty_envelope();
    cloud_ = empty_form(RecordTraits<CloudCustomData>::documentation);
}

ComposedEvent MessageForm::compose(const MessageStamp& stamp) const {
    ComposedEvent out;
    if (what_->is_message()) {
        compose_message(stamp, out);
        return out;
    }
    const Value body = encode_form(*what_, body_, out.problems);
    out.event = Value::object();
    out.event.set("event", what_->name);
    for (std::size_t i = 0; i < body.names().size(); ++i) out.event.set(body.names()[i], body.items()[i]);
    return out;
}

void MessageForm::compose_message(const MessageStamp& stamp, ComposedEvent& out) const {
    const Value body = encode_form(*what_, body_, out.problems);
    Value message = form_to_json(envelope_);
    if (what_->sort == Composable::Sort::desk_message) {
        const Value wrapped = desk_message(what_->kind, body);
        message.set("type", wrapped["type"]).set("payload", wrapped["payload"]);
    } else {
        message.set("type", what_->type).set("payload", body);
    }
    const Value cloud_json = form_to_json(cloud_);
    note_problems(cloud_, cloud_json, out.problems);
    const Value cloud = encode(decode<CloudCustomData>(cloud_json).value_or(CloudCustomData()));
    if (!cloud.items().empty()) message.set("cloudCustomData", to_json(cloud));
    if (arrives_ == Arrives::modified) message.set("isModified", true);
    stamp_message(message, stamp, what_->direction);
    note_problems(envelope_, message, out.problems);
    if (const auto whole = decode<ImMessage>(message)) message = encode(*whole);
    const Result<Message> read = read_message(message);
    if (read && out.problems.empty() && read->kind != what_->kind)
        out.problems.push_back("the core takes it as " + std::string(message_kind_name(read->kind)) + ": " + read->unread_reason);
    out.event = Value::object();
    out.event.set("event", arrival_events[static_cast<std::size_t>(arrives_)]);
    if (arrives_ == Arrives::history) {
        Value list = Value::array();
        list.push(std::move(message));
        out.event.set("messages", std::move(list)).set("complete", false);
    } else {
        out.event.set("message", std::move(message));
    }
}

bool MessageForm::read(const Value& event) {
    const std::string_view name = event["event"].as_text();
    const Value& messages = event["messages"];
    const bool history = name == "history" && messages.items().size() == 1;
    if (name != "message" && name != "modified" && !history) {
        for (const Composable& one : composables()) {
            if (one.is_message() || one.name != name) continue;
            choose(one);
            fill_form(body_, event);
            return true;
        }
        return false;
    }
    const Value& json = history ? messages.items().front() : event["message"];
    const Result<Message> message = read_message(json);
    if (!message) return false;
    const Composable* what = composable_of(*message);
    if (what == nullptr) return false;
    choose(*what);
    arrives_ = history ? Arrives::history : name == "modified" ? Arrives::modified : Arrives::message;
    fill_form(body_, message->data);
    fill_form(envelope_, json);
    fill_form(cloud_, parse_json(json["cloudCustomData"].as_text()).value_or(Value::object()));
    return true;
}

}  // namespace deskbell
