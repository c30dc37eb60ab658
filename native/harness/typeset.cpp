#include "native/harness/typeset.h"

#include <fribidi.h>

#include <algorithm>
#include <cmath>

#include "native/harness/breaks.h"

namespace deskbell {

namespace {

constexpr std::size_t forget_above = 1500;
constexpr std::uint64_t forget_after = 240;  // frames
constexpr char32_t ellipsis = 0x2026;
constexpr char32_t emoji_sign = 0xFE0F;  // the character before it is meant as a picture

/// A character with all that the paragraph knows of it.
struct Character {
    char32_t code = 0;
    std::size_t byte = 0;
    std::uint16_t span = 0;
    FriBidiLevel level = 0;
    int font = FontShelf::none;
    hb_script_t script = HB_SCRIPT_COMMON;
    bool may_break_before = false;
    bool begins_cluster = true;
};

/// Letters that are shaped together and never parted: of one span, font, script and direction, between two places where a line may end.
struct Piece {
    std::size_t first = 0;
    std::size_t last = 0;
    bool is_space = false;
    bool may_break_before = false;
    float width = 0;
    std::vector<SetGlyph> glyphs;
};

bool is_space(char32_t code) { return code == ' ' || code == '\t' || code == 0x3000 || code == '\n'; }
bool is_mark(char32_t code) {
    return (code >= 0xFE00 && code <= 0xFE0F) || code == 0x200D || code == 0x200C ||
           hb_unicode_general_category(hb_unicode_funcs_get_default(), code) == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK;
}

/// Sets one paragraph line by line; what has been set so far is in `out`.
class Setter {
  public:
    explicit Setter(const Paragraph& paragraph) : paragraph_(paragraph) {
        out_.line_height = paragraph.line_height;
        out_.right_to_left = paragraph.right_to_left;
        std::uint16_t number = 0;
        for (const Span& span : paragraph.spans) {
            out_.starts.push_back(out_.text.size());
            out_.text += span.text;
            out_.sizes.push_back(span.size);
            out_.faces.push_back(span.face);
            out_.largest = std::max(out_.largest, span.size);
            decode(span.text, out_.starts.back(), number++);
        }
        for (const Character& character : characters_) codes_.push_back(character.code);
    }

    SetText run() {
        mark_breaks(out_.text, paragraph_.lang, [&](std::size_t byte, bool is_cluster_only) {
            const auto at = std::lower_bound(characters_.begin(), characters_.end(), byte,
                                             [](const Character& c, std::size_t b) { return c.byte < b; });
            if (at == characters_.end() || at->byte != byte) return;
            at->begins_cluster = true;
            if (!is_cluster_only) at->may_break_before = true;
        });
        std::size_t from = 0;
        for (std::size_t i = 0; i <= characters_.size(); ++i) {
            if (i < characters_.size() && characters_[i].code != '\n') continue;
            set_section(from, i, from == 0);
            from = i + 1;
        }
        for (const SetLine& line : out_.lines) out_.width = std::max(out_.width, line.width);
        return std::move(out_);
    }

  private:
    void decode(std::string_view text, std::size_t base, std::uint16_t span) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        for (std::size_t i = 0; i < text.size();) {
            const unsigned char lead = bytes[i];
            const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            Character character;
            character.byte = base + i;
            character.span = span;
            character.begins_cluster = false;
            character.code = length == 1 ? lead : lead & (0x7FU >> length);
            for (std::size_t k = 1; k < length && i + k < text.size(); ++k) character.code = (character.code << 6) | (bytes[i + k] & 0x3FU);
            // No character of a message is drawn as a command: what is not printable is a space.
            if (character.code < 0x20 && character.code != '\n') character.code = ' ';
            characters_.push_back(character);
            i += length;
        }
    }

