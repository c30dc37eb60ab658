#include "native/harness/glyphs.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <bit>

#include "native/harness/fonts.h"

namespace deskbell {

namespace {

constexpr int gap = 1;
constexpr float subpixels = 64;  // FreeType's positions are 1/64 pixel
constexpr FT_Fixed one = 0x10000;
/// How far letters lean that have no italic of their own: about 11 degrees.
constexpr FT_Fixed lean = 0x3333;

}  // namespace

GlyphAtlas& GlyphAtlas::shared() {
    static GlyphAtlas atlas;
    return atlas;
}

std::size_t GlyphAtlas::Hash::operator()(const Key& key) const {
    std::uint64_t mixed = (static_cast<std::uint64_t>(key.glyph) << 32) ^ std::bit_cast<std::uint32_t>(key.size);
    mixed ^= static_cast<std::uint64_t>(key.font * 16 + key.phase * 2 + (key.is_leaning ? 1 : 0)) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9U);
}

void GlyphAtlas::begin_frame() {
    if (!is_full_) return;
    is_full_ = false;
    sprites_.clear();
    std::fill(pixels_.begin(), pixels_.end(), 0x00FFFFFFU);
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    changed_from_ = 0;
    changed_to_ = side;
}

std::pair<int, int> GlyphAtlas::take_changed_rows() {
    const std::pair<int, int> rows(std::min(changed_from_, changed_to_), changed_to_);
    changed_from_ = side;
    changed_to_ = 0;
    return rows;
}

const Sprite& GlyphAtlas::find(const Key& key) {
    const auto [at, is_new] = sprites_.try_emplace(key);
    if (is_new) at->second = draw(key);
    return at->second;
}

bool GlyphAtlas::place(int width, int height, int& x, int& y) {
    if (shelf_x_ + width + gap > side) {
        shelf_y_ += shelf_height_;
        shelf_x_ = shelf_height_ = 0;
    }
    if (width + gap > side || shelf_y_ + height + gap > side) {
        is_full_ = true;
        return false;
    }
    x = shelf_x_;
    y = shelf_y_;
    shelf_x_ += width + gap;
    shelf_height_ = std::max(shelf_height_, height + gap);
    return true;
}

Sprite GlyphAtlas::draw(const Key& key) {
    Sprite sprite;
    FT_Face face = FontShelf::shared().font(key.font).drawer;
    if (FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(key.size * subpixels), 0, 0) != 0) return sprite;
    if (FT_Load_Glyph(face, key.glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return sprite;
    FT_GlyphSlot slot = face->glyph;
    if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return sprite;
    if (key.is_leaning) {
        const FT_Matrix leaning{one, lean, 0, one};
        FT_Outline_Transform(&slot->outline, &leaning);
    }
    FT_Outline_Translate(&slot->outline, key.phase * static_cast<FT_Pos>(subpixels) / phases, 0);
    if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return sprite;
    const FT_Bitmap& bitmap = slot->bitmap;
    const int width = static_cast<int>(bitmap.width);
    const int height = static_cast<int>(bitmap.rows);
    int x = 0;
    int y = 0;
    if (width == 0 || height == 0 || !place(width, height, x, y)) return sprite;
    if (pixels_.empty()) pixels_.assign(static_cast<std::size_t>(side) * side, 0x00FFFFFFU);
    for (int row = 0; row < height; ++row) {
        const unsigned char* from = bitmap.buffer + row * bitmap.pitch;
        std::uint32_t* to = pixels_.data() + static_cast<std::size_t>(y + row) * side + static_cast<std::size_t>(x);
        for (int column = 0; column < width; ++column) to[column] = (static_cast<std::uint32_t>(from[column]) << 24) | 0x00FFFFFFU;
    }
    changed_from_ = std::min(changed_from_, y);
    changed_to_ = std::max(changed_to_, y + height);
    constexpr float share = 1.0F / side;
    sprite.uv_low = {static_cast<float>(x) * share, static_cast<float>(y) * share};
    sprite.uv_high = {static_cast<float>(x + width) * share, static_cast<float>(y + height) * share};
    sprite.left = static_cast<float>(slot->bitmap_left);
    sprite.top = static_cast<float>(slot->bitmap_top);
    sprite.width = static_cast<float>(width);
    sprite.height = static_cast<float>(height);
    return sprite;
}

}  // namespace deskbell
