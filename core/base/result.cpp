#include "core/base/result.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

constexpr char names[] =
#define DESKBELL_ERROR(name, text) #name "\0"
#include "core/base/errors.def"
#undef DESKBELL_ERROR
    ;

constexpr std::string_view texts[] = {
#define DESKBELL_ERROR(name, text) text,
#include "core/base/errors.def"
#undef DESKBELL_ERROR
};

std::string with_detail(std::string line, const Error& error) {
    if (!error.detail.empty()) line.append(" (").append(error.detail).append(")");
    return line;
}

}  // namespace

ErrorDetail::ErrorDetail(std::string_view text) {
    text = utf8_prefix(text, capacity);
    size_ = static_cast<std::uint8_t>(text.size());
    std::copy(text.begin(), text.end(), text_);
}

std::string_view error_name(ErrorCode code) { return nth_word(names, static_cast<std::size_t>(code)); }

std::string describe(const Error& error) {
    std::string line(error_name(error.code));
    line.append(": ").append(texts[static_cast<std::size_t>(error.code)]);
    return with_detail(std::move(line), error);
}

std::string brief(const Error& error) { return with_detail(std::string(error_name(error.code)), error); }

}  // namespace deskbell
