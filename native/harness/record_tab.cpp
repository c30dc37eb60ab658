#include "native/harness/record_tab.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <filesystem>

#include "native/harness/controls.h"
#include "native/harness/recording.h"
#include "native/harness/style.h"

namespace deskbell {

void RecordTab::draw(const Player& player) {
    heading("What just happened, as a fixture");
    const auto events = player.events();
    std::size_t own = 0;
    for (std::size_t i = 0; i < player.played(); ++i) own += events[i].line == 0 ? 1U : 0U;
    const std::string seconds = std::to_string(player.position() / millis_per_second);
    wrapped_text(skin().text_2, std::to_string(player.played()) + " events up to now (" + seconds +
                                    " s): " + std::to_string(player.played() - own) + " of the fixture, " + std::to_string(own) +
                                    " injected or live.");
    if (player.played() < events.size())
        wrapped_text(skin().text_3, std::to_string(events.size() - player.played()) + " events that come later are left out.");
    quiet_text("File");
    ImGui::SetNextItemWidth(-1);
    ImGui::InputText("##path", &path_);
    name_control("record path");
    ImGui::Checkbox("Redact names, numbers, addresses and ids", &redacted_);
    name_control("record redacted");
    hint("The same thing gets the same stand-in everywhere; read the result before you give it away");
    std::error_code error;
    const bool exists = std::filesystem::is_regular_file(path_, error);
    const bool wants = word_button("record save", exists ? "Replace the file" : "Save");
    if (exists) {
        ImGui::SameLine();
        coloured_text(skin().warn, "There is such a file.");
    }
    if (wants) {
        const auto saved = save_fixture(path_, record_so_far(player), redacted_ ? Privacy::redacted : Privacy::as_it_is,
                                        exists ? Existing::replace : Existing::keep);
        failed_ = !saved;
        outcome_ = saved ? "Saved: " + *saved : "Not saved. " + saved.error();
    }
    if (!outcome_.empty()) wrapped_text(failed_ ? skin().danger : skin().ok, outcome_);
    ImGui::Dummy({0, 4});
    wrapped_text(
        skin().text_3,
        "It replays to this screen: ./dev replay FILE shows it as text, and the harness opens it when it is dropped on the window.");
}

}  // namespace deskbell
