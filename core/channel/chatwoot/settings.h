#pragma once

#include <string>

namespace deskbell::channel::chatwoot {

/// How the relay talks to the desk.
enum class Transport : unsigned char {
    account,  ///< the account's REST API with a key, and webhooks back: EngageLab LiveDesk
    client,   ///< the public client API without a secret, and the `/cable` socket: Chatwoot
};

/// One desk, as the operator sets it up.
struct Settings {
    Transport transport = Transport::account;
    /// `account`: the base path up to the account, `https://livedesk-api.engagelab.com/api/v2/accounts`; `client`: the server, `https://app.chatwoot.com`.
    /// Without a slash at the end.
    std::string base;
    std::string inbox;       ///< `account`: the inbox's number; `client`: the inbox identifier of an API inbox
    std::string api_key;     ///< `account`: of Basic authentication
    std::string api_secret;  ///< likewise
    /// `client`: the inbox's token, with which visitors are vouched for (identifier_hash); empty: every visitor is an anonymous contact.
    std::string hmac_token;
    /// `account`: signs the desk's webhooks (X-Chatwoot-Signature over X-Chatwoot-Timestamp and the body); empty: the desk does not sign.
    std::string webhook_secret;
    /// `account`: a long random word that the address given to the desk ends with, `…/events/<word>`. Needed where the desk does not sign.
    std::string webhook_token;
};

}  // namespace deskbell::channel::chatwoot
