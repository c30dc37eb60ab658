#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/value.h"
#include "core/channel/event.h"
#include "core/channel/http.h"

/// The desks behind the relay, as the relay sees them: sans-I/O codecs that turn what a visitor does into HTTP requests, and answers, webhooks and polls into the
/// events of the one vocabulary. An Account is one configured desk with its secrets; a Channel is one visitor's conversation at it.
namespace deskbell::channel {

/// What the codecs need of cryptography; the host brings it (OpenSSL). All texts are bytes, not hexadecimal.
class Crypto {
  public:
    virtual ~Crypto() = default;
    virtual std::string sha256(std::string_view data) const = 0;
    virtual std::string hmac_sha256(std::string_view key, std::string_view data) const = 0;
    /// AES-256-CBC with PKCS#7 padding. Nothing when the padding or a length is wrong.
    virtual std::optional<std::string> aes_256_cbc_decrypt(std::string_view key, std::string_view iv, std::string_view data) const = 0;
    virtual std::string base64(std::string_view data) const = 0;
    virtual std::optional<std::string> from_base64(std::string_view text) const = 0;
    /// Whether two texts are the same, in a time that does not tell where they differ.
    virtual bool same(std::string_view left, std::string_view right) const = 0;
};

/// The visitor for whom a channel is opened.
struct Customer {
    std::string id;         ///< the relay's user id, `visitor-12`, or the verified user's own id
    bool verified = false;  ///< the website vouches for `id` (JWT or HMAC)
    std::string name;       ///< may be empty, like everything below
    std::string email;
    std::string avatar;
    std::string lang;           ///< as in the widget's hello, for example `zh_cn`
    Value profile;              ///< further attributes from the verified token, an object or null
    std::int64_t first_id = 1;  ///< a number beyond those of the messages that the host has kept; for ids that the channel makes itself
};

/// What came of one call. The host stores the stored events and save() in one transaction before it makes any request and shows anything.
struct Output {
    std::vector<Event> events;  ///< in order
    std::vector<Request>
        requests;  ///< in order; the host may make several at once unless one waits for another's answer, which is the channel's business
    std::vector<std::string> cancel;  ///< ids of open requests whose answers are no longer wanted
    std::vector<std::string>
        routes;  ///< new keys by which webhooks name this conversation, for example `chat:oc_…`; kept by the host for good
    std::vector<SocketOrder> socket;   ///< for the channel's own WebSocket, in order
    std::optional<Refusal> refusal;    ///< the visitor's message was not taken; nothing else happened
    std::vector<std::string> trouble;  ///< for the operator's log: one line each, precise, without message bodies and secrets
};

/// One visitor's conversation at a desk. Time and answers come in, events and requests go out; the same calls give the same result.
///
/// What the visitor said is durable once receive() has returned and the host has stored it, and is answered with `sent` then; the channel delivers it to the desk with
/// requests that it repeats after a restart. A message that the desk refuses for good is told to the visitor by an event (a notice in the conversation, or the message once more with its status `fail`).
class Channel {
  public:
    virtual ~Channel() = default;
    /// A message of the visitor: an IM message with type and payload.
    virtual Output receive(const Value& im_message, Millis now) = 0;
    /// The answer to a request, or a piece of a streamed one.
    virtual Output answered(const Response& response, Millis now) = 0;
    /// What happened on the channel's own WebSocket. Only a channel that ordered one is told anything.
    virtual Output heard(const SocketNews& news, Millis now) = 0;
    /// A webhook's part for this conversation, as Account::webhook() routed it.
    virtual Output delivered(const Value& item, Millis now) = 0;
    /// Does what has become due. A late call does everything at once, in order.
    virtual Output advance(Millis now) = 0;
    virtual std::optional<Millis> next_deadline() const = 0;
    /// The visitor is typing (`true`) or reading.
    virtual Output touch(bool typing, Millis now) = 0;
    /// Where the session stands, for a client that has just connected; a channel that polls while somebody looks starts to.
    virtual Output status(Millis now) = 0;
    /// Nobody looks any more: the last client has gone.
    virtual Output left(Millis now) = 0;
    /// After restore(): the requests that were open when save() was called, once more.
    virtual Output resume(Millis now) = 0;
    /// Everything there is to know, as JSON. No secrets of the account.
    virtual Value save() const = 0;
};

/// Where a webhook goes: the key of a route, and what delivered() of that channel gets. `id` names the delivery for the host's de-duplication (empty: none is needed).
struct Routed {
    std::string key;
    std::string id;
    Value item;
    /// Tried in turn where nobody has `key`: a desk may name a conversation in several ways, not all of which are known yet.
    std::vector<std::string> or_keys;
};

struct WebhookResult {
    Reply reply;
    std::vector<Routed> items;         ///< delivered in order; one without a known route is logged and dropped
    std::vector<std::string> trouble;  ///< as in Output
};

/// One configured desk: its secrets and tokens, shared by all of its channels. It lives as long as the relay.
class Account {
  public:
    virtual ~Account() = default;
    /// A request for a new token when one is due at `now` (also before the first), else nothing. The host makes one at a time.
    virtual std::optional<Request> credentials(Millis now) = 0;
    /// The answer to it; an error for the operator when there is no token in it.
    virtual tl::expected<void, std::string> authenticated(const Response& response, Millis now) = 0;
    /// Whether authorise() can do its work now; requests wait until it can.
    virtual bool ready(Millis now) const = 0;
    /// Adds the headers that carry the account's secrets, or the parameters of the address that do. Asked anew before each try.
    virtual void authorise(Request& request) const = 0;
    /// Reads a request from the desk: checks its signature, decrypts it, answers challenges. Never takes long, so that the desk has its answer in time.
    virtual WebhookResult webhook(const Webhook& webhook, Millis now) = 0;
    /// A visitor's first conversation, or the saved one. A saved state that does not fit is a fresh conversation.
    virtual std::unique_ptr<Channel> open(const Customer& customer, const Value* saved) = 0;
    /// For a delivery whose key no conversation has: the customer for whom the host opens one by itself and for good, with that key as its route, and then
    /// delivers; nothing when only a visitor's hello opens conversations, as at most desks. Such a customer is no visitor of this relay: it has no token, no client
    /// ever connects for it, and its `id` names nobody at any other account. (The robot of a Tencent desk: there the visitor talks to the desk directly.)
    virtual std::optional<Customer> newcomer(const Routed& item) const;
    /// What the desk cannot do for a visitor, as words of core/protocol/abilities.h; the page does not offer it then. Nothing unless overridden.
    virtual std::vector<std::string_view> cannot() const;
};

}  // namespace deskbell::channel
