#pragma once

#include <string>
#include <string_view>

namespace deskbell {

enum class DiffColour : bool { off, on };

/// The differences between two texts as a unified diff with three lines of context; empty when there are none.
std::string unified_diff(std::string_view before_name, std::string_view before, std::string_view after_name, std::string_view after,
                         DiffColour colour);

}  // namespace deskbell
