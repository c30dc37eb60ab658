#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/channel/event.h"
#include "core/channel/http.h"
#include "core/protocol/message.h"

namespace deskbell::channel::feishu {

// The IM messages that the codecs make; the host completes them (from, to, conversation).

/// Who speaks.
enum class Speaker : std::uint8_t {
    robot,
    agent,
    system,   ///< the desk itself
    visitor,  ///< from another place than the widget, such as the Feishu app
};

/// A message with its id, its time and who wrote it. `name` and `avatar` may be empty.
struct Dress {
    std::string id;
    Speaker speaker = Speaker::system;
    Seconds time = 0;
    std::string name;
    std::string avatar;
    bool is_ai = false;  ///< of a robot: its words are made by a model, which the visitor is told
};
Value dressed(Value message, const Dress& dress);

/// A picture or another file that the host keeps: an image, a video or a sound by its type, else a file.
Value file_message(const KeptFile& file, std::string_view name);
/// What stands for a message that cannot be shown here: the widget says so in the visitor's language, or shows `description`.
Value unreadable_message(std::string_view description = {});

/// A line from the desk's side in the middle of the conversation (src 37).
Value line_message(std::string_view text);
/// Where the session stands: `none`, `robot`, `queueing`, `waiting` or `agent`.
Event state_event(std::string_view state);
/// 26: whether an agent has the session. Passes through.
Event seat_event(bool taken, const Dress& dress);

/// A file that a visitor sends.
struct SentFile {
    std::string url;
    std::string name;
    bool is_image = false;
};

/// The file of an image, file, sound or video message; nothing for any other.
std::optional<SentFile> sent_file(const Message& message);
/// A visitor's message as plain text, for desks that know no other: the text with what it answers above it; of a card or an order what it says; of a place its name. Empty
/// for what has no words.
std::string sent_text(const Message& message);

}  // namespace deskbell::channel::feishu
