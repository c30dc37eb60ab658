#include "native/harness/desk_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "core/base/json.h"

namespace deskbell {

void DeskPanel::draw(Player& player, double /*passed*/) {
    ImGui::TextWrapped("An event for the session, as a line of a fixture:");
    ImGui::InputTextMultiline("##raw", &raw_, {-1, 200});
    if (ImGui::Button("Inject")) {
        const Result<Value> event = parse_json(raw_);
        complaint_ = event ? "" : describe(event.error());
        if (event && !event->is_object()) complaint_ = "an event is a JSON object";
        if (complaint_.empty()) {
            player.inject(*event);
            for (const PlayedStep& step : player.last_steps()) {
                if (step.output.error) complaint_ = describe(*step.output.error);
            }
        }
    }
    if (!complaint_.empty()) ImGui::TextWrapped("%s", complaint_.c_str());
}

}  // namespace deskbell
