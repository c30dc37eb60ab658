#include "native/harness/style.h"

#include <string>

#include "native/harness/controls.h"
#include "native/harness/script.h"

namespace deskbell {

namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 255); }

ImVec4 colour(ImU32 packed) { return ImGui::ColorConvertU32ToFloat4(packed); }

void draw_sign(ImDrawList* list, Sign sign, ImVec2 centre, ImU32 ink) {
    const auto at = [centre](float x, float y) { return ImVec2(centre.x + x, centre.y + y); };
    const auto triangle = [&](float x, float way) { list->AddTriangleFilled(at(x, -5), at(x + 8 * way, 0), at(x, 5), ink); };
    const auto bar = [&](float x) { list->AddRectFilled(at(x, -5), at(x + 2, 5), ink); };
    switch (sign) {
        case Sign::first:
            bar(-6);
            triangle(5, -1);
            return;
        case Sign::back:
            triangle(2, -1);
            bar(4);
            return;
        case Sign::play: list->AddTriangleFilled(at(-4, -6), at(7, 0), at(-4, 6), ink); return;
        case Sign::pause:
            list->AddRectFilled(at(-5, -6), at(-1, 6), ink);
            list->AddRectFilled(at(2, -6), at(6, 6), ink);
            return;
        case Sign::forward:
            bar(-6);
            triangle(-2, 1);
            return;
        case Sign::last:
            triangle(-5, 1);
            bar(4);
            return;
        case Sign::cross:
            list->AddLine(at(-4, -4), at(5, 5), ink, 1.5F);
            list->AddLine(at(4, -4), at(-5, 5), ink, 1.5F);
            return;
        case Sign::copy:
            list->AddRect(at(-5, -6), at(3, 3), ink, 1.5F);
            list->AddRectFilled(at(-2, -3), at(6, 6), ink, 1.5F);
            return;
        case Sign::pin:
            list->AddCircleFilled(at(0, -2), 4, ink);
            list->AddLine(at(0, 1), at(0, 7), ink, 1.5F);
            return;
    }
}

}  // namespace

const Skin& skin() {
    static const Skin dark{look_of(Theme::dark), rgb(0x86B3F2), rgb(0xC3A6F0)};
    return dark;
}

void apply_style() {
    ImGuiStyle& style = ImGui::GetStyle();
    ImGui::StyleColorsDark(&style);
    style.WindowPadding = {12, 10};
    style.FramePadding = {8, 4};
    style.CellPadding = {6, 3};
    style.ItemSpacing = {8, 6};
    style.ItemInnerSpacing = {6, 4};
    style.IndentSpacing = 16;
    style.ScrollbarSize = 10;
    style.GrabMinSize = 12;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 0;
    style.WindowRounding = 0;
    style.ChildRounding = 6;
    style.FrameRounding = 6;
    style.PopupRounding = 8;
    style.ScrollbarRounding = 6;
    style.GrabRounding = 6;
    style.TabRounding = 6;
    style.HoverDelayShort = 0.15F;
    const Skin& s = skin();
    const struct {
        ImGuiCol part;
        ImU32 packed;
    } colours[] = {
        {ImGuiCol_Text, s.text_1},
        {ImGuiCol_TextDisabled, s.text_3},
        {ImGuiCol_WindowBg, s.surface_0},
        {ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS},
        {ImGuiCol_PopupBg, s.surface_1},
        {ImGuiCol_Border, s.line},
        {ImGuiCol_FrameBg, s.surface_1},
        {ImGuiCol_FrameBgHovered, s.surface_2},
        {ImGuiCol_FrameBgActive, s.surface_3},
        {ImGuiCol_TitleBg, s.surface_0},
        {ImGuiCol_TitleBgActive, s.surface_0},
        {ImGuiCol_MenuBarBg, s.surface_1},
        {ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS},
        {ImGuiCol_ScrollbarGrab, s.surface_3},
        {ImGuiCol_ScrollbarGrabHovered, s.control},
        {ImGuiCol_ScrollbarGrabActive, s.control},
        {ImGuiCol_CheckMark, s.accent_ink},
        {ImGuiCol_SliderGrab, s.accent_ink},
        {ImGuiCol_SliderGrabActive, s.accent_ink},
        {ImGuiCol_Button, s.surface_2},
        {ImGuiCol_ButtonHovered, s.surface_3},
        {ImGuiCol_ButtonActive, s.accent},
        {ImGuiCol_Header, s.surface_2},
        {ImGuiCol_HeaderHovered, s.surface_2},
        {ImGuiCol_HeaderActive, s.surface_3},
        {ImGuiCol_Separator, s.line},
        {ImGuiCol_SeparatorHovered, s.accent_ink},
        {ImGuiCol_SeparatorActive, s.accent_ink},
        {ImGuiCol_ResizeGrip, s.surface_3},
        {ImGuiCol_ResizeGripHovered, s.control},
        {ImGuiCol_ResizeGripActive, s.accent_ink},
        {ImGuiCol_Tab, s.surface_0},
        {ImGuiCol_TabHovered, s.surface_2},
        {ImGuiCol_TabActive, s.surface_2},
        {ImGuiCol_TabUnfocused, s.surface_0},
        {ImGuiCol_TabUnfocusedActive, s.surface_2},
        {ImGuiCol_PlotHistogram, s.accent_ink},
        {ImGuiCol_TableHeaderBg, s.surface_1},
        {ImGuiCol_TableBorderStrong, s.line},
        {ImGuiCol_TableBorderLight, s.line},
        {ImGuiCol_TableRowBgAlt, IM_COL32(255, 255, 255, 6)},
        {ImGuiCol_TextSelectedBg, s.accent},
        {ImGuiCol_DragDropTarget, s.accent_ink},
        {ImGuiCol_NavHighlight, s.accent_ink},
    };
    for (const auto& [part, packed] : colours) style.Colors[part] = colour(packed);
}