    /// The characters between two line ends: a paragraph of its own to the order of writing.
    void set_section(std::size_t from, std::size_t to, bool is_first) {
        const std::size_t count = to - from;
        FriBidiParType base = paragraph_.right_to_left ? FRIBIDI_PAR_WRTL : FRIBIDI_PAR_WLTR;
        if (count > 0) {
            const auto length = static_cast<FriBidiStrIndex>(count);
            std::vector<FriBidiCharType> types(count);
            std::vector<FriBidiBracketType> brackets(count);
            std::vector<FriBidiLevel> levels(count);
            const std::vector<FriBidiChar> section(codes_.begin() + static_cast<std::ptrdiff_t>(from),
                                                   codes_.begin() + static_cast<std::ptrdiff_t>(to));
            fribidi_get_bidi_types(section.data(), length, types.data());
            fribidi_get_bracket_types(section.data(), length, types.data(), brackets.data());
            if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), length, &base, levels.data()) != 0) {
                for (std::size_t i = 0; i < count; ++i) characters_[from + i].level = levels[i];
            }
        }
        const bool right_to_left = FRIBIDI_IS_RTL(base);
        if (is_first) out_.right_to_left = right_to_left;
        dress(from, to);
        pieces_.clear();
        cut(from, to);
        fill_lines(from, to, right_to_left);
    }

    /// Finds a font and a script for every character.
    void dress(std::size_t from, std::size_t to) {
        FontShelf& shelf = FontShelf::shared();
        hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
        hb_script_t script = HB_SCRIPT_COMMON;
        for (std::size_t i = from; i < to; ++i) {
            Character& c = characters_[i];
            const bool joins = i > from && characters_[i - 1].span == c.span && (is_mark(c.code) || (is_space(c.code) && c.code != 0x3000));
            c.font = joins ? characters_[i - 1].font : FontShelf::none;
            const bool is_emoji = i + 1 < to && characters_[i + 1].code == emoji_sign;
            if (c.font == FontShelf::none) c.font = shelf.find(c.code, out_.faces[c.span], paragraph_.lang, is_emoji);
            const hb_script_t own = hb_unicode_script(unicode, c.code);
            if (own != HB_SCRIPT_COMMON && own != HB_SCRIPT_INHERITED && own != HB_SCRIPT_UNKNOWN) script = own;
            c.script = script;
        }
        // What stands before the first letter goes with it.
        for (std::size_t i = to; i-- > from + 1;) {
            if (characters_[i - 1].script == HB_SCRIPT_COMMON) characters_[i - 1].script = characters_[i].script;
        }
    }

    void cut(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to;) {
            const Character& head = characters_[i];
            std::size_t end = i + 1;
            while (end < to) {
                const Character& next = characters_[end];
                if (next.may_break_before || next.span != head.span || next.font != head.font || next.level != head.level ||
                    next.script != head.script || is_space(next.code) != is_space(head.code))
                    break;
                ++end;
            }
            pieces_.push_back(shaped(i, end));
            i = end;
        }
    }

    Piece shaped(std::size_t from, std::size_t to) {
        const Character& head = characters_[from];
        Piece piece;
        piece.first = from;
        piece.last = to;
        piece.is_space = is_space(head.code);
        piece.may_break_before = head.may_break_before;
        const Span& span = paragraph_.spans[head.span];
        const bool opens = head.byte == out_.starts[head.span];
        const bool closes = to == characters_.size() || characters_[to].span != head.span;
        const bool right_to_left = (head.level & 1) != 0;
        float pen = (right_to_left ? closes : opens) ? span.pad : 0;
        if (head.font == FontShelf::none) {
            // A character that no font has: a box of half an em, drawn by ImGui.
            for (std::size_t i = from; i < to; ++i) {
                piece.glyphs.push_back({FontShelf::none, characters_[i].code, pen, 0, span.size / 2, characters_[i].byte, head.span});
                pen += span.size / 2;
            }
        } else {
            shape(piece, head, span.size, pen);
        }
        piece.width = pen + ((right_to_left ? opens : closes) ? span.pad : 0);
        return piece;
    }

    void shape(Piece& piece, const Character& head, float size, float& pen) {
        const Font& font = FontShelf::shared().font(head.font);
        const float scale = size / font.units;
        hb_buffer_t* buffer = hb_buffer_create();
        // The whole text goes along, so that letters at the edges join their neighbours.
        hb_buffer_add_codepoints(buffer, codes_.data(), static_cast<int>(codes_.size()), static_cast<unsigned>(piece.first),
                                 static_cast<int>(piece.last - piece.first));
        hb_buffer_set_direction(buffer, (head.level & 1) != 0 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
        hb_buffer_set_script(buffer, head.script);
        hb_buffer_set_language(buffer, hb_language_from_string(paragraph_.lang.c_str(), -1));
        hb_shape(font.shaper, buffer, nullptr, 0);
        unsigned count = 0;
        const hb_glyph_info_t* info = hb_buffer_get_glyph_infos(buffer, &count);
        const hb_glyph_position_t* at = hb_buffer_get_glyph_positions(buffer, &count);
        for (unsigned i = 0; i < count; ++i) {
            const float advance = static_cast<float>(at[i].x_advance) * scale;
            piece.glyphs.push_back({head.font, info[i].codepoint, pen + static_cast<float>(at[i].x_offset) * scale,
                                    -static_cast<float>(at[i].y_offset) * scale, advance, characters_[info[i].cluster].byte, head.span});
            pen += advance;
        }
        hb_buffer_destroy(buffer);
    }

    /// Pieces for each cluster of the pieces of a word that no line holds.
    std::vector<Piece> crumbs(std::size_t first, std::size_t last) {
        std::vector<Piece> out;
        for (std::size_t p = first; p < last; ++p) {
            for (std::size_t i = pieces_[p].first; i < pieces_[p].last;) {
                std::size_t end = i + 1;
                while (end < pieces_[p].last && !characters_[end].begins_cluster) ++end;
                out.push_back(shaped(i, end));
                out.back().may_break_before = true;
                i = end;
            }
        }
        return out;
    }

    void fill_lines(std::size_t from, std::size_t to, bool right_to_left) {
        const float room = paragraph_.width > 0 ? paragraph_.width + 0.01F : 1e9F;
        std::size_t line = 0;  // its first piece
        float width = 0;       // of the pieces from `line` on
        for (std::size_t word = 0; word < pieces_.size();) {
            std::size_t end = word;
            float wanted = 0;
            float trailing = 0;
            do {
                if (pieces_[end].is_space) {
                    trailing += pieces_[end].width;
                } else {
                    wanted += trailing + pieces_[end].width;
                    trailing = 0;
                }
                ++end;
            } while (end < pieces_.size() && !pieces_[end].may_break_before);
            if (wanted > room && end - word > 0 && (end - word > 1 || pieces_[word].last - pieces_[word].first > 1) && !is_crumbled_) {
                std::vector<Piece> parts = crumbs(word, end);
                parts.front().may_break_before = pieces_[word].may_break_before;
                pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(word), pieces_.begin() + static_cast<std::ptrdiff_t>(end));
                const std::size_t added = parts.size();
                pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(word), std::make_move_iterator(parts.begin()),
                               std::make_move_iterator(parts.end()));
                crumbled_until_ = word + added;
                is_crumbled_ = true;
                continue;
            }
            if (width + wanted > room && word > line) {
                if (!add_line(line, word, right_to_left)) return;
                line = word;
                width = 0;
            }
            width += wanted + trailing;
            word = end;
            if (word >= crumbled_until_) is_crumbled_ = false;
        }
        add_line(line, pieces_.size(), right_to_left);
        if (from == to)
            out_.lines.back().first_byte = out_.lines.back().last_byte =
                from < characters_.size() ? characters_[from].byte : out_.text.size();
    }

    /// Places pieces as a line; false when it is the last that is wanted.
    bool add_line(std::size_t first, std::size_t last, bool right_to_left) {
        const auto most = static_cast<std::size_t>(paragraph_.most_lines);
        if (most > 0 && out_.lines.size() >= most) {
            shorten();
            return false;
        }
        std::size_t shown = last;
        while (shown > first && pieces_[shown - 1].is_space) --shown;
        SetLine line;
        line.right_to_left = right_to_left;
        line.first_run = out_.runs.size();
        line.first_byte = first < pieces_.size() ? characters_[pieces_[first].first].byte : out_.text.size();
        line.last_byte = shown > first ? byte_after(pieces_[shown - 1].last) : line.first_byte;
        std::vector<std::size_t> order;
        for (std::size_t p = first; p < shown; ++p) order.push_back(p);
        put_in_order(order);
        for (const std::size_t p : order) put(pieces_[p], line);
        line.last_run = out_.runs.size();
        out_.lines.push_back(line);
        return true;
    }

    std::size_t byte_after(std::size_t character) const {
        return character < characters_.size() ? characters_[character].byte : out_.text.size();
    }

    /// Rule L2 of the bidirectional algorithm: from the deepest level up, what is on that level or deeper is turned round.
    void put_in_order(std::vector<std::size_t>& order) const {
        const auto level = [&](std::size_t p) { return characters_[pieces_[p].first].level; };
        FriBidiLevel deepest = 0;
        for (const std::size_t p : order) deepest = std::max(deepest, level(p));
        for (FriBidiLevel turned = deepest; turned > 0; --turned) {
            for (std::size_t i = 0; i < order.size();) {
                std::size_t end = i;
                while (end < order.size() && level(order[end]) >= turned) ++end;
                if (end == i) {
                    ++i;
                    continue;
                }
                std::reverse(order.begin() + static_cast<std::ptrdiff_t>(i), order.begin() + static_cast<std::ptrdiff_t>(end));
                i = end;
            }
        }
    }

    void put(const Piece& piece, SetLine& line) {
        const Character& head = characters_[piece.first];
        SetRun run;
        run.first_glyph = out_.glyphs.size();
        for (SetGlyph glyph : piece.glyphs) {
            glyph.x += line.width;
            out_.glyphs.push_back(glyph);
        }
        run.last_glyph = out_.glyphs.size();
        run.first_byte = head.byte;
        run.last_byte = byte_after(piece.last);
        run.x = line.width;
        run.width = piece.width;
        run.span = head.span;
        run.right_to_left = (head.level & 1) != 0;
        line.width += piece.width;
        out_.runs.push_back(run);
    }

    /// There is more than the last line holds: it ends with an ellipsis.
    void shorten() {
        SetLine& line = out_.lines.back();
        if (line.first_run == line.last_run) return;
        const std::uint16_t span = out_.runs[line.first_run].span;
        const int font = FontShelf::shared().find(ellipsis, out_.faces[span], "en");
        const float size = out_.sizes[span];
        SetGlyph dots{font, ellipsis, 0, 0, size * 0.8F, line.last_byte, span};
        if (font != FontShelf::none) {
            const Font& file = FontShelf::shared().font(font);
            hb_codepoint_t glyph = 0;
            hb_font_get_nominal_glyph(file.shaper, ellipsis, &glyph);
            dots.glyph = glyph;
            dots.advance = static_cast<float>(hb_font_get_glyph_h_advance(file.shaper, glyph)) * size / file.units;
        }
        // Letters at the end of the reading direction make room.
        const float room = paragraph_.width - dots.advance;
        SetRun run;
        run.span = span;
        run.right_to_left = line.right_to_left;
        run.width = dots.advance;
        run.first_byte = run.last_byte = line.last_byte;
        if (line.right_to_left) {
            const float shift = std::max(0.0F, line.width - room);
            move(line, shift, dots.advance - shift);
            dots.x = 0;
        } else {
            cut_right(line, room);
            dots.x = line.width;
        }
        run.x = dots.x;
        run.first_glyph = out_.glyphs.size();
        out_.glyphs.push_back(dots);
        run.last_glyph = out_.glyphs.size();
        line.width += dots.advance;
        out_.runs.push_back(run);
        line.last_run = out_.runs.size();
    }

    /// Drops the glyphs that end right of `room`.
    void cut_right(SetLine& line, float room) {
        if (line.width <= room) return;
        float widest = 0;
        for (std::size_t r = line.first_run; r < line.last_run; ++r) {
            SetRun& run = out_.runs[r];
            while (run.last_glyph > run.first_glyph && out_.glyphs[run.last_glyph - 1].x + out_.glyphs[run.last_glyph - 1].advance > room)
                --run.last_glyph;
            if (run.last_glyph > run.first_glyph) {
                const SetGlyph& last = out_.glyphs[run.last_glyph - 1];
                widest = std::max(widest, last.x + last.advance);
            }
            run.width = std::max(0.0F, std::min(run.width, room - run.x));
        }
        line.width = widest;
    }

    /// Drops the glyphs that begin left of `from` and moves the others.
    void move(SetLine& line, float from, float by) {
        for (std::size_t r = line.first_run; r < line.last_run; ++r) {
            SetRun& run = out_.runs[r];
            while (run.first_glyph < run.last_glyph && out_.glyphs[run.first_glyph].x < from) ++run.first_glyph;
            for (std::size_t g = run.first_glyph; g < run.last_glyph; ++g) out_.glyphs[g].x += by;
            const float left = std::max(run.x, from);
            run.width = std::max(0.0F, run.x + run.width - left);
            run.x = left + by;
        }
        line.width -= from;
    }

    const Paragraph& paragraph_;
    SetText out_;
    std::vector<Character> characters_;
    std::vector<hb_codepoint_t> codes_;
    std::vector<Piece> pieces_;
    std::size_t crumbled_until_ = 0;
    bool is_crumbled_ = false;
};

