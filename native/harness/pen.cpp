#include "native/harness/pen.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "native/harness/glyphs.h"

namespace deskbell {

namespace {

constexpr float code_size = 0.88F;
constexpr float code_pad = 5;

bool begins_with(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) { return text.starts_with(beginning); });
}

}  // namespace

float Pen::body_line() const {
    const std::string& lang = formats.lang();
    if (begins_with(lang, {"zh", "ja", "ko"})) return 24;
    if (begins_with(lang, {"th", "ar", "fa", "he"})) return 25.5F;
    return 22;
}

const SetText& Pen::set(const std::vector<Words>& words, float width, const LetterStyle& style) {
    Paragraph paragraph;
    for (const Words& part : words) {
        Face face = part.face;
        face.bold = face.bold || style.bold;
        face.mono = face.mono || part.is_code;
        paragraph.spans.push_back({part.text, face, part.size * (part.is_code ? code_size : 1), part.is_code ? code_pad : 0});
    }
    paragraph.width = width;
    paragraph.line_height = style.line;
    paragraph.right_to_left = right_to_left;
    paragraph.most_lines = style.most_lines;
    paragraph.lang = formats.lang();
    return types_.set(paragraph);
}

float Pen::line_start(const SetText&, const SetLine& line, const Box& box, const LetterStyle& style) const {
    const float room = box.width - line.width;
    if (style.align == Align::center) return box.x + room / 2;
    const bool begins_right = style.follows_page ? right_to_left : line.right_to_left;
    return begins_right == (style.align == Align::start) ? box.x + room : box.x;
}

ImVec2 Pen::write(const Box& box, const std::vector<Words>& words, const LetterStyle& style) {
    const SetText& text = set(words, std::max(box.width, 1.0F), style);
    if (!is_painting) return {std::ceil(text.width), text.height()};
    if (told != nullptr) told->push_back(text.text);
    std::vector<ImU32> colours;
    for (const Words& part : words) colours.push_back(part.colour);
    const float baseline = text.baseline();
    float y = box.y;
    for (const SetLine& line : text.lines) {
        const float x = line_start(text, line, box, style);
        decorate(text, words, line, {x, y}, baseline);
        letters(text, line, {x, std::round(y + baseline)}, colours);
        y += text.line_height;
    }
    return {std::ceil(text.width), text.height()};
}

ImVec2 Pen::write(const Box& box, std::string_view text, const LetterStyle& style, ImU32 colour) {
    Words words;
    words.text = text;
    words.size = style.size;
    words.colour = colour;
    return write(box, std::vector<Words>{std::move(words)}, style);
}

float Pen::width_of(std::string_view text, const LetterStyle& style) {
    Words words;
    words.text = text;
    words.size = style.size;
    return std::ceil(set({std::move(words)}, 0, style).width);
}

void Pen::letters(const SetText& text, const SetLine& line, ImVec2 base, const std::vector<ImU32>& colours) {
    GlyphAtlas& atlas = GlyphAtlas::shared();
    const ImVec4 clip = list->_ClipRectStack.back();
    // Lines that are out of sight are not drawn; long answers have many.
    if (base.y < clip.y - text.line_height || base.y > clip.w + text.line_height) return;
    list->PushTextureID(atlas.texture);
    for (std::size_t r = line.first_run; r < line.last_run; ++r) {
        const SetRun& run = text.runs[r];
        const ImU32 colour = colours[std::min<std::size_t>(run.span, colours.size() - 1)];
        const float size = text.sizes[run.span];
        for (std::size_t g = run.first_glyph; g < run.last_glyph; ++g) {
            const SetGlyph& glyph = text.glyphs[g];
            if (glyph.font == FontShelf::none) {
                list->PopTextureID();
                ImGui::GetFont()->RenderChar(list, size, {base.x + glyph.x, base.y - size}, colour, static_cast<ImWchar>(glyph.glyph));
                list->PushTextureID(atlas.texture);
                continue;
            }
            const float quarter = std::floor((base.x + glyph.x) * GlyphAtlas::phases + 0.5F);
            const float whole = std::floor(quarter / GlyphAtlas::phases);
            const bool leans = text.faces[run.span].italic && !FontShelf::shared().font(glyph.font).is_slanted;
            const Sprite& sprite =
                atlas.find({glyph.font, glyph.glyph, size, static_cast<int>(quarter - whole * GlyphAtlas::phases), leans});
            if (sprite.height <= 0) continue;
            const ImVec2 low{whole + sprite.left, std::round(base.y + glyph.y) - sprite.top};
            list->PrimReserve(6, 4);
            const ImU32 shade = sprite.has_colours ? colour | ~IM_COL32_A_MASK : colour;
            list->PrimRectUV(low, {low.x + sprite.width, low.y + sprite.height}, sprite.uv_low, sprite.uv_high, shade);
        }
    }
    list->PopTextureID();
}

