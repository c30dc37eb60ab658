#include "native/relay/identity.h"

#include <doctest/doctest.h>

#include "core/channel/webhook_path.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/sqlite_store.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

constexpr Millis now = 1765000000000;
const std::string key(32, 'k');
const std::string other_key(32, 'o');

std::string signed_with(const std::string& secret, const std::string& header, const std::string& claims) {
    const std::string text = base64url(header) + '.' + base64url(claims);
    return text + '.' + base64url(OpensslCrypto().hmac_sha256(secret, text));
}

const std::string hs256 = R"({"alg":"HS256","typ":"JWT"})";

UserClaim token_claim(std::string jwt) {
    UserClaim claim;
    claim.jwt = std::move(jwt);
    return claim;
}

struct World {
    SqliteStore store{":memory:"};
    IdentityOptions options;
    Identity identity() { return Identity(store, options); }
};

}  // namespace

TEST_CASE("a token opens its visitor's conversation, and none that was changed opens any") {
    World world;
    const Visitor one = world.store.create_visitor({}, now);
    const Visitor two = world.store.create_visitor({}, now);
    const Identity identity = world.identity();
    const std::string token = identity.token(one.id, now);
    REQUIRE(identity.visitor(token, now));
    CHECK(identity.visitor(token, now)->id == one.id);
    std::string guessed = token;
    guessed.replace(4, 1, std::to_string(two.id));
    CHECK_FALSE(identity.visitor(guessed, now));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == '1' ? '2' : '1';
        CAPTURE(changed);
        CHECK_FALSE(identity.visitor(changed, now));
    }
    for (const char* bad : {"", "dv1.", "dv1.1", "dv1.1.2", "dv1.1.2.", "dv1...", "dv1.99999999999999999999.1.x"})
        CHECK_FALSE(identity.visitor(bad, now));
    // A visitor who was forgotten has no token any more, and the next one has another number.
    world.store.forget_visitor(two.id);
    CHECK_FALSE(identity.visitor(identity.token(two.id, now), now));
    CHECK(world.store.create_visitor({}, now).id == two.id + 1);
}

TEST_CASE("tokens end, are replaced in time, and outlive their keys' rotation") {
    World world;
    world.options.token_keys = {key};
    world.options.token_life = 1000;
    const Visitor visitor = world.store.create_visitor({}, now);
    const std::string token = world.identity().token(visitor.id, now);
    CHECK_FALSE(world.identity().is_aged(token, now + 400'000));
    CHECK(world.identity().is_aged(token, now + 600'000));
    CHECK(world.identity().visitor(token, now + 1'000'000));
    CHECK_FALSE(world.identity().visitor(token, now + 1'001'000));
    world.options.token_keys = {other_key, key};
    CHECK(world.identity().visitor(token, now));
    CHECK(world.identity().is_aged(token, now));
    world.options.token_keys = {other_key};
    CHECK_FALSE(world.identity().visitor(token, now));
}

TEST_CASE("a token of an earlier relay is good and is replaced") {
    World world;
    const std::string token = random_token(32);
    const Visitor visitor = world.store.create_visitor(token_hash(token), now);
    REQUIRE(world.identity().visitor(token, now));
    CHECK(world.identity().visitor(token, now)->id == visitor.id);
    CHECK(world.identity().is_aged(token, now));
}

TEST_CASE("the key that the relay makes for itself is kept") {
    World world;
    const Visitor visitor = world.store.create_visitor({}, now);
    const std::string token = world.identity().token(visitor.id, now);
    CHECK(world.identity().visitor(token, now));
}

TEST_CASE("a user is proven by the website's token") {
    World world;
    world.options.jwt_secret = key;
    const Identity identity = world.identity();
    const auto verify = [&](const std::string& claims, const std::string& secret = key, const std::string& header = hs256) {
        return identity.verify(token_claim(signed_with(secret, header, claims)), now);
    };
    const auto good = verify(R"({"sub":"u-7","name":"Wei","email":"wei@shop.example","exp":1765000100,"feishu_open_id":"ou_1"})");
    REQUIRE(good);
    CHECK(good->id == "u-7");
    CHECK(good->verified);
    CHECK(good->name == "Wei");
    CHECK(good->profile["feishu_open_id"].as_text() == "ou_1");
    CHECK(verify(R"({"sub":"u","exp":1765000100})", other_key).error() == "the token's signature is not the website's");
    CHECK(verify(R"({"sub":"u","exp":1764999900})").error() == "the token has ended (exp)");
    CHECK(verify(R"({"sub":"u"})").error() == "the token has no end (exp)");
    CHECK(verify(R"({"exp":1765000100})").error() == "the token names no user (sub, 1 to 128 bytes)");
    CHECK(verify(R"({"sub":"u","exp":1765000100,"nbf":1765000099})").error() == "the token is not good yet (nbf)");
    CHECK_FALSE(verify(R"({"sub":"u","exp":1765000100})", key, R"({"alg":"none"})"));
    CHECK_FALSE(verify(R"({"sub":"u","exp":1765000100})", key, R"({"alg":"HS512"})"));
    CHECK_FALSE(
        identity.verify(token_claim(base64url(R"({"alg":"none"})") + '.' + base64url(R"({"sub":"u","exp":1765000100})") + '.'), now));
    for (const char* bad : {"", "a", "a.b", "a.b.c", "..."}) CHECK_FALSE(identity.verify(token_claim(bad), now));
}

TEST_CASE("a public key is no secret: HS256 made with it proves nothing") {
    World world;
    world.options.jwt_public_key = "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ==\n-----END PUBLIC KEY-----\n";
    CHECK_FALSE(
        world.identity().verify(token_claim(signed_with(world.options.jwt_public_key, hs256, R"({"sub":"u","exp":1765000100})")), now));
}

TEST_CASE("audience and issuer are looked at") {
    World world;
    world.options.jwt_secret = key;
    world.options.jwt_audience = "deskbell";
    world.options.jwt_issuer = "shop";
    const Identity identity = world.identity();
    const auto verify = [&](const char* claims) { return identity.verify(token_claim(signed_with(key, hs256, claims)), now).has_value(); };
    CHECK(verify(R"({"sub":"u","exp":1765000100,"aud":"deskbell","iss":"shop"})"));
    CHECK(verify(R"({"sub":"u","exp":1765000100,"aud":["other","deskbell"],"iss":"shop"})"));
    CHECK_FALSE(verify(R"({"sub":"u","exp":1765000100,"aud":"other","iss":"shop"})"));
    CHECK_FALSE(verify(R"({"sub":"u","exp":1765000100,"aud":"deskbell"})"));
}

TEST_CASE("a user is proven by the hash of the id") {
    World world;
    UserClaim claim;
    claim.id = "u-7";
    claim.hash = channel::to_hex(OpensslCrypto().hmac_sha256(key, "u-7"));
    claim.name = "Wei";
    CHECK_FALSE(world.identity().verify(claim, now));
    world.options.user_secret = key;
    REQUIRE(world.identity().verify(claim, now));
    CHECK(world.identity().verify(claim, now)->name == "Wei");
    claim.id = "u-8";
    CHECK_FALSE(world.identity().verify(claim, now));
}

}  // namespace deskbell::relay
