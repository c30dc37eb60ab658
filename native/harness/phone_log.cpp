#include "native/harness/phone_log.h"

#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"

namespace deskbell {

namespace {

constexpr float side = 16;
constexpr float above = 16;
constexpr float below = 8;
constexpr float widest_bubble = 0.84F;
constexpr float bubble_side = 14;
constexpr float bubble_above = 9;
constexpr float bubble_radius = 16;
constexpr float corner_radius = 4;
constexpr float wheel_step = 72;
/// This close to the end the log follows what is new.
constexpr float follow_within = 64;

std::string upper_first(std::string_view name) {
    std::string first(name.substr(0, utf8_sequence_length(name)));
    if (first.size() == 1 && first[0] >= 'a' && first[0] <= 'z') first[0] = static_cast<char>(first[0] - 'a' + 'A');
    return first;
}

}  // namespace

float space_above(const Row* before, const Row& row) {
    if (before == nullptr) return 0;
    if (row.head || row.layout == "center") return 16;
    return row.layout == "full" || before->layout == "full" ? 8 : 4;
}

void draw_avatar(Pen& pen, std::string_view name, std::string_view role, ImVec2 centre, float size) {
    if (!pen.is_painting) return;
    const bool is_robot = role == "robot";
    pen.list->AddCircleFilled(centre, size / 2, is_robot ? pen.look.accent : pen.look.surface_2);
    if (role != "agent" || name.empty()) {
        pen.icon(Icon::bell, centre, size * 0.6F, is_robot ? pen.look.accent_text : pen.look.text_2);
        return;
    }
    const float letters = size < 30 ? 11 : 15;
    pen.write({centre.x - size / 2, centre.y - 10, size}, upper_first(name), {letters, 20, true, Align::center}, pen.look.text_2);
}

float PhoneLog::draw_meta(const Row& row, Pen& pen, const Box& box) {
    if (!row.head || row.layout == "center" || (!row.author && row.time == 0)) return 0;
    constexpr float line = 20;
    const bool is_own = row.side == "visitor";
    const std::string time = row.time != 0 ? pen.formats.time(row.time) : std::string();
    const LetterStyle style = Pen::meta();
    const float time_width = pen.width_of(time, style);
    if (is_own) {
        if (time.empty()) return 0;
        pen.write(pen.part(box.below(2), box.width - time_width, time_width), time, style, pen.look.text_3);
        return line + 4;
    }
    float offset = 0;
    if (row.author) {
        const float x = pen.start(box, 0, 20);
        draw_avatar(pen, row.author->name, row.author->role, {x + 10, box.y + 10}, 20);
        offset = 26;
        const LetterStyle bold{12, 16, true, Align::start, 1, true};
        const float room = box.width - offset - time_width - 6;
        const float width = std::min(room, pen.width_of(row.author->name, bold));
        pen.write(pen.part(box.below(2), offset, width), row.author->name, bold, pen.look.text_2);
        offset += width + 6;
    }
    pen.write(pen.part(box.below(2), offset, time_width), time, style, pen.look.text_3);
    return line + 4;
}

float PhoneLog::draw_delivery(const Row& row, Pen& pen, const Box& box) {
    if (!row.delivery || row.delivery->label.empty()) return 0;
    const bool is_failed = row.delivery->state == "failed";
    const ImU32 colour = is_failed ? pen.look.danger : pen.look.text_3;
    LetterStyle style = Pen::meta();
    style.follows_page = true;
    const float mark = is_failed ? 18 : 0;
    const float room = box.width - mark;
    const float width = std::min(room, pen.width_of(row.delivery->label, style));
    const float begin = row.side == "visitor" ? box.width - width - mark : 0;
    const Box line = box.below(4);
    if (is_failed) pen.icon(Icon::alert, {pen.start(line, begin, 14) + 7, line.y + 8}, 14, colour);
    return 4 + pen.write(pen.part(line, begin + mark, width), row.delivery->label, style, colour).y;
}

ImVec2 PhoneLog::draw_body(const Row& row, Pen& pen, NodePainter& painter, const Box& box) {
    Ink ink;
    ink.text = pen.look.text_1;
    ink.has_caret = row.streaming;
    ink.is_status = row.kind == "status";
    if (row.kind == "divider" || row.layout == "full") return painter.stack(row.body, box, ink, 8);
    if (row.layout == "center") {
        ink.is_centred = true;
        ink.text = pen.look.text_2;
        const float width = box.width * 0.92F;
        return painter.stack(row.body, {box.x + (box.width - width) / 2, box.y, width}, ink, 8);
    }
    ink.is_own = row.side == "visitor";
    const bool painted = pen.is_painting;
    const float most = std::floor(box.width * widest_bubble);
    const bool is_bare = row.body.size() == 1 && is_own_frame(row.body.front());
    const float around = is_bare ? 0 : bubble_side;
    const float over = is_bare ? 0 : bubble_above;
    if (!is_bare && ink.is_own) ink.text = pen.look.accent_text;
    ink.is_bubble = !is_bare;
    const bool is_waiting = row.body.empty() && row.streaming;
    pen.is_painting = false;
    ImVec2 size = painter.stack(row.body, {0, 0, most - 2 * around}, ink, 8);
    if (is_waiting) size = {12, pen.body_line()};
    size.x = std::min(size.x, most - 2 * around);
    pen.is_painting = painted;
    const ImVec2 outer{size.x + 2 * around, size.y + 2 * over};
    if (!painted) return outer;
    const Box own = pen.part(box, ink.is_own ? box.width - outer.x : 0, outer.x);
    if (!is_bare) {
        const bool tail_right = ink.is_own != pen.right_to_left;
        const float tail = row.tail && row.side != "center" ? corner_radius : bubble_radius;
        pen.fill({own.x, own.y}, {own.x + outer.x, own.y + outer.y}, ink.is_own ? pen.look.accent : pen.look.surface_1,
                 {bubble_radius, bubble_radius, tail_right ? tail : bubble_radius, tail_right ? bubble_radius : tail});
    }
    const Box inner{own.x + around, own.y + over, size.x};
    if (is_waiting) {
        const float x = pen.start(inner, 0, 8);
        pen.fill({x, inner.y + 4}, {x + 8, inner.y + 19}, pen.look.accent_ink, 2);
    } else {
        painter.stack(row.body, inner, ink, 8);
    }
    return outer;
}

float PhoneLog::draw_row(const Row& row, Pen& pen, NodePainter& painter, const Box& box) {
    painter.begin_row(row.key);
    float height = draw_meta(row, pen, box);
    height += draw_body(row, pen, painter, box.below(height)).y;
    height += draw_delivery(row, pen, box.below(height));
    return std::ceil(height);
}

void PhoneLog::take_input(const std::vector<const Row*>& rows, float height) {
    if (wanted_ >= 0) {
        const float at = wanted_ * static_cast<float>(rows.size());
        is_following_ = wanted_ >= 1;
        held_ = rows[std::min(rows.size() - 1, static_cast<std::size_t>(at))]->key;
        held_top_ = above;
        wanted_ = -1;
        return;
    }
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
    const ImGuiIO& io = ImGui::GetIO();
    float shift = io.KeyShift ? 0 : io.MouseWheel * wheel_step;
    if (!io.WantTextInput) {
        if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) shift += height * 0.9F;
        if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) shift -= height * 0.9F;
        if (ImGui::IsKeyPressed(ImGuiKey_End)) is_following_ = true;
    }
    if (shift == 0 || placed_.empty() || (is_following_ && shift < 0)) return;
    if (is_following_) {
        held_ = first_;
        held_top_ = first_top_;
    }
    is_following_ = false;
    held_top_ += shift;
}

