#pragma once

#include <string>

#include "core/channel/channel.h"
#include "native/relay/store.h"

namespace deskbell::relay {

/// How a customer's own data are kept in Visitor::customer.
std::string keep_customer(const channel::Customer& customer);

/// The customer of a stored visitor: as it was kept, or an anonymous one with the relay's id for it, `visitor-12`. `first_id` lies beyond what is stored.
channel::Customer customer_of(const Visitor& visitor);

}  // namespace deskbell::relay
