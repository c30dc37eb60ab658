// What is told besides the messages: notices in their tones, dividers, what goes on.

#include <algorithm>
#include <cmath>

#include "native/harness/phone_nodes.h"

namespace deskbell {

ImVec2 NodePainter::draw_notice(const Node& notice, const Box& box, const Ink& ink) {
    const Look& look = pen_.look;
    const std::string_view tone = notice.attribute_text(Attribute::tone);
    const bool is_marked = tone == "warn" || tone == "error";
    LetterStyle style = tone == "muted" ? Pen::meta() : Pen::secondary();
    ImU32 colour = tone == "muted" ? look.text_3 : look.text_2;
    if (ink.is_bubble) colour = ink.text;
    if (ink.is_status && tone == "info") {
        // Where the visitor stands in the queue is what they look for.
        style = {16, 24, true};
        colour = look.text_1;
    }
    if (ink.is_centred) style.align = Align::center;
    if (!is_marked) return pen_.write(box, notice.text, style, colour);
    constexpr float side = 12;
    constexpr float above = 8;
    constexpr float mark = 22;  // the icon and the room after it
    colour = tone == "error" ? look.danger : look.warn;
    style.align = Align::start;
    const bool painted = pen_.is_painting;
    pen_.is_painting = false;
    const float most = box.width - 2 * side - mark;
    const ImVec2 words = pen_.write({0, 0, most}, notice.text, style, 0);
    pen_.is_painting = painted;
    const ImVec2 size{words.x + 2 * side + mark, words.y + 2 * above};
    const float width = ink.is_centred ? size.x : box.width;
    const Box own{ink.is_centred ? box.x + (box.width - width) / 2 : box.x, box.y, width};
    pen_.fill({own.x, own.y}, {own.x + width, own.y + size.y}, tone == "error" ? look.danger_surface : look.warn_surface, 10);
    pen_.icon(Icon::alert, {pen_.start(own, side, 16) + 8, own.y + above + 9}, 16, colour);
    pen_.write(pen_.part(own.below(above), side + mark, width - 2 * side - mark), notice.text, style, colour);
    return size;
}

ImVec2 NodePainter::draw_divider(const Node& divider, const Box& box) {
    std::string words(divider.attribute_text(Attribute::label));
    if (const Value* time = divider.find(Attribute::time); words.empty() && time != nullptr) words = pen_.formats.day(time->as_integer());
    const LetterStyle style = Pen::meta();
    const float width = std::min(pen_.width_of(words, style), box.width - 56);
    LetterStyle centred = style;
    centred.align = Align::center;
    const Box middle{box.x + (box.width - width) / 2, box.y, width};
    const ImVec2 size = pen_.write(middle, words, centred, pen_.look.text_3);
    const float y = std::round(box.y + size.y / 2);
    const float gap = words.empty() ? 0 : 12;
    pen_.fill({box.x, y}, {middle.x - gap, y + 1}, pen_.look.line);
    pen_.fill({middle.x + width + gap, y}, {box.x + box.width, y + 1}, pen_.look.line);
    return {box.width, size.y};
}

ImVec2 NodePainter::draw_busy(const Node& busy, const Box& box, const Ink& ink) {
    constexpr float dot = 7;
    constexpr float gap = 4;
    constexpr float dots = 3 * dot + 2 * gap;
    const bool has_words = busy.attribute_text(Attribute::style) != "typing";
    ImVec2 size{dots, 22};
    if (pen_.is_painting) {
        for (int i = 0; i < 3; ++i) {
            const double phase = std::fmod(ImGui::GetTime() + 1.2 - 0.16 * i, 1.2) / 1.2;
            const auto rise = static_cast<float>(phase < 0.6 ? std::sin(phase / 0.6 * 3.14159265) : 0);
            const float x = pen_.start(box, static_cast<float>(i) * (dot + gap), dot) + dot / 2;
            pen_.list->AddCircleFilled({x, box.y + 11 - rise * 3}, dot / 2, faded(pen_.look.text_3, 0.45F + 0.55F * rise));
        }
    }
    if (!has_words) return size;
    const float room = box.width - dots - 8;
    const ImVec2 words = pen_.write(pen_.part(box.below(2), dots + 8, room), busy.attribute_text(Attribute::label), Pen::secondary(),
                                    ink.is_own ? ink.text : pen_.look.text_2);
    return {dots + 8 + words.x, std::max(size.y, words.y + 2)};
}

}  // namespace deskbell
