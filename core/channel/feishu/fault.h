#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/value.h"
#include "core/channel/http.h"

namespace deskbell::channel::feishu {

/// What can be done about a request that did not succeed.
enum class Remedy : std::uint8_t {
    wait,         ///< the same again later
    ask,          ///< nobody knows whether it arrived: look, then decide
    renew,        ///< the same again with a new token
    start_again,  ///< the conversation at the desk is over: begin a new one, then the same again
    refuse,       ///< this request will never succeed; others may
    mend,         ///< nothing succeeds before the operator has mended the configuration
};

/// What the visitor hears of it: the kind only. The precise reason is the operator's.
enum class Told : std::uint8_t {
    nothing,
    busy,          ///< many people are asking, try again soon (src 36)
    trouble,       ///< something went wrong on this side
    not_accepted,  ///< the desk did not accept the message
};

struct Fault {
    std::int64_t code = 0;  ///< of the platform, or the HTTP status
    Remedy remedy = Remedy::refuse;
    Told told = Told::not_accepted;
    std::string text;  ///< for the operator's log, without what the visitor wrote
    Millis pause = 0;  ///< at least so long before the next try, as the desk says (`x-ogw-ratelimit-reset`, seconds)
};

/// An answer of the platform: `{"code":0,"msg":"…","data":{…}}`.
struct Answer {
    Value data;                  ///< when there is no fault
    std::optional<Fault> fault;  ///< when the request did not succeed
};

Answer read_answer(const Response& response);

/// How long to wait before try number `tries` (from 1) of the same request: 1 s doubling to 60 s.
Millis back_off(int tries);

}  // namespace deskbell::channel::feishu
