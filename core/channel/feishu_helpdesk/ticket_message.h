#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/channel/feishu_helpdesk/ticket.h"

namespace deskbell::channel::feishu_helpdesk {

/// Who wrote a message of a ticket; the numbers are the desk's `sender_type`.
enum class Sender : std::uint8_t { robot = 1, guest = 2, agent = 3 };

/// A message of a ticket, whichever way it came.
struct TicketMessage {
    std::string id;       ///< of the ticket's message: the same in events and in lists
    std::string open_id;  ///< `om_…`: what sending it answered. Lists may give a number instead
    std::string type;     ///< text, post, image, file, media; anything else is shown as far as it has words
    Sender sender = Sender::robot;
    Seconds time = 0;
    std::string name;  ///< of the sender, may be empty, as may the picture
    std::string avatar;
    std::string text;  ///< of a text
    Value content;     ///< of anything else
    std::string ticket_id;
    bool listed = false;
};

/// The body of `helpdesk.ticket_message.created_v1`; `sent` is the event's time in milliseconds. Nothing when it lacks what it must have.
std::optional<TicketMessage> read_message_event(const Value& json, Millis sent);
/// An entry of `GET tickets/:id/messages`; `guest` is the visitor's open id.
std::optional<TicketMessage> read_listed_message(const Value& json, std::string_view guest);

}  // namespace deskbell::channel::feishu_helpdesk
