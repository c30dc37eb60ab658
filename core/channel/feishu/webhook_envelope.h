#pragma once

#include <string>

#include "core/channel/channel.h"
#include "core/channel/feishu/app.h"

namespace deskbell::channel::feishu {

/// A signed webhook is taken this long after (or before) the time that it names; what comes later is a replay.
inline constexpr Seconds webhook_life = 60 * 60;

/// What a webhook's wrapping says.
struct Envelope {
    Reply reply;          ///< the answer, ready to be sent
    Value event;          ///< the whole event, schema 2.0; null for a challenge and for what was refused
    std::string trouble;  ///< why it was refused, for the operator; empty when it was not
};

/// Checks the signature, decrypts, checks the token and the app, and answers a challenge. A forged one is answered 401, one that cannot be read 400.
Envelope open_envelope(const App& app, const Crypto& crypto, const Webhook& webhook, Millis now);

}  // namespace deskbell::channel::feishu
