#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell::channel {

/// FNV-1a over 64 bits: for telling whether something changed and for spreading waits. It protects nothing.
std::uint64_t fnv1a(std::string_view data);

/// The same as 16 hexadecimal digits.
std::string short_digest(std::string_view data);

}  // namespace deskbell::channel
