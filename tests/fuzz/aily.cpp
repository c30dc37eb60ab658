// The codec of Aily (tests/fuzz/desk_talk.h).

#include "core/channel/aily/settings.h"

#include "tests/fuzz/desk_talk.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    channel::aily::Settings settings;
    settings.app = {"https://open.feishu.cn", "cli_1", std::string(fuzz::secret), std::string(fuzz::secret), ""};
    settings.aily_app_id = "spring_1__c";
    fuzz::converse(channel::aily::make_account(std::move(settings), fuzz::crypto, fuzz::words),
                   {reinterpret_cast<const char*>(data), size});
    return 0;
}
