#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "native/harness/formats.h"
#include "native/harness/icons.h"
#include "native/harness/look.h"
#include "native/harness/typeset.h"

namespace deskbell {

/// Where something is drawn: a column of the window, pixels.
struct Box {
    float x = 0;
    float y = 0;
    float width = 0;

    Box below(float height) const { return {x, y + height, width}; }
};

enum class Align { start, center, end };

/// How a text is set, apart from its letters.
struct LetterStyle {
    float size = 15;
    float line = 22;
    bool bold = false;
    Align align = Align::start;
    int most_lines = 0;
    bool follows_page = false;  ///< begins where the page begins, whatever its own direction
};

/// A stretch of a text with its colour and what it does.
struct Words {
    std::string text;
    Face face;
    float size = 15;
    ImU32 colour = 0;
    bool is_struck = false;
    bool is_code = false;
    std::string href = {};  ///< a link that can be pressed
};

struct Corners {
    float top_left = 0, top_right = 0, bottom_right = 0, bottom_left = 0;
};

/// What the pointer does with a control.
struct Touch {
    bool is_over = false;
    bool is_held = false;
    bool is_pressed = false;
};

/// Measures and draws on the phone in one language and theme: text, boxes, icons, places that can be pressed. Lengths along the line are counted from where the
/// language begins, so that everything is mirrored by itself.
class Pen {
  public:
    Pen(const Look& colours, Typesetter& typesetter, const Formats& language_formats, bool is_right_to_left)
        : look(colours), formats(language_formats), right_to_left(is_right_to_left), types_(typesetter) {}

    const Look& look;
    const Formats& formats;
    bool right_to_left;
    bool is_painting = true;  ///< false: only sizes are wanted
    ImDrawList* list = nullptr;
    /// Addresses that were pressed in this frame.
    std::string followed;
    /// Text directions that were drawn: for tests, what was painted, in order.
    std::vector<std::string>* told = nullptr;

    LetterStyle body() const { return {15, body_line()}; }
    LetterStyle title() const { return {15, body_line(), true}; }
    static LetterStyle secondary() { return {13, 18}; }
    static LetterStyle meta() { return {12, 16}; }
    /// Chinese, Japanese and Korean, Thai and Arabic need more room between lines.
    float body_line() const;

    /// The left edge of something `width` wide that stands `offset` after the box's beginning.
    float start(const Box& box, float offset, float width) const {
        return right_to_left ? box.x + box.width - offset - width : box.x + offset;
    }
    /// The part of a box that stands `offset` after its beginning.
    Box part(const Box& box, float offset, float width) const { return {start(box, offset, width), box.y, width}; }

    const SetText& set(const std::vector<Words>& words, float width, const LetterStyle& style);
    /// Writes into the box; gives the size that the text has.
    ImVec2 write(const Box& box, const std::vector<Words>& words, const LetterStyle& style);
    ImVec2 write(const Box& box, std::string_view text, const LetterStyle& style, ImU32 colour);
    /// As wide as the text is on one line.
    float width_of(std::string_view text, const LetterStyle& style);
    /// Where a text that was set begins in the box, for each of its lines.
    float line_start(const SetText& text, const SetLine& line, const Box& box, const LetterStyle& style) const;
    /// Draws the letters of a text that was set.
    void letters(const SetText& text, const SetLine& line, ImVec2 base, const std::vector<ImU32>& colours);

    void fill(ImVec2 low, ImVec2 high, ImU32 colour, const Corners& corners);
    void fill(ImVec2 low, ImVec2 high, ImU32 colour, float radius = 0);
    void frame(ImVec2 low, ImVec2 high, ImU32 colour, float radius = 0, float thickness = 1);
    void shadow(ImVec2 low, ImVec2 high, float radius);
    void icon(Icon icon, ImVec2 centre, float size, ImU32 colour, IconStyle style = {});

    /// A place that can be pressed; its name is unique within the row. Nothing in a pen that only measures.
    Touch touch(std::string_view name, ImVec2 low, ImVec2 high, bool is_enabled = true);
    /// A ring around what has the keyboard's attention.
    void focus_ring(ImVec2 low, ImVec2 high, float radius);

  private:
    void decorate(const SetText& text, const std::vector<Words>& words, const SetLine& line, ImVec2 origin, float baseline);

    Typesetter& types_;
};

}  // namespace deskbell
