#pragma once

namespace deskbell {

/// The value of a hexadecimal digit of either case, or -1 when it is none. std::from_chars would do, and costs the page 850 bytes more.
int hex_digit(char c);

}  // namespace deskbell
