#include "native/relay/pem.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <climits>
#include <memory>

namespace deskbell::relay {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

/// Nothing ever asks a person for a pass phrase.
int no_pass_phrase(char*, int, int, void*) { return 0; }

Bio open_text(std::string_view text) {
    return {text.size() > INT_MAX ? nullptr : BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

}  // namespace

bool is_rsa_public_key(std::string_view pem) {
    const Bio bio = open_text(pem);
    if (!bio) return false;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_pass_phrase, nullptr),
                                                                  EVP_PKEY_free);
    return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA;
}

bool holds_certificate(std::string_view pem) {
    const Bio bio = open_text(pem);
    if (!bio) return false;
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(PEM_read_bio_X509(bio.get(), nullptr, no_pass_phrase, nullptr),
                                                                  X509_free);
    return certificate != nullptr;
}

}  // namespace deskbell::relay
