#include "native/harness/phone_composer.h"

#include <imgui_internal.h>

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell {

namespace {

constexpr float tool = 38;
constexpr float most_lines = 6;
constexpr double draft_delay = 0.4;   // seconds, as in the page
constexpr double typing_every = 3.0;  // seconds
constexpr float room_shown_from = 0.9F;

LetterStyle style_of(const Pen& pen) { return {15, pen.body_line()}; }

float text_width(float width) { return width - 2 * 12 - 2 - 2 * (tool + 2 + 4) - 8; }

/// As browsers count: a character beyond the first 65 536 is two.
std::size_t utf16_length(std::string_view text) {
    return static_cast<std::size_t>(
               std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; })) +
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0U; }));
}

/// A file of the harness: there is none on the disk, the session sees its name, size and kind only.
struct Sample {
    const char* name;
    const char* mime;
    std::int64_t size;
    int width;
    int height;
};
constexpr Sample samples[] = {{"photo.jpg", "image/jpeg", 245'760, 1200, 900},
                              {"invoice.pdf", "application/pdf", 1'258'291, 0, 0},
                              {"clip.mp4", "video/mp4", 4'718'592, 1280, 720},
                              {"too-large.zip", "application/zip", 314'572'800, 0, 0}};

}  // namespace

void PhoneComposer::agree(const Composer& composer) {
    if (composer.draft == agreed_) return;
    agreed_ = composer.draft;
    text_ = composer.draft;
}

float PhoneComposer::height(const Composer& composer, Pen& pen, float width) {
    agree(composer);
    const LetterStyle style = style_of(pen);
    const auto lines = std::min(most_lines, static_cast<float>(lines_in_field(pen, text_, text_width(width), style)));
    float height = 8 + std::max(tool, lines * style.line + 16) + 10 + 12;
    if (!composer.enabled && !composer.reason.empty()) {
        const bool painted = pen.is_painting;
        pen.is_painting = false;
        height += pen.write({0, 0, width - 40}, composer.reason, Pen::secondary(), 0).y + 8;
        pen.is_painting = painted;
    }
    if (static_cast<float>(utf16_length(text_)) >= static_cast<float>(composer.maximum) * room_shown_from && composer.maximum > 0)
        height += 20;
    return height;
}

void PhoneComposer::send(std::vector<Value>& events) {
    const std::string_view text = trim(text_);
    if (text.empty()) return;
    events.push_back(Value::object().set("event", "text").set("text", text));
    text_.clear();
    agreed_.clear();
    typing_at_ = -1000;
    takes_focus_ = true;
}

void PhoneComposer::tell_typing(std::vector<Value>& events, bool is_changed, bool has_focus) {
    const double now = ImGui::GetTime();
    if (is_changed) {
        changed_at_ = now;
        if (!text_.empty() && now - typing_at_ > typing_every) {
            typing_at_ = now;
            events.push_back(Value::object().set("event", "typing"));
        }
    }
    if (text_ == agreed_ || (has_focus && now - changed_at_ < draft_delay)) return;
    agreed_ = text_;
    events.push_back(Value::object().set("event", "draft").set("text", text_));
}

