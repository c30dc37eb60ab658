// The codec of Chatwoot over its client API, with its socket (tests/fuzz/desk_talk.h).

#include "core/channel/chatwoot/account.h"

#include "tests/fuzz/desk_talk.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    channel::chatwoot::Settings settings;
    settings.transport = channel::chatwoot::Transport::client;
    settings.base = "https://desk.example/api";
    settings.inbox = "7";
    settings.api_key = "key";
    settings.api_secret = fuzz::secret;
    settings.hmac_token = fuzz::secret;
    settings.webhook_secret = fuzz::secret;
    settings.webhook_token = fuzz::secret;
    fuzz::converse(channel::chatwoot::make_account(std::move(settings), fuzz::crypto, fuzz::words),
                   {reinterpret_cast<const char*>(data), size});
    return 0;
}
