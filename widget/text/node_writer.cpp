#include "widget/text/node_writer.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "widget/text/layout.h"

namespace deskbell {

namespace {

/// An address as shown; one that carries a whole picture would bury the rest.
std::string address_text(std::string_view address) {
    constexpr std::size_t longest = 200;
    std::string out = "<" + std::string(utf8_prefix(address, longest));
    return out + (address.size() > longest ? "\u2026>" : ">");
}

std::string link_text(const Node& link) {
    std::string words = inline_text(link.children);
    const std::string_view href = link.attribute_text(Attribute::href);
    if (href.empty()) return words;
    const bool says_where = href == words || href == "mailto:" + words || href == "tel:" + words || href == "http://" + words;
    std::string out = says_where ? "<" + words + ">" : words + " " + address_text(href);
    if (const std::string_view title = link.attribute_text(Attribute::title); !title.empty()) out.append(" \"").append(title).append("\"");
    return out;
}

std::string image_text(const Node& image) {
    std::string out = "!" + std::string(image.attribute_text(Attribute::alt));
    if (out.size() > 1) out += ' ';
    out += address_text(image.attribute_text(Attribute::src));
    if (const std::string_view title = image.attribute_text(Attribute::title); !title.empty()) out.append(" \"").append(title).append("\"");
    return out;
}

std::int64_t number_of(const Node& node, Attribute name, std::int64_t fallback = 0) {
    const Value* value = node.find(name);
    return value != nullptr ? value->as_integer(fallback) : fallback;
}

/// A number as the core gave it: an integer's digits, or a decimal's source.
std::string number_text(const Node& node, Attribute name) {
    const Value* value = node.find(name);
    return value != nullptr ? to_json(*value) : std::string();
}

/// Joins the parts that are not empty.
std::string joined(std::initializer_list<std::string_view> parts, std::string_view between = " ") {
    std::string out;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

bool is_document_block(NodeKind kind) { return kind >= NodeKind::paragraph && kind <= NodeKind::rule; }

void write_list(TextWriter& out, const Node& list) {
    std::int64_t number = number_of(list, Attribute::start, 1);
    bool is_first = true;
    for (const Node& item : list.children) {
        if (!is_first && !list.flag(Attribute::tight)) out.blank_line();
        is_first = false;
        std::string mark = list.flag(Attribute::ordered) ? to_digits(number++) + ". " : "- ";
        if (const Value* checked = item.find(Attribute::checked)) mark += checked->as_boolean() ? "[x] " : "[ ] ";
        out.indent(mark, std::string(mark.size(), ' '));
        // A tight item's blocks follow each other without space.
        if (list.flag(Attribute::tight)) {
            for (const Node& block : item.children) write_blocks(out, std::span(&block, 1));
        } else {
            write_blocks(out, item.children);
        }
        out.outdent();
    }
}

std::string padded(const std::string& cell, std::size_t columns, std::string_view align) {
    const std::size_t width = display_width(cell);
    const std::size_t space = columns > width ? columns - width : 0;
    const std::size_t before = align == "right" ? space : align == "center" ? space / 2 : 0;
    return std::string(before, ' ') + cell + std::string(space - before, ' ');
}

/// The lines of each row joined by bars: set in columns when that fits, else one cell after the other.
void write_table(TextWriter& out, const Node& table) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> columns;
    for (const Node& row : table.children) {
        std::vector<std::string>& cells = rows.emplace_back();
        for (const Node& cell : row.children) {
            std::string words = inline_text(cell.children);
            std::replace(words.begin(), words.end(), '\n', ' ');
            cells.push_back(printable(words));
            if (columns.size() < cells.size()) columns.push_back(0);
            std::size_t& widest = columns[cells.size() - 1];
            widest = std::max(widest, display_width(cells.back()));
        }
    }
    std::size_t total = 1;
    for (const std::size_t width : columns) total += width + 3;
    const bool fits = total <= out.room();
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string line = "|";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const std::string_view align = table.children[r].children[c].attribute_text(Attribute::align);
            line += " " + (fits ? padded(rows[r][c], columns[c], align) : rows[r][c]) + " |";
        }
        if (fits) {
            out.write_unwrapped(line);
        } else {
            out.write(line);
        }
        if (!table.children[r].flag(Attribute::header)) continue;
        std::string under = "|";
        for (const std::size_t width : columns) under += std::string(fits ? width + 2 : 3, '-') + "|";
        out.write_unwrapped(under);
    }
}

