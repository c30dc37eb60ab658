#pragma once

#include <string_view>

namespace deskbell {

/// The language that is shown when `wanted` (BCP 47, any case, "-" or "_") is asked for: the language itself, written in another region or with another code; one that its
/// readers can read; or English. For native hosts; a page asks its browser instead (web/src/languages.ts), which gives the same.
std::string_view resolve_language(std::string_view wanted);

}  // namespace deskbell