std::string key_of(const Paragraph& paragraph) {
    std::string key = paragraph.lang;
    const auto add = [&](const auto& number) { key.append(reinterpret_cast<const char*>(&number), sizeof number); };
    add(paragraph.width);
    add(paragraph.line_height);
    add(paragraph.most_lines);
    key += paragraph.right_to_left ? 'r' : 'l';
    for (const Span& span : paragraph.spans) {
        key += static_cast<char>('0' + (span.face.bold ? 1 : 0) + (span.face.italic ? 2 : 0) + (span.face.mono ? 4 : 0));
        add(span.size);
        add(span.pad);
        add(span.text.size());
        key += span.text;
    }
    return key;
}

}  // namespace

float SetText::baseline() const {
    const FontShelf& shelf = FontShelf::shared();
    const float extent = (shelf.ascent() + shelf.descent()) * largest;
    return std::round((line_height - extent) / 2 + shelf.ascent() * largest);
}

SetText::Spot SetText::spot_of(std::size_t byte) const {
    Spot spot;
    for (std::size_t l = 0; l < lines.size(); ++l) {
        if (byte >= lines[l].first_byte) spot.line = l;
    }
    if (lines.empty()) return spot;
    const SetLine& line = lines[spot.line];
    spot.x = line.right_to_left ? 0 : line.width;
    for (std::size_t r = line.first_run; r < line.last_run; ++r) {
        const SetRun& run = runs[r];
        if (byte < run.first_byte || byte >= run.last_byte) continue;
        for (std::size_t g = run.first_glyph; g < run.last_glyph; ++g) {
            const SetGlyph& glyph = glyphs[g];
            if (glyph.byte < byte) continue;
            if (run.right_to_left) {
                spot.x = glyph.x + glyph.advance;
            } else {
                spot.x = glyph.x;
                break;
            }
        }
        return spot;
    }
    return spot;
}

