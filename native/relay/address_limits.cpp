#include "native/relay/address_limits.h"

namespace deskbell::relay {
namespace {

/// Addresses that are remembered; when there are more, those without an open socket are forgotten.
constexpr std::size_t most_entries = 100'000;
constexpr double burst_seconds = 10;

}  // namespace

AddressLimits::Entry& AddressLimits::entry(const std::string& address) {
    if (entries_.size() >= most_entries) std::erase_if(entries_, [](const auto& one) { return one.second.open == 0; });
    return entries_.try_emplace(address, Entry{0, RateLimit(per_second_, per_second_ * burst_seconds)}).first->second;
}

bool AddressLimits::open(const std::string& address) {
    Entry& here = entry(address);
    if (here.open >= most_open_) return false;
    ++here.open;
    return true;
}

void AddressLimits::close(const std::string& address) {
    const auto found = entries_.find(address);
    if (found != entries_.end()) --found->second.open;
}

bool AddressLimits::allow(const std::string& address, Millis now) { return entry(address).rate.allow(now); }

}  // namespace deskbell::relay
