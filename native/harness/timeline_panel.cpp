#include "native/harness/timeline_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "native/harness/controls.h"
#include "native/harness/event_kind.h"
#include "native/harness/style.h"
#include "native/harness/timeline_axis.h"

namespace deskbell {

namespace {

constexpr std::int64_t speeds[] = {10, 25, 50, 100, 200, 400, 800, 1600, 6000};
/// With Shift the arrows go so many events.
constexpr std::ptrdiff_t long_stride = 10;

std::string speed_label(std::int64_t percent) {
    const std::int64_t whole = percent / 100;
    return percent % 100 == 0 ? std::to_string(whole) + "×"
                              : "0." + std::to_string(percent % 100 / 10) + (percent % 10 == 0 ? "" : std::to_string(percent % 10)) + "×";
}

std::string count(std::size_t number, const char* one, const char* many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

}  // namespace

void TimelinePanel::advance(Player& player, double passed, const Settings& settings) {
    if (!playing_ || player.is_travelling()) return;
    carried_ += passed * static_cast<double>(settings.speed) / 100;
    const auto whole = static_cast<Millis>(carried_);
    carried_ -= static_cast<double>(whole);
    Millis wanted = player.position() + whole;
    if (!settings.live) wanted = std::min(wanted, std::max(player.duration(), player.position()));
    player.aim(wanted);
    playing_ = settings.live || player.target_position() < player.duration();
}

void TimelinePanel::toggle_play(Player& player, const Settings& settings) {
    playing_ = !playing_;
    carried_ = 0;
    // At the end, and time does not go on: play it again.
    if (playing_ && !settings.live && player.target_position() >= player.duration()) player.aim_event(0);
}

void TimelinePanel::step(Player& player, std::ptrdiff_t events) {
    playing_ = false;
    const auto last = static_cast<std::ptrdiff_t>(player.events().size());
    player.aim_event(
        static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(player.target_event()) + events, 0, last)));
}

void TimelinePanel::take_keys(Player& player, const Settings& settings) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
    const std::ptrdiff_t stride = io.KeyShift ? long_stride : 1;
    if (ImGui::IsKeyPressed(ImGuiKey_Space, false)) toggle_play(player, settings);
    if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) step(player, stride);
    if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) step(player, -stride);
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) step(player, stride);
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) step(player, -stride);
    if (ImGui::IsKeyPressed(ImGuiKey_Home)) step(player, -static_cast<std::ptrdiff_t>(player.events().size()));
    if (ImGui::IsKeyPressed(ImGuiKey_End)) step(player, static_cast<std::ptrdiff_t>(player.events().size()));
}

void TimelinePanel::draw_transport(Player& player, Settings& settings) {
    const auto all = static_cast<std::ptrdiff_t>(player.events().size());
    const bool has_before = player.target_event() > 0;
    const bool has_after = player.target_event() < player.events().size();
    if (sign_button("first", Sign::first, "To the beginning (Home)", has_before)) step(player, -all);
    ImGui::SameLine(0, 4);
    if (sign_button("back", Sign::back, "One event back (Left)", has_before)) step(player, -1);
    ImGui::SameLine(0, 4);
    const char* play_hint = playing_ ? "Pause (Space)" : "Play (Space)";
    if (sign_button("play", playing_ ? Sign::pause : Sign::play, play_hint, true, playing_)) toggle_play(player, settings);
    ImGui::SameLine(0, 4);
    if (sign_button("forward", Sign::forward, "Next event (Right)", has_after)) step(player, 1);
    ImGui::SameLine(0, 4);
    if (sign_button("last", Sign::last, "To the end (End)", has_after)) step(player, all);
    ImGui::SameLine(0, 14);
    ImGui::SetNextItemWidth(72);
    if (ImGui::BeginCombo("##speed", speed_label(settings.speed).c_str(), ImGuiComboFlags_HeightLargest)) {
        for (const std::int64_t speed : speeds) {
            const std::string label = speed_label(speed);
            if (ImGui::Selectable(label.c_str(), speed == settings.speed)) settings.speed = speed;
            name_control("speed " + label);
        }
        ImGui::EndCombo();
    }
    name_control("speed");
    hint("How fast time passes while it plays");
    ImGui::SameLine(0, 14);
    if (word_button("axis time", "Time", settings.axis == "time")) settings.axis = "time";
    hint("The line counts time");
    ImGui::SameLine(0, 2);
    if (word_button("axis events", "Events", settings.axis == "events")) settings.axis = "events";
    hint("The line counts events: each has the same room");
    ImGui::SameLine(0, 14);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {4, 2});
    ImGui::Checkbox("Time goes on", &settings.live);
    ImGui::PopStyleVar();
    name_control("live");
    hint("After the last event time goes on while it plays: what waits runs out, and what you inject is answered");

    std::string where = "event " + std::to_string(player.target_event()) + " of " + std::to_string(player.events().size());
    where += "   " + clock_text(player.target_position()) + " of " + clock_text(std::max(player.duration(), player.target_position()));
    if (player.is_travelling()) where = "going there, " + std::to_string(static_cast<int>(player.travelled() * 100)) + " %   " + where;
    const float width = ImGui::CalcTextSize(where.c_str()).x;
    ImGui::SameLine(0, 14);
    const float room = ImGui::GetContentRegionAvail().x - width;
    if (room > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room);
    coloured_text(skin().text_2, where);
}

