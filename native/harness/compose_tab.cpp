#include "native/harness/compose_tab.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "native/harness/controls.h"
#include "native/harness/form_fields.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

/// Of the height below the choice of a kind.
constexpr float form_share = 0.52F;
constexpr float least_form = 120;
constexpr float least_raw = 60;

const char* way_of(const Composable& what) {
    if (!what.is_message()) return "event";
    switch (what.direction) {
        case Direction::in: return "from the desk";
        case Direction::out: return "from the visitor";
        case Direction::both: return "from both";
    }
    return "";
}

}  // namespace

void ComposeTab::draw_kinds() {
    ImGui::SetNextItemWidth(-1);
    const bool open = ImGui::BeginCombo("##kinds", form_.what().title().c_str(), ImGuiComboFlags_HeightLarge);
    name_control("kinds");
    hint("What is put together: a message of the protocol, or another event of the session");
    if (!open) return;
    if (ImGui::IsWindowAppearing()) {
        search_.clear();
        ImGui::SetKeyboardFocusHere();
    }
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##search", "Search: 9, rating, net …", &search_);
    name_control("search kinds");
    const auto found = find_composables(search_);
    for (const Composable* one : found) {
        const bool chosen = one == &form_.what();
        ImGui::PushID(one);
        if (ImGui::Selectable("##kind", chosen)) {
            if (!chosen) form_.choose(*one);
            by_hand_ = false;
            outcome_.clear();
        }
        name_control("kind " + std::string(one->name));
        hint((std::string(one->documentation->about) + "\n" + way_of(*one)).c_str());
        ImGui::SameLine(0, 0);
        coloured_text(chosen ? skin().accent_ink : skin().text_1, one->title());
        ImGui::SameLine();
        quiet_text(one->documentation->about);
        ImGui::PopID();
    }
    if (found.empty()) quiet_text("no kind is called so");
    ImGui::EndCombo();
}

void ComposeTab::draw_form() {
    wrapped_text(skin().text_3, std::string(form_.what().documentation->about) + " (" + way_of(form_.what()) + ")");
    draw_form_fields(form_.body(), "");
    if (!form_.what().is_message()) return;
    ImGui::AlignTextToFramePadding();
    coloured_text(skin().text_2, "as");
    for (const auto& [arrives, label] :
         {std::pair{Arrives::message, "new"}, std::pair{Arrives::modified, "changed"}, std::pair{Arrives::history, "history"}}) {
        ImGui::SameLine();
        if (ImGui::RadioButton(label, form_.arrives() == arrives)) form_.arrives() = arrives;
        name_control(std::string("arrives ") + label);
    }
    if (ImGui::TreeNode("Sender and time")) {
        draw_form_fields(form_.envelope(), "message");
        ImGui::TreePop();
    }
    if (ImGui::TreeNode("cloudCustomData")) {
        draw_form_fields(form_.cloud(), "cloud");
        ImGui::TreePop();
    }
}

void ComposeTab::send(Player& player, Value event) {
    player.inject(std::move(event));
    ++sent_;
    outcome_ = "Sent.";
    failed_ = false;
    for (const PlayedStep& step : player.last_steps()) {
        if (!step.output.error) continue;
        outcome_ = "The session did not take it: " + describe(*step.output.error);
        failed_ = true;
    }
}

void ComposeTab::draw_buttons(Player& player, DeskSide& side, const ComposedEvent& composed) {
    for (const std::string& problem : composed.problems) wrapped_text(skin().warn, problem);
    ImGui::BeginDisabled(!composed.problems.empty());
    if (word_button("send composed", "Send")) send(player, composed.event);
    ImGui::EndDisabled();
    hint(composed.problems.empty() ? "The session gets it now" : "Something is missing, see above; the JSON below can be sent as it is");
    if (SandboxLink* sandbox = side.sandbox(); sandbox != nullptr && form_.what().is_message()) {
        ImGui::SameLine();
        ImGui::BeginDisabled(!composed.problems.empty() || !side.is_live(player) || sandbox->phase() != "agent");
        if (word_button("send as agent", "Send as the agent")) {
            const auto done = sandbox->act(sandbox::AgentAct::say, composed.event["message"], player.start() + player.position());
            outcome_ = done ? "The desk sends it." : done.error();
            failed_ = !done;
        }
        ImGui::EndDisabled();
        hint("Through the sandbox, which keeps it; needs an agent at the desk");
    }
    if (!outcome_.empty()) wrapped_text(failed_ ? skin().danger : skin().ok, outcome_);
}

void ComposeTab::draw_raw(Player& player, const ComposedEvent& composed) {
    heading(by_hand_ ? "JSON, edited by hand" : "JSON, follows the form");
    if (!by_hand_) raw_ = pretty_json(composed.event);
    const float below = ImGui::GetFrameHeightWithSpacing() + 2 * ImGui::GetTextLineHeightWithSpacing();
    const float height = std::max(least_raw, ImGui::GetContentRegionAvail().y - below);
    if (ImGui::InputTextMultiline("##raw", &raw_, {-1, height})) by_hand_ = true;
    name_control("raw");
    const auto value = read_json_text(raw_);
    std::string fault = value ? "" : describe(value.error());
    if (value && !value->is_object()) fault = "an event is a JSON object";
    ImGui::BeginDisabled(!fault.empty());
    if (word_button("send raw", "Send as raw JSON")) send(player, *value);
    ImGui::SameLine();
    ImGui::BeginDisabled(!by_hand_);
    if (word_button("into form", "To form")) {
        by_hand_ = !form_.read(*value);
        outcome_ = by_hand_ ? "The form knows no event like this." : "";
        failed_ = by_hand_;
    }
    ImGui::EndDisabled();
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::BeginDisabled(!by_hand_);
    if (word_button("follow form", "Follow form")) by_hand_ = false;
    ImGui::EndDisabled();
    if (!fault.empty()) wrapped_text(skin().danger, fault);
}

void ComposeTab::draw(Player& player, DeskSide& side) {
    draw_kinds();
    const MessageStamp stamp{player.start() + player.position(), static_cast<std::int64_t>(player.events().size()) + sent_ + 1,
                             "visitor-1"};
    ImGui::BeginChild("form", {0, std::max(least_form, ImGui::GetContentRegionAvail().y * form_share)}, true);
    draw_form();
    ImGui::EndChild();
    const ComposedEvent composed = form_.compose(stamp);
    draw_buttons(player, side, composed);
    draw_raw(player, composed);
}

}  // namespace deskbell