void PhoneLog::place(const std::vector<const Row*>& rows, Pen& pen, NodePainter& painter, const Box& box, float height) {
    const auto height_of = [&](std::size_t i) { return draw_row(*rows[i], pen, painter, {box.x, 0, box.width}); };
    const auto space_of = [&](std::size_t i) { return space_above(i > 0 ? rows[i - 1] : nullptr, *rows[i]); };
    placed_.clear();
    const auto from_end = [&] {
        placed_.clear();
        float bottom = height - below;
        for (std::size_t i = rows.size(); i-- > 0 && bottom > 0;) {
            const float tall = height_of(i);
            placed_.insert(placed_.begin(), {rows[i], i, bottom - tall, tall});
            bottom -= tall + space_of(i);
        }
        to_end_ = 0;
    };
    std::size_t held = rows.size();
    if (!is_following_) {
        const auto at = std::find_if(rows.begin(), rows.end(), [&](const Row* row) { return row->key == held_; });
        held = static_cast<std::size_t>(at - rows.begin());
        // The row has gone, as when time runs backwards: the end is what there is to see.
        if (held == rows.size()) is_following_ = true;
    }
    if (is_following_) {
        from_end();
        return;
    }
    // Down from the held row, which may have been scrolled out of sight, then up from it.
    float top = held_top_;
    for (std::size_t i = held; i < rows.size() && (i == held || top < height); ++i) {
        if (i > held) top += space_of(i);
        const float tall = height_of(i);
        placed_.push_back({rows[i], i, top, tall});
        top += tall;
    }
    const bool is_end_in_sight = placed_.back().number + 1 == rows.size();
    to_end_ = is_end_in_sight ? top + below - height : height;
    if (is_end_in_sight && to_end_ <= 0) {
        is_following_ = true;
        from_end();
        return;
    }
    float upper = held_top_;
    for (std::size_t i = held; i > 0 && upper > 0; --i) {
        const float tall = height_of(i - 1);
        upper -= space_of(i) + tall;
        placed_.insert(placed_.begin(), {rows[i - 1], i - 1, upper, tall});
    }
    // The first row is never below the upper edge.
    const Placed& first = placed_.front();
    if (first.number > 0 || first.top <= above) return;
    held_ = first.row->key;
    held_top_ = above;
    const float by = first.top - above;
    for (Placed& one : placed_) one.top -= by;
    to_end_ -= by;
    for (std::size_t i = placed_.back().number + 1; i < rows.size() && placed_.back().top + placed_.back().height < height; ++i) {
        const float next = placed_.back().top + placed_.back().height + space_of(i);
        placed_.push_back({rows[i], i, next, height_of(i)});
    }
    if (placed_.back().number + 1 == rows.size() && placed_.back().top + placed_.back().height + below <= height) {
        is_following_ = true;
        from_end();
    }
}