void TimelinePanel::draw_changes(Player& player) {
    if (!player.is_changed()) return;
    std::size_t own = 0;
    for (const FixtureEvent& event : player.events()) own += event.line == 0 ? 1 : 0;
    const std::size_t following = player.events().size() - player.target_event();
    std::string text = own > 0 ? count(own, "event of yours is", "events of yours are") + " in it." : "It is no longer as it was recorded.";
    text += following > 0 ? " The " + count(following, "later event follows", "later events follow") + " after this moment."
                          : " Nothing follows.";
    ImGui::AlignTextToFramePadding();
    coloured_text(skin().warn, text);
    if (following > 0) {
        ImGui::SameLine();
        if (word_button("drop following", "Drop what follows")) player.drop_following();
        hint("The conversation goes another way from here");
    }
    ImGui::SameLine();
    if (word_button("as recorded", "As recorded")) player.forget_changes();
    hint("Takes back everything that was injected or dropped");
}

void TimelinePanel::draw_line(Player& player, const Settings& settings) {
    const TimelineAxis axis(player, settings.axis == "events");
    const ImVec2 low = ImGui::GetCursorScreenPos();
    const ImVec2 size = {ImGui::GetContentRegionAvail().x, TimelineAxis::height};
    ImGui::InvisibleButton("##line", size);
    name_control("line");
    const ImVec2 pointer = ImGui::GetMousePos();
    if (ImGui::IsItemActive()) {
        playing_ = false;
        const double share = std::clamp(static_cast<double>(axis.share_of(pointer.x, low, size)), 0.0, 1.0);
        if (settings.axis == "events") {
            player.aim_event(static_cast<std::size_t>(std::lround(share * static_cast<double>(player.events().size()))));
        } else {
            player.aim(static_cast<Millis>(share * static_cast<double>(axis.whole_time())));
        }
    }
    axis.draw(ImGui::GetWindowDrawList(), low, size);
    if (!ImGui::IsItemHovered()) return;
    if (const auto event = axis.event_at(pointer, low, size)) {
        const FixtureEvent& hovered = player.events()[*event];
        const EventTrace& trace = player.traces()[*event];
        ImGui::BeginTooltip();
        const std::string_view name = hovered.event["event"].as_text();
        coloured_text(event_kind_colour(event_kind(name)), std::to_string(*event + 1) + "  " + std::string(name));
        ImGui::SameLine();
        quiet_text(clock_text(hovered.at - player.start()));
        const std::string summary = event_summary(hovered.event);
        if (!summary.empty()) ImGui::TextUnformatted(summary.c_str());
        if (trace.known) {
            quiet_text(count(trace.patches, "patch", "patches") + ", " + count(trace.effects, "effect", "effects") + ", then " +
                       std::string(session_state_name(trace.state)));
            if (trace.notes > 0)
                coloured_text(trace.failed ? skin().danger : skin().warn, count(trace.notes, "thing was", "things were") + " left out");
        }
        if (hovered.line == 0) coloured_text(skin().warn, "injected here");
        ImGui::EndTooltip();
        name_area("line tooltip", pointer, pointer);
    }
}

