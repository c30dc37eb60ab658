#include "native/sandbox/envelope.h"

#include <string>

namespace deskbell::sandbox {

Value in_conversation(Value message, std::string_view visitor) {
    const bool out = message["flow"].as_text() == "out";
    if (message["conversationType"].as_text() == "GROUP") return message.set("to", group_id).set("status", "success");
    message.set("from", out ? visitor : desk_user);
    message.set("to", out ? desk_user : visitor);
    message.set("conversationID", "C2C" + std::string(desk_user));
    message.set("conversationType", "C2C");
    message.set("status", "success");
    return message;
}

}  // namespace deskbell::sandbox
