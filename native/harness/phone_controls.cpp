// What can be pressed: buttons and choices.

#include <algorithm>

#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float button_radius = 10;
constexpr float choice_radius = 12;

}  // namespace

ImVec2 NodePainter::draw_button(const Node& button, const Box& box, const Ink& ink, const Value& value) {
    const Look& look = pen_.look;
    const std::string_view label = button.attribute_text(Attribute::label);
    const std::string_view kind = button.attribute_text(Attribute::style);
    const std::string_view action = button.attribute_text(Attribute::action);
    const bool is_off = button.flag(Attribute::disabled) || action.empty();
    const bool is_small = ink.is_centred;
    LetterStyle style{is_small ? 13.0F : 15.0F, std::max(20.0F, pen_.body_line() - 2), true, Align::center};
    const float side = is_small ? 14 : 16;
    const float wanted = std::min(box.width, pen_.width_of(label, style) + 2 * side + 2);
    const float width = ink.fills_width ? box.width : wanted;
    const bool painted = pen_.is_painting;
    pen_.is_painting = false;
    const float words = pen_.write({0, 0, width - 2 * side}, label, style, 0).y;
    pen_.is_painting = painted;
    const float height = std::max(is_small ? 36.0F : 40.0F, words + 16);
    ImVec2 size{wanted, height};
    const float x = ink.is_centred ? box.x + (box.width - width) / 2 : pen_.start(box, 0, width);
    const ImVec2 low{x, box.y};
    const ImVec2 high{x + width, box.y + height};
    const Touch over = pen_.touch("press:" + std::string(action), low, high, !is_off);
    ImU32 fill = over.is_held ? look.surface_2 : over.is_over && !is_off ? look.surface_1 : look.surface_0;
    ImU32 edge = ink.is_choice ? look.line : look.control;
    ImU32 text = kind == "danger" ? look.danger : look.text_1;
    if (is_off) {
        fill = look.surface_1;
        edge = look.line;
        text = look.text_3;
    } else if (kind == "primary") {
        fill = over.is_over ? mixed(look.accent, look.text_1, 0.88F) : look.accent;
        edge = fill;
        text = look.accent_text;
    }
    pen_.fill(low, high, fill, button_radius);
    pen_.frame(low, high, edge, button_radius);
    pen_.write({low.x + side, low.y + (height - words) / 2, width - 2 * side}, label, style, text);
    if (over.is_pressed && !is_off) act(action, value);
    const std::string_view reason = button.attribute_text(Attribute::reason);
    if (is_off && !reason.empty()) {
        LetterStyle told = Pen::secondary();
        if (ink.is_centred || ink.fills_width) told.align = Align::center;
        const ImVec2 part = pen_.write(box.below(height + 4), reason, told, ink.is_own ? ink.text : look.text_3);
        size = {std::max(size.x, part.x), size.y + 4 + part.y};
    }
    return size;
}

ImVec2 NodePainter::draw_choices(const Node& choices, const Box& box, const Ink& ink) {
    Ink own = ink;
    own.is_choice = true;
    if (choices.attribute_text(Attribute::layout) != "chips") {
        ImVec2 size{0, 0};
        for (const Node& child : choices.children) {
            if (size.y > 0) size.y += 6;
            const ImVec2 part =
                child.kind == NodeKind::choice ? draw_choice(child, box.below(size.y), false) : draw(child, box.below(size.y), own);
            size = {std::max(size.x, part.x), size.y + part.y};
        }
        return size;
    }
    // Chips stand side by side as long as they fit.
    constexpr float gap = 8;
    float offset = 0;
    float y = 0;
    float tallest = 0;
    float widest = 0;
    const bool painted = pen_.is_painting;
    for (const Node& child : choices.children) {
        pen_.is_painting = false;
        const ImVec2 size = child.kind == NodeKind::choice ? draw_choice(child, box, true) : draw(child, box, own);
        pen_.is_painting = painted;
        if (offset > 0 && offset + size.x > box.width) {
            y += tallest + gap;
            offset = tallest = 0;
        }
        const Box at = pen_.part(box.below(y), offset, std::min(size.x, box.width));
        if (painted) child.kind == NodeKind::choice ? draw_choice(child, at, true) : draw(child, at, own);
        offset += size.x + gap;
        widest = std::max(widest, offset - gap);
        tallest = std::max(tallest, size.y);
    }
    return {widest, y + tallest};
}