void TimelinePanel::draw_list(Player& player) {
    constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingFixedFit;
    if (!ImGui::BeginTable("events", 5, flags, ImGui::GetContentRegionAvail())) return;
    const float digits = ImGui::CalcTextSize("0").x;
    ImGui::TableSetupColumn("number", 0, digits * static_cast<float>(std::to_string(player.events().size()).size() + 2));
    ImGui::TableSetupColumn("time", 0, ImGui::CalcTextSize(clock_text(player.duration()).c_str()).x + 10);
    ImGui::TableSetupColumn("name", 0, digits * 14);
    ImGui::TableSetupColumn("about", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("did", 0, digits * 30);
    const float row_height = ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().CellPadding.y;
    const std::size_t target = player.target_event();
    if (listed_ != target) {
        // Only as far as needed, so that what is looked at does not jump.
        const float top = row_height * static_cast<float>(target);
        const float seen = ImGui::GetWindowHeight();
        if (top < ImGui::GetScrollY()) ImGui::SetScrollY(std::max(0.0F, top - row_height));
        if (top + row_height > ImGui::GetScrollY() + seen) ImGui::SetScrollY(top + 2 * row_height - seen);
        listed_ = target;
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(player.events().size()) + 1, row_height);
    while (clipper.Step()) {
        for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
            const auto played = static_cast<std::size_t>(line);
            ImGui::TableNextRow(0, row_height);
            ImGui::TableNextColumn();
            ImGui::PushID(line);
            const bool is_here = played == target;
            if (is_here) ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, skin().accent);
            if (ImGui::Selectable("##go", false, ImGuiSelectableFlags_SpanAllColumns, {0, ImGui::GetTextLineHeight()})) {
                playing_ = false;
                player.aim_event(played);
            }
            name_control("event " + std::to_string(played));
            ImGui::PopID();
            ImGui::SameLine(0, 0);
            const ImU32 faint = is_here ? skin().text_1 : skin().text_3;
            const ImU32 plain = played <= target ? skin().text_1 : skin().text_3;
            coloured_text(faint, std::to_string(played));
            if (played == 0) {
                ImGui::TableNextColumn();
                coloured_text(faint, clock_text(0));
                ImGui::TableNextColumn();
                coloured_text(plain, "start");
                continue;
            }
            const FixtureEvent& event = player.events()[played - 1];
            const EventTrace& trace = player.traces()[played - 1];
            const std::string_view name = event.event["event"].as_text();
            ImGui::TableNextColumn();
            coloured_text(faint, clock_text(event.at - player.start()));
            ImGui::TableNextColumn();
            coloured_text(is_here ? skin().text_1 : event_kind_colour(event_kind(name)), name);
            ImGui::TableNextColumn();
            if (event.line == 0) {
                coloured_text(is_here ? skin().text_1 : skin().warn, "yours:");
                ImGui::SameLine();
            }
            coloured_text(plain, event_summary(event.event));
            ImGui::TableNextColumn();
            if (!trace.known) continue;
            if (trace.failed) {
                coloured_text(skin().danger, "not taken");
            } else {
                std::string did = trace.patches > 0 ? count(trace.patches, "patch", "patches") : "";
                if (trace.effects > 0) did += (did.empty() ? "" : ", ") + count(trace.effects, "effect", "effects");
                coloured_text(faint, did);
                if (trace.notes > 0) {
                    ImGui::SameLine();
                    coloured_text(skin().warn, count(trace.notes, "note", "notes"));
                }
            }
        }
    }
    ImGui::EndTable();
}

void TimelinePanel::draw(Player& player, Settings& settings) {
    draw_transport(player, settings);
    draw_changes(player);
    draw_line(player, settings);
    draw_list(player);
}

}  // namespace deskbell
