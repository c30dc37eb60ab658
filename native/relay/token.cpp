#include "native/relay/token.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "native/relay/log.h"

namespace deskbell::relay {

std::string base64url(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            out += digits[(bits >> count) & 63u];
        }
    }
    if (count > 0) out += digits[(bits << (6 - count)) & 63u];
    return out;
}

std::string random_token(std::size_t bytes) {
    std::string raw(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) != 1) {
        // Without randomness every token would be guessable: there is nothing safe to go on with.
        log_line("no_randomness");
        std::abort();
    }
    return base64url(raw);
}

std::string new_visitor_token() { return random_token(32); }

std::string token_hash(std::string_view token) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(token.data(), token.size(), digest, &length, EVP_sha256(), nullptr);
    return std::string(reinterpret_cast<const char*>(digest), length);
}

}  // namespace deskbell::relay