std::size_t SetText::byte_at(std::size_t line_number, float x) const {
    if (line_number >= lines.size()) return text.size();
    const SetLine& line = lines[line_number];
    std::size_t best = line.last_byte;
    float nearest = 1e9F;
    for (std::size_t byte = line.first_byte; byte <= line.last_byte; ++byte) {
        if (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U) continue;
        const Spot spot = spot_of(byte);
        if (spot.line != line_number || std::abs(spot.x - x) >= nearest) continue;
        nearest = std::abs(spot.x - x);
        best = byte;
    }
    return best;
}

bool begins_right_to_left(std::string_view text, bool fallback) {
    std::vector<FriBidiChar> characters(text.size() + 1);
    const FriBidiStrIndex count =
        fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, text.data(), static_cast<FriBidiStrIndex>(text.size()), characters.data());
    for (FriBidiStrIndex i = 0; i < count; ++i) {
        const FriBidiCharType type = fribidi_get_bidi_type(characters[static_cast<std::size_t>(i)]);
        if (FRIBIDI_IS_LETTER(type)) return FRIBIDI_IS_RTL(type);
    }
    return fallback;
}

SetText set_text(const Paragraph& paragraph) { return Setter(paragraph).run(); }

const SetText& Typesetter::set(const Paragraph& paragraph) {
    Kept& kept = kept_[key_of(paragraph)];
    if (!kept.text) kept.text = std::make_unique<SetText>(set_text(paragraph));
    kept.frame = frame_;
    return *kept.text;
}

void Typesetter::begin_frame() {
    ++frame_;
    if (kept_.size() < forget_above) return;
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.frame + forget_after < frame_; });
}

}  // namespace deskbell
