#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/value.h"

namespace deskbell {

/// Why a text that somebody writes is no JSON yet, and where; both count from 1, columns in bytes. Line 0: the text as a whole.
struct JsonFault {
    int line = 0;
    int column = 0;
    std::string reason;
};

/// Reads JSON that may run over several lines.
tl::expected<Value, JsonFault> read_json_text(std::string_view text);

/// `line 3, column 7: not_json: …`.
std::string describe(const JsonFault& fault);

/// The value over several lines, two spaces a level; what is empty or short stays on one line.
std::string pretty_json(const Value& value);

}  // namespace deskbell
