#pragma once

#include <string>
#include <string_view>

namespace deskbell::channel {

/// What stands behind the last slash of a webhook's path: where a desk does not sign, its address ends with a long random word.
std::string_view last_segment(std::string_view path);

/// A parameter of an undecoded query, its percent signs and pluses resolved; empty when there is none. Names are compared without case, as desks write them both ways.
std::string query_value(std::string_view query, std::string_view name);

/// Bytes as lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);

}  // namespace deskbell::channel
