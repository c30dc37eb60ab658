#include "native/harness/harness_window.h"

#include <imgui_stdlib.h>

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

constexpr ImGuiWindowFlags fixed_panel = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse;
constexpr float timeline_height = 104;
constexpr float side_share = 0.3F;

void place(const char* title, ImVec2 at, ImVec2 size) {
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin(title, nullptr, fixed_panel);
}

/// A JSON value as a foldable tree.
void draw_value(const char* label, const Value& value) {
    if (!value.is_object() && !value.is_array()) {
        ImGui::TextWrapped("%s: %s", label, to_json(value).c_str());
        return;
    }
    if (!ImGui::TreeNode(label, "%s (%d)", label, static_cast<int>(value.items().size()))) return;
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        const std::string name = value.is_object() ? value.names()[i] : std::to_string(i);
        draw_value(name.c_str(), value.items()[i]);
    }
    ImGui::TreePop();
}

}  // namespace

void HarnessWindow::draw_inject() {
    ImGui::TextWrapped("An event for the session, as a line of a fixture:");
    ImGui::InputTextMultiline("##raw", &raw_, {-1, 200});
    if (ImGui::Button("Inject")) {
        const Result<Value> event = parse_json(raw_);
        complaint_ = event ? "" : describe(event.error());
        if (event && !event->is_object()) complaint_ = "an event is a JSON object";
        if (complaint_.empty()) {
            player_.inject(*event);
            for (const PlayedStep& step : player_.last_steps()) {
                if (step.output.error) complaint_ = describe(*step.output.error);
            }
        }
    }
    if (!complaint_.empty()) ImGui::TextWrapped("%s", complaint_.c_str());
    ImGui::Separator();
    int theme = theme_ == Theme::dark ? 1 : 0;
    ImGui::RadioButton("light", &theme, 0);
    ImGui::SameLine();
    ImGui::RadioButton("dark", &theme, 1);
    theme_ = theme == 1 ? Theme::dark : Theme::light;
}

void HarnessWindow::draw_timeline() {
    if (ImGui::Button(playing_ ? "Pause" : "Play")) playing_ = !playing_;
    ImGui::SameLine();
    if (ImGui::Button("Back")) player_.step_back();
    ImGui::SameLine();
    if (ImGui::Button("Step")) player_.step_forward();
    ImGui::SameLine();
    ImGui::SetNextItemWidth(120);
    ImGui::SliderFloat("speed", &speed_, 0.25F, 16, "%.2fx", ImGuiSliderFlags_Logarithmic);
    ImGui::SameLine();
    ImGui::Text("event %d of %d, %.3f s", static_cast<int>(player_.played()), static_cast<int>(player_.events().size()),
                static_cast<double>(player_.position()) / 1000);
    const Millis first = 0;
    const Millis last = player_.duration();
    Millis position = std::clamp(player_.position(), first, last);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderScalar("##position", ImGuiDataType_S64, &position, &first, &last, "%lld ms")) player_.seek(position);
}

void HarnessWindow::draw_inspector() {
    ImGui::Text("State: %s", player_.view().header().state.c_str());
    ImGui::SeparatorText("Last event");
    int number = 0;
    for (const PlayedStep& step : player_.last_steps()) {
        ImGui::PushID(number++);
        ImGui::TextWrapped("%lld ms %s", static_cast<long long>(step.at), std::string(step.event["event"].as_text()).c_str());
        draw_value("raw", step.event);
        draw_value("patches", step.output.patches);
        draw_value("effects", step.output.effects);
        draw_value("ignored", step.output.notes);
        if (step.output.error) ImGui::TextWrapped("%s", describe(*step.output.error).c_str());
        ImGui::PopID();
    }
    ImGui::SeparatorText("Session");
    draw_value("state", player_.session().describe_state());
    ImGui::SeparatorText("Rows");
    for (const Row& row : player_.view().rows()) draw_value(row.key.c_str(), encode(row));
}

void HarnessWindow::draw(double passed) {
    if (playing_) {
        carried_ += passed * static_cast<double>(speed_);
        const auto whole = static_cast<Millis>(carried_);
        carried_ -= static_cast<double>(whole);
        player_.seek(player_.position() + whole);
        playing_ = player_.position() < player_.duration();
    }
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float side = display.x * side_share;
    const float height = display.y - timeline_height;
    place("Desk side", {0, 0}, {side, height});
    draw_inject();
    ImGui::End();
    place("Phone", {side, 0}, {display.x - 2 * side, height});
    for (Value& event : phone_.draw(player_.view(), theme_)) player_.inject(std::move(event));
    ImGui::End();
    place("Inspector", {display.x - side, 0}, {side, height});
    draw_inspector();
    ImGui::End();
    place("Timeline", {0, height}, {display.x, timeline_height});
    draw_timeline();
    ImGui::End();
}

}  // namespace deskbell
