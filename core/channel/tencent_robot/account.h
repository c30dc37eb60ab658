#pragma once

#include "core/channel/channel.h"
#include "core/channel/tencent_robot/settings.h"
#include "core/channel/words.h"

namespace deskbell::channel::tencent_robot {

/// Makes the account of a Tencent desk whose robot the relay plays. `crypto` and `words` outlive it. Errors: what is missing or wrong in the settings, in a line for
/// the operator.
tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words);

}  // namespace deskbell::channel::tencent_robot
