#include "native/relay/peers.h"

#include <charconv>

namespace deskbell::relay {

void RemoteConnection::tell(const char* kind, std::string body) {
    try {
        fleet_.post_soon(relay_, {{}, {}, kind, std::move(body)});
    } catch (const StoreError&) {
        // Fleet::live() will say that notes were lost, and the socket is closed then.
    }
}

std::string_view take_word(std::string_view& body) {
    const std::size_t end = std::min(body.find(' '), body.size());
    const std::string_view word = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    return word;
}

std::int64_t take_number(std::string_view& body) {
    const std::string_view word = take_word(body);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size() ? number : 0;
}

}  // namespace deskbell::relay
