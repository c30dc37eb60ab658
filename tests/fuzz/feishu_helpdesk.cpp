// The codec of the Feishu helpdesk (tests/fuzz/desk_talk.h).

#include "core/channel/feishu_helpdesk/settings.h"

#include "tests/fuzz/desk_talk.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    channel::feishu_helpdesk::Settings settings;
    settings.app = {"https://open.feishu.cn", "cli_1", std::string(fuzz::secret), std::string(fuzz::secret), ""};
    settings.helpdesk_id = "66";
    settings.helpdesk_token = fuzz::secret;
    settings.open_id = "ou_1";
    fuzz::converse(channel::feishu_helpdesk::make_account(std::move(settings), fuzz::crypto, fuzz::words),
                   {reinterpret_cast<const char*>(data), size});
    return 0;
}
