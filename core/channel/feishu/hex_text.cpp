#include "core/channel/feishu/hex_text.h"

namespace deskbell::channel::feishu {

std::string in_hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        out.push_back(digits[value >> 4]);
        out.push_back(digits[value & 15]);
    }
    return out;
}

}  // namespace deskbell::channel::feishu
