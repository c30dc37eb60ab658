#include "native/harness/harness_window.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "core/base/words.h"
#include "gen/languages.h"
#include "native/harness/controls.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

constexpr float bar_height = 40;
constexpr float banner_height = 34;
constexpr float gap = 6;
constexpr float least_phone = 300;
constexpr float least_side = 180;
constexpr float least_timeline = 130;
constexpr float least_middle = 220;
/// So much of a frame may long work take.
constexpr std::chrono::milliseconds slice{10};

/// A panel at its place; end it with ImGui::End().
void begin_panel(const char* name, ImVec2 at, ImVec2 size, ImGuiWindowFlags more = 0) {
    constexpr ImGuiWindowFlags fixed = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin(name, nullptr, fixed | more);
    name_area(name, at, {at.x + size.x, at.y + size.y});
}

std::string absolute_path(const std::string& path) {
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(path, error);
    return error || path.empty() ? path : whole.string();
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

/// A handle between two panels; changes `size` while it is dragged. `way`: 1 when the panel grows with the coordinate, -1 when it shrinks.
void splitter(const char* name, ImVec2 at, ImVec2 size, bool is_upright, std::int64_t& extent, float shown, float way) {
    ImGui::SetCursorScreenPos(at);
    ImGui::InvisibleButton(name, size);
    name_control(name);
    const bool is_felt = ImGui::IsItemHovered() || ImGui::IsItemActive();
    if (is_felt) {
        ImGui::SetMouseCursor(is_upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
        ImGui::GetWindowDrawList()->AddRectFilled({at.x + (is_upright ? 2 : 0), at.y + (is_upright ? 0 : 2)},
                                                  {at.x + size.x - (is_upright ? 2 : 0), at.y + size.y - (is_upright ? 0 : 2)},
                                                  skin().accent_ink);
    }
    if (!ImGui::IsItemActive()) return;
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    extent = static_cast<std::int64_t>(shown + way * (is_upright ? moved.x : moved.y));
}

}  // namespace

HarnessWindow::HarnessWindow(Player player, Settings settings, const std::string& path, std::string complaint)
    : player_(std::move(player)), settings_(std::move(settings)), path_(absolute_path(path)), complaint_(std::move(complaint)) {
    if (!path_.empty()) remember_fixture(settings_, path_);
}

void HarnessWindow::replace_player(Player player, std::string path) {
    desk_.conversation_replaced(player_);
    player_ = std::move(player);
    path_ = std::move(path);
    complaint_.clear();
    phone_ = PhonePanel();
    inspector_ = InspectorPanel();
    timeline_ = TimelinePanel();
    if (!path_.empty()) remember_fixture(settings_, path_);
}

void HarnessWindow::open(const std::string& path) { opening_.emplace(absolute_path(path), settings_.lang); }

void HarnessWindow::work() {
    const auto end = std::chrono::steady_clock::now() + slice;
    const auto time_is_over = [end] { return std::chrono::steady_clock::now() >= end; };
    if (opening_ && !opening_->work(time_is_over)) {
        tl::expected<Player, std::string> player = opening_->take();
        const std::string path = opening_->path();
        opening_.reset();
        if (player) {
            replace_player(std::move(*player), path);
        } else {
            complaint_ = player.error();
        }
    }
    (void)player_.work(time_is_over);
}

void HarnessWindow::take_keys() {
    timeline_.take_keys(player_, settings_);
    const ImGuiIO& io = ImGui::GetIO();
    if (!io.WantTextInput && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        if (complaint_.empty()) inspector_.pin("");
        complaint_.clear();
    }
    if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_O, false)) ImGui::OpenPopup("file");
}

