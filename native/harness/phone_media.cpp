// What is shown in a frame of its own: pictures, cards, files, sounds, places. Nothing is loaded from the network: a picture is a box of its size with its words.

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "native/harness/phone_nodes.h"

namespace deskbell {

namespace {

constexpr float picture_radius = 12;
constexpr float tallest_picture = 320;
constexpr ImVec2 unknown_picture{220, 148};  // while the page does not know better
constexpr float pi = 3.14159265F;

/// The last part of an address, to tell one picture from another.
std::string_view file_of(std::string_view address) {
    address = address.substr(0, address.find_first_of("?#"));
    const std::size_t slash = address.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? address : address.substr(slash + 1);
    return name.starts_with("data:") || name.size() > 80 ? std::string_view() : name;
}

}  // namespace

ImVec2 NodePainter::draw_image(std::string_view src, std::string_view alt, ImVec2 size, const Box& box, float most_width,
                               bool is_uploading) {
    if (size.x <= 0 || size.y <= 0) size = unknown_picture;
    const float scale = std::min({1.0F, std::min(box.width, most_width) / size.x, tallest_picture / size.y});
    size = {std::round(size.x * scale), std::round(size.y * scale)};
    if (!pen_.is_painting) return size;
    const Look& look = pen_.look;
    const float x = pen_.start(box, 0, size.x);
    const ImVec2 low{x, box.y};
    const ImVec2 high{x + size.x, box.y + size.y};
    const Touch over = pen_.touch(next_name("image"), low, high, !src.empty());
    pen_.fill(low, high, is_uploading ? look.surface_3 : over.is_over ? look.surface_2 : look.surface_1, picture_radius);
    pen_.frame(low, high, look.line, picture_radius);
    if (over.is_over) ImGui::SetTooltip("%s", std::string(src.substr(0, 200)).c_str());
    if (over.is_pressed) pen_.followed = src;
    if (is_uploading || size.y < 40 || size.x < 40) return size;
    const std::string_view words = alt.empty() ? file_of(src) : alt;
    LetterStyle style = Pen::secondary();
    style.align = Align::center;
    style.most_lines = size.y > 100 ? 2 : 1;
    const Box room{low.x + 10, 0, size.x - 20};
    pen_.is_painting = false;
    const float text = size.y >= 70 && room.width > 40 && !words.empty() ? pen_.write(room, words, style, 0).y : 0;
    pen_.is_painting = true;
    const float height = 28 + (text > 0 ? 6 + text : 0);
    const float top = box.y + (size.y - height) / 2;
    pen_.icon(Icon::picture, {x + size.x / 2, top + 14}, 28, look.text_3, {28, 1.5F});
    if (text > 0) pen_.write({room.x, top + 34, room.width}, words, style, look.text_2);
    return size;
}

ImVec2 NodePainter::draw_card(const Node& card, const Box& box) {
    constexpr float cover = 160;
    const Look& look = pen_.look;
    const std::string_view image = card.attribute_text(Attribute::image);
    const std::string_view href = card.attribute_text(Attribute::href);
    const bool painted = pen_.is_painting;
    if (painted) {
        pen_.is_painting = false;
        const float height = draw_card(card, box).y;
        pen_.is_painting = true;
        const ImVec2 low{box.x, box.y};
        const ImVec2 high{box.x + box.width, box.y + height};
        const Touch over = pen_.touch(next_name("card"), low, high, !href.empty());
        if (over.is_over) ImGui::SetTooltip("%s", std::string(href).c_str());
        if (over.is_pressed) pen_.followed = href;
        pen_.fill(low, high, look.surface_0, picture_radius);
        if (!image.empty()) {
            pen_.fill(low, {high.x, low.y + cover}, look.surface_1, {picture_radius, picture_radius, 0, 0});
            const std::string_view file = file_of(image);
            pen_.icon(Icon::picture, {box.x + box.width / 2, box.y + (file.empty() ? 80 : 68)}, 36, look.text_3, {36, 1.3F});
            LetterStyle style = Pen::meta();
            style.align = Align::center;
            style.most_lines = 1;
            if (!file.empty()) pen_.write({box.x + 16, box.y + 94, box.width - 32}, file, style, look.text_3);
        }
        pen_.frame(low, high, over.is_over ? look.control : look.line, picture_radius);
    }
    float height = image.empty() ? 0 : cover;
    const Box inner{box.x + 17, box.y, box.width - 34};
    height += 13;
    const auto line = [&](std::string_view words, const LetterStyle& style, ImU32 colour) {
        if (words.empty()) return;
        height += pen_.write(inner.below(height), words, style, colour).y + 2;
    };
    line(card.attribute_text(Attribute::eyebrow), Pen::secondary(), look.text_3);
    line(card.attribute_text(Attribute::title), pen_.title(), look.text_1);
    line(card.attribute_text(Attribute::desc), Pen::secondary(), look.text_2);
    if (!card.children.empty()) {
        height += 6;
        pen_.fill({inner.x, box.y + height}, {inner.x + inner.width, box.y + height + 1}, look.line);
        height += 9;
        Ink ink;
        ink.text = look.text_1;
        height += stack(card.children, inner.below(height), ink, 0).y + 2;
    }
    return {box.width, height + 13};
}

ImVec2 NodePainter::draw_line(const Node& field, const Box& box) {
    const LetterStyle style{13, 22};
    LetterStyle end = style;
    end.align = Align::end;
    end.follows_page = true;
    const std::string_view label = field.attribute_text(Attribute::label);
    const std::string_view value = field.attribute_text(Attribute::value);
    const float label_width = std::min(pen_.width_of(label, style), box.width * 0.5F);
    const float value_width = box.width - label_width - 16;
    LetterStyle begin = style;
    begin.follows_page = true;
    const float a = pen_.write(pen_.part(box, 0, label_width + 1), label, begin, pen_.look.text_2).y;
    const float b = pen_.write(pen_.part(box, label_width + 16, value_width), value, end, pen_.look.text_1).y;
    return {label_width + 16 + std::min(value_width, pen_.width_of(value, style)), std::max(a, b)};
}

ImVec2 NodePainter::draw_slip(Icon icon, std::string_view name, std::string_view more, std::string_view href, const Box& box) {
    const Look& look = pen_.look;
    const float width = std::min(268.0F, box.width);
    const float room = width - 11 - 40 - 12 - 15;
    const LetterStyle title{14, 20, false, Align::start, 2, true};
    LetterStyle below = Pen::meta();
    below.follows_page = true;
    const bool painted = pen_.is_painting;
    pen_.is_painting = false;
    const float name_height = pen_.write({0, 0, room}, name, title, 0).y;
    pen_.is_painting = painted;
    const float text = name_height + (more.empty() ? 0 : 16);
    const float height = std::max(40.0F, text) + 22;
    if (!painted) return {width, height};
    const float x = pen_.start(box, 0, width);
    const Box own{x, box.y, width};
    const ImVec2 high{x + width, box.y + height};
    const Touch over = pen_.touch(next_name("slip"), {x, box.y}, high, !href.empty());
    pen_.fill({x, box.y}, high, look.surface_0, picture_radius);
    pen_.frame({x, box.y}, high, over.is_over ? look.control : look.line, picture_radius);
    const float badge = pen_.start(own, 11, 40);
    const float middle = box.y + height / 2;
    pen_.fill({badge, middle - 20}, {badge + 40, middle + 20}, look.surface_1, 8);
    pen_.icon(icon, {badge + 20, middle}, 20, look.accent_ink);
    const Box words = pen_.part({x, box.y + (height - text) / 2, width}, 63, room);
    pen_.write(words, name, title, look.text_1);
    if (!more.empty()) pen_.write(words.below(name_height), more, below, look.text_3);
    if (over.is_over) ImGui::SetTooltip("%s", std::string(href).c_str());
    if (over.is_pressed) pen_.followed = href;
    return {width, height};
}

ImVec2 NodePainter::draw_sound(const Node& sound, const Box& box) {
    const Look& look = pen_.look;
    const float width = std::min(240.0F, box.width);
    constexpr float height = 44;
    if (!pen_.is_painting) return {width, height};
    const float x = pen_.start(box, 0, width);
    const Box own{x, box.y, width};
    const std::string_view url = sound.attribute_text(Attribute::url);
    const Touch over = pen_.touch(next_name("sound"), {x, box.y}, {x + width, box.y + height}, !url.empty());
    pen_.fill({x, box.y}, {x + width, box.y + height}, over.is_over ? look.surface_2 : look.surface_1, height / 2);
    const float play = pen_.start(own, 6, 32);
    pen_.fill({play, box.y + 6}, {play + 32, box.y + 38}, look.accent, 16);
    pen_.icon(Icon::play, {play + 17, box.y + 22}, 17, look.accent_text);
    const std::string length = pen_.formats.duration(number_of(sound, Attribute::duration));
    const bool has_length = sound.find(Attribute::duration) != nullptr;
    const float after = has_length ? pen_.width_of(length, Pen::meta()) + 24 : 16;
    // Bars that stand for a voice: the same for the same sound, as no sound is loaded.
    const int bars = static_cast<int>((width - 48 - after) / 5);
    for (int i = 0; i < bars; ++i) {
        const float wave = std::abs(std::sin(static_cast<float>(i) * 1.7F) * std::cos(static_cast<float>(i) * 0.45F));
        const float tall = 4 + wave * 16;
        const float at = pen_.start(own, 48 + static_cast<float>(i) * 5, 2);
        pen_.fill({at, box.y + 22 - tall / 2}, {at + 2, box.y + 22 + tall / 2}, look.control, 1);
    }
    if (has_length)
        pen_.write(pen_.part({x, box.y + 14, width}, width - after + 8, after), length, {12, 16, false, Align::start, 0, true},
                   look.text_2);
    if (over.is_pressed) pen_.followed = url;
    return {width, height};
}

ImVec2 NodePainter::draw_video(const Node& video, const Box& box) {
    auto width = static_cast<float>(number_of(video, Attribute::width, 300));
    auto height = static_cast<float>(number_of(video, Attribute::height, 169));
    if (width <= 0 || height <= 0) width = 300, height = 169;
    const float scale = std::min(std::min(300.0F, box.width) / width, tallest_picture / height);
    const ImVec2 size{std::round(width * scale), std::round(height * scale)};
    if (!pen_.is_painting) return size;
    const float x = pen_.start(box, 0, size.x);
    const ImVec2 high{x + size.x, box.y + size.y};
    const std::string_view url = video.attribute_text(Attribute::url);
    const Touch over = pen_.touch(next_name("video"), {x, box.y}, high, !url.empty());
    pen_.fill({x, box.y}, high, IM_COL32(16, 16, 17, 255), picture_radius);
    const ImVec2 centre{x + size.x / 2, box.y + size.y / 2};
    pen_.list->AddCircleFilled(centre, 26, over.is_over ? IM_COL32(255, 255, 255, 70) : IM_COL32(255, 255, 255, 45));
    pen_.icon(Icon::play, {centre.x + 2, centre.y}, 28, IM_COL32_WHITE);
    if (video.find(Attribute::duration) != nullptr) {
        const std::string length = pen_.formats.duration(number_of(video, Attribute::duration));
        pen_.write({x + 12, high.y - 26, size.x - 24}, length, {12, 16, false, Align::end, 0, true}, IM_COL32_WHITE);
    }
    if (over.is_pressed) pen_.followed = url;
    return size;
}

void NodePainter::draw_ring(double progress, ImVec2 centre) {
    if (!pen_.is_painting) return;
    constexpr float outer = 24;
    constexpr float stroke = 4;
    constexpr ImU32 ground = IM_COL32(30, 29, 27, 255);
    pen_.list->AddCircleFilled(centre, outer, ground);
    pen_.list->AddCircle(centre, outer - stroke / 2, IM_COL32(255, 255, 255, 77), 0, stroke);
    const float share = std::clamp(static_cast<float>(progress), 0.0F, 1.0F);
    pen_.list->PathArcTo(centre, outer - stroke / 2, -pi / 2, -pi / 2 + 2 * pi * share);
    pen_.list->PathStroke(IM_COL32_WHITE, 0, stroke);
    pen_.write({centre.x - 20, centre.y - 8, 40}, pen_.formats.percent(progress), {12, 16, false, Align::center}, IM_COL32_WHITE);
}

ImVec2 NodePainter::draw_attachment(const Node& attachment, const Box& box) {
    const std::string_view media = attachment.attribute_text(Attribute::media);
    const std::string_view label = attachment.attribute_text(Attribute::label);
    const std::string_view name = attachment.attribute_text(Attribute::name);
    const std::string_view url = attachment.attribute_text(Attribute::url);
    const double progress = number_of(attachment, Attribute::progress, 1);
    const bool is_uploading = progress < 1;
    ImVec2 size{0, 0};
    ImVec2 ring{0, 0};
    if (media == "image") {
        const ImVec2 known{static_cast<float>(number_of(attachment, Attribute::width)),
                           static_cast<float>(number_of(attachment, Attribute::height))};
        const std::string words = name.empty() || name == label ? std::string(label) : std::string(label) + " \u00B7 " + std::string(name);
        size = draw_image(url, words, known, box, 280, is_uploading);
        ring = {pen_.start(box, 0, size.x) + size.x / 2, box.y + size.y / 2};
    } else if (media == "video" && !url.empty()) {
        size = draw_video(attachment, box);
        ring = {pen_.start(box, 0, size.x) + size.x / 2, box.y + size.y / 2};
    } else if (media == "audio" && !url.empty()) {
        size = draw_sound(attachment, box);
        ring = {pen_.start(box, 0, size.x) + size.x / 2, box.y + size.y / 2};
    } else {
        const std::string more =
            attachment.find(Attribute::size) != nullptr ? pen_.formats.size(number_of(attachment, Attribute::size)) : std::string();
        size = draw_slip(Icon::file, name.empty() ? label : name, more, url, box);
        ring = {pen_.start(box, 7, 48) + 24, box.y + size.y / 2};
    }
    if (is_uploading) draw_ring(progress, ring);
    return size;
}

}  // namespace deskbell
