// Users who are proven by RS256, with keys that are made here.

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

#include "native/relay/identity.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/sqlite_store.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

constexpr Millis now = 1765000000000;
const std::string good_claims = R"({"sub":"u-7","name":"Wei","exp":1765000100})";

/// A website's pair of keys.
struct Pair {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), EVP_PKEY_free};

    std::string public_pem() const {
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_PUBKEY(bio.get(), key.get());
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(bio.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }

    std::string sign(const std::string& text, const EVP_MD* digest = EVP_sha256(), int padding = RSA_PKCS1_PADDING) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_PKEY_CTX* options = nullptr;
        EVP_DigestSignInit(context.get(), &options, digest, nullptr, key.get());
        EVP_PKEY_CTX_set_rsa_padding(options, padding);
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        std::size_t size = 0;
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
        std::string signature(size, '\0');
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
        signature.resize(size);
        return signature;
    }

    std::string token(const std::string& claims, const std::string& header = R"({"alg":"RS256","typ":"JWT"})",
                      const EVP_MD* digest = EVP_sha256(), int padding = RSA_PKCS1_PADDING) const {
        const std::string text = base64url(header) + '.' + base64url(claims);
        return text + '.' + base64url(sign(text, digest, padding));
    }
};

struct World {
    Pair website;
    SqliteStore store{":memory:"};
    IdentityOptions options;

    World() { options.jwt_public_key = website.public_pem(); }
    tl::expected<channel::Customer, std::string> verify(const std::string& token) {
        UserClaim claim;
        claim.jwt = token;
        return Identity(store, options).verify(claim, now);
    }
};

}  // namespace

TEST_CASE("RS256: the website's key proves a user, any other none") {
    World world;
    const auto user = world.verify(world.website.token(good_claims));
    REQUIRE_MESSAGE(user, user.error());
    CHECK(user->id == "u-7");
    CHECK(user->verified);
    CHECK(user->name == "Wei");
    // A key's id is the website's own business: there is one key here, which is tried.
    CHECK(world.verify(world.website.token(good_claims, R"({"alg":"RS256","kid":"2026-01"})")));
    const Pair other;
    CHECK(world.verify(other.token(good_claims)).error() == "the token's signature is not the website's");
    CHECK(world
              .verify(other.token(good_claims,
                                  R"({"alg":"RS256","kid":"../../etc/passwd","jku":"https://evil.example/keys","jwk":{"kty":"RSA"}})"))
              .error() == "the token's signature is not the website's");
}

TEST_CASE("RS256: what was changed after signing proves nothing") {
    World world;
    const std::string token = world.website.token(good_claims);
    const std::size_t first = token.find('.');
    const std::size_t second = token.rfind('.');
    const std::string others = base64url(R"({"sub":"u-8","exp":1765000100})");
    CHECK_FALSE(world.verify(token.substr(0, first + 1) + others + token.substr(second)));
    CHECK_FALSE(world.verify(token.substr(0, second + 1)));
    CHECK_FALSE(world.verify(token.substr(0, second)));
    CHECK_FALSE(world.verify(token.substr(0, token.size() - 8)));
    std::string flipped = token;
    flipped[second + 20] = flipped[second + 20] == 'A' ? 'B' : 'A';
    CHECK_FALSE(world.verify(flipped));
}

TEST_CASE("RS256: its ends are looked at, with a minute for clocks that differ") {
    World world;
    const auto error = [&](const char* claims) {
        const auto user = world.verify(world.website.token(claims));
        return user ? std::string() : user.error();
    };
    CHECK(error(R"({"sub":"u","exp":1764999941})").empty());
    CHECK(error(R"({"sub":"u","exp":1764999939})") == "the token has ended (exp)");
    CHECK(error(R"({"sub":"u","exp":"1765000100"})") == "the token has no end (exp)");
    CHECK(error(R"({"sub":"u"})") == "the token has no end (exp)");
    CHECK(error(R"({"sub":"u","exp":1765000100,"nbf":1765000061})") == "the token is not good yet (nbf)");
    CHECK(error(R"({"sub":"u","exp":1765000100,"nbf":1765000059})").empty());
    CHECK(error(R"({"sub":7,"exp":1765000100})") == "the token names no user (sub, 1 to 128 bytes)");
    CHECK_FALSE(error(R"([1])").empty());
}

TEST_CASE("RS256: the key decides the algorithm, never the token") {
    World world;
    // The public key is known to everybody: an HMAC made with it must not count.
    const std::string pem = world.options.jwt_public_key;
    for (const std::string& secret : {pem, pem.substr(0, pem.size() - 1)}) {
        const std::string text = base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(good_claims);
        CHECK_FALSE(world.verify(text + '.' + base64url(OpensslCrypto().hmac_sha256(secret, text))));
    }
    for (const char* header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":""})", R"({})", R"({"typ":"JWT"})"}) {
        CAPTURE(header);
        CHECK_FALSE(world.verify(base64url(header) + '.' + base64url(good_claims) + '.'));
        CHECK_FALSE(world.verify(base64url(header) + '.' + base64url(good_claims)));
        CHECK_FALSE(world.verify(world.website.token(good_claims, header)));
    }
    // Other algorithms of the same key are other algorithms.
    CHECK_FALSE(world.verify(world.website.token(good_claims, R"({"alg":"RS512"})", EVP_sha512())));
    CHECK_FALSE(world.verify(world.website.token(good_claims, R"({"alg":"PS256"})", EVP_sha256(), RSA_PKCS1_PSS_PADDING)));
    CHECK_FALSE(world.verify(world.website.token(good_claims, R"({"alg":"RS256"})", EVP_sha512())));
    // A relay that knows both kinds of key takes each with its own algorithm only.
    world.options.jwt_secret = std::string(32, 'k');
    CHECK(world.verify(world.website.token(good_claims)));
    const std::string text = base64url(R"({"alg":"RS256"})") + '.' + base64url(good_claims);
    CHECK_FALSE(world.verify(text + '.' + base64url(OpensslCrypto().hmac_sha256(world.options.jwt_secret, text))));
}

}  // namespace deskbell::relay
