#include "native/relay/log.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "core/base/utf8.h"

namespace deskbell::relay {
namespace {

constexpr std::size_t longest_value = 200;

std::string utc_now() {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char day[32];
    std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
    char text[48];
    std::snprintf(text, sizeof text, "%s.%03dZ", day, static_cast<int>(millis));
    return text;
}

/// Whether a character could end a line, move the cursor or turn text around in what shows the log: control characters (C0, DEL, C1), the line and
/// paragraph separators, what is invisible, and what changes the direction of writing.
bool is_unfit(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 1) return byte(0) < 0x20 || byte(0) >= 0x7f || character == "\"" || character == "\\";
    if (character.size() == 2) return byte(0) == 0xc2 && byte(1) < 0xa0;  // U+0080 to U+009F
    if (character == "\xef\xbb\xbf") return true;                         // U+FEFF
    if (character.size() != 3 || byte(0) != 0xe2) return false;
    return (byte(1) == 0x80 &&
            ((byte(2) >= 0x8b && byte(2) <= 0x8f) || (byte(2) >= 0xa8 && byte(2) <= 0xae))) ||  // U+200B to U+200F, U+2028 to U+202E
           (byte(1) == 0x81 && byte(2) >= 0xa0 && byte(2) <= 0xaf);                             // U+2060 to U+206F
}

}  // namespace

std::string log_value(std::string_view value) {
    std::string out;
    bool quoted = value.empty();
    for (std::string_view rest = utf8_prefix(value, longest_value); !rest.empty();) {
        // A byte that belongs to no character stands alone.
        const std::string_view character = rest.substr(0, std::max<std::size_t>(1, utf8_sequence_length(rest)));
        rest.remove_prefix(character.size());
        if (is_unfit(character)) {
            for (const char c : character) {
                char escaped[8];
                std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
                out += escaped;
            }
        } else {
            quoted = quoted || character == " " || character == "=";
            out += character;
        }
    }
    if (value.size() > longest_value) out += "…";
    return quoted ? '"' + out + '"' : out;
}

void log_line(std::string_view name, std::initializer_list<LogField> fields) {
    std::string line = utc_now();
    line += ' ';
    line += name;
    for (const auto& [key, value] : fields) {
        line += ' ';
        line += key;
        line += '=';
        line += log_value(value);
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace deskbell::relay