void Pen::decorate(const SetText& text, const std::vector<Words>& words, const SetLine& line, ImVec2 origin, float baseline) {
    for (std::size_t r = line.first_run; r < line.last_run;) {
        const std::uint16_t span = text.runs[r].span;
        const float left = origin.x + text.runs[r].x;
        float right = left;
        std::size_t number = r;
        for (; r < line.last_run && text.runs[r].span == span; ++r) right = origin.x + text.runs[r].x + text.runs[r].width;
        if (span >= words.size()) continue;
        const Words& part = words[span];
        const float base = std::round(origin.y + baseline);
        if (part.is_code) {
            const float height = part.size * 1.4F;
            const float top = base - part.size * 1.05F;
            fill({left, top}, {right, top + height}, faded(part.colour, 0.09F), 5);
        }
        if (part.is_struck) list->AddLine({left, base - part.size * 0.3F}, {right, base - part.size * 0.3F}, part.colour);
        if (part.href.empty()) continue;
        const std::string name =
            part.href + "#" + std::to_string(number) + "/" + std::to_string(static_cast<int>(origin.y - list->_ClipRectStack.back().y));
        const Touch over = touch(name, {left, origin.y}, {right, origin.y + text.line_height});
        list->AddLine({left, base + 2.5F}, {right, base + 2.5F}, part.colour, over.is_over ? 2 : 1);
        if (over.is_over) ImGui::SetTooltip("%s", part.href.c_str());
        if (over.is_pressed) followed = part.href;
    }
}

void Pen::fill(ImVec2 low, ImVec2 high, ImU32 colour, const Corners& corners) {
    if (!is_painting) return;
    list->PathArcToFast({low.x + corners.top_left, low.y + corners.top_left}, corners.top_left, 6, 9);
    list->PathArcToFast({high.x - corners.top_right, low.y + corners.top_right}, corners.top_right, 9, 12);
    list->PathArcToFast({high.x - corners.bottom_right, high.y - corners.bottom_right}, corners.bottom_right, 0, 3);
    list->PathArcToFast({low.x + corners.bottom_left, high.y - corners.bottom_left}, corners.bottom_left, 3, 6);
    list->PathFillConvex(colour);
}

void Pen::fill(ImVec2 low, ImVec2 high, ImU32 colour, float radius) {
    if (is_painting) list->AddRectFilled(low, high, colour, radius);
}

void Pen::frame(ImVec2 low, ImVec2 high, ImU32 colour, float radius, float thickness) {
    if (is_painting) list->AddRect(low, high, colour, radius, 0, thickness);
}

void Pen::shadow(ImVec2 low, ImVec2 high, float radius) {
    constexpr int layers = 14;
    for (int i = 1; i <= layers; ++i) {
        const auto spread = static_cast<float>(i) * 1.2F - 2;
        fill({low.x - spread, low.y - spread + 4}, {high.x + spread, high.y + spread + 4}, faded(look.shadow, 0.2F), radius + spread);
    }
}

void Pen::icon(Icon icon, ImVec2 centre, float size, ImU32 colour, IconStyle style) {
    style.size = size;
    if (is_painting) draw_icon(list, icon, centre, colour, style);
}

Touch Pen::touch(std::string_view name, ImVec2 low, ImVec2 high, bool is_enabled) {
    Touch touch;
    if (!is_painting || high.x <= low.x || high.y <= low.y) return touch;
    const ImVec2 cursor = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginDisabled(!is_enabled);
    touch.is_pressed = ImGui::InvisibleButton("##touch", {high.x - low.x, high.y - low.y});
    touch.is_over = ImGui::IsItemHovered();
    touch.is_held = touch.is_over && ImGui::IsItemActive();
    if (touch.is_over) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ImGui::EndDisabled();
    ImGui::PopID();
    ImGui::SetCursorScreenPos(cursor);
    return touch;
}

void Pen::focus_ring(ImVec2 low, ImVec2 high, float radius) {
    frame({low.x - 2, low.y - 2}, {high.x + 2, high.y + 2}, look.accent_ink, radius + 2, 2);
}

}  // namespace deskbell
