#include "core/channel/channel.h"

namespace deskbell::channel {

std::optional<Customer> Account::newcomer(const Routed&) const { return std::nullopt; }

}  // namespace deskbell::channel
