#pragma once

#include <string>
#include <vector>

#include "core/base/node.h"

namespace deskbell::testing {

/// A tree as the HTML that GitHub's specification would write for it, so that its examples can be compared. For tests only: Deskbell makes no HTML.
/// A line break is written as the end of a line, since in a chat a single line end is one.
std::string tree_html(const std::vector<Node>& blocks);

}  // namespace deskbell::testing