void PhoneLog::draw(const std::list<Row>& rows, Pen& pen, NodePainter& painter, ImVec2 size, std::string_view jump_label) {
    hovered_row_.clear();
    const ImVec2 low = ImGui::GetWindowPos();
    std::vector<const Row*> all;
    all.reserve(rows.size());
    for (const Row& row : rows) all.push_back(&row);
    const std::string newest = rows.empty() ? std::string() : rows.back().key;
    if (newest != last_row_) {
        if (!rows.empty() && (rows.back().side == "visitor" || to_end_ <= follow_within)) is_following_ = true;
        if (!is_following_ && !rows.empty() && rows.back().side == "desk") has_news_ = true;
        last_row_ = newest;
    }
    if (rows.empty()) {
        placed_.clear();
        is_following_ = true;
        return;
    }
    const Box box{low.x + side, low.y, size.x - 2 * side};
    take_input(all, size.y);
    pen.is_painting = false;
    place(all, pen, painter, box, size.y);
    pen.is_painting = true;
    if (is_following_) has_news_ = false;
    // Hold the first row that is in sight.
    for (const Placed& one : placed_) {
        if (one.top + one.height < 0) continue;
        if (!is_following_) {
            held_ = one.row->key;
            held_top_ = one.top;
        }
        break;
    }
    first_ = placed_.front().row->key;
    first_top_ = placed_.front().top;
    for (const Placed& one : placed_) {
        const Box at{box.x, std::round(low.y + one.top), box.width};
        ImGui::PushID(one.row->key.c_str());
        draw_row(*one.row, pen, painter, at);
        ImGui::PopID();
        if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
            ImGui::IsMouseHoveringRect({low.x, at.y}, {low.x + size.x, at.y + one.height}))
            hovered_row_ = one.row->key;
    }
    draw_bar(pen, low, size, rows.size());
    if (has_news_) draw_jump(pen, low, size, jump_label);
}

