#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/chatwoot/channel.h"
#include "core/channel/chatwoot/read.h"
#include "core/channel/upload.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr std::size_t most_waiting = 100;

Refusal refuse(EvaluationRefusal code, std::string_view info) { return {static_cast<std::int64_t>(code), std::string(info)}; }

void add_line(std::string& text, std::string_view line) {
    if (line.empty()) return;
    if (!text.empty()) text += '\n';
    text += line;
}

std::string words_of(const CardContent& card) {
    std::string text;
    for (const std::string* line : {&card.header, &card.desc, &card.url}) add_line(text, *line);
    return text;
}

std::string words_of(const OrderContent& order) {
    std::string text;
    for (const std::string* line : {&order.guide, &order.name, &order.desc, &order.url}) add_line(text, *line);
    for (const CustomField& field : order.custom_fields) add_line(text, field.name + ": " + field.value);
    return text;
}

std::string number_text(const Value& number) { return number.is_text() ? std::string(number.as_text()) : to_json(number); }

Value one_answer(const Submitted& answer) { return Value::array().push(encode(answer)); }

/// What a chosen word means: the value of a choice, or the payload of a card's button.
std::optional<Submitted> choice_in(const DeskMessage& message, const std::string& text) {
    for (const Item& item : message.attributes.items) {
        if (message.content_type == "input_select" && (item.title.empty() ? item.value : item.title) == text)
            return Submitted{{}, text, item.value.empty() ? text : item.value};
    }
    return std::nullopt;
}

std::optional<std::string> payload_in(const DeskMessage& message, const std::string& text) {
    if (message.content_type != "cards") return std::nullopt;
    for (const Item& item : message.attributes.items) {
        for (const CardAction& action : item.actions) {
            if (action.type == "postback" && action.text == text) return action.payload.empty() ? text : action.payload;
        }
    }
    return std::nullopt;
}

bool looks_like_email(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
           text.find(' ') == std::string_view::npos;
}

}  // namespace

Output ChatwootChannel::receive(const Value& im_message, Millis now) {
    now_ = now;
    const auto message = read_message(im_message);
    if (!message) {
        out_.refusal = Refusal{bad_message, describe(message.error())};
    } else if (state_.queue.size() >= most_waiting) {
        out_.refusal = Refusal{bad_message, "too many messages wait for the desk"};
    } else {
        take(*message);
    }
    if (!out_.refusal) work();
    return done();
}

void ChatwootChannel::take(const Message& message) {
    switch (message.kind) {
        case MessageKind::text: return take_text(message, record_of<TextElem>(message).text);
        case MessageKind::image: {
            const auto image = record_of<ImageElem>(message);
            return take_upload(message, image.images.empty() ? std::string_view() : image.images.front().url, {});
        }
        case MessageKind::file: {
            const auto file = record_of<FileElem>(message);
            return take_upload(message, file.url, file.name);
        }
        case MessageKind::sound: return take_upload(message, record_of<SoundElem>(message).url, {});
        case MessageKind::video: return take_upload(message, record_of<VideoElem>(message).url, {});
        case MessageKind::face: return take_text(message, record_of<FaceElem>(message).data);
        case MessageKind::location: {
            const auto place = record_of<LocationElem>(message);
            return take_text(message, place.description + " (" + number_text(place.latitude) + ", " + number_text(place.longitude) + ')');
        }
        case MessageKind::card: return take_text(message, words_of(record_of<Card>(message).content));
        case MessageKind::order: return take_text(message, words_of(record_of<Order>(message).content));
        case MessageKind::task_form: return take_form(record_of<TaskForm>(message));
        case MessageKind::evaluation_answer: return take_rating(record_of<EvaluationAnswer>(message).menu_selected);
        case MessageKind::evaluation_request:
            out_.refusal = refuse(EvaluationRefusal::no_staff, "this desk invites to rate by itself");
            return;
        case MessageKind::visitor_end: return take_end();
        case MessageKind::session_trigger: return tell_session();
        case MessageKind::typing: return;
        default: out_.refusal = Refusal{bad_message, "this desk takes no " + std::string(message_kind_name(message.kind))};
    }
}

void ChatwootChannel::take_text(const Message& message, const std::string& text) {
    if (trim(text).empty()) {
        out_.refusal = Refusal{bad_message, "an empty text"};
        return;
    }
    Delivery delivery;
    delivery.kind = "message";
    delivery.client_id = message.im.client_id;
    delivery.text = text;
    if (cloud_of(message).message_reply) delivery.message_id = desk_id(cloud_of(message).message_reply->message_id);
    // The newest question with these words is the one that was on the screen last.
    for (std::size_t at = state_.open.items().size(); at-- > 0;) {
        const auto open = read_desk_message(state_.open.items()[at]);
        if (!open) continue;
        if (const auto choice = choice_in(*open, text)) {
            const bool pending = std::any_of(state_.queue.begin(), state_.queue.end(),
                                             [&](const Delivery& one) { return one.kind == "submit" && one.message_id == open->id; });
            if (pending) continue;
            delivery.kind = "submit";
            delivery.message_id = open->id;
            delivery.values = one_answer(*choice);
            break;
        }
        if (const auto payload = payload_in(*open, text)) {
            delivery.text = *payload;
            break;
        }
    }
    enqueue(std::move(delivery));
}