void PhoneComposer::draw(const Composer& composer, Pen& pen, const Box& outer, std::vector<Value>& events) {
    const Look& look = pen.look;
    const LetterStyle style = style_of(pen);
    ImGui::PushID("composer");
    Box box{outer.x + 12, outer.y + 8, outer.width - 24};
    if (!composer.enabled && !composer.reason.empty())
        box.y += pen.write({box.x + 8, box.y, box.width - 16}, composer.reason, Pen::secondary(), look.text_2).y + 8;
    const auto lines = std::min(most_lines, static_cast<float>(lines_in_field(pen, text_, text_width(outer.width), style)));
    const float inner = std::max(tool, lines * style.line + 16);
    const ImVec2 low{box.x, box.y};
    const ImVec2 high{box.x + box.width, box.y + inner + 10};
    pen.fill(low, high, composer.enabled ? look.surface_0 : look.surface_1, 24);
    const float bottom = high.y - 5;
    const float attach = pen.start(box, 5, tool);
    const Touch clip = pen.touch("attach", {attach, bottom - tool}, {attach + tool, bottom}, composer.enabled);
    if (clip.is_over) pen.list->AddCircleFilled({attach + tool / 2, bottom - tool / 2}, tool / 2, look.surface_1);
    if (clip.is_over) ImGui::SetTooltip("%s", composer.attach_label.c_str());
    pen.icon(Icon::attach, {attach + tool / 2, bottom - tool / 2}, 20, composer.enabled ? look.text_2 : look.text_3);
    if (clip.is_pressed) ImGui::OpenPopup("files");
    draw_files(pen, {low.x, low.y}, events);
    const Box field = pen.part(box, 5 + tool + 2 + 4, text_width(outer.width));
    const EditField wanted{"draft", composer.placeholder, true, composer.enabled, takes_focus_};
    takes_focus_ = false;
    const float top = low.y + 5 + (inner - std::max(tool - 16, lines * style.line)) / 2;
    LetterStyle written = style;
    written.follows_page = text_.empty();
    const Edited edited = edit(pen, wanted, {field.x, top}, {field.x + field.width, high.y - 5 - (top - low.y - 5)}, text_, written);
    pen.frame(low, high, edited.has_focus ? look.accent_ink : composer.enabled ? look.control : look.line, 24, edited.has_focus ? 2 : 1);
    const bool is_filled = composer.enabled && !trim(text_).empty();
    const float post = pen.start(box, box.width - 5 - tool, tool);
    const Touch press = pen.touch("send", {post, bottom - tool}, {post + tool, bottom}, is_filled);
    pen.list->AddCircleFilled({post + tool / 2, bottom - tool / 2}, tool / 2, is_filled ? look.accent : look.surface_1);
    pen.icon(Icon::send, {post + tool / 2, bottom - tool / 2}, 20, is_filled ? look.accent_text : look.text_3);
    if (press.is_over) ImGui::SetTooltip("%s", composer.send_label.c_str());
    const std::size_t length = utf16_length(text_);
    if (composer.maximum > 0 && static_cast<float>(length) >= static_cast<float>(composer.maximum) * room_shown_from) {
        const std::string room =
            pen.formats.number(static_cast<double>(length)) + " / " + pen.formats.number(static_cast<double>(composer.maximum));
        pen.write({box.x + 8, high.y + 4, box.width - 16}, room, {12, 16, false, Align::end, 0, true},
                  length > static_cast<std::size_t>(composer.maximum) ? look.danger : look.text_3);
    }
    const bool may_send = length <= static_cast<std::size_t>(std::max<std::int64_t>(composer.maximum, 1)) || composer.maximum <= 0;
    if (may_send && (press.is_pressed || edited.is_entered)) {
        send(events);
    } else {
        tell_typing(events, edited.is_changed, edited.has_focus);
    }
    ImGui::PopID();
}

void PhoneComposer::draw_files(Pen& pen, ImVec2 corner, std::vector<Value>& events) {
    constexpr float line = 40;
    constexpr float width = 268;
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {0, 1});
    ImGui::SetNextWindowSize({width, std::size(samples) * line + 12});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 12);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_PopupBg, pen.look.surface_0);
    ImGui::PushStyleColor(ImGuiCol_Border, pen.look.line);
    if (ImGui::BeginPopup("files")) {
        ImDrawList* const list = pen.list;
        pen.list = ImGui::GetWindowDrawList();
        ImGui::Dummy({0, 6});
        for (const Sample& sample : samples) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            ImGui::Dummy({width - 12, line});
            const Touch pick = pen.touch(sample.name, {at.x + 6, at.y}, {at.x + width - 6, at.y + line});
            if (pick.is_over) pen.fill({at.x + 6, at.y}, {at.x + width - 6, at.y + line}, pen.look.surface_1, 8);
            const Box row{at.x + 16, at.y + 9, width - 32};
            const bool is_picture = sample.width > 0;
            pen.icon(is_picture ? Icon::picture : Icon::file, {pen.start(row, 0, 20) + 10, at.y + line / 2}, 20, pen.look.text_2);
            pen.write(pen.part(row, 30, 140), sample.name, {15, 22, false, Align::start, 1, true}, pen.look.text_1);
            pen.write(pen.part(row.below(2), 160, row.width - 160), pen.formats.size(static_cast<double>(sample.size)),
                      {12, 18, false, Align::end, 1, true}, pen.look.text_3);
            if (!pick.is_pressed) continue;
            const std::string ref = "harness:" + std::to_string(++files_);
            Value event = Value::object()
                              .set("event", "file")
                              .set("name", sample.name)
                              .set("size", sample.size)
                              .set("mime", sample.mime)
                              .set("ref", ref);
            if (is_picture) event.set("width", sample.width).set("height", sample.height);
            events.push_back(std::move(event));
            ImGui::CloseCurrentPopup();
        }
        pen.list = list;
        ImGui::EndPopup();
    }
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
}

}  // namespace deskbell
