#pragma once

#include <string>

#include "core/base/value.h"

namespace deskbell::relay {

/// What a client says of its user, in a hello or to `/v1/usersig`.
struct UserClaim {
    std::string jwt;   ///< signed by the website (`token`)
    std::string id;    ///< or the user's id
    std::string hash;  ///< with its HMAC-SHA256, in hexadecimal digits
    std::string name;  ///< as the website shows it, unproven
    std::string email;
    std::string avatar;
    /// Whether it claims to prove anything.
    bool is_proof() const { return !jwt.empty() || !hash.empty(); }
};

/// Reads `{"token"}` or `{"id","hash","name"?,"email"?,"avatar"?}`; what is no text is left out.
UserClaim read_claim(const Value& user);

}  // namespace deskbell::relay
