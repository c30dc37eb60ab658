#include "native/harness/trouble_tab.h"

#include <imgui.h>

#include <random>

#include "native/harness/controls.h"
#include "native/harness/disturb.h"
#include "native/harness/recording.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

constexpr std::int64_t day = 24 * 3600;
/// Seeds that a person can read out.
constexpr std::int64_t most_seed = 999'999;

/// A line with a slider; true when it was moved.
bool slider(const char* label, std::int64_t& number, std::int64_t least, std::int64_t most, const char* format, const char* about) {
    ImGui::AlignTextToFramePadding();
    coloured_text(number != 0 ? skin().text_1 : skin().text_2, label);
    hint(about);
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x * 0.4F);
    ImGui::SetNextItemWidth(-1);
    const std::string id = std::string("##") + label;
    const bool moved = ImGui::SliderScalar(id.c_str(), ImGuiDataType_S64, &number, &least, &most, format, ImGuiSliderFlags_AlwaysClamp);
    name_control(std::string("trouble ") + label);
    hint(about);
    return moved;
}

bool draw_settings(TroubleSettings& trouble) {
    bool changed = false;
    const char* per_cent = "%lld %%";
    heading("How often, of the events on the wire");
    changed = slider("Delay", trouble.delayed, 0, 100, per_cent, "Come late; those behind them wait") || changed;
    ImGui::BeginDisabled(trouble.delayed == 0);
    changed = slider("  at most", trouble.longest_delay, 0, 30000, "%lld ms", "The longest delay") || changed;
    ImGui::EndDisabled();
    changed = slider("Drop", trouble.dropped, 0, 100, per_cent, "Never come") || changed;
    changed = slider("Duplicate", trouble.duplicated, 0, 100, per_cent, "Come twice") || changed;
    changed = slider("Reorder", trouble.reordered, 0, 100, per_cent, "Are overtaken by the next one") || changed;
    changed = slider("Corrupt", trouble.corrupted, 0, 100, per_cent, "Messages that come damaged") || changed;
    changed = slider("Disconnect", trouble.disconnected, 0, 100, per_cent, "The connection breaks before them") || changed;
    ImGui::BeginDisabled(trouble.disconnected == 0);
    changed = slider("  for at most", trouble.longest_absence, 0, 60000, "%lld ms", "The longest absence") || changed;
    ImGui::EndDisabled();
    changed = slider("Desk's clock", trouble.clock, -day, day, "%lld s",
                     "Seconds by which the desk's clock is ahead of the visitor's; Ctrl+click to write a number") ||
              changed;
    heading("Seed");
    ImGui::SetNextItemWidth(120);
    changed = ImGui::InputScalar("##seed", ImGuiDataType_S64, &trouble.seed) || changed;
    name_control("trouble seed");
    hint("The same seed and the same sliders make the same trouble");
    ImGui::SameLine();
    if (word_button("trouble new seed", "New seed")) {
        trouble.seed = static_cast<std::int64_t>(std::random_device()() % static_cast<unsigned>(most_seed)) + 1;
        changed = true;
    }
    ImGui::SameLine();
    if (word_button("trouble none", "No trouble")) {
        trouble = TroubleSettings();
        changed = true;
    }
    return changed;
}

void draw_mishaps(const std::vector<Mishap>& mishaps, Millis start) {
    heading(("What went wrong: " + std::to_string(mishaps.size())).c_str());
    ImGui::BeginChild("mishaps", {0, 0}, true);
    for (const Mishap& mishap : mishaps) {
        char at[32];
        std::snprintf(at, sizeof at, "%8.3f s", static_cast<double>(mishap.at - start) / 1000);
        quiet_text(at);
        ImGui::SameLine();
        wrapped_text(skin().text_1, mishap.words);
    }
    if (mishaps.empty()) quiet_text("nothing yet");
    ImGui::EndChild();
}

}  // namespace

void TroubleTab::show(const Player& player, const std::string& fixture, std::optional<Player>& other) {
    auto opened = Player::open(fixture, player.lang());
    if (!opened) {
        complaint_ = opened.error().reason;
        return;
    }
    other = std::move(*opened);
    other->seek(player.position());
}

void TroubleTab::disturb_fixture(const Player& player, const TroubleSettings& trouble, std::optional<Player>& other) {
    complaint_.clear();
    const std::string whole = record_whole(player);
    // Trouble again strikes the fixture as it was; one that was opened or changed since then is a new one.
    if (whole != disturbed_) undisturbed_ = whole;
    const auto out = disturb(undisturbed_, trouble);
    if (!out) {
        complaint_ = out.error().reason;
        return;
    }
    mishaps_ = out->mishaps;
    show(player, out->text, other);
    if (other) disturbed_ = record_whole(*other);
}

void TroubleTab::draw(const Player& player, DeskSide& side, std::optional<Player>& other) {
    const bool changed = draw_settings(side.trouble);
    if (side.live() != nullptr) {
        if (changed) side.live()->set_trouble(side.trouble);
        wrapped_text(skin().text_2, side.trouble.any() ? "Strikes the live conversation, both ways." : "The live wire is good.");
        if (word_button("trouble again", "Same again")) side.live()->set_trouble(side.trouble);
        hint("The seed's trouble from its beginning");
        draw_mishaps(side.live()->mishaps(), player.start());
        return;
    }
    ImGui::BeginDisabled(player.events().empty());
    const bool is_disturbed = !disturbed_.empty() && !undisturbed_.empty();
    if (word_button("trouble disturb", is_disturbed ? "Same again" : "Disturb the fixture")) disturb_fixture(player, side.trouble, other);
    hint("Lets it happen to the whole recorded conversation; the visitor's doings stay when they were");
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::BeginDisabled(!is_disturbed);
    if (word_button("trouble undo", "As it was recorded")) {
        show(player, undisturbed_, other);
        undisturbed_.clear();
        disturbed_.clear();
        mishaps_.clear();
    } else if (changed && is_disturbed) {
        disturb_fixture(player, side.trouble, other);
    }
    ImGui::EndDisabled();
    if (!complaint_.empty()) wrapped_text(skin().danger, complaint_);
    draw_mishaps(mishaps_, 0);
}

}  // namespace deskbell
