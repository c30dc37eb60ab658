#include "core/channel/digest.h"

namespace deskbell::channel {

std::uint64_t fnv1a(std::string_view data) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : data) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211u;
    }
    return hash;
}

std::string short_digest(std::string_view data) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t hash = fnv1a(data);
    std::string text(16, '0');
    for (std::size_t i = text.size(); i-- > 0; hash >>= 4) text[i] = digits[hash & 15];
    return text;
}

}  // namespace deskbell::channel
