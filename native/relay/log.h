#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace deskbell::relay {

/// One named fact of a log line.
using LogField = std::pair<std::string_view, std::string>;

/// Writes one line to standard error: the UTC time, the event's name, then `key=value` pairs. Values with spaces are quoted and control characters
/// are escaped, so that a visitor cannot write lines of their own. Never give it a token or a message's text.
void log_line(std::string_view name, std::initializer_list<LogField> fields = {});

/// The value as log_line writes it.
std::string log_value(std::string_view value);

}  // namespace deskbell::relay
