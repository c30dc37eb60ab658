#pragma once

// Certificates that a test makes for itself: a small authority, and what its servers show.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace deskbell::test {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

/// A certificate with its key.
struct Proof {
    Key key;
    Certificate certificate;
};

/// What a certificate says.
struct CertificateWish {
    std::string name = "localhost";  ///< the subject, and a DNS name where `alternative` is empty
    std::string alternative = {};    ///< subjectAltName as openssl.cnf has it
    long begins = -3600;             ///< seconds from now
    long ends = 3600;                ///< seconds from now
    const Proof* issuer = nullptr;   ///< none: signed with its own key
    bool authority = false;          ///< may sign others
};

inline void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()),
                                                                              X509_EXTENSION_free);
    X509_add_ext(certificate, extension.get(), -1);
}

inline Proof make_proof(const CertificateWish& wish) {
    Proof proof;
    proof.key = Key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    proof.certificate = Certificate(X509_new(), X509_free);
    X509* certificate = proof.certificate.get();
    X509_set_version(certificate, 2);
    static long serial = 1;
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wish.begins);
    X509_gmtime_adj(X509_getm_notAfter(certificate), wish.ends);
    X509_set_pubkey(certificate, proof.key.get());
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* bytes = reinterpret_cast<const unsigned char*>(wish.name.c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, -1, -1, 0);
    X509* issuer = wish.issuer != nullptr ? wish.issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    add_extension(certificate, issuer, NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!wish.authority)
        add_extension(certificate, issuer, NID_subject_alt_name, wish.alternative.empty() ? "DNS:" + wish.name : wish.alternative);
    X509_sign(certificate, (wish.issuer != nullptr ? wish.issuer->key : proof.key).get(), EVP_sha256());
    return proof;
}

inline std::string as_pem(X509* certificate) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(bio.get(), certificate);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

/// Writes a certificate as PEM, where the relay's `ca_file` would lie.
inline void write_pem(const Proof& proof, const std::filesystem::path& file) {
    std::ofstream(file, std::ios::binary) << as_pem(proof.certificate.get());
}

}  // namespace deskbell::test
