#pragma once

#include <list>

#include "native/harness/phone_nodes.h"
#include "widget/view/row.h"

namespace deskbell {

/// The scrolling log of rows. Only what is in sight is measured and drawn, so that ten thousand rows cost no more than ten.
class PhoneLog {
  public:
    /// Draws into the current ImGui window, from its upper left corner. `jump_label`: the words of the button that leads to what is new.
    void draw(const std::list<Row>& rows, Pen& pen, NodePainter& painter, ImVec2 size, std::string_view jump_label);

    /// The key of the row under the pointer, or nothing.
    const std::string& hovered_row() const { return hovered_row_; }
    bool is_following() const { return is_following_; }
    void follow() { is_following_ = true; }

  private:
    struct Placed {
        const Row* row = nullptr;
        std::size_t number = 0;
        float top = 0;  ///< of the row without its margin, from the upper edge of the log
        float height = 0;
    };

    float draw_row(const Row& row, Pen& pen, NodePainter& painter, const Box& box);
    ImVec2 draw_body(const Row& row, Pen& pen, NodePainter& painter, const Box& box);
    float draw_meta(const Row& row, Pen& pen, const Box& box);
    float draw_delivery(const Row& row, Pen& pen, const Box& box);
    /// Finds what is in sight, from the end or from the row that is held in its place.
    void place(const std::vector<const Row*>& rows, Pen& pen, NodePainter& painter, const Box& box, float height);
    /// The wheel, the keys and the bar: moves what is held.
    void take_input(const std::vector<const Row*>& rows, float height);
    void draw_bar(Pen& pen, ImVec2 low, ImVec2 size, std::size_t rows);
    void draw_jump(Pen& pen, ImVec2 low, ImVec2 size, std::string_view label);

    std::vector<Placed> placed_;
    bool is_following_ = true;  ///< the end stays in sight
    std::string held_;          ///< otherwise the row that stays where it is
    float held_top_ = 0;
    float to_end_ = 0;  ///< how far the end is below the lower edge, as far as that is known
    std::string last_row_;
    bool has_news_ = false;
    std::string hovered_row_;
    std::string first_;  ///< key of the first row that was placed in the last frame
    float first_top_ = 0;
    float pulled_ = -1;  ///< the bar is being pulled, held so far below its upper edge
    float wanted_ = -1;  ///< the bar was pulled to this share of the rows
};

/// A picture of who speaks: a bell for the robot, else the first letter of the name.
void draw_avatar(Pen& pen, std::string_view name, std::string_view role, ImVec2 centre, float size);

/// The space above a row, as the page's styles have it.
float space_above(const Row* before, const Row& row);

}  // namespace deskbell
