#pragma once

#include "core/channel/channel.h"
#include "core/channel/chatwoot/settings.h"
#include "core/channel/chatwoot/state.h"

/// The requests of both transports. Their ids say what the answer is: contact, find_contact, conversation, find_conversation, send, submit, resolve, messages, status,
/// typing, seen, email.
namespace deskbell::channel::chatwoot {

/// What of the visitor the desk is told.
struct Visitor {
    Customer customer;
    std::string identifier_hash;  ///< `client`: vouches for the visitor; empty where the inbox has no hmac_token
};

Request contact_request(const Settings& settings, const Visitor& visitor);
/// `account`: a contact with this identifier exists already; which one?
Request find_contact_request(const Settings& settings, const Visitor& visitor);
Request conversation_request(const Settings& settings, const State& state);
/// The conversations that the contact has, for one whose making was never answered.
Request find_conversation_request(const Settings& settings, const State& state);
/// Delivers a `message`, a `submit` or a `resolve`.
Request delivery_request(const Settings& settings, const State& state, const Delivery& delivery);
/// The newest messages, or those before an id.
Request messages_request(const Settings& settings, const State& state, std::int64_t before);
/// The conversation, for its status.
Request status_request(const Settings& settings, const State& state);
/// `client`: the visitor types, or has stopped. The account's API would show the agent as typing, so there is none for it.
Request typing_request(const Settings& settings, const State& state, bool typing);
/// `client`: the visitor has read everything.
Request seen_request(const Settings& settings, const State& state);
/// Tells the desk the visitor's address.
Request email_request(const Settings& settings, const State& state, const std::string& email);

/// The address of the socket, and the frames for it.
std::string socket_address(const Settings& settings);
std::string subscribe_frame(const State& state);
std::string presence_frame(const State& state);

}  // namespace deskbell::channel::chatwoot
