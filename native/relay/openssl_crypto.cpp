#include "native/relay/openssl_crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <climits>
#include <memory>

namespace deskbell::relay {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string OpensslCrypto::sha256(std::string_view data) const {
    std::string digest(32, '\0');
    unsigned size = 0;
    if (EVP_Digest(data.data(), data.size(), bytes(digest), &size, EVP_sha256(), nullptr) != 1) return {};
    return digest;
}

std::string OpensslCrypto::hmac_sha256(std::string_view key, std::string_view data) const {
    std::string digest(32, '\0');
    unsigned size = 0;
    if (key.size() > INT_MAX) return {};
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(data), data.size(), bytes(digest), &size) == nullptr) return {};
    return digest;
}

std::optional<std::string> OpensslCrypto::aes_256_cbc_decrypt(std::string_view key, std::string_view iv, std::string_view data) const {
    if (key.size() != 32 || iv.size() != 16 || data.empty() || data.size() % 16 != 0 || data.size() > INT_MAX / 2) return std::nullopt;
    const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    std::string plain(data.size() + 16, '\0');
    int size = 0;
    int rest = 0;
    if (!context || EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, bytes(key), bytes(iv)) != 1) return std::nullopt;
    if (EVP_DecryptUpdate(context.get(), bytes(plain), &size, bytes(data), static_cast<int>(data.size())) != 1) return std::nullopt;
    if (EVP_DecryptFinal_ex(context.get(), bytes(plain) + size, &rest) != 1) return std::nullopt;
    plain.resize(static_cast<std::size_t>(size + rest));
    return plain;
}

std::string OpensslCrypto::base64(std::string_view data) const {
    std::string text((data.size() + 2) / 3 * 4 + 1, '\0');
    if (data.size() > INT_MAX / 2) return {};
    const int size = EVP_EncodeBlock(bytes(text), bytes(data), static_cast<int>(data.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<std::string> OpensslCrypto::from_base64(std::string_view text) const {
    if (text.size() % 4 != 0 || text.size() > INT_MAX / 2) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    std::string data(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(bytes(data), bytes(text), static_cast<int>(text.size())) < 0) return std::nullopt;
    data.resize(data.size() - padding);
    return data;
}

bool OpensslCrypto::same(std::string_view left, std::string_view right) const {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace deskbell::relay
