#include "core/channel/channel.h"

namespace deskbell::channel {

std::optional<Customer> Account::newcomer(const Routed&) const { return std::nullopt; }

std::vector<std::string_view> Account::cannot() const { return {}; }

}  // namespace deskbell::channel