void ChatwootChannel::take_upload(const Message& message, std::string_view address, std::string_view name) {
    const Upload upload = upload_of(address);
    // A file that is not ours cannot be read by the host; the agent can still open it.
    if (upload.id.empty()) return take_text(message, std::string(address));
    Delivery delivery;
    delivery.kind = "message";
    delivery.client_id = message.im.client_id;
    delivery.upload = upload.id;
    delivery.file_name = name.empty() ? upload.name : std::string(name);
    delivery.mime = mime_of(delivery.file_name);
    enqueue(std::move(delivery));
}

void ChatwootChannel::take_form(const TaskForm& answer) {
    for (std::size_t at = state_.open.items().size(); at-- > 0;) {
        const auto open = read_desk_message(state_.open.items()[at]);
        if (!open || (open->content_type != "form" && open->content_type != "input_email")) continue;
        const auto given = [&](const std::string& label) -> const InputVariable* {
            for (const InputVariable& field : answer.content.variables) {
                if (field.name == label) return &field;
            }
            return nullptr;
        };
        Delivery delivery;
        delivery.kind = "submit";
        delivery.message_id = open->id;
        delivery.client_id = "submit-" + open->id;
        delivery.values = Value::array();
        if (open->content_type == "input_email") {
            const InputVariable* field = answer.content.variables.size() == 1 ? &answer.content.variables.front() : nullptr;
            if (field == nullptr) continue;
            if (!looks_like_email(field->value)) {
                out_.refusal = Refusal{bad_message, "required: " + field->name};
                return;
            }
            delivery.email = field->value;
            delivery.text = field->value;
            delivery.values = one_answer({std::string(email_field), field->name, field->value});
            return enqueue(std::move(delivery));
        }
        const bool fits = std::all_of(open->attributes.items.begin(), open->attributes.items.end(), [&](const Item& item) {
            return !item.required || given(label_of(open->attributes.items, item)) != nullptr;
        });
        if (!fits) continue;
        for (const Item& item : open->attributes.items) {
            const std::string label = label_of(open->attributes.items, item);
            const InputVariable* field = given(label);
            const std::string_view value = field == nullptr ? std::string_view() : submitted_value(*field);
            if (item.required && trim(value).empty()) {
                out_.refusal = Refusal{bad_message, "required: " + label};
                return;
            }
            if (field == nullptr) continue;
            delivery.values.push(encode(Submitted{item.name, label, std::string(value)}));
            add_line(delivery.text, label + ": " + std::string(value));
        }
        return enqueue(std::move(delivery));
    }
    out_.refusal = Refusal{bad_message, "no form is open"};
}

void ChatwootChannel::take_rating(const EvaluationChoice& choice) {
    const std::string_view id = desk_id(choice.session_id);
    const bool pending = std::any_of(state_.queue.begin(), state_.queue.end(),
                                     [&](const Delivery& one) { return one.kind == "submit" && one.message_id == id; });
    const bool was_answered =
        std::any_of(state_.answered.begin(), state_.answered.end(), [&](const Answered& one) { return one.message_id == id; });
    if (pending || was_answered) {
        out_.refusal = refuse(EvaluationRefusal::duplicate, "this rating was given already");
        return;
    }
    const Value* open = open_message(id);
    if (open == nullptr || (*open)["content_type"].as_text() != "input_csat") {
        out_.refusal = refuse(EvaluationRefusal::no_staff, "no rating with this sessionId is open");
        return;
    }
    const std::int64_t rating = number_of(choice.id);
    if (smiley(rating).empty()) {
        out_.refusal = refuse(EvaluationRefusal::bad_data, "no grade has this id");
        return;
    }
    Value response = Value::object();
    response.set("rating", rating).set("feedback_message", "");
    Delivery delivery;
    delivery.kind = "submit";
    delivery.client_id = "submit-" + std::string(id);
    delivery.message_id = id;
    delivery.text = std::string(smiley(rating)) + ' ' + to_digits(rating) + '/' + to_digits(best_rating);
    delivery.values = Value::object().set("csat_survey_response", std::move(response));
    enqueue(std::move(delivery));
}

void ChatwootChannel::take_end() {
    if (state_.conversation_id.empty() || state_.session == "none") return tell_session();
    Delivery delivery;
    delivery.kind = "resolve";
    delivery.client_id = "resolve";
    enqueue(std::move(delivery));
}

void ChatwootChannel::enqueue(Delivery delivery) {
    state_.last_time = std::max(state_.last_time, seconds());
    // Somebody is waiting: no reason to let a long wait run out.
    retry_at_ = 0;
    state_.queue.push_back(std::move(delivery));
    if (typing_off_at_ && !state_.conversation_id.empty()) request(typing_request(settings_, state_, false));
    typing_off_at_.reset();
    typing_at_ = 0;
}

const Value* ChatwootChannel::open_message(std::string_view id) const {
    for (const Value& open : state_.open.items()) {
        const auto message = read_desk_message(open);
        if (message && message->id == id) return &open;
    }
    return nullptr;
}

}  // namespace deskbell::channel::chatwoot
