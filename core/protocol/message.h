#pragma once

#include "core/base/boxed.h"
#include "core/protocol/card.h"
#include "core/protocol/choice.h"
#include "core/protocol/evaluation.h"
#include "core/protocol/im_message.h"
#include "core/protocol/robot.h"
#include "core/protocol/service.h"
#include "core/protocol/task_form.h"

namespace deskbell {

/// What a message is: one entry for each line of elements.def and messages.def, and three for what has no line there.
enum class MessageKind : std::uint8_t {
#define DESKBELL_ELEMENT(type, kind, record) kind,
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
#define DESKBELL_MESSAGE(src, kind, record, direction, delivery, visibility) kind,
#include "core/protocol/messages.def"
#undef DESKBELL_MESSAGE
    internal,     ///< a custom message with a src that is not for the visitor; kept whole, never shown
    foreign,      ///< a custom message that is no Desk message: shown by its description, or as unsupported
    unsupported,  ///< meant for the visitor, but it cannot be read
};

enum class Direction : std::uint8_t { in, out, both };
enum class Delivery : std::uint8_t { stored, online_only };
enum class Visibility : std::uint8_t { shown, hidden };

/// A line of messages.def.
struct MessageInfo {
    int src;
    MessageKind kind;
    const char* name;
    const RecordInfo* record;
    Direction direction;
    Delivery delivery;
    Visibility visibility;
};

/// All lines of messages.def, ascending by src.
std::span<const MessageInfo> message_table();
/// The line with this src, or nullptr.
const MessageInfo* find_message(std::int64_t src);
/// The line of this kind, or nullptr for the IM elements and for internal, foreign and unsupported.
const MessageInfo* find_message(MessageKind kind);
/// The name of a kind, as in the .def files.
std::string_view message_kind_name(MessageKind kind);

/// Who wrote a message.
enum class Author : std::uint8_t { visitor, robot, agent };

/// A message that has been looked at: what it is, and the JSON that its record is decoded from.
struct Message {
    ImMessage im;
    MessageKind kind = MessageKind::unsupported;
    Value data;                    ///< the parsed `payload.data` of a custom message, the payload of any other element
    Boxed<CloudCustomData> cloud;  ///< empty when cloudCustomData is absent or no JSON
    std::string unread_reason;     ///< of an unsupported message: why, for the operator
};

/// Classifies an IM message by the rules of tencent-desk.md, and validates it: a message of a known kind decodes. Whatever cannot be read becomes `unsupported`
/// and keeps its IM message whole. Errors: wrong_type, missing_field when the JSON is not even an IM message.
Result<Message> read_message(const Value& json);

/// Reads the record of a message that read_message() has classified, and so has found readable.
template <class Record>
Record record_of(const Message& message) {
    Record record;
    (void)decode_into(message.data, record);
    return record;
}

/// What its cloudCustomData says; nothing for most.
const CloudCustomData& cloud_of(const Message& message);

/// Who wrote it: the visitor by `flow`, robot or agent by cloudCustomData, the robot by what only a robot sends, else an agent.
Author author_of(const Message& message);

/// True when `flag` marks a Desk message, that is when JavaScript's `Number(flag) === 0`: 0, "0", "", null, false, [] and their like. `nullptr` stands for missing.
bool is_desk_flag(const Value* flag);

/// An IM message to send: type and payload only.
Value text_message(std::string_view text);
/// An IM message that carries a Desk message: the envelope (`customerServicePlugin`, `src`) and the members of `body`.
Value desk_message(MessageKind kind, const Value& body);
/// The same from a record.
template <class Record>
Value desk_message(MessageKind kind, const Record& record) {
    return desk_message(kind, encode(record));
}

}  // namespace deskbell