void write_card(TextWriter& out, const Node& card) {
    out.indent("| ", "| ");
    if (const std::string_view eyebrow = card.attribute_text(Attribute::eyebrow); !eyebrow.empty()) out.write(eyebrow);
    if (const std::string_view image = card.attribute_text(Attribute::image); !image.empty()) out.write("!" + address_text(image));
    out.write(card.attribute_text(Attribute::title));
    if (const std::string_view desc = card.attribute_text(Attribute::desc); !desc.empty()) out.write(desc);
    write_blocks(out, card.children);
    if (const std::string_view href = card.attribute_text(Attribute::href); !href.empty()) out.write(address_text(href));
    out.outdent();
}

/// Controls side by side; a line holds as many as fit.
void write_controls(TextWriter& out, std::span<const Node> controls) {
    std::string line;
    for (const Node& control : controls) {
        const std::string words = control_text(control);
        if (!line.empty() && display_width(line) + 1 + display_width(words) > out.room()) {
            out.write(line);
            line.clear();
        }
        line += (line.empty() ? "" : " ") + words;
    }
    if (!line.empty()) out.write(line);
}

void write_choices(TextWriter& out, const Node& choices) {
    if (choices.attribute_text(Attribute::layout) == "chips") {
        write_controls(out, choices.children);
        return;
    }
    for (const Node& choice : choices.children) out.write(control_text(choice));
}

void write_rating(TextWriter& out, const Node& rating) {
    out.write(rating.attribute_text(Attribute::label));
    const bool is_stars = rating.attribute_text(Attribute::style) == "stars";
    std::vector<Node> controls;
    for (const Node& option : rating.children) {
        Node control = option;
        if (option.kind == NodeKind::rating_option) {
            std::string mark = number_text(option, Attribute::number);
            if (is_stars) {
                mark.clear();
                for (std::int64_t i = std::min<std::int64_t>(number_of(option, Attribute::number), 10); i > 0; --i) mark += "\u2605";
            }
            control.set(Attribute::label, joined({mark, option.attribute_text(Attribute::label)}));
            control.set_flag(Attribute::disabled, rating.flag(Attribute::disabled));
        }
        controls.push_back(std::move(control));
    }
    write_controls(out, controls);
}

/// `Label *: "value"`, `Label: [placeholder]`, with the options of a select after it.
void write_input(TextWriter& out, const Node& input, bool is_disabled) {
    is_disabled = is_disabled || input.flag(Attribute::disabled);
    const std::string_view value = input.attribute_text(Attribute::value);
    std::string line(input.attribute_text(Attribute::label));
    if (input.flag(Attribute::required)) line += " *";
    line += ": ";
    if (input.kind == NodeKind::select) {
        if (const std::string_view placeholder = input.attribute_text(Attribute::placeholder); !placeholder.empty() && value.empty()) {
            line.append(placeholder).append(" ");
        }
        const Value* options = input.find(Attribute::options);
        for (std::size_t i = 0; options != nullptr && i < options->items().size(); ++i) {
            Node option(NodeKind::choice);
            option.set(Attribute::label, options->items()[i]).set_flag(Attribute::disabled, is_disabled);
            option.set_flag(Attribute::chosen, options->items()[i].as_text() == value && !value.empty()).set(Attribute::action, "pick");
            line += (i == 0 ? "" : " ") + control_text(option);
        }
    } else if (!value.empty()) {
        line.append("\"").append(value).append("\"");
    } else {
        const std::string_view placeholder = input.attribute_text(Attribute::placeholder);
        line.append(is_disabled ? "(" : "[").append(placeholder).append(is_disabled ? ")" : "]");
    }
    out.write(line);
    if (const std::string_view error = input.attribute_text(Attribute::error); !error.empty()) out.write("!! " + std::string(error));
}

void write_form(TextWriter& out, const Node& form) {
    if (const std::string_view label = form.attribute_text(Attribute::label); !label.empty()) out.write(label);
    for (const Node& child : form.children) {
        if (child.kind == NodeKind::input || child.kind == NodeKind::select) {
            write_input(out, child, form.flag(Attribute::disabled));
        } else {
            write_blocks(out, std::span(&child, 1));
        }
    }
}

void write_attachment(TextWriter& out, const Node& attachment) {
    const auto measured = [&](Attribute name, std::string_view unit) {
        const std::string number = number_text(attachment, name);
        return number.empty() ? number : number + std::string(unit);
    };
    std::string extent = measured(Attribute::width, "\u00D7");
    if (!extent.empty()) extent += number_text(attachment, Attribute::height);
    std::string url(attachment.attribute_text(Attribute::url));
    if (!url.empty()) url = address_text(url);
    const std::string progress = measured(Attribute::progress, " of 1");
    out.write("!" + joined({attachment.attribute_text(Attribute::label), attachment.attribute_text(Attribute::name),
                            measured(Attribute::size, " B"), extent, measured(Attribute::duration, " s"), progress, url}));
}