ImVec2 NodePainter::draw_choice(const Node& choice, const Box& box, bool is_chip) {
    const Look& look = pen_.look;
    const std::string_view action = choice.attribute_text(Attribute::action);
    const std::string_view desc = choice.attribute_text(Attribute::desc);
    const bool is_chosen = choice.flag(Attribute::chosen);
    const bool is_off = choice.flag(Attribute::disabled) || action.empty();
    const bool has_icon = is_chosen || (!is_off && !is_chip);
    const float before = is_chip ? 16 : 15;
    const float after = (is_chip ? 16.0F : 13.0F) + (has_icon ? 26.0F : 0.0F);
    const bool painted = pen_.is_painting;
    const float room = std::max(20.0F, box.width - before - after);
    const LetterStyle style{15, std::max(20.0F, pen_.body_line() - 2)};
    const std::string_view label = choice.attribute_text(Attribute::label);
    pen_.is_painting = false;
    const ImVec2 words = pen_.write({0, 0, room}, label, style, 0);
    const ImVec2 more = desc.empty() ? ImVec2{0, 0} : pen_.write({0, 0, room}, desc, Pen::secondary(), 0);
    pen_.is_painting = painted;
    const float text_height = words.y + (desc.empty() ? 0.0F : 2 + more.y);
    const float height = std::max(44.0F, 20.0F + text_height);
    const ImVec2 size{std::max(words.x, more.x) + before + after, height};
    if (!painted) return size;
    const ImVec2 low{box.x, box.y};
    const ImVec2 high{box.x + box.width, box.y + height};
    const float radius = is_chip ? 22 : choice_radius;
    const Touch over = pen_.touch("press:" + std::string(action) + "/" + std::string(label), low, high, !is_off);
    ImU32 fill = over.is_held ? look.surface_2 : over.is_over ? look.surface_1 : look.surface_0;
    ImU32 edge = over.is_over || is_chip ? look.control : look.line;
    if (is_off) {
        fill = IM_COL32_BLACK_TRANS;
        edge = look.line;
    }
    if (is_chosen) {
        fill = mixed(look.accent, look.surface_0, 0.09F);
        edge = look.accent;
    }
    const bool is_dim = is_off && !is_chosen;
    pen_.fill(low, high, fill, radius);
    pen_.frame(low, high, edge, radius);
    Box at = pen_.part({box.x, box.y + (height - text_height) / 2, box.width}, before, room);
    LetterStyle placed = style;
    placed.follows_page = true;
    pen_.write(at, label, placed, is_dim ? look.text_3 : look.text_1);
    LetterStyle below = Pen::secondary();
    below.follows_page = true;
    if (!desc.empty()) pen_.write(at.below(words.y + 2), desc, below, is_dim ? look.text_3 : look.text_2);
    if (has_icon) {
        const float x = pen_.start(box, box.width - (is_chip ? 16.0F : 13.0F) - 18, 18);
        const ImVec2 centre{x + 9, box.y + height / 2};
        if (is_chosen) {
            pen_.icon(Icon::tick, centre, 18, look.accent_ink, {18, 2.4F});
        } else {
            pen_.icon(Icon::chevron, centre, 18, look.text_3, {18, 1.8F, pen_.right_to_left});
        }
    }
    if (over.is_pressed && !is_off) act(action);
    return size;
}

}  // namespace deskbell
