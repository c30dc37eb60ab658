#include <doctest/doctest.h>

#include "core/channel/webhook_path.h"
#include "native/relay/openssl_crypto.h"

using deskbell::channel::to_hex;
using deskbell::relay::OpensslCrypto;

TEST_CASE("what the desks' codecs need of cryptography keeps to its standards") {
    const OpensslCrypto crypto;
    // FIPS 180-2, appendix B.1; RFC 4231, test case 2; RFC 4648, section 10.
    CHECK(to_hex(crypto.sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(crypto.hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(crypto.base64("fooba") == "Zm9vYmE=");
    CHECK(crypto.base64("") == "");
    CHECK(crypto.from_base64("Zm9vYmE=") == "fooba");
    CHECK(crypto.from_base64("") == "");
    CHECK_FALSE(crypto.from_base64("Zm9vYmE").has_value());
    CHECK_FALSE(crypto.from_base64("Zm9*YmE=").has_value());
    CHECK(crypto.same("abc", "abc"));
    CHECK_FALSE(crypto.same("abc", "abd"));
    CHECK_FALSE(crypto.same("abc", "ab"));
}

TEST_CASE("AES-256-CBC is undone, and refused when it is damaged") {
    const OpensslCrypto crypto;
    // The sample of the Feishu documentation: key sha256("test key"), the first block is the vector.
    const auto sealed = crypto.from_base64("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=");
    REQUIRE(sealed.has_value());
    const std::string key = crypto.sha256("test key");
    CHECK(crypto.aes_256_cbc_decrypt(key, sealed->substr(0, 16), sealed->substr(16)) == "hello world");
    CHECK_FALSE(crypto.aes_256_cbc_decrypt(crypto.sha256("other key"), sealed->substr(0, 16), sealed->substr(16)).has_value());
    CHECK_FALSE(crypto.aes_256_cbc_decrypt(key, sealed->substr(0, 16), sealed->substr(16, 15)).has_value());
    CHECK_FALSE(crypto.aes_256_cbc_decrypt(key, sealed->substr(0, 8), sealed->substr(16)).has_value());
    CHECK_FALSE(crypto.aes_256_cbc_decrypt(key, sealed->substr(0, 16), "").has_value());
}
