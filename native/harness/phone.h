#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "native/harness/look.h"
#include "widget/view/view.h"

namespace deskbell {

/// The conversation as a visitor sees it, drawn from the session's node tree.
class PhonePanel {
  public:
    /// Draws into the current window, as wide and high as it is. What the visitor did comes back as events for the session.
    std::vector<Value> draw(const View& view, Theme theme);
    /// The key of the row that was under the pointer in the last frame; empty when there was none.
    const std::string& hovered_row() const { return hovered_row_; }

  private:
    void draw_row(const Row& row, float width);
    void draw_nodes(const std::vector<Node>& nodes, float width, ImU32 colour);
    void draw_node(const Node& node, float width, ImU32 colour);
    void draw_button(const Node& node, float width);
    void draw_form(const Node& form, float width);
    void draw_rating(const Node& rating, float width);
    void draw_table(const Node& table);
    void words(std::string_view text, float width, ImU32 colour);
    bool press(std::string_view label, std::string_view action, float width, bool disabled);
    void act(std::string_view action, Value value);
    /// What the visitor has written into a field of the row in hand.
    std::string& entry(const Node& field);

    const Look* look_ = nullptr;
    std::string row_;
    std::string hovered_row_;
    std::map<std::string, std::string, std::less<>> entries_;  ///< row and field → what is written in it
    std::string draft_;
    int next_id_ = 0;
    std::size_t rows_shown_ = 0;
    std::vector<Value> events_;
};

}  // namespace deskbell
