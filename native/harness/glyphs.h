#pragma once

#include <imgui.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace deskbell {

/// A drawn letter in the atlas.
struct Sprite {
    ImVec2 uv_low, uv_high;
    float left = 0;  ///< from the pen to the left edge, pixels
    float top = 0;   ///< from the base line up to the upper edge, pixels
    float width = 0;
    float height = 0;          ///< 0: nothing to draw, as for a space
    bool has_colours = false;  ///< drawn as it is, not in the colour of the text
};

/// Letters as FreeType draws them, by glyph number, packed into one texture as they are needed. ImGui's own atlas is built before the first frame and knows characters
/// only; shaped text needs glyphs, of which the Han fonts have more than a texture holds.
class GlyphAtlas {
  public:
    static constexpr int side = 2048;
    /// Letters are drawn at this many places within a pixel, so that their distances are as the font wants them.
    static constexpr int phases = 4;

    /// What a glyph looks like. `size`: pixels to the em.
    struct Key {
        int font = 0;
        std::uint32_t glyph = 0;
        float size = 0;
        int phase = 0;  ///< 0 … phases - 1
        bool is_leaning = false;

        bool operator==(const Key&) const = default;
    };

    /// The one atlas of the program.
    static GlyphAtlas& shared();

    const Sprite& find(const Key& key);

    /// Begins a frame: an atlas that was full is emptied here, when nothing refers to it.
    void begin_frame();

    /// What the window makes of the pixels; the window sets it before it draws.
    ImTextureID texture = {};
    /// White with the letters in the fourth byte, `side` × `side`; empty until the first letter.
    const std::vector<std::uint32_t>& pixels() const { return pixels_; }
    /// The rows that changed since this was asked the last time, as first and one past the last; equal when none did.
    std::pair<int, int> take_changed_rows();

  private:
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };

    Sprite draw(const Key& key);
    Sprite draw_picture(const Key& key);
    Sprite put(int width, int height, float left, float top, const std::vector<std::uint32_t>& colours);
    /// A free place, or false when the atlas is full.
    bool place(int width, int height, int& x, int& y);

    std::unordered_map<Key, Sprite, Hash> sprites_;
    std::vector<std::uint32_t> pixels_;
    int shelf_x_ = 0;
    int shelf_y_ = 0;
    int shelf_height_ = 0;
    int changed_from_ = side;
    int changed_to_ = 0;
    bool is_full_ = false;
};

}  // namespace deskbell
