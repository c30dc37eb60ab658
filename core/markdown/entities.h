#pragma once

#include <string>
#include <string_view>

namespace deskbell {

/// Decodes one character reference, `&amp;`, `&#8212;` or `&#x2014;`, from its "&" to its ";".
///
/// Numeric ones follow CommonMark section 2.5 (0, surrogates and what lies beyond U+10FFFF give U+FFFD). Of HTML's 2 125 named ones only those are known that
/// people and robots write in chats: the whole table would cost every visitor 14 kB. Any other name stays as it is written; this is a departure from CommonMark.
std::string decode_entity(std::string_view entity);

/// Appends a code point as UTF-8; what is no Unicode scalar value, and 0, becomes U+FFFD.
void append_utf8(std::string& out, unsigned long code_point);

}  // namespace deskbell
