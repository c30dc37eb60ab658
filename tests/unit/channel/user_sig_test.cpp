#include "core/channel/user_sig.h"

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "native/relay/openssl_crypto.h"

using namespace deskbell;
using namespace deskbell::channel;

TEST_CASE("a userSig holds what the protocol page says, within stored blocks") {
    const relay::OpensslCrypto crypto;
    const SigningApp app{1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"};
    std::string text = user_sig(crypto, app, "xiaojun", 1700000000, 86400);
    CHECK(text.find_first_of("+/=") == std::string::npos);
    for (char& c : text) {
        if (c == '*') c = '+';
        if (c == '-') c = '/';
        if (c == '_') c = '=';
    }
    const auto bytes = crypto.from_base64(text);
    REQUIRE(bytes.has_value());
    // RFC 1950: method and window, a multiple of 31; RFC 1951: one last stored block with its length and the complement.
    const auto at = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>((*bytes)[i])); };
    CHECK((at(0) * 256 + at(1)) % 31 == 0);
    CHECK((at(0) & 15) == 8);
    CHECK(at(2) == 1);
    const std::size_t size = at(3) + at(4) * 256;
    CHECK(at(5) + at(6) * 256 == (size ^ 0xFFFF));
    REQUIRE(bytes->size() == 7 + size + 4);
    const std::string json = bytes->substr(7, size);
    const auto sig = parse_json(json);
    REQUIRE(sig.has_value());
    CHECK((*sig)["TLS.sig"].as_text() == "SNF4FmVCPucoXsBOpbVF3fFCf57JPm0ezZ1jeVILlVc=");
    CHECK((*sig)["TLS.ver"].as_text() == "2.0");
    CHECK((*sig)["TLS.identifier"].as_text() == "xiaojun");
    CHECK((*sig)["TLS.sdkappid"].as_integer() == 1400000000);
    CHECK((*sig)["TLS.time"].as_integer() == 1700000000);
    CHECK((*sig)["TLS.expire"].as_integer() == 86400);
    // Adler-32 over the text.
    unsigned low = 1;
    unsigned high = 0;
    for (const char c : json) {
        low = (low + static_cast<unsigned char>(c)) % 65521;
        high = (high + low) % 65521;
    }
    CHECK(at(7 + size) * 256 + at(8 + size) == high);
    CHECK(at(9 + size) * 256 + at(10 + size) == low);
}
