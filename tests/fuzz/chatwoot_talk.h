#pragma once

// Both ways to speak to Chatwoot, under the fuzzer (tests/fuzz/desk_talk.h).

#include "core/channel/chatwoot/account.h"

#include "tests/fuzz/desk_talk.h"

namespace deskbell::fuzz {

inline int converse_with_chatwoot(channel::chatwoot::Transport transport, const unsigned char* data, std::size_t size) {
    channel::chatwoot::Settings settings;
    settings.transport = transport;
    settings.base = "https://desk.example/api";
    settings.inbox = "7";
    settings.api_key = "key";
    settings.api_secret = secret;
    settings.hmac_token = secret;
    settings.webhook_secret = secret;
    settings.webhook_token = secret;
    converse(channel::chatwoot::make_account(std::move(settings), crypto, words), {reinterpret_cast<const char*>(data), size});
    return 0;
}

}  // namespace deskbell::fuzz
