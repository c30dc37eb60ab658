#include "core/channel/feishu/fault.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace deskbell::channel::feishu {
namespace {

constexpr std::int64_t rate_limited = 429;
constexpr Millis longest_pause = millis_per_minute;
constexpr std::size_t longest_reason = 200;
constexpr int most_doublings = 6;

struct KnownError {
    std::int64_t code;
    Remedy remedy;
    Told told;
    const char* text;
};

constexpr KnownError known_errors[] = {
#define DESKBELL_FEISHU_ERROR(code, remedy, told, text) {code, Remedy::remedy, Told::told, text},
#include "core/channel/feishu/errors.def"
#undef DESKBELL_FEISHU_ERROR
};

/// What an HTTP status means that comes without a known code.
KnownError by_status(int status) {
    if (status == 0) return {0, Remedy::ask, Told::trouble, "no answer"};
    if (status == rate_limited) return {status, Remedy::wait, Told::busy, "too many requests"};
    if (status == 401 || status == 403) return {status, Remedy::mend, Told::trouble, "unauthorised"};
    if (status >= 500) return {status, Remedy::ask, Told::trouble, "the desk's server failed"};
    return {status, Remedy::refuse, Told::not_accepted, "refused"};
}

Millis pause_of(const Response& response) {
    const std::int64_t seconds = Value::decimal(header(response.headers, "x-ogw-ratelimit-reset")).as_integer();
    return std::clamp<Millis>(seconds * millis_per_second, 0, longest_pause);
}

}  // namespace

Answer read_answer(const Response& response) {
    const auto json = parse_json(response.body);
    const bool is_answer = json && json->find("code") != nullptr && (*json)["code"].is_integer();
    const std::int64_t code = is_answer ? (*json)["code"].as_integer() : 0;
    if (is_answer && code == 0 && response.status >= 200 && response.status < 300) return {(*json)["data"], {}};

    KnownError error = by_status(response.status);
    // A good status with a body that is no answer: nobody knows what was done.
    if (!is_answer && response.status >= 200 && response.status < 300)
        error = {response.status, Remedy::ask, Told::trouble, "the answer cannot be read"};
    const auto* known =
        std::find_if(std::begin(known_errors), std::end(known_errors), [&](const KnownError& each) { return each.code == code; });
    if (is_answer && known != std::end(known_errors)) error = *known;
    if (is_answer && code != 0) error.code = code;

    Fault fault{error.code, error.remedy, error.told, {}, pause_of(response)};
    fault.text = std::to_string(fault.code) + " " + error.text;
    if (response.status == 0) fault.text += ": " + std::string(utf8_prefix(response.body, longest_reason));
    if (is_answer) {
        const std::string_view said = (*json)["msg"].as_text();
        if (!said.empty()) fault.text.append(" (").append(utf8_prefix(said, longest_reason)).append(")");
    }
    return {{}, std::move(fault)};
}

Millis back_off(int tries) { return std::min<Millis>(longest_pause, millis_per_second << std::clamp(tries - 1, 0, most_doublings)); }

}  // namespace deskbell::channel::feishu
