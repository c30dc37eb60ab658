#include "native/relay/user_claim.h"

namespace deskbell::relay {

UserClaim read_claim(const Value& user) {
    const auto text = [&](const char* name) { return std::string(user[name].as_text()); };
    return {text("token"), text("id"), text("hash"), text("name"), text("email"), text("avatar")};
}

}  // namespace deskbell::relay
