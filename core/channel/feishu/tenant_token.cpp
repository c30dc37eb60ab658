#include "core/channel/feishu/tenant_token.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/channel/feishu/fault.h"

namespace deskbell::channel::feishu {

constexpr Millis settling = 10 * millis_per_second;
/// The platform's tokens last two hours; one that says more is renewed all the same.
constexpr Seconds longest_life = 24 * 60 * 60;

std::optional<Request> TenantToken::request(const App& app, Millis now) {
    const bool due = token_.empty() || now >= expires_ - renew_before;
    if (!due || now < next_try_) return std::nullopt;
    Request request;
    request.id = "token";
    request.url = app.base + "/open-apis/auth/v3/tenant_access_token/internal";
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = to_json(Value::object().set("app_id", app.app_id).set("app_secret", app.app_secret));
    request.repeatable = true;
    request.authorised = false;
    return request;
}

tl::expected<void, std::string> TenantToken::take(const Response& response, Millis now) {
    // The token stands beside the code, not in `data`.
    const Answer answer = read_answer(response);
    const auto json = parse_json(response.body);
    const std::string_view token = json ? (*json)["tenant_access_token"].as_text() : std::string_view();
    const Seconds seconds = json ? std::min<Seconds>((*json)["expire"].as_integer(), longest_life) : 0;
    if (!answer.fault && !token.empty() && seconds > 0) {
        token_ = token;
        taken_ = now;
        expires_ = now + seconds * millis_per_second;
        // The desk gives the same token out again while it has more than half an hour to live; a short one is not asked for without a pause.
        next_try_ = now + std::min<Millis>(seconds * millis_per_second / 2, renew_before / 3);
        failures_ = 0;
        return {};
    }
    next_try_ = now + back_off(++failures_);
    return tl::unexpected<std::string>("no tenant access token: " +
                                       (answer.fault ? answer.fault->text : std::string("none in the answer")));
}

void TenantToken::expire(Millis now) {
    if (now < taken_ + settling) return;
    token_.clear();
    next_try_ = now;
}

}  // namespace deskbell::channel::feishu
