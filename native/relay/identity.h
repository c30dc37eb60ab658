#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/channel/channel.h"
#include "native/relay/store.h"
#include "native/relay/user_claim.h"

namespace deskbell::relay {

/// How visitors and users are known.
struct IdentityOptions {
    std::vector<std::string> token_keys;  ///< the first signs, all are accepted; empty: one is made and kept in the store
    Seconds token_life = 400 * 24 * 3600;
    std::string jwt_secret;      ///< of HS256
    std::string jwt_public_key;  ///< of RS256, PEM
    std::string jwt_audience;
    std::string jwt_issuer;
    std::string user_secret;  ///< of the HMAC of a user's id
    bool verified_only = false;
};

/// Who a visitor is, proven by signatures: the relay's own on the tokens of anonymous visitors, the website's on its users.
///
/// A token is `dv1.<visitor>.<end>.<HMAC-SHA256, base64url>`: a visitor's number without it opens nothing. Tokens of earlier relays (random, their hashes in the store)
/// are good still and are replaced by the next welcome.
class Identity {
  public:
    /// The store outlives it. Throws StoreError.
    Identity(Store& store, IdentityOptions options);

    std::string token(VisitorId visitor, Millis now) const;
    /// The visitor of a token; nothing when it is forged, has ended, or names nobody.
    std::optional<Visitor> visitor(std::string_view token, Millis now) const;
    /// Whether the token is due to be replaced: of the old kind, signed with an old key, or in the second half of its life.
    bool is_aged(std::string_view token, Millis now) const;

    /// The user that a claim proves. Errors: why it proves nothing, in words for the website's developer.
    tl::expected<channel::Customer, std::string> verify(const UserClaim& claim, Millis now) const;
    bool verified_only() const { return options_.verified_only; }
    /// The key by which the store knows the conversation of a user at a desk (Store::add_route).
    static std::string route_of(const std::string& user) { return "\x01user:" + user; }

  private:
    std::string sign(std::string_view key, std::string_view text) const;
    tl::expected<channel::Customer, std::string> verify_jwt(const std::string& token, Millis now) const;

    Store& store_;
    IdentityOptions options_;
};

}  // namespace deskbell::relay
