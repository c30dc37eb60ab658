#pragma once

#include <span>

#include "core/base/node.h"
#include "widget/text/text_writer.h"

namespace deskbell {

/// Writes blocks, one below the other.
void write_blocks(TextWriter& out, std::span<const Node> blocks);

/// Inline nodes on one line (but for their line breaks), with the marks of text_renderer.h.
std::string inline_text(std::span<const Node> nodes);

/// A control as `[label]`, `[x label]` when it is chosen, `(label)` when it cannot be pressed.
std::string control_text(const Node& control);

}  // namespace deskbell
