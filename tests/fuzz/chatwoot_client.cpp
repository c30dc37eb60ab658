// The codec of Chatwoot over its client API, with its socket.

#include "tests/fuzz/chatwoot_talk.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    return deskbell::fuzz::converse_with_chatwoot(deskbell::channel::chatwoot::Transport::client, data, size);
}
