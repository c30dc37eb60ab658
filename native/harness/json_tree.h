#pragma once

#include <string>
#include <vector>

#include "core/base/node.h"
#include "core/base/value.h"

namespace deskbell {

/// Something in a JSON value that was not taken: where (`payload.data.content.items.2.desc`) and why.
struct LeftOut {
    std::string path;
    std::string reason;
};

/// Draws a JSON value as a foldable, coloured tree; `name` is what it is called there. A text that is JSON itself unfolds too. What is in `left_out`, by its path below
/// this value, is marked with its reason. The right button copies a value or its path. So many levels are unfolded at first.
void draw_json(const std::string& name, const Value& value, int open_levels = 1, const std::vector<LeftOut>* left_out = nullptr);

/// Draws nodes with what is below them as a foldable tree: the kind, the words, the attributes.
void draw_nodes(const std::vector<Node>& nodes);

/// A small button that copies the value as JSON over several lines.
void copy_button(const char* name, const Value& value);

}  // namespace deskbell
