#pragma once

#include <list>
#include <span>
#include <string>

#include "widget/view/row.h"

namespace deskbell {

/// How the text is set.
struct TextStyle {
    std::size_t width = 80;       ///< columns, at least 20
    std::int64_t utc_offset = 0;  ///< minutes east of UTC, for dates and times
};

/// What is on the screen, by reference: the text renderer's input.
struct ScreenView {
    const Header& header;
    const std::list<Row>& rows;
    const Composer& composer;
    const Launcher& launcher;
};

/// Nodes as plain text, the third renderer (design.md, decision 2). Words as a visitor reads them; the marks around them mean:
///
///     *strong* _emphasis_ ~strike~ `code` words <address>  !alternative text <address>
///     [a control]  [x the chosen one]  (one that cannot be pressed)
///     Label *: [placeholder] or "value"   an input, * when it is required
///     | a card, a quote or a table       -- a divider       * ! !! notices: muted, warning, error
///
///     ~ what goes on, as someone typing   ... the text is still growing
///
/// Times are UTC (moved by the style's offset), sizes bytes, durations seconds. Every line ends with a line end.
std::string nodes_to_text(std::span<const Node> nodes, TextStyle style = {});

/// The whole screen: `== header`, the rows, `== composer`. A row that begins a group is headed by its author and time; one that continues a group begins with "+"; one that
/// nobody wrote stands at the margin.
std::string screen_to_text(const ScreenView& screen, TextStyle style = {});

}  // namespace deskbell