void write_notice(TextWriter& out, const Node& notice) {
    const std::string_view tone = notice.attribute_text(Attribute::tone);
    const std::string_view mark = tone == "warn" ? "! " : tone == "error" ? "!! " : tone == "muted" ? "* " : "";
    out.indent(mark, std::string(mark.size(), ' '));
    out.write(notice.text);
    out.outdent();
}

std::string divider_text(const Node& divider, Millis time_shift) {
    const Value* time = divider.find(Attribute::time);
    const std::string_view label = divider.attribute_text(Attribute::label);
    return "-- " + joined({time != nullptr ? utc_date(time->as_integer() + time_shift) : std::string(), label});
}

void write_block(TextWriter& out, const Node& block) {
    switch (block.kind) {
        case NodeKind::paragraph: out.write(inline_text(block.children)); return;
        case NodeKind::heading:
            out.write(std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(number_of(block, Attribute::level), 1, 6)), '#') + " " +
                      inline_text(block.children));
            return;
        case NodeKind::list: write_list(out, block); return;
        case NodeKind::quote:
            out.indent("> ", "> ");
            write_blocks(out, block.children);
            out.outdent();
            return;
        case NodeKind::code_block:
            out.write_unwrapped("```" + std::string(block.attribute_text(Attribute::lang)));
            out.write_unwrapped(block.text);
            out.write_unwrapped("```");
            return;
        case NodeKind::table: write_table(out, block); return;
        case NodeKind::rule: out.write("---"); return;
        case NodeKind::card: write_card(out, block); return;
        case NodeKind::field:
            out.write(joined({block.attribute_text(Attribute::label), block.attribute_text(Attribute::value)}, ": "));
            return;
        case NodeKind::choices: write_choices(out, block); return;
        case NodeKind::rating: write_rating(out, block); return;
        case NodeKind::form: write_form(out, block); return;
        case NodeKind::input:
        case NodeKind::select: write_input(out, block, false); return;
        case NodeKind::choice:
        case NodeKind::rating_option:
        case NodeKind::button: out.write(control_text(block)); return;
        case NodeKind::notice: write_notice(out, block); return;
        case NodeKind::divider: out.write(divider_text(block, out.time_shift())); return;
        case NodeKind::attachment: write_attachment(out, block); return;
        case NodeKind::location: {
            const std::string_view href = block.attribute_text(Attribute::href);
            const std::string place = number_text(block, Attribute::latitude) + ", " + number_text(block, Attribute::longitude);
            out.write(joined({block.attribute_text(Attribute::label), place, href.empty() ? std::string() : address_text(href)}));
            return;
        }
        case NodeKind::busy: out.write("~ " + std::string(block.attribute_text(Attribute::label))); return;
        case NodeKind::list_item:
        case NodeKind::table_row:
        case NodeKind::table_cell: write_blocks(out, block.children); return;
        case NodeKind::text:
        case NodeKind::strong:
        case NodeKind::emphasis:
        case NodeKind::strike:
        case NodeKind::code:
        case NodeKind::link:
        case NodeKind::image:
        case NodeKind::line_break: out.write(inline_text(std::span(&block, 1))); return;
    }
}

}  // namespace

std::string control_text(const Node& control) {
    std::string label(control.attribute_text(Attribute::label));
    if (control.flag(Attribute::chosen)) label.insert(0, "x ");
    const bool can_press = !control.attribute_text(Attribute::action).empty() && !control.flag(Attribute::disabled);
    // The chosen one keeps its brackets: what was picked matters more than that it can no longer be.
    std::string out = can_press || control.flag(Attribute::chosen) ? "[" + label + "]" : "(" + label + ")";
    for (const Attribute more : {Attribute::desc, Attribute::reason}) {
        if (const std::string_view words = control.attribute_text(more); !words.empty()) out.append(" ").append(words);
    }
    return out;
}

std::string inline_text(std::span<const Node> nodes) {
    std::string out;
    for (const Node& node : nodes) {
        switch (node.kind) {
            case NodeKind::strong: out += "*" + inline_text(node.children) + "*"; break;
            case NodeKind::emphasis: out += "_" + inline_text(node.children) + "_"; break;
            case NodeKind::strike: out += "~" + inline_text(node.children) + "~"; break;
            case NodeKind::code: out += "`" + node.text + "`"; break;
            case NodeKind::link: out += link_text(node); break;
            case NodeKind::image: out += image_text(node); break;
            case NodeKind::line_break: out += '\n'; break;
            default: out += node.text; break;
        }
    }
    return out;
}

void write_blocks(TextWriter& out, std::span<const Node> blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0 && is_document_block(blocks[i].kind) && is_document_block(blocks[i - 1].kind)) out.blank_line();
        write_block(out, blocks[i]);
    }
}

}  // namespace deskbell
