#include "native/harness/inspector_panel.h"

#include <imgui.h>

#include "core/base/json.h"

namespace deskbell {

namespace {

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

void InspectorPanel::draw(const Player& player, std::string_view row_under_pointer) {
    ImGui::Text("State: %s", player.view().header().state.c_str());
    ImGui::SeparatorText("Last event");
    int number = 0;
    for (const PlayedStep& step : player.last_steps()) {
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
    draw_value("state", player.session().describe_state());
    ImGui::SeparatorText("Rows");
    for (const Row& row : player.view().rows()) {
        if (row_under_pointer.empty() || row.key == row_under_pointer) draw_value(row.key.c_str(), encode(row));
    }
}

}  // namespace deskbell