void PhoneLog::draw_bar(Pen& pen, ImVec2 low, ImVec2 size, std::size_t rows) {
    // How long all rows are is not known before they are measured: the bar counts rows.
    float first = 0;
    float shown = 0;
    for (const Placed& one : placed_) {
        const float visible = std::min(one.top + one.height, size.y) - std::max(one.top, 0.0F);
        if (visible <= 0) continue;
        const float share = one.height > 0 ? visible / one.height : 1;
        if (shown <= 0) first = static_cast<float>(one.number) + (one.top < 0 ? 1 - share : 0);
        shown += share;
    }
    const auto count = static_cast<float>(rows);
    if (shown >= count - 0.01F) return;
    constexpr float width = 5;
    const float track = size.y - 8;
    const float thumb = std::max(28.0F, track * shown / count);
    const float travel = track - thumb;
    const float at = is_following_ ? travel : travel * std::clamp(first / std::max(count - shown, 0.01F), 0.0F, 1.0F);
    const Box box{low.x, low.y, size.x};
    const float x = pen.start(box, size.x - width - 3, width);
    const ImVec2 from{x, low.y + 4 + at};
    const ImVec2 to{x + width, from.y + thumb};
    const Touch over = pen.touch("bar", {x - 3, low.y}, {x + width + 3, low.y + size.y});
    pen.fill(from, to, over.is_over || over.is_held ? pen.look.control : pen.look.surface_3, width / 2);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) pulled_ = -1;
    if (over.is_held && pulled_ < 0) {
        const float y = ImGui::GetIO().MousePos.y;
        pulled_ = y >= from.y && y <= to.y ? y - from.y : thumb / 2;
    }
    if (pulled_ < 0) return;
    wanted_ = std::clamp((ImGui::GetIO().MousePos.y - pulled_ - low.y - 4) / std::max(travel, 1.0F), 0.0F, 1.0F);
}

void PhoneLog::draw_jump(Pen& pen, ImVec2 low, ImVec2 size, std::string_view label) {
    const LetterStyle style{13, 18, true};
    const float words = pen.width_of(label, style);
    const float width = words + 12 + 22 + 16;
    constexpr float height = 36;
    const ImVec2 from{std::round(low.x + (size.x - width) / 2), low.y + size.y - 12 - height};
    const ImVec2 to{from.x + width, from.y + height};
    const Touch over = pen.touch("jump", from, to);
    pen.shadow(from, to, height / 2);
    pen.fill(from, to, over.is_over ? pen.look.surface_1 : pen.look.surface_0, height / 2);
    pen.frame(from, to, pen.look.line, height / 2);
    const Box box{from.x, from.y, width};
    pen.icon(Icon::down, {pen.start(box, 12, 16) + 8, from.y + height / 2}, 16, pen.look.accent_ink);
    pen.write(pen.part(box.below(9), 34, words), label, style, pen.look.accent_ink);
    if (over.is_pressed) is_following_ = true;
}

}  // namespace deskbell
