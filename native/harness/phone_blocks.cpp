// Blocks that may be wider than the phone: code and tables. They are scrolled sideways, by the wheel or by pulling.

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "native/harness/breaks.h"
#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float radius = 10;
constexpr float cell_side = 12;
constexpr float cell_above = 8;
constexpr float narrowest_column = 64;
constexpr float wheel_step = 40;
constexpr double copied_shown = 1.6;  // seconds

std::string with_wide_tabs(std::string_view code) {
    std::string out;
    for (const char c : code) {
        if (c == '\t') {
            out += "    ";
        } else {
            out += c;
        }
    }
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

struct Column {
    float least = 0;   ///< of its longest word
    float wanted = 0;  ///< of its longest cell
    float width = 0;
};

/// Gives the columns their widths: all they want if there is room, else a share of what is left, and never less than their words need.
float share_out(std::vector<Column>& columns, float room) {
    float least = 0;
    float wanted = 0;
    for (const Column& column : columns) {
        least += column.least;
        wanted += column.wanted;
    }
    for (Column& column : columns) {
        if (wanted <= room) {
            column.width = column.wanted * room / wanted;
        } else if (least >= room) {
            column.width = column.least;
        } else {
            column.width = column.least + (column.wanted - column.least) * (room - least) / (wanted - least);
        }
    }
    return std::max(room, least);
}

}  // namespace

float NodePainter::sideways(const Box& box, float height, float content) {
    const std::string name = row_ + "/" + next_name("sideways");
    float& shift = memory_.sideways[name];
    const float most = std::max(0.0F, content - box.width);
    if (pen_.is_painting && most > 0) {
        const ImVec2 high{box.x + box.width, box.y + height};
        // Links within are pressed all the same.
        ImGui::SetNextItemAllowOverlap();
        const Touch over = pen_.touch(name, {box.x, box.y}, high);
        const ImGuiIO& io = ImGui::GetIO();
        if (over.is_over) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
            shift -= (io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0)) * wheel_step;
        }
        if (over.is_held) shift -= pen_.right_to_left ? -io.MouseDelta.x : io.MouseDelta.x;
    }
    shift = std::clamp(shift, 0.0F, most);
    return shift;
}

ImVec2 NodePainter::draw_code(const Node& code, const Box& box) {
    constexpr float line = 20;
    const std::string_view lang = code.attribute_text(Attribute::lang);
    const float head = 26;
    Words words;
    words.text = with_wide_tabs(code.text);
    words.face.mono = true;
    words.size = 13;
    words.colour = pen_.look.text_1;
    LetterStyle style{13, line};
    const SetText& set = pen_.set({words}, 0, style);
    const float content = set.width + 24;
    const ImVec2 size{std::max(content, 120.0F), head + set.height() + 14};
    if (!pen_.is_painting) return {size.x, size.y};
    const ImVec2 high{box.x + box.width, box.y + size.y};
    pen_.fill({box.x, box.y}, high, pen_.look.surface_1, radius);
    pen_.frame({box.x, box.y}, high, pen_.look.line, radius);
    // Code runs from left to right in every language, its label stands where the language begins.
    if (!lang.empty()) pen_.write(pen_.part({box.x, box.y + 7, box.width}, 12, box.width - 60), lang, Pen::meta(), pen_.look.text_3);
    const std::string name = next_name("copy");
    const float x = pen_.start(box, box.width - 34, 30);
    const Touch copy = pen_.touch(name, {x, box.y + 2}, {x + 30, box.y + 28});
    if (copy.is_over) pen_.fill({x, box.y + 2}, {x + 30, box.y + 28}, pen_.look.surface_2, 7);
    if (copy.is_pressed) {
        ImGui::SetClipboardText(code.text.c_str());
        memory_.copied = row_ + name;
        memory_.copied_at = ImGui::GetTime();
    }
    const bool is_copied = memory_.copied == row_ + name && ImGui::GetTime() - memory_.copied_at < copied_shown;
    pen_.icon(is_copied ? Icon::tick : Icon::copy, {x + 15, box.y + 15}, 17, is_copied ? pen_.look.ok : pen_.look.text_3);
    const Box inside{box.x + 1, box.y + head, box.width - 2};
    const bool was = pen_.right_to_left;
    pen_.right_to_left = false;
    const float shift = sideways(inside, set.height() + 14, content);
    pen_.list->PushClipRect({inside.x, inside.y}, {inside.x + inside.width, high.y}, true);
    pen_.write({inside.x + 12 - shift, inside.y + 2, std::max(set.width + 1, 1.0F)}, {words}, style);
    pen_.list->PopClipRect();
    pen_.right_to_left = was;
    if (content > inside.width) {
        const float shown = inside.width / content;
        const float left = inside.x + 6 + shift / content * (inside.width - 12);
        pen_.fill({left, high.y - 6}, {left + shown * (inside.width - 12), high.y - 3}, pen_.look.surface_3, 1.5F);
    }
    return size;
}

