#pragma once

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

/// An error is a value: what kind, and the detail that lets a person act on it (the field, the offset, the offending word).
struct Error {
    ErrorCode code = ErrorCode::not_json;
    std::string detail;
};

/// A value or the reason why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// The short name of an error, as in errors.def, for logs and error frames.
std::string_view error_name(ErrorCode code);

/// One line for the operator: `name: log text (detail)`.
std::string describe(const Error& error);

/// Shorthand for returning an error from a function that gives a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string_view detail = {}) {
    return tl::unexpected<Error>(Error{code, std::string(detail)});
}

}  // namespace deskbell
