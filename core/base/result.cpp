#include "core/base/result.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell {

namespace {

struct ErrorText {
    std::string_view name;
    std::string_view text;
};

constexpr ErrorText error_texts[] = {
#define DESKBELL_ERROR(name, text) {#name, text},
#include "core/base/errors.def"
#undef DESKBELL_ERROR
};

}  // namespace

ErrorDetail::ErrorDetail(std::string_view text) {
    text = utf8_prefix(text, capacity);
    size_ = static_cast<std::uint8_t>(text.size());
    std::copy(text.begin(), text.end(), text_);
}

std::string_view error_name(ErrorCode code) { return error_texts[static_cast<std::size_t>(code)].name; }

std::string describe(const Error& error) {
    const auto& entry = error_texts[static_cast<std::size_t>(error.code)];
    std::string line(entry.name);
    line.append(": ").append(entry.text);
    if (!error.detail.empty()) line.append(" (").append(error.detail).append(")");
    return line;
}

}  // namespace deskbell
