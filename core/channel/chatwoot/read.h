#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/channel/chatwoot/records.h"

namespace deskbell::channel::chatwoot {

/// Reads a message as any of the desk's ways brings it: REST and socket number `message_type`, webhooks name it. Errors: as decode().
Result<DeskMessage> read_desk_message(const Value& json);

/// The number that `id` is, by which messages are ordered; 0 when it is none.
std::int64_t number_of(std::string_view id);

/// What the visitor is to see of a message, as IM messages in order: none for the visitor's own, for activity and for notes among agents. One message of the desk
/// can be several: a text and its files, or cards. Their IDs are `cw-<id>`, `cw-<id>-1`, … in the order of their places, and stay the same when the message changes.
std::vector<Value> to_im(const DeskMessage& message);

/// The ID of the first of them.
std::string im_id(std::string_view desk_id);

/// The desk's id in an ID that to_im() made, else empty.
std::string_view desk_id(std::string_view im_id);

/// A digest of all that to_im() shows. Two readings of the same message have the same one, whatever way they came.
std::string digest(const DeskMessage& message);

/// Whether the visitor can answer it by something else than a text of its own: it has to be remembered until then.
bool can_be_answered(const DeskMessage& message);

/// The label of a form's field, by which the visitor's answer names it: its label, or its name where that is empty or given twice.
std::string label_of(const Records<Item>& items, const Item& item);

/// The name under which an answer to input_email is submitted.
inline constexpr std::string_view email_field = "email";

/// The smileys of input_csat, as Chatwoot shows them; `rating` from 1.
std::string_view smiley(std::int64_t rating);
inline constexpr std::int64_t best_rating = 5;

}  // namespace deskbell::channel::chatwoot
