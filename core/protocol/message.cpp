#include "core/protocol/message.h"

#include <span>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

constexpr MessageInfo messages[] = {
#define DESKBELL_MESSAGE(src, kind, record, direction, delivery, visibility) \
    {src, MessageKind::kind, #kind, &RecordTraits<record>::info, Direction::direction, Delivery::delivery, Visibility::visibility},
#include "core/protocol/messages.def"
#undef DESKBELL_MESSAGE
};

struct ElementInfo {
    std::string_view type;
    MessageKind kind;
    const char* name;
    const RecordInfo* record;
};

constexpr ElementInfo elements[] = {
#define DESKBELL_ELEMENT(type, kind, record) {type, MessageKind::kind, #kind, &RecordTraits<record>::info},
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
};

/// Looks whether the record of a message of a known kind can be read.
Result<void> validate(const Message& message) {
    const RecordInfo* record = nullptr;
    for (const ElementInfo& element : elements) {
        if (element.kind == message.kind) record = element.record;
    }
    if (const MessageInfo* info = find_message(message.kind)) record = info->record;
    if (record == nullptr) return {};
    return decode_record(*record, message.data, nullptr, nullptr);
}

/// JavaScript's idea of true, for the `src` of messages that are no Desk messages.
bool is_truthy(const Value& value) {
    switch (value.type()) {
        case Value::Type::null: return false;
        case Value::Type::boolean: return value.as_boolean();
        case Value::Type::integer:
        case Value::Type::decimal: return value.as_number() != 0;
        case Value::Type::text: return !value.as_text().empty();
        case Value::Type::array:
        case Value::Type::object:
        case Value::Type::written: return true;
    }
    return false;
}

/// The number that `src` holds, as a number or as text; -1 when it is neither.
std::int64_t src_number(const Value& src) {
    if (src.is_number()) return src.as_integer();
    const std::string_view text = trim(src.as_text());
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string_view::npos) return -1;
    return Value::decimal(text).as_integer();
}

/// The messages of the older robot plug-in: `chatbotPlugin: 1` and a numeric src.
MessageKind legacy_kind(const Value& data) {
    switch (data["src"].as_integer(-1)) {
        case 2: return MessageKind::stream;
        case 7: return MessageKind::session_trigger;
        case 15: return data.find("subtype") != nullptr ? MessageKind::welcome_card : MessageKind::branch;
        default: return MessageKind::internal;
    }
}

MessageKind custom_kind(const Value& data) {
    if (!data.is_object()) return MessageKind::foreign;
    const Value& src = data["src"];
    if (is_desk_flag(data.find("customerServicePlugin"))) {
        if (const MessageInfo* info = find_message(src_number(src))) return info->kind;
        return is_truthy(src) ? MessageKind::internal : MessageKind::foreign;
    }
    if (data["chatbotPlugin"].as_integer() == 1) return legacy_kind(data);
    // Not ours: a src that Desk itself would show does not make it a Desk message, any other truthy one hides it.
    return is_truthy(src) && find_message(src_number(src)) == nullptr ? MessageKind::internal : MessageKind::foreign;
}

void read_custom(Message& message) {
    CustomElem elem;
    if (const auto done = decode_into(message.im.payload, elem); !done) {
        message.unread_reason = brief(done.error());
        return;
    }
    auto data = parse_json(elem.data);
    if (!data) {
        message.kind = MessageKind::foreign;
        message.unread_reason = brief(data.error());
        return;
    }
    message.data = std::move(*data);
    message.kind = custom_kind(message.data);
}

void read_element(Message& message) {
    for (const ElementInfo& element : elements) {
        if (message.im.type != element.type) continue;
        message.kind = element.kind;
        message.data = message.im.payload;
        return;
    }
    // Who came, who left, who was made what: the group's own affairs (TIMGroupTipElem, TIMGroupSystemNoticeElem).
    if (message.im.type.starts_with("TIMGroup")) message.kind = MessageKind::internal;
    message.unread_reason = joined("unknown element ", message.im.type);
}

bool is_blank(const BranchContent& content) { return content.header.empty() && content.items.empty() && content.tail.empty(); }

