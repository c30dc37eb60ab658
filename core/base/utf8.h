#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskbell {

/// The length in bytes of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), or 0 when there is none.
std::size_t utf8_sequence_length(std::string_view text);

/// How many bytes at the start of `text` are well-formed UTF-8.
std::size_t well_formed_length(std::string_view text);

/// A copy in which every byte that is not part of well-formed UTF-8 is replaced by U+FFFD.
std::string replace_broken_utf8(std::string_view text);

/// The longest start of `text` that has at most `bytes` bytes and does not end inside a character.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

/// `text` without leading and trailing ASCII white space.
std::string_view trim(std::string_view text);

/// A copy with A–Z as a–z; other bytes stay.
std::string ascii_lower(std::string_view text);

}  // namespace deskbell
