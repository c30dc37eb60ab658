#pragma once

#include "core/channel/channel.h"

namespace deskbell::channel {

/// The application of a Tencent account that signs.
struct SigningApp {
    std::int64_t sdk_app_id = 0;
    std::string key;
};

/// Makes a userSig, version 2 (tencent-desk.md, "userSig v2"), that is good for `lasts` seconds from `now`. The deflated bytes are stored blocks: what is signed is the
/// text within, and a few hundred bytes need no compression. Never make one of an administrator for a browser.
std::string user_sig(const Crypto& crypto, const SigningApp& app, std::string_view identifier, Seconds now, Seconds lasts);

}  // namespace deskbell::channel
