#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskbell {

/// Everything that can go wrong in the core, one entry for each line of errors.def.
enum class ErrorCode : unsigned char {
#define DESKBELL_ERROR(name, text) name,
#include "core/base/errors.def"
#undef DESKBELL_ERROR
};

/// What lets a person act on an error: the field, the offset, the offending word. It is short by construction, since much of it comes from outside, and a plain block of
/// bytes, so that a Result costs no more to hand around than a number does.
class ErrorDetail {
  public:
    static constexpr std::size_t capacity = 158;

    ErrorDetail() = default;
    /// Keeps the first `capacity` bytes, cut between characters.
    ErrorDetail(std::string_view text);
    ErrorDetail(const std::string& text) : ErrorDetail(std::string_view(text)) {}
    ErrorDetail(const char* text) : ErrorDetail(std::string_view(text)) {}

    operator std::string_view() const { return {text_, size_}; }
    bool empty() const { return size_ == 0; }

  private:
    std::uint8_t size_ = 0;
    char text_[capacity] = {};
};

/// An error is a value: what kind, and the detail.
struct Error {
    ErrorCode code = ErrorCode::not_json;
    ErrorDetail detail;
};

/// A value or the reason why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// The short name of an error, as in errors.def, for logs and error frames.
std::string_view error_name(ErrorCode code);

/// One line for the operator: `name: log text (detail)`.
std::string describe(const Error& error);

/// The same without the log text, which stays out of the browser: `name (detail)`.
std::string brief(const Error& error);

/// Shorthand for returning an error from a function that gives a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string_view detail = {}) { return tl::unexpected<Error>(Error{code, detail}); }

}  // namespace deskbell
