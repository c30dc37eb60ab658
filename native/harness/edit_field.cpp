#include "native/harness/edit_field.h"

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

namespace deskbell {

namespace {

constexpr double blink = 1.1;  // seconds

bool is_first_byte(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

/// ImGui counts characters, a text that was set counts bytes.
std::size_t byte_of(const std::string& text, int character) {
    std::size_t byte = 0;
    while (byte < text.size() && character > 0) {
        ++byte;
        while (byte < text.size() && !is_first_byte(text[byte])) ++byte;
        --character;
    }
    return byte;
}

int character_of(const std::string& text, std::size_t byte) {
    return static_cast<int>(
        std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size())), is_first_byte));
}

std::vector<Words> words_of(std::string_view text, const LetterStyle& style, ImU32 colour) {
    Words words;
    words.text = text;
    words.size = style.size;
    words.colour = colour;
    return {std::move(words)};
}

/// The pointer puts the caret where the letters are seen.
void follow_pointer(const SetText& set, const std::string& text, const Box& box, const Pen& pen, const LetterStyle& style,
                    ImGuiInputTextState& state) {
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) || set.lines.empty()) return;
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const float row = std::floor((pointer.y - box.y) / set.line_height);
    const auto line = static_cast<std::size_t>(std::clamp(row, 0.0F, static_cast<float>(set.lines.size() - 1)));
    const float left = pen.line_start(set, set.lines[line], box, style);
    const int at = character_of(text, set.byte_at(line, pointer.x - left));
    state.Stb.cursor = at;
    state.Stb.select_end = at;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) state.Stb.select_start = at;
}

void draw_selection(Pen& pen, const SetText& set, const Box& box, const LetterStyle& style, std::size_t from, std::size_t to) {
    if (from > to) std::swap(from, to);
    for (std::size_t l = 0; l < set.lines.size(); ++l) {
        const SetLine& line = set.lines[l];
        const std::size_t first = std::max(from, line.first_byte);
        const std::size_t last = std::min(to, line.last_byte);
        if (first >= last) continue;
        const float a = set.spot_of(first).x;
        const float b = last == line.last_byte ? (line.right_to_left ? 0 : line.width) : set.spot_of(last).x;
        const float x = pen.line_start(set, line, box, style);
        const float y = box.y + static_cast<float>(l) * set.line_height;
        pen.fill({x + std::min(a, b), y + 1}, {x + std::max(a, b), y + set.line_height - 1}, faded(pen.look.accent, 0.25F), 2);
    }
}

}  // namespace

std::size_t lines_in_field(Pen& pen, std::string_view text, float width, const LetterStyle& style) {
    return std::max<std::size_t>(1, pen.set(words_of(text, style, 0), width, style).lines.size());
}

Edited edit(Pen& pen, const EditField& field, ImVec2 low, ImVec2 high, std::string& text, const LetterStyle& style) {
    Edited edited;
    if (!pen.is_painting) return edited;
    const ImVec2 cursor = ImGui::GetCursorScreenPos();
    const std::string name = "##" + std::string(field.name);
    for (const ImGuiCol colour :
         {ImGuiCol_Text, ImGuiCol_TextDisabled, ImGuiCol_TextSelectedBg, ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive,
          ImGuiCol_Border, ImGuiCol_NavHighlight, ImGuiCol_ScrollbarBg, ImGuiCol_ScrollbarGrab})
        ImGui::PushStyleColor(colour, IM_COL32_BLACK_TRANS);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, 0));
    ImGui::SetCursorScreenPos(low);
    ImGui::BeginDisabled(!field.is_enabled);
    if (field.takes_focus) ImGui::SetKeyboardFocusHere();
    const ImVec2 size{high.x - low.x, high.y - low.y};
    const ImGuiID id = ImGui::GetID(name.c_str());
    const std::string before = text;
    if (field.has_many_lines) {
        const ImGuiInputTextFlags flags =
            ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CtrlEnterForNewLine | ImGuiInputTextFlags_NoHorizontalScroll;
        edited.is_entered = ImGui::InputTextMultiline(name.c_str(), &text, size, flags);
    } else {
        // The whole height takes clicks.
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, (size.y - ImGui::GetFontSize()) / 2));
        ImGui::SetNextItemWidth(size.x);
        edited.is_entered = ImGui::InputText(name.c_str(), &text, ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::PopStyleVar();
    }
    edited.has_focus = ImGui::IsItemActive();
    ImGui::EndDisabled();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(10);
    ImGui::SetCursorScreenPos(cursor);
    edited.is_changed = text != before;
    const bool is_empty = text.empty();
    const std::string_view shown = is_empty ? field.placeholder : std::string_view(text);
    const ImU32 colour = is_empty ? pen.look.text_3 : field.is_enabled ? pen.look.text_1 : pen.look.text_2;
    const SetText& set = pen.set(words_of(shown, style, colour), field.has_many_lines ? size.x : 0, style);
    const float free = size.y - set.height();
    Box box{low.x, low.y + std::max(0.0F, std::floor(free / 2)), size.x};
    ImGuiInputTextState* state = edited.has_focus ? ImGui::GetInputTextState(id) : nullptr;
    const std::size_t caret = state != nullptr && !is_empty ? byte_of(text, state->Stb.cursor) : 0;
    const SetText::Spot spot = set.spot_of(caret);
    // What does not fit is scrolled, so that the caret is seen.
    if (free < 0) {
        const float wanted = (static_cast<float>(spot.line) + 1) * set.line_height;
        box.y = low.y - std::max(0.0F, (state != nullptr ? wanted : set.height()) - size.y);
    }
    if (!field.has_many_lines && !set.lines.empty() && set.width > size.x && !is_empty) {
        const float at = state != nullptr ? spot.x : 0;
        if (set.lines[0].right_to_left) {
            box.x += std::min(set.width - size.x, std::max(0.0F, set.width - at - size.x + 4));
        } else {
            box.x -= std::max(0.0F, at - size.x + 4);
        }
    }
    pen.list->PushClipRect({low.x - 2, low.y}, {high.x + 2, high.y}, true);
    if (state != nullptr) {
        if (!is_empty) follow_pointer(set, text, box, pen, style, *state);
        if (!is_empty && state->HasSelection())
            draw_selection(pen, set, box, style, byte_of(text, state->Stb.select_start), byte_of(text, state->Stb.select_end));
    }
    const float baseline = set.baseline();
    for (std::size_t l = 0; l < set.lines.size(); ++l) {
        const SetLine& line = set.lines[l];
        pen.letters(set, line,
                    {pen.line_start(set, line, box, style), std::round(box.y + static_cast<float>(l) * set.line_height + baseline)},
                    {colour});
    }
    if (state != nullptr && std::fmod(ImGui::GetTime(), blink) < blink * 0.6) {
        const float x = std::round((set.lines.empty() ? box.x : pen.line_start(set, set.lines[spot.line], box, style)) +
                                   (is_empty ? (set.right_to_left ? set.width : 0) : spot.x));
        const float y = box.y + static_cast<float>(spot.line) * set.line_height;
        pen.list->AddLine({x, y + 2}, {x, y + set.line_height - 2}, pen.look.text_1, 1.5F);
    }
    pen.list->PopClipRect();
    return edited;
}

}  // namespace deskbell
