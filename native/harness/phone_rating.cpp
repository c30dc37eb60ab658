// Ratings: stars with the words of the one that is pointed at, or numbers in a row.

#include <algorithm>
#include <cmath>

#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float padding = 16;
constexpr float step = 44;
constexpr float star = 32;

std::vector<const Node*> options_of(const Node& rating) {
    std::vector<const Node*> options;
    for (const Node& child : rating.children) {
        if (child.kind == NodeKind::rating_option) options.push_back(&child);
    }
    return options;
}

}  // namespace

ImVec2 NodePainter::draw_rating(const Node& rating, const Box& box, const Ink& ink) {
    const bool painted = pen_.is_painting;
    if (painted) {
        pen_.is_painting = false;
        const int names = names_;
        const float height = draw_rating(rating, box, ink).y;
        names_ = names;
        pen_.is_painting = true;
        pen_.frame({box.x, box.y}, {box.x + box.width, box.y + height}, pen_.look.line, 12);
    }
    const Box inner{box.x + padding + 1, box.y + padding + 1, box.width - 2 * (padding + 1)};
    LetterStyle title = pen_.title();
    title.align = Align::center;
    float height = pen_.write(inner, rating.attribute_text(Attribute::label), title, pen_.look.text_1).y + 10;
    std::string caption;
    const bool is_stars = rating.attribute_text(Attribute::style) == "stars";
    height += is_stars ? draw_stars(rating, inner.below(height), caption) : draw_numbers(rating, inner.below(height), caption);
    LetterStyle below = Pen::secondary();
    below.align = Align::center;
    height += 8;
    height += std::max(18.0F, pen_.write(inner.below(height), caption, below, pen_.look.text_2).y);
    for (const Node& child : rating.children) {
        if (child.kind == NodeKind::rating_option) continue;
        Ink own = ink;
        own.fills_width = true;
        height += 12;
        height += draw(child, inner.below(height), own).y;
    }
    return {box.width, height + 2 * (padding + 1)};
}

float NodePainter::draw_stars(const Node& rating, const Box& box, std::string& caption) {
    const std::vector<const Node*> options = options_of(rating);
    if (options.empty()) return 0;
    const auto count = static_cast<float>(options.size());
    // Many stars stand in several rows.
    const auto in_row = static_cast<std::size_t>(std::max(1.0F, std::min(count, std::floor(box.width / step))));
    const float rows = std::ceil(count / static_cast<float>(in_row));
    std::size_t lit = 0;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!options[i]->flag(Attribute::chosen)) continue;
        lit = i + 1;
        caption = options[i]->attribute_text(Attribute::label);
    }
    if (!pen_.is_painting) return rows * step;
    std::vector<ImVec2> places;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const std::size_t row = i / in_row;
        const std::size_t here = std::min(in_row, options.size() - row * in_row);
        const float begin = (box.width - static_cast<float>(here) * step) / 2;
        const float x = pen_.start(box, begin + static_cast<float>(i % in_row) * step, step);
        places.push_back({x, box.y + static_cast<float>(row) * step});
        const std::string_view action = options[i]->attribute_text(Attribute::action);
        const bool is_on = !action.empty() && !rating.flag(Attribute::disabled);
        const Touch over = pen_.touch("press:" + std::string(action) + std::to_string(i), places[i], {x + step, places[i].y + step}, is_on);
        if (over.is_over && is_on) {
            lit = i + 1;
            caption = options[i]->attribute_text(Attribute::label);
        }
        if (over.is_pressed && is_on) act(action);
    }
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool is_lit = i < lit;
        pen_.icon(Icon::star, {places[i].x + step / 2, places[i].y + step / 2}, star, is_lit ? pen_.look.star_edge : pen_.look.control,
                  {star, 1.4F, false, 0, is_lit ? pen_.look.star : 0});
    }
    return rows * step;
}

float NodePainter::draw_numbers(const Node& rating, const Box& box, std::string& caption) {
    const std::vector<const Node*> options = options_of(rating);
    if (options.empty()) return 0;
    const auto in_row = static_cast<std::size_t>(std::max(1.0F, std::min(static_cast<float>(options.size()), std::floor(box.width / 32))));
    const float width = box.width / static_cast<float>(in_row);
    const float rows = std::ceil(static_cast<float>(options.size()) / static_cast<float>(in_row));
    const LetterStyle style{15, 22, true, Align::center};
    const bool is_off = rating.flag(Attribute::disabled);
    for (std::size_t i = 0; i < options.size(); ++i) {
        const Node& option = *options[i];
        const bool is_chosen = option.flag(Attribute::chosen);
        if (is_chosen && caption.empty()) caption = option.attribute_text(Attribute::label);
        if (!pen_.is_painting) continue;
        const std::size_t column = i % in_row;
        const float x = pen_.start(box, static_cast<float>(column) * width, width);
        const ImVec2 low{x, box.y + step * static_cast<float>(i / in_row)};
        const ImVec2 high{x + width, low.y + step};
        const std::string_view action = option.attribute_text(Attribute::action);
        const bool is_on = !action.empty() && !is_off;
        const Touch over = pen_.touch("press:" + std::string(action) + std::to_string(i), low, high, is_on);
        const bool begins = column == 0;
        const bool ends = column + 1 == in_row || i + 1 == options.size();
        const float left = (pen_.right_to_left ? ends : begins) ? 10 : 0;
        const float right = (pen_.right_to_left ? begins : ends) ? 10 : 0;
        const Corners corners{left, right, right, left};
        // The edge is what the inner shape leaves of the outer one.
        pen_.fill({low.x - (begins == pen_.right_to_left ? 1.0F : 0.0F), low.y}, high, pen_.look.control, corners);
        const ImU32 ground = is_chosen ? pen_.look.accent : over.is_over && is_on ? pen_.look.surface_1 : pen_.look.surface_0;
        pen_.fill({low.x + (left > 0 ? 1.0F : 0.0F), low.y + 1}, {high.x - 1, high.y - 1}, ground,
                  {std::max(left - 1, 0.0F), std::max(right - 1, 0.0F), std::max(right - 1, 0.0F), std::max(left - 1, 0.0F)});
        const ImU32 colour = is_chosen ? pen_.look.accent_text : is_off ? pen_.look.text_3 : pen_.look.text_1;
        pen_.write({low.x, low.y + 11, width}, pen_.formats.number(number_of(option, Attribute::number)), style, colour);
        if (over.is_over && is_on) caption = option.attribute_text(Attribute::label);
        if (over.is_pressed && is_on) act(action);
    }
    return rows * step;
}

}  // namespace deskbell
