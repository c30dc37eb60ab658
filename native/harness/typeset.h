#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "native/harness/fonts.h"

namespace deskbell {

/// A stretch of text in one face.
struct Span {
    std::string text;
    Face face;
    float size = 15;  ///< pixels to the em
    float pad = 0;    ///< free room before and after, for a background
};

/// A paragraph to be set.
struct Paragraph {
    std::vector<Span> spans;
    float width = 0;  ///< the longest line may be so wide; 0: as wide as the text
    float line_height = 22;
    bool right_to_left = false;  ///< of a paragraph without a letter that says which
    int most_lines = 0;          ///< more are cut and end with an ellipsis; 0: all
    std::string lang;            ///< for breaking lines and for Han letters
};

/// A letter at its place. x from the left edge of its line's box, y from the base line downwards.
struct SetGlyph {
    int font = 0;
    std::uint32_t glyph = 0;  ///< with font `none`: the character
    float x = 0;
    float y = 0;
    float advance = 0;
    std::size_t byte = 0;  ///< where its cluster begins in the paragraph's text
    std::uint16_t span = 0;
};

/// A run of letters of one span on one line, in one direction.
struct SetRun {
    std::size_t first_glyph = 0;
    std::size_t last_glyph = 0;  ///< one past the last
    std::size_t first_byte = 0;
    std::size_t last_byte = 0;
    float x = 0;
    float width = 0;
    std::uint16_t span = 0;
    bool right_to_left = false;
};

struct SetLine {
    std::size_t first_run = 0;
    std::size_t last_run = 0;
    std::size_t first_byte = 0;
    std::size_t last_byte = 0;  ///< of what is shown: spaces at the break are not
    float width = 0;
    bool right_to_left = false;  ///< the paragraph's direction: where the line begins
};

/// A paragraph with every letter at its place.
struct SetText {
    std::vector<SetGlyph> glyphs;
    std::vector<SetRun> runs;  ///< from left to right within a line
    std::vector<SetLine> lines;
    std::vector<float> sizes;  ///< of the spans
    std::vector<Face> faces;
    std::vector<std::size_t> starts;  ///< of the spans in the text, bytes
    std::string text;
    float width = 0;  ///< of the widest line
    float line_height = 0;
    float largest = 0;  ///< pixels to the em
    bool right_to_left = false;

    float height() const { return static_cast<float>(lines.size()) * line_height; }
    /// From the upper edge of a line down to its base line.
    float baseline() const;

    struct Spot {
        std::size_t line = 0;
        float x = 0;
    };
    /// Where a caret before this byte stands.
    Spot spot_of(std::size_t byte) const;
    /// The byte before which a caret stands that was put here, within the line.
    std::size_t byte_at(std::size_t line, float x) const;
};

/// Sets paragraphs and keeps them while they are asked for. Lines are broken by ICU (Thai by its dictionary, Han between letters), ordered by FriBidi, shaped by HarfBuzz.
class Typesetter {
  public:
    const SetText& set(const Paragraph& paragraph);
    /// Forgets what was not asked for during many frames.
    void begin_frame();

  private:
    struct Kept {
        std::unique_ptr<SetText> text;
        std::uint64_t frame = 0;
    };

    std::unordered_map<std::string, Kept> kept_;
    std::uint64_t frame_ = 0;
};

/// Whether a text runs from right to left: its first letter that has a direction decides.
bool begins_right_to_left(std::string_view text, bool fallback);

/// Sets a paragraph anew.
SetText set_text(const Paragraph& paragraph);

}  // namespace deskbell
