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
/// Pictures are a little larger than letters, in ems, and reach a little below the line.
constexpr float picture_size = 1.17F;
constexpr float picture_top = 0.95F;
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

Sprite GlyphAtlas::put(int width, int height, float left, float top, const std::vector<std::uint32_t>& colours) {
    Sprite sprite;
    int x = 0;
    int y = 0;
    if (width == 0 || height == 0 || !place(width, height, x, y)) return sprite;
    if (pixels_.empty()) pixels_.assign(static_cast<std::size_t>(side) * side, 0x00FFFFFFU);
    for (int row = 0; row < height; ++row) {
        std::copy_n(colours.begin() + static_cast<std::ptrdiff_t>(row) * width, width,
                    pixels_.begin() + static_cast<std::ptrdiff_t>(y + row) * side + x);
    }
    changed_from_ = std::min(changed_from_, y);
    changed_to_ = std::max(changed_to_, y + height);
    constexpr float share = 1.0F / side;
    sprite.uv_low = {static_cast<float>(x) * share, static_cast<float>(y) * share};
    sprite.uv_high = {static_cast<float>(x + width) * share, static_cast<float>(y + height) * share};
    sprite.left = left;
    sprite.top = top;
    sprite.width = static_cast<float>(width);
    sprite.height = static_cast<float>(height);
    return sprite;
}

/// A glyph that is a picture of one size: made as small as the text, every pixel the mean of those that it stands for.
Sprite GlyphAtlas::draw_picture(const Key& key) {
    FT_Face face = FontShelf::shared().font(key.font).drawer;
    if (FT_Select_Size(face, 0) != 0 || FT_Load_Glyph(face, key.glyph, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0) return {};
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    if (bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || bitmap.width == 0 || bitmap.rows == 0) return {};
    const float scale = key.size * picture_size / static_cast<float>(bitmap.rows);
    const auto width = static_cast<unsigned>(static_cast<float>(bitmap.width) * scale + 0.5F);
    const auto height = static_cast<unsigned>(static_cast<float>(bitmap.rows) * scale + 0.5F);
    if (width == 0 || height == 0) return {};
    std::vector<std::uint32_t> colours;
    for (unsigned row = 0; row < height; ++row) {
        for (unsigned column = 0; column < width; ++column) {
            // Blue, green, red, opacity; the colours are given multiplied with the opacity.
            std::uint64_t sum[4] = {0, 0, 0, 0};
            std::uint64_t count = 0;
            for (unsigned y = row * bitmap.rows / height; y < std::max(row * bitmap.rows / height + 1, (row + 1) * bitmap.rows / height);
                 ++y) {
                const unsigned char* line = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
                for (unsigned x = column * bitmap.width / width;
                     x < std::max(column * bitmap.width / width + 1, (column + 1) * bitmap.width / width); ++x) {
                    for (unsigned part = 0; part < 4; ++part) sum[part] += line[4 * x + part];
                    ++count;
                }
            }
            const auto part = [&](int which) {
                return static_cast<std::uint32_t>(sum[3] == 0 ? 255 : std::min<std::uint64_t>(255, sum[which] * 255 / sum[3]));
            };
            colours.push_back(part(2) | (part(1) << 8) | (part(0) << 16) | (static_cast<std::uint32_t>(sum[3] / count) << 24));
        }
    }
    Sprite sprite = put(static_cast<int>(width), static_cast<int>(height), 0,
                        static_cast<float>(static_cast<int>(key.size * picture_top + 0.5F)), colours);
    sprite.has_colours = true;
    return sprite;
}

Sprite GlyphAtlas::draw(const Key& key) {
    Sprite sprite;
    if (FontShelf::shared().font(key.font).has_colours) return draw_picture(key);
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
    std::vector<std::uint32_t> colours;
    for (int row = 0; row < height; ++row) {
        const unsigned char* from = bitmap.buffer + row * bitmap.pitch;
        for (int column = 0; column < width; ++column) colours.push_back((static_cast<std::uint32_t>(from[column]) << 24) | 0x00FFFFFFU);
    }
    return put(width, height, static_cast<float>(slot->bitmap_left), static_cast<float>(slot->bitmap_top), colours);
}

}  // namespace deskbell
