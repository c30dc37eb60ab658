#include "native/harness/look.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "native/harness/script.h"

namespace deskbell {

namespace {

constexpr float line_gap = 5;

/// Calls visit(line) for each line of the text.
template <class Visit>
void each_line(std::string_view text, float width, Visit visit) {
    const ImFont* font = ImGui::GetFont();
    const float scale = ImGui::GetFontSize() / font->FontSize;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        const char* newline = std::find(at, end, '\n');
        const char* stop = font->CalcWordWrapPositionA(scale, at, newline, std::max(width, 20.0F));
        if (stop == at) stop = newline;
        visit(std::string_view(at, static_cast<std::size_t>(stop - at)));
        at = stop;
        while (at < end && *at == ' ') ++at;
        if (at < end && *at == '\n') ++at;
    }
}

}  // namespace

const Look& look_of(Theme theme) {
    static const Look light{IM_COL32(255, 255, 255, 255), IM_COL32(247, 248, 250, 255), IM_COL32(240, 242, 245, 255),
                            IM_COL32(11, 110, 79, 255),   IM_COL32(255, 255, 255, 255), IM_COL32(28, 32, 38, 255),
                            IM_COL32(100, 108, 118, 255), IM_COL32(218, 222, 228, 255), IM_COL32(11, 110, 79, 255),
                            IM_COL32(146, 84, 0, 255),    IM_COL32(190, 40, 40, 255)};
    static const Look dark{IM_COL32(24, 27, 32, 255),    IM_COL32(31, 35, 41, 255),    IM_COL32(42, 47, 55, 255),
                           IM_COL32(31, 122, 92, 255),   IM_COL32(255, 255, 255, 255), IM_COL32(232, 235, 239, 255),
                           IM_COL32(158, 166, 177, 255), IM_COL32(62, 69, 79, 255),    IM_COL32(92, 196, 158, 255),
                           IM_COL32(240, 180, 90, 255),  IM_COL32(255, 128, 128, 255)};
    return theme == Theme::light ? light : dark;
}

bool add_fonts(float pixels) {
    static const ImWchar latin[] = {0x20, 0x24F, 0x2000, 0x206F, 0x20A0, 0x20CF, 0x2100, 0x214F, 0x370, 0x52F, 0x1E00, 0x1EFF, 0};
    static const ImWchar thai[] = {0xE00, 0xE7F, 0};
    static const ImWchar hebrew[] = {0x590, 0x5FF, 0xFB1D, 0xFB4F, 0};
    static const ImWchar arabic[] = {0x600, 0x6FF, 0x750, 0x77F, 0xFB50, 0xFDFF, 0xFE70, 0xFEFC, 0};
    static const ImWchar symbols[] = {0x2190, 0x21FF, 0x2500, 0x27BF, 0};
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    const struct {
        const char* path;
        const ImWchar* ranges;
    } files[] = {
        {"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", latin},
        {"/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf", thai},
        {"/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf", hebrew},
        {"/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", arabic},
        {"/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf", symbols},
        {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", atlas->GetGlyphRangesChineseFull()},
    };
    bool found = false;
    for (const auto& file : files) {
        std::error_code ignored;
        if (!std::filesystem::exists(file.path, ignored)) continue;
        ImFontConfig config;
        config.MergeMode = found;
        found = atlas->AddFontFromFileTTF(file.path, pixels, &config, file.ranges) != nullptr || found;
    }
    if (!found) atlas->AddFontDefault();
    return found;
}

float draw_text(ImVec2 at, float width, ImU32 colour, std::string_view text, bool draw) {
    const float line = ImGui::GetFontSize() + line_gap;
    float y = at.y;
    each_line(text, width, [&](std::string_view part) {
        if (draw) {
            const std::string shown = in_visual_order(part);
            const float x = is_right_to_left(part) ? at.x + width - ImGui::CalcTextSize(shown.c_str()).x : at.x;
            ImGui::GetWindowDrawList()->AddText({x, y}, colour, shown.c_str());
        }
        y += line;
    });
    return y - at.y;
}

float text_width(std::string_view text, float width) {
    float widest = 0;
    each_line(text, width, [&](std::string_view part) { widest = std::max(widest, ImGui::CalcTextSize(in_visual_order(part).c_str()).x); });
    return std::min(widest, width);
}

}  // namespace deskbell
