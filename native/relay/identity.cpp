#include "native/relay/identity.h"

#include <jwt.h>
#include <openssl/crypto.h>

#include <charconv>
#include <cstdlib>
#include <memory>

#include "core/base/json.h"
#include "core/channel/webhook_path.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

constexpr std::string_view token_kind = "dv1.";
constexpr std::size_t longest_user = 128;
constexpr std::size_t longest_jwt = 8192;

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool same(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

/// The parts of a token.
struct Token {
    std::string_view signed_part;
    std::string_view signature;
    VisitorId visitor = 0;
    Seconds end = 0;
};

std::optional<Token> read_token(std::string_view text) {
    if (!text.starts_with(token_kind)) return std::nullopt;
    Token token;
    const std::size_t last = text.rfind('.');
    token.signed_part = text.substr(0, last);
    token.signature = text.substr(last + 1);
    const std::string_view numbers = token.signed_part.substr(std::min(token_kind.size(), token.signed_part.size()));
    const std::size_t dot = numbers.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto visitor = number(numbers.substr(0, dot));
    const auto end = number(numbers.substr(dot + 1));
    if (!visitor || !end) return std::nullopt;
    token.visitor = *visitor;
    token.end = *end;
    return token;
}

std::string text_of(const Value& claims, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (claims[name].is_text()) return std::string(claims[name].as_text());
    }
    return {};
}

bool has_audience(const Value& claims, std::string_view wanted) {
    const Value& audience = claims["aud"];
    if (audience.is_text()) return audience.as_text() == wanted;
    for (const Value& one : audience.items()) {
        if (one.as_text() == wanted) return true;
    }
    return false;
}

}  // namespace

Identity::Identity(Store& store, IdentityOptions options) : store_(store), options_(std::move(options)) {
    if (options_.token_keys.empty()) options_.token_keys.push_back(store_.secret("token_key", random_token(32)));
}

std::string Identity::sign(std::string_view key, std::string_view text) const { return base64url(OpensslCrypto().hmac_sha256(key, text)); }

std::string Identity::token(VisitorId visitor, Millis now) const {
    const std::string text =
        std::string(token_kind) + std::to_string(visitor) + '.' + std::to_string(now / millis_per_second + options_.token_life);
    return text + '.' + sign(options_.token_keys.front(), text);
}

std::optional<Visitor> Identity::visitor(std::string_view text, Millis now) const {
    if (text.empty()) return std::nullopt;
    const auto token = read_token(text);
    if (!token) return store_.find_visitor(token_hash(text));
    if (token->end < now / millis_per_second) return std::nullopt;
    for (const std::string& key : options_.token_keys) {
        if (same(sign(key, token->signed_part), token->signature)) return store_.load_visitor(token->visitor);
    }
    return std::nullopt;
}

bool Identity::is_aged(std::string_view text, Millis now) const {
    const auto token = read_token(text);
    if (!token || token->end - now / millis_per_second < options_.token_life / 2) return true;
    return !same(sign(options_.token_keys.front(), token->signed_part), token->signature);
}

tl::expected<channel::Customer, std::string> Identity::verify(const UserClaim& claim, Millis now) const {
    if (!claim.jwt.empty()) return verify_jwt(claim.jwt, now);
    if (options_.user_secret.empty()) return tl::unexpected<std::string>("this relay does not check users by a hash");
    if (claim.id.empty() || claim.id.size() > longest_user) return tl::unexpected<std::string>("a user's id has 1 to 128 bytes");
    const std::string expected = channel::to_hex(OpensslCrypto().hmac_sha256(options_.user_secret, claim.id));
    if (!same(expected, claim.hash)) return tl::unexpected<std::string>("the hash does not fit the user's id");
    channel::Customer customer;
    customer.id = claim.id;
    customer.verified = true;
    customer.name = claim.name;
    customer.email = claim.email;
    customer.avatar = claim.avatar;
    return customer;
}

tl::expected<channel::Customer, std::string> Identity::verify_jwt(const std::string& token, Millis now) const {
    if (options_.jwt_secret.empty() && options_.jwt_public_key.empty())
        return tl::unexpected<std::string>("this relay does not check users by tokens");
    if (token.size() > longest_jwt) return tl::unexpected<std::string>("the token is too long");
    // The key decides which algorithm is accepted, never the token alone: a public key must not become the secret of an HMAC.
    std::unique_ptr<jwt_t, decltype(&jwt_free)> jwt(nullptr, jwt_free);
    const auto decode = [&](const std::string& key, jwt_alg_t algorithm) {
        if (key.empty() || jwt) return;
        jwt_t* decoded = nullptr;
        const auto* bytes = reinterpret_cast<const unsigned char*>(key.data());
        if (jwt_decode(&decoded, token.c_str(), bytes, static_cast<int>(key.size())) != 0) return;
        jwt.reset(decoded);
        if (jwt_get_alg(decoded) != algorithm) jwt.reset();
    };
    decode(options_.jwt_secret, JWT_ALG_HS256);
    decode(options_.jwt_public_key, JWT_ALG_RS256);
    if (!jwt) return tl::unexpected<std::string>("the token's signature is not the website's");
    const std::unique_ptr<char, decltype(&std::free)> text(jwt_get_grants_json(jwt.get(), nullptr), std::free);
    const auto claims = parse_json(text ? text.get() : "");
    if (!claims) return tl::unexpected<std::string>("the token's claims cannot be read");
    const Seconds seconds = now / millis_per_second;
    constexpr Seconds skew = 60;
    if (!(*claims)["exp"].is_number()) return tl::unexpected<std::string>("the token has no end (exp)");
    if ((*claims)["exp"].as_integer() + skew < seconds) return tl::unexpected<std::string>("the token has ended (exp)");
    if ((*claims)["nbf"].as_integer() > seconds + skew) return tl::unexpected<std::string>("the token is not good yet (nbf)");
    if (!options_.jwt_audience.empty() && !has_audience(*claims, options_.jwt_audience))
        return tl::unexpected<std::string>("the token is for somebody else (aud)");
    if (!options_.jwt_issuer.empty() && (*claims)["iss"].as_text() != options_.jwt_issuer)
        return tl::unexpected<std::string>("the token is of somebody else (iss)");
    channel::Customer customer;
    customer.id = text_of(*claims, {"sub"});
    if (customer.id.empty() || customer.id.size() > longest_user)
        return tl::unexpected<std::string>("the token names no user (sub, 1 to 128 bytes)");
    customer.verified = true;
    customer.name = text_of(*claims, {"name"});
    customer.email = text_of(*claims, {"email"});
    customer.avatar = text_of(*claims, {"picture", "avatar"});
    customer.profile = std::move(*claims);
    return customer;
}

}  // namespace deskbell::relay
