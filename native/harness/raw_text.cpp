#include "native/harness/raw_text.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "native/harness/script.h"

namespace deskbell {

namespace {

// Debian's fonts-noto-cjk: the sixth font of the collection is Noto Sans Mono CJK.
constexpr const char* raw_font_path = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
constexpr int raw_font_number = 5;

/// Reads one character; gives its length in bytes.
std::size_t read_character(std::string_view text, unsigned& character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
    const unsigned first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text.size()) {
        character = 0xFFFD;
        return text.size();
    }
    character = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) character = character << 6 | (byte(i) & 0x3FU);
    return length;
}

/// Lays a text out in lines, in two fonts, and draws it when there is a list. Gives the size.
ImVec2 set_raw(ImDrawList* list, ImVec2 at, float width, ImU32 colour, std::string_view text) {
    ImFont* raw = raw_font();
    ImFont* other = ImGui::GetFont();
    const float line = ImGui::GetTextLineHeight();
    const float raw_size = raw == other ? ImGui::GetFontSize() : raw->FontSize;
    // The smaller letters stand on the same base line.
    const float drop = raw == other ? 0 : other->Ascent * ImGui::GetFontSize() / other->FontSize - raw->Ascent;
    float x = 0;
    float y = 0;
    float widest = 0;
    while (!text.empty()) {
        unsigned character = 0;
        const std::size_t length = read_character(text, character);
        const auto letter = static_cast<ImWchar>(character);
        const bool is_raw = raw->FindGlyphNoFallback(letter) != nullptr;
        ImFont* font = is_raw ? raw : other;
        const float size = is_raw ? raw_size : ImGui::GetFontSize();
        const float advance = font->GetCharAdvance(letter) * size / font->FontSize;
        if (character == '\n' || (x > 0 && x + advance > width)) {
            x = 0;
            y += line;
        }
        if (list != nullptr && character != '\n') font->RenderChar(list, size, {at.x + x, at.y + y + (is_raw ? drop : 0)}, colour, letter);
        if (character != '\n') x += advance;
        widest = std::max(widest, x);
        text.remove_prefix(length);
    }
    return {widest, y + line};
}

}  // namespace

ImFont* raw_font() {
    // The second font of the atlas, when it was added.
    const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
    return fonts.Size > 1 ? fonts[1] : ImGui::GetFont();
}

void add_raw_font(float pixels) {
    std::error_code ignored;
    if (!std::filesystem::exists(raw_font_path, ignored)) return;
    static const ImWchar ranges[] = {0x20, 0x24F, 0x370, 0x52F, 0x2010, 0x2027, 0};
    ImFontConfig config;
    config.FontNo = raw_font_number;
    ImGui::GetIO().Fonts->AddFontFromFileTTF(raw_font_path, pixels, &config, ranges);
}

void raw_text(ImU32 colour, std::string_view text) {
    const std::string shown = in_visual_order(text);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
    const ImVec2 size = set_raw(nullptr, at, width, colour, shown);
    ImGui::Dummy(size);
    if (ImGui::IsItemVisible()) set_raw(ImGui::GetWindowDrawList(), at, width, colour, shown);
}

}  // namespace deskbell
