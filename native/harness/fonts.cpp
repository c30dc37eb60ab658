#include "native/harness/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ot.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>

namespace deskbell {

namespace {

const std::string truetype = "/usr/share/fonts/truetype/noto/";
const std::string opentype = "/usr/share/fonts/opentype/noto/";

bool begins_with_one_of(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) { return text.starts_with(beginning); });
}

/// Where the letters of a language stand in the Noto CJK collections: Japan, Korea, China, Taiwan.
int han_index(std::string_view lang) {
    if (lang.starts_with("ja")) return 0;
    if (lang.starts_with("ko")) return 1;
    if (begins_with_one_of(lang, {"zh_tw", "zh_hk", "zh-TW", "zh-HK"})) return 3;
    return 2;
}

/// From here on most signs are pictures; before, a sign is one when the text says so.
constexpr char32_t first_emoji = 0x1F000;

/// Dashes, dots and quotes that Chinese, Japanese and Korean texts set as wide as a letter.
bool is_wide_punctuation(char32_t character) { return character == 0xB7 || (character >= 0x2010 && character <= 0x2027); }

bool is_han_language(std::string_view lang) { return begins_with_one_of(lang, {"zh", "ja", "ko"}); }

}  // namespace

FontShelf& FontShelf::shared() {
    static FontShelf shelf;
    return shelf;
}

FontShelf::FontShelf() {
    if (FT_Init_FreeType(&library_) != 0) library_ = nullptr;
}

FontShelf::~FontShelf() {
    for (Font& font : fonts_) {
        hb_font_destroy(font.shaper);
        if (font.drawer != nullptr) FT_Done_Face(font.drawer);
    }
    if (library_ != nullptr) FT_Done_FreeType(library_);
}

int FontShelf::open(const std::string& path, int index, bool is_slanted) {
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        if (fonts_[i].path == path && fonts_[i].index == index) return fonts_[i].drawer != nullptr ? static_cast<int>(i) : none;
    }
    Font& font = fonts_.emplace_back();
    font.path = path;
    font.index = index;
    font.is_slanted = is_slanted;
    std::error_code ignored;
    if (library_ == nullptr || !std::filesystem::exists(path, ignored)) return none;
    if (FT_New_Face(library_, path.c_str(), index, &font.drawer) != 0) {
        font.drawer = nullptr;
        return none;
    }
    font.has_colours = FT_HAS_COLOR(font.drawer) && FT_HAS_FIXED_SIZES(font.drawer);
    hb_blob_t* blob = hb_blob_create_from_file(path.c_str());
    hb_face_t* face = hb_face_create(blob, static_cast<unsigned>(index));
    font.shaper = hb_font_create(face);
    hb_ot_font_set_funcs(font.shaper);
    font.units = static_cast<float>(hb_face_get_upem(face));
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return static_cast<int>(fonts_.size()) - 1;
}

bool FontShelf::has(int id, char32_t character) const {
    hb_codepoint_t glyph = 0;
    return id != none && hb_font_get_nominal_glyph(font(id).shaper, character, &glyph) != 0;
}

int FontShelf::find(char32_t character, Face face, std::string_view lang, bool is_emoji) {
    const std::string weight = face.bold ? "-Bold" : "-Regular";
    const std::string latin = face.italic ? (face.bold ? "-BoldItalic" : "-Italic") : weight;
    const std::string han = opentype + "NotoSansCJK" + weight + ".ttc";
    constexpr int han_mono = 5;
    int found = none;
    const auto look = [&](const std::string& path, int index, bool is_slanted) {
        if (found != none) return;
        const int id = open(path, index, is_slanted);
        if (has(id, character)) found = id;
    };
    if (is_emoji) look(truetype + "NotoColorEmoji.ttf", 0, false);
    // The Noto fonts for Arabic, Hebrew and Thai have no fixed-width form.
    if (face.mono) look(truetype + "NotoSansMono" + weight + ".ttf", 0, false);
    if (face.mono) look(han, han_mono + han_index(lang), false);
    if (is_han_language(lang) && is_wide_punctuation(character)) look(han, han_index(lang), false);
    look(truetype + "NotoSans" + latin + ".ttf", 0, face.italic);
    for (const char* script : {"Thai", "Arabic", "Hebrew"}) look(truetype + "NotoSans" + script + weight + ".ttf", 0, false);
    look(han, han_index(lang), false);
    if (character >= first_emoji) look(truetype + "NotoColorEmoji.ttf", 0, false);
    look(truetype + "NotoSansSymbols" + weight + ".ttf", 0, false);
    look(truetype + "NotoSansSymbols2-Regular.ttf", 0, false);
    look(truetype + "NotoSansMath-Regular.ttf", 0, false);
    for (const char* script : {"Devanagari", "Bengali", "Tamil", "Armenian", "Georgian", "Khmer", "Lao", "Myanmar", "Ethiopic"})
        look(truetype + "NotoSans" + script + weight + ".ttf", 0, false);
    return found;
}

bool add_fonts(float pixels) {
    static const ImWchar latin[] = {0x20, 0x24F, 0x2000, 0x206F, 0x20A0, 0x20CF, 0x2100, 0x214F, 0x370, 0x52F, 0x1E00, 0x1EFF, 0};
    static const ImWchar thai[] = {0xE00, 0xE7F, 0};
    static const ImWchar hebrew[] = {0x590, 0x5FF, 0xFB1D, 0xFB4F, 0};
    static const ImWchar arabic[] = {0x600, 0x6FF, 0x750, 0x77F, 0xFB50, 0xFDFF, 0xFE70, 0xFEFC, 0};
    static const ImWchar symbols[] = {0x2190, 0x21FF, 0x2500, 0x27BF, 0};
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    const struct {
        std::string path;
        const ImWchar* ranges;
    } files[] = {
        {truetype + "NotoSans-Regular.ttf", latin},           {truetype + "NotoSansThai-Regular.ttf", thai},
        {truetype + "NotoSansHebrew-Regular.ttf", hebrew},    {truetype + "NotoSansArabic-Regular.ttf", arabic},
        {truetype + "NotoSansSymbols2-Regular.ttf", symbols}, {opentype + "NotoSansCJK-Regular.ttc", atlas->GetGlyphRangesChineseFull()},
    };
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return atlas->AddFontDefault() == nullptr;
    // ImGui makes a font so large that ascent and descent together are `pixels` high. Fonts whose letters need much room above and below, as the Arabic one, would come
    // out small beside the first: every font gets the size at which its em is as large as the first one's.
    float first_extent = 0;
    for (const auto& file : files) {
        FT_Face face = nullptr;
        if (FT_New_Face(library, file.path.c_str(), 0, &face) != 0) continue;
        const float extent = static_cast<float>(face->ascender - face->descender) / static_cast<float>(face->units_per_EM);
        FT_Done_Face(face);
        ImFontConfig config;
        config.MergeMode = first_extent > 0;
        if (first_extent <= 0) first_extent = extent;
        atlas->AddFontFromFileTTF(file.path.c_str(), pixels * extent / first_extent, &config, file.ranges);
    }
    FT_Done_FreeType(library);
    if (first_extent <= 0) atlas->AddFontDefault();
    return first_extent > 0;
}

}  // namespace deskbell