ImVec2 NodePainter::draw_table(const Node& table, const Box& box, const Ink& ink) {
    std::vector<Column> columns;
    const auto style_of = [&](const Node& row, const Node& cell) {
        LetterStyle style = row.flag(Attribute::header) ? LetterStyle{13, 20, true} : LetterStyle{14, 20};
        const std::string_view align = cell.attribute_text(Attribute::align);
        style.align = align == "center" ? Align::center : align == "right" ? Align::end : Align::start;
        return style;
    };
    for (const Node& row : table.children) {
        for (std::size_t c = 0; c < row.children.size(); ++c) {
            if (columns.size() <= c) columns.push_back({narrowest_column, narrowest_column, 0});
            const Node& cell = row.children[c];
            const LetterStyle style = style_of(row, cell);
            const std::string text = plain_text(cell);
            columns[c].wanted = std::max(columns[c].wanted, pen_.width_of(text, style) + 2 * cell_side + 4);
            std::size_t from = 0;
            mark_breaks(text, pen_.formats.lang(), [&](std::size_t byte, bool is_cluster_only) {
                if (is_cluster_only || byte <= from) return;
                std::string_view word = std::string_view(text).substr(from, byte - from);
                while (word.ends_with(' ')) word.remove_suffix(1);
                columns[c].least = std::max(columns[c].least, pen_.width_of(word, style) + 2 * cell_side + 4);
                from = byte;
            });
            columns[c].least = std::min(columns[c].least, columns[c].wanted);
        }
    }
    if (columns.empty()) return {0, 0};
    float natural = 0;
    for (const Column& column : columns) natural += column.wanted;
    const float total = share_out(columns, box.width);
    // Heights first: the frame and the grounds lie below the words.
    const bool painted = pen_.is_painting;
    std::vector<float> heights;
    float height = 0;
    Ink cell_ink = ink;
    pen_.is_painting = false;
    for (const Node& row : table.children) {
        float tallest = 20;
        for (std::size_t c = 0; c < row.children.size(); ++c) {
            const Box inner{0, 0, columns[c].width - 2 * cell_side};
            tallest = std::max(tallest, draw_text(row.children[c].children, inner, style_of(row, row.children[c]), cell_ink).y);
        }
        heights.push_back(tallest + 2 * cell_above);
        height += heights.back();
    }
    pen_.is_painting = painted;
    if (!painted) return {natural, height};
    const ImVec2 high{box.x + box.width, box.y + height};
    const float shift = sideways(box, height, total);
    pen_.list->PushClipRect({box.x, box.y}, high, true);
    const Box wide{pen_.right_to_left ? box.x + box.width - total + shift : box.x - shift, box.y, total};
    float y = box.y;
    for (std::size_t r = 0; r < table.children.size(); ++r) {
        const Node& row = table.children[r];
        const bool is_head = row.flag(Attribute::header);
        if (is_head) {
            const float round = r == 0 ? radius : 0;
            pen_.fill({box.x, y}, {high.x, y + heights[r]}, pen_.look.surface_1, {round, round, 0, 0});
        }
        if (r > 0) pen_.fill({box.x, y}, {high.x, y + 1}, pen_.look.line);
        cell_ink.text = is_head ? pen_.look.text_2 : ink.text;
        float offset = 0;
        for (std::size_t c = 0; c < row.children.size(); ++c) {
            const Box cell = pen_.part(wide, offset, columns[c].width);
            draw_text(row.children[c].children, {cell.x + cell_side, y + cell_above, cell.width - 2 * cell_side},
                      style_of(row, row.children[c]), cell_ink);
            offset += columns[c].width;
        }
        y += heights[r];
    }
    pen_.list->PopClipRect();
    pen_.frame({box.x, box.y}, high, pen_.look.line, radius);
    if (total > box.width + 1) {
        const float shown = box.width / total;
        const float from = pen_.right_to_left ? total - box.width - shift : shift;
        const float left = box.x + 6 + from / total * (box.width - 12);
        pen_.fill({left, high.y - 5}, {left + shown * (box.width - 12), high.y - 2}, pen_.look.surface_3, 1.5F);
    }
    return {natural, height};
}

}  // namespace deskbell
