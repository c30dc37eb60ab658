// Stands in for the parts of the C library that are large and that the widget has no use for: nlohmann's lexer calls snprintf for an error text that nobody reads and strtod
// for a double that nobody reads (core/base/json.cpp keeps the number's text). Without these, printf, its long double arithmetic and the exact strtod are linked in.

#include <algorithm>
#include <cerrno>
#include <climits>
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

// The library's versions go word by word, which pays for texts longer than a chat has and costs half a kilobyte; copying is one instruction in WebAssembly.
__attribute__((target("bulk-memory"))) void* memcpy(void* to, const void* from, std::size_t size) {
    return __builtin_memmove(to, from, size);
}
__attribute__((target("bulk-memory"))) void* memmove(void* to, const void* from, std::size_t size) {
    return __builtin_memmove(to, from, size);
}
__attribute__((target("bulk-memory"))) void* memset(void* to, int byte, std::size_t size) { return __builtin_memset(to, byte, size); }
std::size_t strlen(const char* text) {
    const char* end = text;
    while (*end != '\0') ++end;
    return static_cast<std::size_t>(end - text);
}
char* strchr(const char* text, int wanted) {
    for (;; ++text) {
        if (*text == static_cast<char>(wanted)) return const_cast<char*>(text);
        if (*text == '\0') return nullptr;
    }
}
void* memchr(const void* bytes, int wanted, std::size_t size) {
    const auto* at = static_cast<const unsigned char*>(bytes);
    for (; size != 0; --size, ++at) {
        if (*at == static_cast<unsigned char>(wanted)) return const_cast<unsigned char*>(at);
    }
    return nullptr;
}

double strtod(const char* text, char** end) { return read_number(text, end); }
float strtof(const char* text, char** end) { return static_cast<float>(read_number(text, end)); }
long double strtold(const char* text, char** end) { return static_cast<long double>(read_number(text, end)); }

/// Decimal digits only, which is all that the lexer passes on. Past 64 bits: errno is ERANGE, and the lexer takes the number for a decimal.
unsigned long long strtoull(const char* text, char** end, int) {
    unsigned long long number = 0;
    for (; *text >= '0' && *text <= '9'; ++text) {
        const auto digit = static_cast<unsigned long long>(*text - '0');
        if (number > (ULLONG_MAX - digit) / 10) errno = ERANGE;
        number = number * 10 + digit;
    }
    *end = const_cast<char*>(text);
    return number;
}
long long strtoll(const char* text, char** end, int base) {
    const bool negative = *text == '-';
    const unsigned long long magnitude = strtoull(text + (negative ? 1 : 0), end, base);
    if (magnitude > static_cast<unsigned long long>(LLONG_MAX) + (negative ? 1 : 0)) errno = ERANGE;
    return static_cast<long long>(negative ? 0 - magnitude : magnitude);
}
unsigned long strtoul(const char* text, char** end, int base) { return static_cast<unsigned long>(strtoull(text, end, base)); }
long strtol(const char* text, char** end, int base) { return static_cast<long>(strtoll(text, end, base)); }

/// Heap sort: md4c sorts the reference definitions of a document with it, and its time is bounded for every order.
void qsort(void* base, std::size_t count, std::size_t size, int (*compare)(const void*, const void*)) {
    char* items = static_cast<char*>(base);
    const auto swap = [&](std::size_t a, std::size_t b) { std::swap_ranges(items + a * size, items + (a + 1) * size, items + b * size); };
    const auto sift_down = [&](std::size_t root, std::size_t end) {
        for (std::size_t child; (child = 2 * root + 1) < end; root = child) {
            if (child + 1 < end && compare(items + child * size, items + (child + 1) * size) < 0) ++child;
            if (compare(items + root * size, items + child * size) >= 0) return;
            swap(root, child);
        }
    };
    for (std::size_t i = count / 2; i-- > 0;) sift_down(i, count);
    for (std::size_t end = count; end > 1;) {
        swap(0, --end);
        sift_down(0, end);
    }
}

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
