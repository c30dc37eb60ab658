#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/channel/feishu/app.h"
#include "core/channel/http.h"

namespace deskbell::channel::feishu {

/// A tenant token is renewed this long before it expires; until then the old one is good.
inline constexpr Millis renew_before = 3 * millis_per_minute;

/// The tenant access token of an app. `POST /open-apis/auth/v3/tenant_access_token/internal`.
class TenantToken {
  public:
    /// A request for a new token when one is due, else nothing. One is due again at once after expire(), and a while after a failure.
    std::optional<Request> request(const App& app, Millis now);
    /// The answer; an error for the operator when it brings no token.
    tl::expected<void, std::string> take(const Response& response, Millis now);
    bool is_good(Millis now) const { return !token_.empty() && now < expires_; }
    const std::string& text() const { return token_; }
    /// The desk does not take it any more. A token that has just come stays: the complaint is about the one before.
    void expire(Millis now);

  private:
    std::string token_;
    Millis taken_ = 0;
    Millis expires_ = 0;
    Millis next_try_ = 0;
    int failures_ = 0;
};

}  // namespace deskbell::channel::feishu
