#include "native/relay/log.h"

#include <chrono>
#include <cstdio>
#include <ctime>

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

}  // namespace

std::string log_value(std::string_view value) {
    std::string out;
    bool quoted = value.empty();
    for (const char c : value.substr(0, longest_value)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '"' || c == '\\') {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(byte));
            out += escaped;
        } else {
            quoted = quoted || c == ' ' || c == '=';
            out += c;
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
