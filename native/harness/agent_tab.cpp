#include "native/harness/agent_tab.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "core/protocol/message.h"
#include "native/harness/controls.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

using sandbox::AgentAct;
using sandbox::AgentNeeds;

/// Below this width two buttons stand side by side, else four.
constexpr float narrow = 460;

struct ActButton {
    AgentAct act;
    const char* label;
    const char* about;
};

constexpr ActButton seat_acts[] = {
    {AgentAct::take, "Take", "Take the session by hand, wherever it stands: nothing is answered for you"},
    {AgentAct::hand_back, "Hand back", "Let the simulated agent answer by herself again"},
    {AgentAct::to_queue, "To the queue", "Transfer: the visitor waits for another agent"},
    {AgentAct::to_robot, "To the robot", "Transfer: the robot takes over"},
};
constexpr ActButton say_acts[] = {
    {AgentAct::typing, "Typing", "The visitor sees that you write (12)"},
    {AgentAct::stop_typing, "Stop typing", "You do not write any more (12)"},
    {AgentAct::read, "Read", "You have read what the visitor wrote"},
    {AgentAct::remind, "Remind", "The session is about to end by time-out (37)"},
};
constexpr ActButton end_acts[] = {
    {AgentAct::invite_stars, "Rate: stars", "Invite to rate, in stars (9)"},
    {AgentAct::invite_numbers, "Rate: numbers", "Invite to rate, in numbers (9)"},
    {AgentAct::end, "End", "End the session (19)"},
    {AgentAct::time_out, "Time out", "End it as if the visitor had been silent for too long (20)"},
};

bool can_act(AgentAct act, std::string_view phase) {
    switch (sandbox::needs_of(act)) {
        case AgentNeeds::nothing: return true;
        case AgentNeeds::session: return phase != "none";
        case AgentNeeds::seat: return phase == "agent";
    }
    return false;
}

}  // namespace

void AgentTab::act(Player& player, DeskSide& side, AgentAct act, Value message) {
    const auto done = side.sandbox()->act(act, std::move(message), player.start() + player.position());
    complaint_ = done ? "" : done.error();
}

void AgentTab::draw_choice(Player& player, DeskSide& side) {
    wrapped_text(skin().text_2, "A live conversation goes on from here: time passes, and what the visitor does on the phone is answered.");
    if (player.played() < player.events().size()) wrapped_text(skin().warn, "What the fixture has after this moment will be dropped.");
    if (word_button("start sandbox", "Start with the sandbox")) side.start_sandbox(player);
    hint("A simulated desk in this window: robot, queue, agent, rating. Write `everything` to it.");
    quiet_text("or a running relay, as a visitor of it");
    ImGui::SetNextItemWidth(-90);
    ImGui::InputText("##address", &address_);
    name_control("relay address");
    ImGui::SameLine();
    if (word_button("connect relay", "Connect")) {
        const auto connected = side.connect(player, address_);
        complaint_ = connected ? "" : connected.error();
    }
    if (!complaint_.empty()) wrapped_text(skin().danger, complaint_);
}

void AgentTab::draw_acts(Player& player, DeskSide& side) {
    const std::string_view phase = side.sandbox()->phase();
    const bool live = side.is_live(player);
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const int columns = ImGui::GetContentRegionAvail().x < narrow ? 2 : 4;
    const float width = (ImGui::GetContentRegionAvail().x - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
    const auto row = [&](const auto& acts) {
        int number = 0;
        for (const ActButton& one : acts) {
            if (number++ % columns != 0) ImGui::SameLine();
            const bool lit = one.act == AgentAct::take && side.sandbox()->by_hand();
            ImGui::BeginDisabled(!live || !can_act(one.act, phase));
            ImGui::PushStyleColor(ImGuiCol_Button, lit ? skin().accent : skin().surface_2);
            if (ImGui::Button(one.label, {width, 0})) act(player, side, one.act);
            ImGui::PopStyleColor();
            ImGui::EndDisabled();
            name_control(std::string("act ") + one.label);
            hint(one.about);
        }
    };
    heading("The seat");
    row(seat_acts);
    heading("What the visitor sees");
    row(say_acts);
    row(end_acts);
}

void AgentTab::draw_writing(Player& player, DeskSide& side) {
    heading("Write as the agent");
    const bool can_write = side.is_live(player) && side.sandbox()->phase() == "agent";
    ImGui::BeginDisabled(!can_write);
    bool wants = ImGui::InputTextMultiline("##words", &words_, {-1, 84},
                                           ImGuiInputTextFlags_CtrlEnterForNewLine | ImGuiInputTextFlags_EnterReturnsTrue);
    name_control("agent words");
    wants = word_button("agent send", "Send") || wants;
    ImGui::SameLine();
    quiet_text("Enter sends, Ctrl+Enter begins a line");
    ImGui::EndDisabled();
    if (!can_write) quiet_text("Take the session first.");
    if (!wants || words_.empty() || !can_write) return;
    act(player, side, AgentAct::say, text_message(words_));
    if (complaint_.empty()) words_.clear();
}

void AgentTab::draw(Player& player, DeskSide& side) {
    heading("The other side");
    wrapped_text(skin().text_1, side.status(player));
    if (side.live() == nullptr) {
        draw_choice(player, side);
        return;
    }
    const auto state = side.live()->state(player);
    if (state == LiveConversation::State::looking_back) {
        if (word_button("to present", "Back to the present")) side.live()->return_to_present(player);
        ImGui::SameLine();
    }
    if (word_button("stop live", "Let it go")) {
        side.stop(player);
        complaint_.clear();
        return;
    }
    hint("The conversation stays as it is and nobody answers any more");
    if (side.sandbox() != nullptr && state != LiveConversation::State::over) {
        draw_acts(player, side);
        draw_writing(player, side);
    }
    if (!complaint_.empty()) wrapped_text(skin().danger, complaint_);
}

}  // namespace deskbell
