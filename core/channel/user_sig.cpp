#include "core/channel/user_sig.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell::channel {
namespace {

/// The zlib format (RFC 1950) around stored blocks (RFC 1951, section 3.2.4).
std::string stored_zlib(std::string_view data) {
    constexpr std::size_t longest_block = 65535;
    std::string out = "\x78\x01";
    std::uint32_t low = 1;
    std::uint32_t high = 0;
    for (const char c : data) {
        low = (low + static_cast<unsigned char>(c)) % 65521;
        high = (high + low) % 65521;
    }
    do {
        const std::string_view block = data.substr(0, longest_block);
        data.remove_prefix(block.size());
        const auto size = static_cast<std::uint16_t>(block.size());
        out += static_cast<char>(data.empty() ? 1 : 0);
        for (const std::uint16_t word : {size, static_cast<std::uint16_t>(~size)}) {
            out += static_cast<char>(word & 255);
            out += static_cast<char>(word >> 8);
        }
        out += block;
    } while (!data.empty());
    for (const std::uint32_t word : {high, low}) {
        out += static_cast<char>(word >> 8);
        out += static_cast<char>(word & 255);
    }
    return out;
}

}  // namespace

std::string user_sig(const Crypto& crypto, const SigningApp& app, std::string_view identifier, Seconds now, Seconds lasts) {
    std::string signed_text = "TLS.identifier:" + std::string(identifier) + "\nTLS.sdkappid:" + to_digits(app.sdk_app_id);
    signed_text += "\nTLS.time:" + to_digits(now) + "\nTLS.expire:" + to_digits(lasts) + '\n';
    Value sig = Value::object();
    sig.set("TLS.ver", "2.0").set("TLS.identifier", identifier).set("TLS.sdkappid", app.sdk_app_id);
    sig.set("TLS.expire", lasts).set("TLS.time", now).set("TLS.sig", crypto.base64(crypto.hmac_sha256(app.key, signed_text)));
    std::string text = crypto.base64(stored_zlib(to_json(sig)));
    for (char& c : text) {
        if (c == '+') c = '*';
        if (c == '/') c = '-';
        if (c == '=') c = '_';
    }
    return text;
}

}  // namespace deskbell::channel
