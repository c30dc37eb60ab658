// Messages from outside: whatever JSON comes, it is read or refused, what is read can be written, and what is written is read as the same again.

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/protocol/message.h"
#include "tests/fuzz/fuzz.h"

using namespace deskbell;

namespace {

/// A record that was decoded is written so that it decodes to the same.
template <class Record>
void round_trip(const Value& json) {
    const auto first = decode<Record>(json);
    if (!first) return;
    const Value written = encode(*first);
    const auto second = decode<Record>(written);
    fuzz::rule(second.has_value(), "what was written cannot be read", to_json(written));
    fuzz::rule(to_json(encode(*second)) == to_json(written), "read again it is something else",
               to_json(written) + "\n" + to_json(encode(*second)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<Value> parsed = parse_json(text);
    if (!parsed) return 0;
    const std::string written = to_json(*parsed);
    fuzz::rule(replace_broken_utf8(written) == written, "JSON that is no UTF-8");
    const Result<Value> again = parse_json(written);
    fuzz::rule(again.has_value(), "our own JSON cannot be read", written);
    fuzz::rule(to_json(*again) == written, "JSON that is read again is something else", written);

    const Result<Message> message = read_message(*parsed);
    round_trip<ImMessage>(*parsed);
    // The payload of any kind as the body of every kind: a field list has to stand any shape.
    const Value& body = message ? message->data : *parsed;
#define DESKBELL_MESSAGE(src, kind, record, direction, delivery, visibility) round_trip<record>(body);
#include "core/protocol/messages.def"
#undef DESKBELL_MESSAGE
#define DESKBELL_ELEMENT(type, kind, record) round_trip<record>(body);
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
    if (!message) return 0;
    fuzz::rule(!message_kind_name(message->kind).empty(), "a kind without a name");
    (void)author_of(*message);
    if (message->kind == MessageKind::unsupported)
        fuzz::rule(!message->unread_reason.empty(), "unsupported, and nobody knows why", to_json(*parsed));
    // What is known of a message that was read is enough to read it again.
    const Result<Message> same = read_message(encode(message->im));
    fuzz::rule(same.has_value() && same->kind == message->kind, "a message that is read again is of another kind",
               to_json(encode(message->im)));
    return 0;
}
