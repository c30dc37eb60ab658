#pragma once

#include <hb.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

typedef struct FT_FaceRec_* FT_Face;
typedef struct FT_LibraryRec_* FT_Library;

namespace deskbell {

/// How letters are drawn.
struct Face {
    bool bold = false;
    bool italic = false;
    bool mono = false;

    bool operator==(const Face&) const = default;
};

/// One font file, opened for shaping (HarfBuzz, in the font's own units) and for drawing (FreeType).
struct Font {
    std::string path;
    int index = 0;             ///< of the font within a collection
    bool is_slanted = false;   ///< the file is an italic; otherwise emphasis leans its letters
    bool has_colours = false;  ///< its letters are pictures
    hb_font_t* shaper = nullptr;
    FT_Face drawer = nullptr;
    float units = 1000;  ///< to the em
};

/// The Noto fonts of the system (Debian's fonts-noto-core, -mono, -cjk and -color-emoji), opened when a character first needs them.
class FontShelf {
  public:
    static constexpr int none = -1;

    /// The one shelf of the program: fonts are large and never change.
    static FontShelf& shared();

    /// The font that has this character, or `none`. `lang` decides between the Han letters of China, Taiwan, Japan and Korea; `is_emoji`: its coloured picture is wanted.
    int find(char32_t character, Face face, std::string_view lang, bool is_emoji = false);
    const Font& font(int id) const { return fonts_[static_cast<std::size_t>(id)]; }

    /// Above and below the base line, in ems, of the font that lines are measured by.
    float ascent() const { return 1.069F; }
    float descent() const { return 0.293F; }

    FontShelf(const FontShelf&) = delete;
    FontShelf& operator=(const FontShelf&) = delete;

  private:
    FontShelf();
    ~FontShelf();
    int open(const std::string& path, int index, bool is_slanted);
    bool has(int id, char32_t character) const;

    FT_Library library_ = nullptr;
    std::vector<Font> fonts_;
};

/// Adds the Noto fonts of the system, for Latin, Cyrillic, Thai, Arabic, Hebrew and Han, to ImGui as one font: for the panels around the phone and the text that is
/// being typed. False when none was found; ImGui's own font is used then.
bool add_fonts(float pixels);

}  // namespace deskbell
