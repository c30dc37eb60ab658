#pragma once

#include <algorithm>
#include <string_view>

namespace deskbell::channel::feishu {

/// The number of characters (code points) of a text, as the platform's limits count.
inline std::size_t characters(std::string_view text) {
    const auto begins_one = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_one));
}

}  // namespace deskbell::channel::feishu
