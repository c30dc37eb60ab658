// The codec of the Tencent robot, with the customer's own model behind it (tests/fuzz/desk_talk.h).

#include "core/channel/tencent_robot/account.h"

#include "tests/fuzz/desk_talk.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    channel::tencent_robot::Settings settings;
    settings.sdk_app_id = 14;
    settings.secret_key = fuzz::secret;
    settings.callback_token = fuzz::secret;
    settings.webhook_token = fuzz::secret;
    settings.model_base = "https://model.example/v1";
    settings.model_key = fuzz::secret;
    settings.model = "m";
    fuzz::converse(channel::tencent_robot::make_account(std::move(settings), fuzz::crypto, fuzz::words),
                   {reinterpret_cast<const char*>(data), size});
    return 0;
}
