#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskbell {

/// An address found in running text: the bytes [begin, end) of it, and where it leads.
struct Autolink {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< 0 when there is none
    std::string href;     ///< has passed safe_link()
};

/// Finds the first address at or after byte `from`: `http://…`, `https://…`, `www.…` (becomes http) or a mail address (becomes mailto).
///
/// It takes the rules of GitHub's extended autolinks (GFM section 6.9), since md4c's own know no port, no percent sign and no text without spaces around the
/// address; and it ends an address where Chinese, Japanese or Korean prose goes on: at CJK punctuation anywhere, at a CJK letter right after an ASCII host.
Autolink find_autolink(std::string_view text, std::size_t from);

}  // namespace deskbell
