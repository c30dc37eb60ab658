#pragma once

namespace deskbell {

/// Brings what is new in the glyph atlas into its texture, which the first call makes: once before the first frame, then between ImGui::Render() and the drawing of its
/// lists, with the window's OpenGL context current.
void upload_glyphs();

}  // namespace deskbell
