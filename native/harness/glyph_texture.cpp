#include "native/harness/glyph_texture.h"

#include <GLFW/glfw3.h>

#include "native/harness/glyphs.h"

namespace deskbell {

void upload_glyphs() {
    static GLuint texture = 0;
    GlyphAtlas& atlas = GlyphAtlas::shared();
    const auto [from, to] = atlas.take_changed_rows();
    constexpr GLsizei side = GlyphAtlas::side;
    if (texture == 0) {
        glGenTextures(1, &texture);
        glBindTexture(GL_TEXTURE_2D, texture);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, side, side, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
        // ImGui's backend for OpenGL takes the texture's number for its handle.
        atlas.texture = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));
    }
    if (from == to) return;
    glBindTexture(GL_TEXTURE_2D, texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, from, side, to - from, GL_RGBA, GL_UNSIGNED_BYTE,
                    atlas.pixels().data() + static_cast<std::size_t>(from) * side);
}

}  // namespace deskbell
