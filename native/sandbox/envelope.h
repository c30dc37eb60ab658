#pragma once

#include <string_view>

#include "core/base/value.h"

namespace deskbell::sandbox {

/// Who every visitor talks to: the product's default peer.
inline constexpr std::string_view desk_user = "@customer_service_account";

/// The group that the sandbox plays.
inline constexpr std::string_view group_id = "@TGS#fernweh";

/// Fills in what every IM message of a conversation with this visitor has in common: from, to, conversation and status. `flow` is there already, and so may
/// be the sender and the conversation, of somebody in a group.
Value in_conversation(Value message, std::string_view visitor);

}  // namespace deskbell::sandbox