bool word_button(const char* name, const char* label, bool is_lit) {
    ImGui::PushStyleColor(ImGuiCol_Button, is_lit ? skin().accent : skin().surface_2);
    if (is_lit) ImGui::PushStyleColor(ImGuiCol_ButtonHovered, skin().accent);
    const bool pressed = ImGui::Button((std::string(label) + "###" + name).c_str());
    ImGui::PopStyleColor(is_lit ? 2 : 1);
    name_control(name);
    return pressed;
}

bool sign_button(const char* name, Sign sign, const char* hint_text, bool is_enabled, bool is_lit) {
    const float side = ImGui::GetFrameHeight();
    ImGui::BeginDisabled(!is_enabled);
    ImGui::PushStyleColor(ImGuiCol_Button, is_lit ? skin().accent : skin().surface_2);
    const bool pressed = ImGui::Button((std::string("###") + name).c_str(), {side + 6, side});
    ImGui::PopStyleColor();
    ImGui::EndDisabled();
    name_control(name);
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    draw_sign(ImGui::GetWindowDrawList(), sign, {(low.x + high.x) / 2, (low.y + high.y) / 2}, is_enabled ? skin().text_1 : skin().control);
    hint(hint_text);
    return pressed;
}

void coloured_text(ImU32 packed, std::string_view text) {
    ImGui::PushStyleColor(ImGuiCol_Text, packed);
    const std::string shown = in_visual_order(text);
    ImGui::TextUnformatted(shown.data(), shown.data() + shown.size());
    ImGui::PopStyleColor();
}

void wrapped_text(ImU32 packed, std::string_view text) {
    ImGui::PushTextWrapPos(0);
    coloured_text(packed, text);
    ImGui::PopTextWrapPos();
}

void quiet_text(std::string_view text) { coloured_text(skin().text_3, text); }

void heading(const char* text) {
    ImGui::Dummy({0, 2});
    coloured_text(skin().text_2, text);
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    const float y = (low.y + high.y) / 2;
    if (high.x + 8 < right) ImGui::GetWindowDrawList()->AddLine({high.x + 8, y}, {right, y}, skin().line);
}

void hint(const char* text) {
    if (*text != '\0' && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort | ImGuiHoveredFlags_AllowWhenDisabled))
        ImGui::SetTooltip("%s", text);
}

}  // namespace deskbell
