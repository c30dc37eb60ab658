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

/// Two fonts on one base line.
struct Fonts {
    ImFont* raw = raw_font();
    ImFont* other = ImGui::GetFont();
    float raw_size = raw == other ? ImGui::GetFontSize() : raw->FontSize;
    float drop = raw == other ? 0 : other->Ascent * ImGui::GetFontSize() / other->FontSize - raw->Ascent;

    bool is_raw(ImWchar letter) const { return raw->FindGlyphNoFallback(letter) != nullptr; }
    float advance(ImWchar letter) const {
        const ImFont* font = is_raw(letter) ? raw : other;
        return font->GetCharAdvance(letter) * (is_raw(letter) ? raw_size : ImGui::GetFontSize()) / font->FontSize;
    }
    void draw(ImDrawList* list, ImVec2 at, ImU32 colour, ImWchar letter) const {
        if (is_raw(letter)) {
            raw->RenderChar(list, raw_size, {at.x, at.y + drop}, colour, letter);
        } else {
            other->RenderChar(list, ImGui::GetFontSize(), at, colour, letter);
        }
    }
};

/// Draws one line, in the order in which it is seen; gives its width.
float set_line(const Fonts& fonts, ImDrawList* list, ImVec2 at, ImU32 colour, std::string_view line) {
    const std::string shown = in_visual_order(line);
    float x = 0;
    for (std::string_view rest = shown; !rest.empty();) {
        unsigned character = 0;
        const std::size_t length = read_character(rest, character);
        const auto letter = static_cast<ImWchar>(character);
        if (list != nullptr) fonts.draw(list, {at.x + x, at.y}, colour, letter);
        x += fonts.advance(letter);
        rest.remove_prefix(length);
    }
    return x;
}

/// Lays a text out in lines and draws it when there is a list. Gives the size. Lines are broken as they are read, and only then ordered as they are seen.
ImVec2 set_raw(ImDrawList* list, ImVec2 at, float width, ImU32 colour, std::string_view text) {
    const Fonts fonts;
    const float height = ImGui::GetTextLineHeight();
    float y = 0;
    float widest = 0;
    do {
        float x = 0;
        std::size_t end = 0;
        while (end < text.size() && text[end] != '\n') {
            unsigned character = 0;
            const std::size_t length = read_character(text.substr(end), character);
            x += fonts.advance(static_cast<ImWchar>(character));
            if (end > 0 && x > width) break;
            end += length;
        }
        widest = std::max(widest, set_line(fonts, list, {at.x, at.y + y}, colour, text.substr(0, end)));
        if (end < text.size() && text[end] == '\n') ++end;
        text.remove_prefix(end);
        y += height;
    } while (!text.empty());
    return {widest, y};
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
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
    const ImVec2 size = set_raw(nullptr, at, width, colour, text);
    ImGui::Dummy(size);
    if (ImGui::IsItemVisible()) set_raw(ImGui::GetWindowDrawList(), at, width, colour, text);
}

}  // namespace deskbell