void HarnessWindow::draw_file_menu() {
    ImGui::SetNextWindowSizeConstraints({420, 0}, {720, 600});
    if (!ImGui::BeginPopup("file")) return;
    quiet_text("A fixture (*.jsonl): its path, or drop the file on the window");
    ImGui::SetNextItemWidth(-64);
    bool wants = ImGui::InputText("##path", &typed_path_, ImGuiInputTextFlags_EnterReturnsTrue);
    name_control("path");
    ImGui::SameLine();
    wants = word_button("open path", "Open") || wants;
    if (wants && !typed_path_.empty()) {
        open(typed_path_);
        ImGui::CloseCurrentPopup();
    }
    if (!settings_.recent.empty()) heading("Recent");
    std::string chosen;
    for (const std::string& recent : settings_.recent) {
        ImGui::PushID(recent.c_str());
        if (ImGui::Selectable("##recent")) chosen = recent;
        name_control("recent " + recent);
        ImGui::PopID();
        ImGui::SameLine(0, 0);
        coloured_text(recent == path_ ? skin().accent_ink : skin().text_1, file_name(recent));
        ImGui::SameLine();
        quiet_text(std::filesystem::path(recent).parent_path().string());
    }
    if (!chosen.empty()) open(chosen);
    ImGui::Separator();
    if (ImGui::Selectable("New conversation")) replace_player(new_conversation(settings_.lang), {});
    name_control("new conversation");
    ImGui::EndPopup();
}

void HarnessWindow::draw_language() {
    const std::string current = settings_.lang.empty() ? "fixture's: " + player_.lang() : settings_.lang;
    ImGui::SetNextItemWidth(150);
    if (ImGui::BeginCombo("##lang", current.c_str(), ImGuiComboFlags_HeightLargest)) {
        const auto choose = [this](const std::string& lang, const char* label) {
            if (ImGui::Selectable(label, settings_.lang == lang)) {
                settings_.lang = lang;
                player_.set_lang(lang.empty() ? player_.own_lang() : lang);
            }
            name_control(std::string("lang ") + label);
        };
        choose("", "the fixture's");
        for (std::size_t i = 0; !nth_word(languages, i).empty(); i += 2) {
            const std::string lang(nth_word(languages, i));
            choose(lang, lang.c_str());
        }
        ImGui::EndCombo();
    }
    name_control("lang");
    hint("The visitor's language");
}

void HarnessWindow::draw_bar(float width) {
    ImGui::PushStyleColor(ImGuiCol_WindowBg, skin().surface_1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 6});
    begin_panel("Bar", {0, 0}, {width, bar_height});
    ImGui::PopStyleVar();
    if (word_button("file", "Open")) ImGui::OpenPopup("file");
    hint("Fixtures (Ctrl+O)");
    take_keys();
    draw_file_menu();
    ImGui::SameLine(0, 14);
    ImGui::AlignTextToFramePadding();
    coloured_text(skin().text_1, path_.empty() ? "New conversation" : file_name(path_));
    if (!path_.empty()) hint(path_.c_str());
    if (const std::string title(player_.title()); !path_.empty() && !title.empty()) {
        ImGui::SameLine(0, 10);
        quiet_text(title);
    }
    const float right = width - 12 - 150;
    if (ImGui::GetItemRectMax().x + 20 < right) {
        ImGui::SameLine(right);
    } else {
        ImGui::SameLine();
    }
    draw_language();
    ImGui::End();
    ImGui::PopStyleColor();
}

float HarnessWindow::draw_banner(float top, float width) {
    if (complaint_.empty() && !opening_) return 0;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, opening_ ? skin().surface_2 : skin().danger_surface);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 4});
    begin_panel("Banner", {0, top}, {width, banner_height});
    ImGui::PopStyleVar();
    ImGui::AlignTextToFramePadding();
    if (opening_) {
        coloured_text(skin().text_1, "Opening " + file_name(opening_->path()));
        ImGui::SameLine();
        ImGui::ProgressBar(static_cast<float>(opening_->done()), {200, 0});
        ImGui::SameLine();
        if (word_button("cancel opening", "Cancel")) opening_.reset();
    } else {
        coloured_text(skin().danger, complaint_);
        hint(complaint_.c_str());
        ImGui::SameLine(width - 52);
        if (sign_button("close banner", Sign::cross, "Close (Esc)")) complaint_.clear();
    }
    ImGui::End();
    ImGui::PopStyleColor();
    return banner_height;
}

void HarnessWindow::draw_phone_choices() {
    if (word_button("theme light", "Light", settings_.theme == "light")) settings_.theme = "light";
    ImGui::SameLine(0, 2);
    if (word_button("theme dark", "Dark", settings_.theme == "dark")) settings_.theme = "dark";
    static constexpr struct {
        const char* frame;
        const char* label;
        const char* about;
    } frames[] = {{"small", "Small", "A small phone, 320 × 568"},
                  {"phone", "Phone", "A phone, 390 × 844"},
                  {"panel", "Panel", "The panel on a desktop page, 400 × 704"},
                  {"fill", "Fill", "As wide as there is room"}};
    ImGui::SameLine(0, 14);
    for (const auto& frame : frames) {
        if (frame.frame != frames[0].frame) ImGui::SameLine(0, 2);
        if (word_button((std::string("frame ") + frame.frame).c_str(), frame.label, settings_.frame == frame.frame))
            settings_.frame = frame.frame;
        hint(frame.about);
    }
}

