// The gate for addresses: what passes has one of the schemes, says so without what browsers take out of an address, and passes again as it is. The same of what is found in running text.

#include <cctype>

#include "core/base/url.h"
#include "core/base/utf8.h"
#include "core/markdown/autolink.h"
#include "tests/fuzz/fuzz.h"

using namespace deskbell;

namespace {

/// The scheme as a browser would find it (WHATWG URL, scheme start state): letters, digits, "+", "-", "." before the first ":"; in small letters.
std::string scheme_of(std::string_view address) {
    std::string scheme;
    for (const char c : address) {
        if (c == ':') return scheme;
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) == 0 && c != '+' && c != '-' && c != '.') return {};
        scheme += static_cast<char>(std::tolower(byte));
    }
    return {};
}

void holds(const std::string& address, std::string_view schemes) {
    if (address.empty()) return;
    const std::string scheme = scheme_of(address);
    fuzz::rule(!scheme.empty() && (" " + std::string(schemes) + " ").find(" " + scheme + " ") != std::string::npos,
               "a scheme outside the policy", address);
    for (const char c : address)
        fuzz::rule(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a control character in an address", address);
    fuzz::rule(address.front() != ' ' && address.back() != ' ', "space around an address", address);
    fuzz::rule(replace_broken_utf8(address) == address, "an address that is no UTF-8", address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text = replace_broken_utf8({reinterpret_cast<const char*>(data), size});
    const std::string link = safe_link(text);
    holds(link, "https http mailto tel");
    fuzz::rule(safe_link(link) == link, "a link that does not pass twice", link);
    const std::string image = safe_image(text);
    holds(image, "https http blob data");
    fuzz::rule(safe_image(image) == image, "a picture's address that does not pass twice", image);
    if (scheme_of(image) == "data")
        fuzz::rule(image.find("svg") == std::string::npos || image.find("svg") > image.find_first_of(";,"),
                   "a picture that can hold a script", image);

    std::size_t at = 0;
    for (Autolink found = find_autolink(text, 0); found.end != 0; found = find_autolink(text, at)) {
        fuzz::rule(found.begin >= at && found.begin < found.end && found.end <= text.size(), "an address outside of the text");
        fuzz::rule(!found.href.empty() && safe_link(found.href) == found.href, "an address in running text that has not passed the gate",
                   found.href);
        fuzz::rule((static_cast<unsigned char>(text[found.begin]) & 0xC0) != 0x80 &&
                       (found.end == text.size() || (static_cast<unsigned char>(text[found.end]) & 0xC0) != 0x80),
                   "an address that ends inside a character", text);
        at = found.end;
    }
    return 0;
}
