#pragma once

#include <string>
#include <string_view>

namespace deskbell::relay {

/// `bytes` random bytes of the operating system, as unpadded base64url (RFC 4648, section 5).
std::string random_token(std::size_t bytes);

/// SHA-256 as raw bytes. A token has full entropy, so a plain hash is enough to keep a stolen database from giving tokens away.
std::string token_hash(std::string_view token);

/// Unpadded base64url.
std::string base64url(std::string_view bytes);

}  // namespace deskbell::relay
