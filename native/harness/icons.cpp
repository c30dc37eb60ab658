#include "native/harness/icons.h"

#include <cmath>
#include <initializer_list>

namespace deskbell {

namespace {

constexpr float pi = 3.14159265F;
constexpr float middle = 12;  // of the 24 pixel grid

/// A pencil on the 24 pixel grid of the icons.
class Grid {
  public:
    Grid(ImDrawList* list, ImVec2 centre, ImU32 colour, const IconStyle& style)
        : list_(list), centre_(centre), colour_(colour), style_(style), scale_(style.size / (2 * middle)) {}

    ImVec2 at(float x, float y) const {
        float dx = x - middle;
        float dy = y - middle;
        if (style_.is_mirrored) dx = -dx;
        for (float turns = style_.turned; turns > 0; --turns) {
            const float kept = dx;
            dx = -dy;
            dy = kept;
        }
        return {centre_.x + dx * scale_, centre_.y + dy * scale_};
    }

    void to(float x, float y) { list_->PathLineTo(at(x, y)); }
    void curve(ImVec2 a, ImVec2 b, ImVec2 c) { list_->PathBezierCubicCurveTo(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y)); }
    /// Half a circle from the path's end to a point, clockwise.
    void half_circle(ImVec2 from, ImVec2 end) {
        const ImVec2 centre{(from.x + end.x) / 2, (from.y + end.y) / 2};
        const float radius = std::hypot(end.x - from.x, end.y - from.y) / 2;
        const float first = std::atan2(from.y - centre.y, from.x - centre.x);
        constexpr int steps = 12;
        for (int i = 1; i <= steps; ++i) {
            const float angle = first + pi * static_cast<float>(i) / steps;
            to(centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle));
        }
    }
    void stroke(bool is_closed = false) { list_->PathStroke(colour_, is_closed ? ImDrawFlags_Closed : 0, style_.stroke * scale_); }
    void fill(ImU32 colour) { list_->PathFillConvex(colour); }
    void line(std::initializer_list<ImVec2> points, bool is_closed = false) {
        for (const ImVec2& point : points) to(point.x, point.y);
        stroke(is_closed);
    }
    void shape(std::initializer_list<ImVec2> points) {
        for (const ImVec2& point : points) to(point.x, point.y);
        fill(colour_);
    }
    void dot(float x, float y, float radius) { list_->AddCircleFilled(at(x, y), radius * scale_, colour_); }
    void ring(float x, float y, float radius) { list_->AddCircle(at(x, y), radius * scale_, colour_, 0, style_.stroke * scale_); }
    void box(ImVec2 low, ImVec2 high, float radius) {
        list_->AddRect(at(low.x, low.y), at(high.x, high.y), colour_, radius * scale_, 0, style_.stroke * scale_);
    }

  private:
    ImDrawList* list_;
    ImVec2 centre_;
    ImU32 colour_;
    const IconStyle& style_;
    float scale_;
};

void draw_star(Grid& grid, ImDrawList* list, ImU32 inside) {
    constexpr ImVec2 points[] = {{12, 3.6F},  {14.6F, 8.9F},  {20.4F, 9.75F}, {16.2F, 13.85F}, {17.2F, 19.65F},
                                 {12, 16.9F}, {6.8F, 19.65F}, {7.8F, 13.85F}, {3.6F, 9.75F},   {9.4F, 8.9F}};
    constexpr int count = 10;
    if (inside != 0) {
        // A star is no convex shape: it is filled from its middle, and the outline covers the edge.
        for (int i = 0; i < count; ++i) {
            const ImVec2& a = points[i];
            const ImVec2& b = points[(i + 1) % count];
            list->AddTriangleFilled(grid.at(middle, middle), grid.at(a.x, a.y), grid.at(b.x, b.y), inside);
        }
        // The seams between the antialiased triangles.
        for (const ImVec2& point : points) list->AddLine(grid.at(middle, middle), grid.at(point.x, point.y), inside, 1.5F);
    }
    for (const ImVec2& point : points) grid.to(point.x, point.y);
    grid.stroke(true);
}

