#pragma once

#include <string_view>

namespace deskbell::relay {

/// Whether this is a PEM text with an RSA public key ("BEGIN PUBLIC KEY"), as RS256 needs one.
bool is_rsa_public_key(std::string_view pem);

/// Whether there is a certificate in this PEM text.
bool holds_certificate(std::string_view pem);

}  // namespace deskbell::relay
