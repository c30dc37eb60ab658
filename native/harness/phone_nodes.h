#pragma once

#include <map>
#include <span>

#include "core/base/node.h"
#include "native/harness/pen.h"

namespace deskbell {

/// What surrounds a node: which letters it has, and where it stands.
struct Ink {
    ImU32 text = 0;
    bool is_own = false;       ///< in the visitor's bubble, on the accent
    bool is_bubble = false;    ///< in a bubble, which is as wide as what is in it
    bool is_centred = false;   ///< in a row that nobody wrote
    bool is_status = false;    ///< in a row that says where the session stands
    bool is_item = false;      ///< in a list
    bool has_caret = false;    ///< the text is still growing: its end shows it
    bool is_disabled = false;  ///< in a form that is closed
    bool is_choice = false;    ///< among choices
    bool fills_width = false;  ///< a button that is as wide as its box
    int depth = 0;             ///< of the lists around it
};

/// What the visitor has done on the phone that no session knows of.
struct PhoneMemory {
    std::map<std::string, std::string, std::less<>> entries;  ///< row and field → what is written in it
    std::map<std::string, std::string, std::less<>> given;    ///< row and field → what the session last wrote in it
    std::map<std::string, float, std::less<>> sideways;       ///< row and block → how far it is scrolled
    std::string copied;                                       ///< the block that was copied last
    double copied_at = -10;
};

/// Draws nodes, every kind as the page's styles have it. A pen that measures gets the size that a node needs; a pen that paints fills the box's width with what stretches.
class NodePainter {
  public:
    NodePainter(Pen& pen, PhoneMemory& memory, std::vector<Value>& events) : pen_(pen), memory_(memory), events_(events) {}

    /// The row whose nodes come next.
    void begin_row(std::string_view key);
    ImVec2 draw(const Node& node, const Box& box, const Ink& ink);
    /// Nodes below each other.
    ImVec2 stack(std::span<const Node> nodes, const Box& box, const Ink& ink, float gap);
    void act(std::string_view action, Value value = {});

  private:
    // Texts (phone_text.cpp).
    ImVec2 draw_text(std::span<const Node> words, const Box& box, const LetterStyle& style, const Ink& ink);
    ImVec2 draw_list(const Node& list, const Box& box, const Ink& ink);
    ImVec2 draw_quote(const Node& quote, const Box& box, const Ink& ink);
    ImVec2 draw_rule(const Box& box);
    void draw_caret(const SetText& text, const Box& box, const LetterStyle& style);

    // Blocks that may be wider than the phone (phone_blocks.cpp).
    ImVec2 draw_code(const Node& code, const Box& box);
    ImVec2 draw_table(const Node& table, const Box& box, const Ink& ink);
    float sideways(const Box& box, float height, float content);

    // What can be pressed (phone_controls.cpp, phone_rating.cpp, phone_form.cpp).
    ImVec2 draw_button(const Node& button, const Box& box, const Ink& ink, const Value& value = {});
    ImVec2 draw_choices(const Node& choices, const Box& box, const Ink& ink);
    ImVec2 draw_choice(const Node& choice, const Box& box, bool is_chip);
    ImVec2 draw_rating(const Node& rating, const Box& box, const Ink& ink);
    float draw_stars(const Node& rating, const Box& box, std::string& caption);
    float draw_numbers(const Node& rating, const Box& box, std::string& caption);
    ImVec2 draw_form(const Node& form, const Box& box, const Ink& ink);
    ImVec2 draw_field(const Node& field, const Box& box, const Ink& ink, bool& is_entered);
    void draw_select(const Node& select, ImVec2 low, ImVec2 high, std::string& value, bool is_enabled);
    std::string& entry(const Node& field);

    // What is shown in a frame (phone_media.cpp).
    ImVec2 draw_image(std::string_view src, std::string_view alt, ImVec2 size, const Box& box, float most_width, bool is_uploading);
    ImVec2 draw_card(const Node& card, const Box& box);
    ImVec2 draw_line(const Node& field, const Box& box);
    ImVec2 draw_attachment(const Node& attachment, const Box& box);
    ImVec2 draw_slip(Icon icon, std::string_view name, std::string_view more, std::string_view href, const Box& box);
    ImVec2 draw_sound(const Node& sound, const Box& box);
    ImVec2 draw_video(const Node& video, const Box& box);
    void draw_ring(double progress, ImVec2 centre);

    // What is told (phone_notices.cpp).
    ImVec2 draw_notice(const Node& notice, const Box& box, const Ink& ink);
    ImVec2 draw_divider(const Node& divider, const Box& box);
    ImVec2 draw_busy(const Node& busy, const Box& box, const Ink& ink);

    std::string next_name(std::string_view kind);
    double number_of(const Node& node, Attribute name, double fallback = 0) const;

    Pen& pen_;
    PhoneMemory& memory_;
    std::vector<Value>& events_;
    std::string row_;
    int names_ = 0;
};

/// Kinds that are their own bubble: pictures, sounds, files and places.
bool is_own_frame(const Node& node);

}  // namespace deskbell
