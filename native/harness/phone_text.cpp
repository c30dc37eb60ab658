// Texts: paragraphs with their styles, lists, quotes.

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float list_indent = 22;

/// A stretch of a paragraph: words, or a picture that stands between them.
struct Stretch {
    std::vector<Words> words;
    const Node* image = nullptr;
};

/// Gathers the words of a paragraph with their styles.
class Gatherer {
  public:
    Gatherer(const Look& look, const Ink& ink, const LetterStyle& style) : look_(look), ink_(ink) {
        now_.colour = ink.text;
        now_.size = style.size;
    }

    void gather(std::span<const Node> nodes) {
        for (const Node& node : nodes) gather(node);
    }

    std::vector<Stretch> stretches{1};

  private:
    void add(std::string_view text) {
        Words words = now_;
        words.text = text;
        stretches.back().words.push_back(std::move(words));
    }

    void gather(const Node& node) {
        const Words before = now_;
        switch (node.kind) {
            case NodeKind::strong: now_.face.bold = true; break;
            case NodeKind::emphasis: now_.face.italic = true; break;
            case NodeKind::strike: now_.is_struck = true; break;
            case NodeKind::link:
                now_.href = node.attribute_text(Attribute::href);
                if (!ink_.is_own) now_.colour = look_.accent_ink;
                break;
            case NodeKind::code:
                now_.is_code = true;
                add(node.text);
                break;
            case NodeKind::line_break: add("\n"); break;
            case NodeKind::image:
                stretches.back().image = &node;
                stretches.emplace_back();
                break;
            default: add(node.text); break;
        }
        gather(node.children);
        now_ = before;
    }

    const Look& look_;
    const Ink& ink_;
    Words now_;
};

ImVec2 size_of(const Node& node) {
    const auto length = [&](Attribute name) {
        const Value* value = node.find(name);
        return value != nullptr ? static_cast<float>(value->as_number()) : 0.0F;
    };
    return {length(Attribute::width), length(Attribute::height)};
}

}  // namespace

ImVec2 NodePainter::draw_text(std::span<const Node> words, const Box& box, const LetterStyle& style, const Ink& ink) {
    Gatherer gatherer(pen_.look, ink, style);
    gatherer.gather(words);
    ImVec2 size{0, 0};
    for (std::size_t i = 0; i < gatherer.stretches.size(); ++i) {
        const Stretch& stretch = gatherer.stretches[i];
        const bool is_last = i + 1 == gatherer.stretches.size();
        const bool has_words = std::any_of(stretch.words.begin(), stretch.words.end(), [](const Words& w) { return !w.text.empty(); });
        if (has_words || (is_last && size.y <= 0)) {
            const Box at = box.below(size.y);
            const std::vector<Words> shown = has_words ? stretch.words : std::vector<Words>{Words{"", {}, style.size, ink.text}};
            const ImVec2 part = pen_.write(at, shown, style);
            if (is_last && ink.has_caret) draw_caret(pen_.set(shown, std::max(at.width, 1.0F), style), at, style);
            size = {std::max(size.x, part.x + (ink.has_caret ? 12 : 0)), size.y + part.y};
        }
        if (stretch.image == nullptr) continue;
        if (size.y > 0) size.y += 4;
        const Node& image = *stretch.image;
        const ImVec2 part = draw_image(image.attribute_text(Attribute::src), image.attribute_text(Attribute::alt), size_of(image),
                                       box.below(size.y), box.width, false);
        size = {std::max(size.x, part.x), size.y + part.y};
    }
    return size;
}

void NodePainter::draw_caret(const SetText& text, const Box& box, const LetterStyle& style) {
    if (!pen_.is_painting || text.lines.empty()) return;
    const SetLine& line = text.lines.back();
    const float left = pen_.line_start(text, line, box, style);
    const float x = line.right_to_left ? left - 11 : left + line.width + 3;
    const float base = box.y + text.height() - text.line_height + text.baseline() + style.size * 0.15F;
    const auto breath = static_cast<float>(0.75 + 0.25 * std::cos(ImGui::GetTime() * 2.9));
    pen_.fill({x, base - style.size}, {x + 8, base}, faded(pen_.look.accent_ink, breath), 2);
}