void HarnessWindow::draw_phone() {
    draw_phone_choices();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const ImVec2 wanted = settings_.frame == "small"   ? ImVec2(320, 568)
                          : settings_.frame == "phone" ? ImVec2(390, 844)
                          : settings_.frame == "panel" ? ImVec2(400, 704)
                                                       : room;
    const ImVec2 size = {std::min(wanted.x, room.x), std::min(wanted.y, room.y)};
    ImGui::SetCursorPos({ImGui::GetCursorPosX() + (room.x - size.x) / 2, ImGui::GetCursorPosY() + (room.y - size.y) / 2});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::BeginChild("device", size);
    ImGui::PopStyleVar();
    const ImVec2 low = ImGui::GetWindowPos();
    name_area("phone", low, {low.x + size.x, low.y + size.y});
    phone_.set_open(player_.session().is_open());
    for (Value& event : phone_.draw(player_.view(), settings_.theme == "dark" ? Theme::dark : Theme::light))
        player_.inject(std::move(event));
    // A click beside the controls pins the row, a second one lets it go.
    const std::string& row = phone_.hovered_row();
    if (!row.empty() && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsAnyItemHovered())
        inspector_.pin(row == inspector_.pinned() ? std::string() : row);
    ImGui::EndChild();
}

void HarnessWindow::draw_splitters(ImVec2 display, float top) {
    const float height = display.y - top;
    // It lies behind the panels and is seen between them.
    begin_panel("Splitters", {0, top}, {display.x, height}, ImGuiWindowFlags_NoBringToFrontOnFocus);
    const auto desk = static_cast<float>(settings_.desk_width);
    const auto inspector = static_cast<float>(settings_.inspector_width);
    const auto timeline = static_cast<float>(settings_.timeline_height);
    const float middle = height - timeline - gap;
    splitter("split desk", {desk, top}, {gap, middle}, true, settings_.desk_width, desk, 1);
    splitter("split inspector", {display.x - inspector - gap, top}, {gap, middle}, true, settings_.inspector_width, inspector, -1);
    splitter("split timeline", {0, display.y - timeline - gap}, {display.x, gap}, false, settings_.timeline_height, timeline, -1);
    ImGui::End();
}

void HarnessWindow::draw(double passed) {
    timeline_.advance(player_, passed, settings_);
    work();
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    draw_bar(display.x);
    const float top = bar_height + draw_banner(bar_height, display.x);
    // Whatever the settings say, every panel keeps some room.
    const float sides = std::max(display.x - least_phone - 2 * gap, 2 * least_side);
    const float desk = std::clamp(static_cast<float>(settings_.desk_width), least_side, sides - least_side);
    const float inspector = std::clamp(static_cast<float>(settings_.inspector_width), least_side, sides - desk);
    const float timeline =
        std::clamp(static_cast<float>(settings_.timeline_height), least_timeline, std::max(display.y - top - least_middle, least_timeline));
    settings_.desk_width = static_cast<std::int64_t>(desk);
    settings_.inspector_width = static_cast<std::int64_t>(inspector);
    settings_.timeline_height = static_cast<std::int64_t>(timeline);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, skin().line);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    draw_splitters(display, top);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    const float height = display.y - top - timeline - gap;
    begin_panel("Desk side", {0, top}, {desk, height});
    desk_.draw(player_, passed);
    ImGui::End();
    if (std::optional<Player> other = desk_.take_other()) replace_player(std::move(*other), path_);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, skin().page);
    begin_panel("Phone", {desk + gap, top}, {display.x - desk - inspector - 2 * gap, height});
    draw_phone();
    ImGui::End();
    ImGui::PopStyleColor();
    begin_panel("Inspector", {display.x - inspector, top}, {inspector, height});
    inspector_.draw(player_, phone_.hovered_row());
    ImGui::End();
    begin_panel("Timeline", {0, display.y - timeline}, {display.x, timeline});
    timeline_.draw(player_, settings_);
    ImGui::End();
}

}  // namespace deskbell
