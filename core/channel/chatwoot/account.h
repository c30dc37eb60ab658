#pragma once

#include "core/channel/channel.h"
#include "core/channel/chatwoot/settings.h"
#include "core/channel/words.h"

namespace deskbell::channel::chatwoot {

/// Makes the account of a LiveDesk or a Chatwoot. `crypto` and `words` outlive it. Errors: what is missing or wrong in the settings, in a line for the operator.
tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words);

}  // namespace deskbell::channel::chatwoot
