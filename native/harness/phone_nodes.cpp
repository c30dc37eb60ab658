#include "native/harness/phone_nodes.h"

#include <algorithm>

namespace deskbell {

namespace {

LetterStyle heading_style(double level) {
    const float size = level <= 1 ? 17 : level <= 2 ? 16 : 15;
    return {size, size * 1.4F, true};
}

}  // namespace

bool is_own_frame(const Node& node) { return node.kind == NodeKind::attachment || node.kind == NodeKind::location; }

void NodePainter::begin_row(std::string_view key) {
    row_ = key;
    names_ = 0;
}

void NodePainter::act(std::string_view action, Value value) {
    Value event = Value::object().set("event", "action").set("row", row_).set("action", action);
    if (!value.is_null()) event.set("value", std::move(value));
    events_.push_back(std::move(event));
}

std::string NodePainter::next_name(std::string_view kind) { return std::string(kind) + ":" + std::to_string(names_++); }

double NodePainter::number_of(const Node& node, Attribute name, double fallback) const {
    const Value* value = node.find(name);
    return value != nullptr ? value->as_number(fallback) : fallback;
}

ImVec2 NodePainter::stack(std::span<const Node> nodes, const Box& box, const Ink& ink, float gap) {
    ImVec2 size{0, 0};
    // The end of a growing text is the end of its last block that is no note about it.
    std::size_t growing = nodes.size();
    if (ink.has_caret) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].kind != NodeKind::notice) growing = i;
        }
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Ink own = ink;
        own.has_caret = i == growing;
        if (i > 0) size.y += gap;
        if (i > 0 && nodes[i].kind == NodeKind::heading) size.y += 8;
        const ImVec2 part = draw(nodes[i], box.below(size.y), own);
        size.x = std::max(size.x, part.x);
        size.y += part.y;
    }
    return size;
}

ImVec2 NodePainter::draw(const Node& node, const Box& box, const Ink& ink) {
    switch (node.kind) {
        case NodeKind::text:
        case NodeKind::strong:
        case NodeKind::emphasis:
        case NodeKind::strike:
        case NodeKind::code:
        case NodeKind::link:
        case NodeKind::image:
        case NodeKind::line_break: return draw_text(std::span(&node, 1), box, pen_.body(), ink);
        case NodeKind::paragraph: {
            LetterStyle style = pen_.body();
            if (ink.is_centred) style.align = Align::center;
            return draw_text(node.children, box, style, ink);
        }
        case NodeKind::heading: return draw_text(node.children, box, heading_style(number_of(node, Attribute::level, 1)), ink);
        case NodeKind::list: return draw_list(node, box, ink);
        case NodeKind::quote: return draw_quote(node, box, ink);
        case NodeKind::code_block: return draw_code(node, box);
        case NodeKind::table: return draw_table(node, box, ink);
        case NodeKind::rule: return draw_rule(box);
        case NodeKind::list_item:
        case NodeKind::table_row: return stack(node.children, box, ink, 4);
        case NodeKind::table_cell: return draw_text(node.children, box, {14, 20}, ink);
        case NodeKind::card: return draw_card(node, box);
        case NodeKind::field: return draw_line(node, box);
        case NodeKind::choices: return draw_choices(node, box, ink);
        case NodeKind::choice: return draw_choice(node, box, false);
        case NodeKind::rating: return draw_rating(node, box, ink);
        case NodeKind::rating_option: {
            // Alone it has nothing to be compared with: a button with its words.
            Node button(NodeKind::button);
            button.set(Attribute::label, node.attribute_text(Attribute::label))
                .set(Attribute::action, node.attribute_text(Attribute::action));
            return draw_button(button, box, ink);
        }
        case NodeKind::form: return draw_form(node, box, ink);
        case NodeKind::input:
        case NodeKind::select: {
            bool ignored = false;
            return draw_field(node, box, ink, ignored);
        }
        case NodeKind::button: return draw_button(node, box, ink);
        case NodeKind::notice: return draw_notice(node, box, ink);
        case NodeKind::divider: return draw_divider(node, box);
        case NodeKind::attachment: return draw_attachment(node, box);
        case NodeKind::location: {
            const std::string place = pen_.formats.number(number_of(node, Attribute::latitude)) + ", " +
                                      pen_.formats.number(number_of(node, Attribute::longitude));
            return draw_slip(Icon::pin, node.attribute_text(Attribute::label), place, node.attribute_text(Attribute::href), box);
        }
        case NodeKind::busy: return draw_busy(node, box, ink);
    }
    return {0, 0};
}

}  // namespace deskbell