ImVec2 NodePainter::draw_list(const Node& list, const Box& box, const Ink& ink) {
    const bool is_ordered = list.flag(Attribute::ordered);
    auto number = static_cast<std::int64_t>(number_of(list, Attribute::start, 1));
    const LetterStyle style = pen_.body();
    // Points stand on the side where the text begins, whichever way the page runs.
    const bool from_right = begins_right_to_left(plain_text(list), pen_.right_to_left);
    const std::string last = std::to_string(number + static_cast<std::int64_t>(list.children.size())) + ".";
    const float indent = is_ordered ? std::max(list_indent, pen_.width_of(last, style) + 6) : list_indent;
    ImVec2 size{0, 0};
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        const Node& item = list.children[i];
        if (i > 0) size.y += 4;
        const Box at{from_right ? box.x : box.x + indent, box.y + size.y, box.width - indent};
        const Value* checked = item.find(Attribute::checked);
        const float edge = from_right ? at.x + at.width : at.x;
        const float middle = at.y + style.line / 2;
        if (checked != nullptr) {
            const ImVec2 low{from_right ? edge + indent - 16 : edge - indent, std::round(middle - 8)};
            const bool is_done = checked->as_boolean();
            const ImU32 colour = ink.is_own ? ink.text : pen_.look.control;
            if (is_done) {
                pen_.fill(low, {low.x + 16, low.y + 16}, ink.is_own ? faded(ink.text, 0.3F) : pen_.look.accent, 3);
                pen_.icon(Icon::tick, {low.x + 8, low.y + 8}, 13, pen_.look.accent_text, {13, 3});
            } else {
                pen_.frame(low, {low.x + 16, low.y + 16}, colour, 3);
            }
        } else if (is_ordered) {
            const std::string mark = std::to_string(number++) + ".";
            const float width = pen_.width_of(mark, style);
            pen_.write({from_right ? edge + 5 : edge - 5 - width, at.y, width + 1}, mark, style, ink.is_own ? ink.text : pen_.look.text_3);
        } else if (pen_.is_painting) {
            const ImVec2 centre{from_right ? edge + 11 : edge - 11, middle};
            const ImU32 colour = ink.is_own ? ink.text : pen_.look.text_3;
            if (ink.depth == 0) {
                pen_.list->AddCircleFilled(centre, 2.6F, colour);
            } else if (ink.depth == 1) {
                pen_.list->AddCircle(centre, 2.6F, colour);
            } else {
                pen_.fill({centre.x - 2.4F, centre.y - 2.4F}, {centre.x + 2.4F, centre.y + 2.4F}, colour);
            }
        }
        Ink own = ink;
        own.has_caret = ink.has_caret && i + 1 == list.children.size();
        own.is_item = true;
        ++own.depth;
        ImVec2 part = stack(item.children, at, own, 4);
        if (item.children.empty()) part.y = style.line;
        size = {std::max(size.x, part.x + indent), size.y + part.y};
    }
    return size;
}

ImVec2 NodePainter::draw_quote(const Node& quote, const Box& box, const Ink& ink) {
    constexpr float bar = 3;
    constexpr float room = 12;
    Ink own = ink;
    own.text = ink.is_own ? faded(ink.text, 0.88F) : pen_.look.text_2;
    // The bar stands where the words begin, as in a list.
    const bool from_right = begins_right_to_left(plain_text(quote), pen_.right_to_left);
    const Box inner{from_right ? box.x : box.x + bar + room, box.y, box.width - bar - room};
    const ImVec2 size = stack(quote.children, inner, own, 8);
    const float x = from_right ? box.x + box.width - bar : box.x;
    pen_.fill({x, box.y}, {x + bar, box.y + size.y}, ink.is_own ? faded(ink.text, 0.5F) : pen_.look.surface_3);
    return {size.x + bar + room, size.y};
}

ImVec2 NodePainter::draw_rule(const Box& box) {
    pen_.fill({box.x, box.y + 4}, {box.x + box.width, box.y + 5}, pen_.look.line);
    return {0, 9};
}

}  // namespace deskbell
