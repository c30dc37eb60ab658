#pragma once

#include <string>
#include <string_view>

namespace deskbell::channel::feishu {

/// Bytes as hexadecimal digits, in lower case.
std::string in_hex(std::string_view bytes);

}  // namespace deskbell::channel::feishu