void draw_bell(Grid& grid) {
    grid.to(6, 9.5F);
    grid.half_circle({6, 9.5F}, {18, 9.5F});
    grid.shape({{18, 13.2F}, {6, 13.2F}});
    grid.shape({{6, 12.6F}, {18, 12.6F}, {19.5F, 15.3F}, {19.4F, 16.3F}, {18.7F, 16.7F}, {5.3F, 16.7F}, {4.6F, 16.3F}, {4.5F, 15.3F}});
    grid.shape({{9.2F, 15.8F}, {13.9F, 15.8F}, {13.2F, 16.7F}, {9.2F, 20.5F}});
}

void draw_attach(Grid& grid) {
    grid.to(20, 11.5F);
    grid.to(11.8F, 19.7F);
    grid.half_circle({11.8F, 19.7F}, {4.7F, 12.6F});
    grid.to(13.2F, 4.1F);
    grid.half_circle({13.2F, 4.1F}, {18, 8.9F});
    grid.to(9.5F, 17.4F);
    grid.half_circle({9.5F, 17.4F}, {7.1F, 15});
    grid.to(14.9F, 7.2F);
    grid.stroke();
}

void draw_pin(Grid& grid) {
    grid.to(12, 21);
    grid.curve({12, 21}, {5.5F, 15.4F}, {5.5F, 10.3F});
    grid.half_circle({5.5F, 10.3F}, {18.5F, 10.3F});
    grid.curve({18.5F, 15.4F}, {12, 21}, {12, 21});
    grid.stroke(true);
    grid.ring(12, 10.3F, 2.2F);
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, ImU32 colour, const IconStyle& style) {
    Grid grid(list, centre, colour, style);
    switch (icon) {
        case Icon::close:
            grid.line({{6, 6}, {18, 18}});
            grid.line({{18, 6}, {6, 18}});
            return;
        case Icon::menu:
            for (const float x : {5.0F, 12.0F, 19.0F}) grid.dot(x, 12, 1.6F);
            return;
        case Icon::send:
            grid.line({{12, 19}, {12, 5.4F}});
            grid.line({{5.5F, 11.5F}, {12, 5}, {18.5F, 11.5F}});
            return;
        case Icon::attach: draw_attach(grid); return;
        case Icon::chevron: grid.line({{9.5F, 6}, {15.5F, 12}, {9.5F, 18}}); return;
        case Icon::tick: grid.line({{5, 12.5F}, {9.5F, 17}, {19, 7.5F}}); return;
        case Icon::down:
            grid.line({{12, 5}, {12, 18.6F}});
            grid.line({{6, 13}, {12, 19}, {18, 13}});
            return;
        case Icon::file:
            grid.line({{13.5F, 3.5F},
                       {7, 3.5F},
                       {5.9F, 3.9F},
                       {5.5F, 5},
                       {5.5F, 19},
                       {5.9F, 20.1F},
                       {7, 20.5F},
                       {17, 20.5F},
                       {18.1F, 20.1F},
                       {18.5F, 19},
                       {18.5F, 8.5F}},
                      true);
            grid.line({{13.5F, 3.5F}, {13.5F, 8.5F}, {18.5F, 8.5F}});
            return;
        case Icon::pin: draw_pin(grid); return;
        case Icon::star: draw_star(grid, list, style.fill); return;
        case Icon::alert:
            grid.line({{12, 3.5F}, {21, 19.5F}, {3, 19.5F}}, true);
            grid.line({{12, 9}, {12, 13.4F}});
            grid.dot(12, 16.5F, 1.1F);
            return;
        case Icon::bell: draw_bell(grid); return;
        case Icon::copy:
            grid.box({8.5F, 8.5F}, {19.5F, 19.5F}, 2);
            grid.line({{15.5F, 5.5F}, {15.5F, 4.5F}, {4.5F, 4.5F}, {4.5F, 15.5F}, {5.5F, 15.5F}});
            return;
        case Icon::play: grid.shape({{8.5F, 5.5F}, {19, 12}, {8.5F, 18.5F}}); return;
        case Icon::picture:
            grid.box({3.5F, 4.5F}, {20.5F, 19.5F}, 2);
            grid.ring(8.7F, 9.5F, 1.6F);
            grid.line({{4, 17.6F}, {9.6F, 13}, {12.6F, 15.6F}, {16, 11.8F}, {20, 15.6F}});
            return;
    }
}

}  // namespace deskbell