/// True when a message to choose from decodes and yet holds nothing to show, as when every part of it had the wrong type.
bool shows_nothing(const Message& message) {
    switch (message.kind) {
        case MessageKind::branch: return is_blank(record_of<Branch>(message).content);
        case MessageKind::task_branch: return is_blank(record_of<TaskBranch>(message).content);
        case MessageKind::form: {
            const auto record = record_of<Form>(message);
            const FormContent& content = record.content;
            return content.header.empty() && content.items.empty() && !content.selected;
        }
        case MessageKind::welcome_card: {
            const auto record = record_of<WelcomeCard>(message);
            const WelcomeContent& content = record.content;
            return content.title.empty() && content.content.empty() && content.items.empty();
        }
        case MessageKind::stream: return message.data["chunks"].is_object() || message.data["chunks"].is_boolean();
        default: return false;
    }
}

}  // namespace

std::span<const MessageInfo> message_table() { return messages; }

const MessageInfo* find_message(std::int64_t src) {
    for (const MessageInfo& info : messages) {
        if (info.src == src) return &info;
    }
    return nullptr;
}

const MessageInfo* find_message(MessageKind kind) {
    for (const MessageInfo& info : messages) {
        if (info.kind == kind) return &info;
    }
    return nullptr;
}

std::string_view message_kind_name(MessageKind kind) {
    for (const ElementInfo& element : elements) {
        if (element.kind == kind) return element.name;
    }
    if (const MessageInfo* info = find_message(kind)) return info->name;
    if (kind == MessageKind::internal) return "internal";
    return kind == MessageKind::foreign ? "foreign" : "unsupported";
}

bool is_desk_flag(const Value* flag) {
    if (flag == nullptr) return false;
    switch (flag->type()) {
        case Value::Type::null: return true;
        case Value::Type::boolean: return !flag->as_boolean();
        case Value::Type::integer:
        case Value::Type::decimal: return flag->as_number() == 0;
        case Value::Type::text: {
            // StringToNumber: white space is 0, and so is every decimal whose digits are all 0.
            const std::string_view text = trim(flag->as_text());
            if (text.find_first_not_of("0.+-") != std::string_view::npos) return false;
            return text.empty() || text.find('0') != std::string_view::npos;
        }
        case Value::Type::array: return flag->items().empty();
        case Value::Type::object:
        case Value::Type::written: return false;
    }
    return false;
}

Result<Message> read_message(const Value& json) {
    Message message;
    if (const auto done = decode_into(json, message.im); !done) return tl::unexpected<Error>(done.error());
    if (const auto cloud = parse_json(message.im.cloud_custom_data)) {
        if (!decode_into(*cloud, message.cloud.make())) message.cloud.reset();
    }
    if (message.im.type == "TIMCustomElem") {
        read_custom(message);
    } else {
        read_element(message);
    }
    if (const auto valid = validate(message); !valid) {
        // Only what was meant for the visitor's eyes leaves a row behind.
        const MessageInfo* info = find_message(message.kind);
        const bool hidden = info != nullptr && info->visibility == Visibility::hidden;
        message.kind = hidden ? MessageKind::internal : MessageKind::unsupported;
        message.unread_reason = brief(valid.error());
    } else if (shows_nothing(message)) {
        message.kind = MessageKind::unsupported;
        message.unread_reason = "nothing in it can be shown";
    }
    return message;
}

const CloudCustomData& cloud_of(const Message& message) {
    static const CloudCustomData none;
    return message.cloud ? *message.cloud : none;
}

Author author_of(const Message& message) {
    if (message.im.flow == "out") return Author::visitor;
    if (cloud_of(message).role == "robot") return Author::robot;
    if (cloud_of(message).role == "agent") return Author::agent;
    switch (message.kind) {
        case MessageKind::branch:
        case MessageKind::form:
        case MessageKind::welcome_card:
        case MessageKind::rich_text:
        case MessageKind::stream:
        case MessageKind::task_branch:
        case MessageKind::task_form:
        case MessageKind::thinking: return Author::robot;
        default: return Author::agent;
    }
}

Value text_message(std::string_view text) {
    Value message = Value::object();
    message.set("type", "TIMTextElem");
    message.set("payload", encode(TextElem{std::string(text)}));
    return message;
}

Value desk_message(MessageKind kind, const Value& body) {
    Value data = Value::object();
    data.set("customerServicePlugin", 0);
    const MessageInfo* info = find_message(kind);
    data.set("src", to_digits(info != nullptr ? info->src : 0));
    for (std::size_t i = 0; i < body.names().size(); ++i) data.set(body.names()[i], body.items()[i]);
    Value message = Value::object();
    message.set("type", "TIMCustomElem");
    message.set("payload", encode(CustomElem{to_json(data), {}, {}}));
    return message;
}

}  // namespace deskbell
