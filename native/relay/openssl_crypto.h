#pragma once

#include "core/channel/channel.h"

namespace deskbell::relay {

/// What the desks' codecs need of cryptography, from OpenSSL.
class OpensslCrypto final : public channel::Crypto {
  public:
    std::string sha256(std::string_view data) const override;
    std::string hmac_sha256(std::string_view key, std::string_view data) const override;
    std::optional<std::string> aes_256_cbc_decrypt(std::string_view key, std::string_view iv, std::string_view data) const override;
    std::string base64(std::string_view data) const override;
    std::optional<std::string> from_base64(std::string_view text) const override;
    bool same(std::string_view left, std::string_view right) const override;
};

}  // namespace deskbell::relay
