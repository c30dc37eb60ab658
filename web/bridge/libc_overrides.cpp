// Stands in for the parts of the C library that are large and that the widget has no use for: nlohmann's lexer calls snprintf for an error text that nobody reads and strtod
// for a double that nobody reads (core/base/json.cpp keeps the number's text). Without these, printf, its long double arithmetic and the exact strtod are linked in.

#include <cstdarg>
#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "core/base/value.h"

namespace {

double read_number(const char* text, char** end) {
    const char* at = text;
    while (*at == '-' || *at == '+' || *at == '.' || *at == 'e' || *at == 'E' || (*at >= '0' && *at <= '9')) ++at;
    if (end != nullptr) *end = const_cast<char*>(at);
    return deskbell::parse_decimal(std::string_view(text, static_cast<std::size_t>(at - text)));
}

}  // namespace

extern "C" {

double strtod(const char* text, char** end) { return read_number(text, end); }
float strtof(const char* text, char** end) { return static_cast<float>(read_number(text, end)); }
long double strtold(const char* text, char** end) { return static_cast<long double>(read_number(text, end)); }

/// Writes an empty text.
int vsnprintf(char* buffer, std::size_t size, const char*, va_list) {
    if (size != 0) *buffer = '\0';
    return 0;
}
int snprintf(char* buffer, std::size_t size, const char*, ...) {
    if (size != 0) *buffer = '\0';
    return 0;
}
}
