#include "native/harness/inspector_panel.h"

#include <imgui.h>

#include <algorithm>

#include "core/base/json.h"
#include "native/harness/composable.h"
#include "native/harness/controls.h"
#include "native/harness/event_kind.h"
#include "native/harness/raw_text.h"
#include "native/harness/state_diagram.h"
#include "native/harness/style.h"

namespace deskbell {

namespace {

const char* type_name(FieldType type) {
    switch (type) {
        case FieldType::text: return "text";
        case FieldType::integer:
        case FieldType::optional_integer: return "number";
        case FieldType::boolean: return "yes or no";
        case FieldType::any: return "any";
        case FieldType::texts: return "texts";
        case FieldType::record:
        case FieldType::optional_record: return "record";
        case FieldType::records: return "records";
        case FieldType::nodes: return "nodes";
    }
    return "";
}

/// A line of the table of fields, and those of the records in it.
void draw_field(const FieldDeclaration& field, const Value* value) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const bool is_nested = field.record != nullptr && value != nullptr && !value->items().empty();
    bool is_open = false;
    if (is_nested) {
        ImGui::SetNextItemOpen(true, ImGuiCond_Appearing);
        const float left = ImGui::GetCursorPosX();
        is_open = ImGui::TreeNodeEx(field.name, ImGuiTreeNodeFlags_SpanAvailWidth | ImGuiTreeNodeFlags_AllowOverlap, "%s", "");
        ImGui::SameLine(left + ImGui::GetTreeNodeToLabelSpacing(), 0);
    }
    if (!is_nested) ImGui::Indent(ImGui::GetTreeNodeToLabelSpacing());
    raw_text(value != nullptr ? skin().text_1 : skin().text_3, field.name);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
        ImGui::SetTooltip("%s\n%s, %s", field.about, type_name(field.field.type),
                          field.field.presence == Presence::required ? "required" : "may be absent");
    }
    if (!is_nested) ImGui::Unindent(ImGui::GetTreeNodeToLabelSpacing());
    ImGui::TableNextColumn();
    if (value == nullptr) {
        quiet_text("—");
    } else if (is_nested) {
        quiet_text(value->is_array() ? std::to_string(value->items().size()) + (value->items().size() == 1 ? " record" : " records")
                                     : field.record->name);
    } else if (value->is_text()) {
        raw_text(skin().ok, value->as_text());
    } else {
        raw_text(skin().blue, to_json(*value));
    }
    ImGui::TableNextColumn();
    wrapped_text(skin().text_3, field.about);
    if (!is_open) return;
    const auto draw_record = [&](const Value& record) {
        for (std::size_t i = 0; i < field.record->count; ++i)
            draw_field(field.record->fields[i], record.find(field.record->fields[i].name));
    };
    if (value->is_array()) {
        int number = 0;
        for (const Value& record : value->items()) {
            ImGui::PushID(number++);
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            quiet_text(std::to_string(number));
            draw_record(record);
            ImGui::PopID();
        }
    } else {
        draw_record(*value);
    }
    ImGui::TreePop();
}

void draw_fields(const RowReport& report) {
    const RecordDocumentation& documentation = *report.record->documentation;
    wrapped_text(skin().text_2, documentation.about);
    if (report.decoded.is_null() || documentation.count == 0) return;
    if (!ImGui::BeginTable("fields", 3, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_Resizable)) return;
    ImGui::TableSetupColumn("field", ImGuiTableColumnFlags_WidthStretch, 1.2F);
    ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1.3F);
    ImGui::TableSetupColumn("about", ImGuiTableColumnFlags_WidthStretch, 1.0F);
    for (std::size_t i = 0; i < documentation.count; ++i)
        draw_field(documentation.fields[i], report.decoded.find(documentation.fields[i].name));
    ImGui::EndTable();
}

void draw_left_out(const std::vector<LeftOut>& left_out) {
    for (const LeftOut& one : left_out) {
        raw_text(skin().warn, one.path.empty() ? "the whole message" : one.path);
        ImGui::Indent();
        wrapped_text(skin().text_2, one.reason);
        ImGui::Unindent();
    }
}

/// A list of patches or effects, one foldable line each: what it does and to what.
void draw_outputs(const char* title, const char* name_member, const Value& list) {
    heading((std::string(title) + " " + std::to_string(list.items().size())).c_str());
    if (list.items().empty()) return quiet_text("none");
    int number = 0;
    for (const Value& item : list.items()) {
        std::string name(item[name_member].as_text());
        for (const char* telling : {"key", "client_id", "lang", "text"}) {
            if (const std::string_view word = item[telling].as_text(); !word.empty()) {
                name.append("  ").append(word);
                break;
            }
        }
        const std::string_view key = item["row"]["key"].as_text();
        if (!key.empty() && item["key"].is_null()) name.append("  ").append(key);
        ImGui::PushID(number++);
        draw_json(name, item, 0);
        ImGui::PopID();
    }
}

}  // namespace

void InspectorPanel::pin(std::string_view row) {
    pinned_ = row;
    if (!row.empty()) tab_ = Tab::row;
}

void InspectorPanel::draw_tabs() {
    static constexpr struct {
        Tab tab;
        const char* name;
        const char* label;
        const char* about;
    } tabs[] = {{Tab::row, "tab row", "Row", "The row under the pointer: its message, its fields, its nodes"},
                {Tab::event, "tab event", "Event", "The last event: its patches and effects, what was left out"},
                {Tab::state, "tab state", "State", "The session's states and the way it went"},
                {Tab::session, "tab session", "Session", "Everything that the session knows"}};
    for (const auto& tab : tabs) {
        if (tab.tab != Tab::row) ImGui::SameLine(0, 4);
        if (word_button(tab.name, tab.label, tab_ == tab.tab)) tab_ = tab.tab;
        hint(tab.about);
    }
    ImGui::Separator();
}

void InspectorPanel::draw_choice(const Player& player) {
    quiet_text("Point at a row of the phone; click it to pin it. Or choose:");
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(player.view().rows().size()), ImGui::GetTextLineHeightWithSpacing());
    while (clipper.Step()) {
        auto row = std::next(player.view().rows().begin(), clipper.DisplayStart);
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i, ++row) {
            ImGui::PushID(i);
            if (ImGui::Selectable("##row")) pin(row->key);
            name_control("row " + row->key);
            ImGui::PopID();
            ImGui::SameLine(0, 0);
            raw_text(skin().accent_ink, row->key);
            ImGui::SameLine();
            std::string words;
            for (const Node& node : row->body) words += plain_text(node) + " ";
            quiet_text(words.substr(0, words.find('\n')).substr(0, 200));
        }
    }
}

void InspectorPanel::draw_report(Player& player, const RowReport& report) {
    ImGui::AlignTextToFramePadding();
    raw_text(skin().accent_ink, report.row.key);
    ImGui::SameLine();
    coloured_text(skin().text_2, report.is_message ? report.kind : report.row.kind);
    if (!report.delivery.empty()) {
        ImGui::SameLine();
        quiet_text(report.delivery);
    }
    ImGui::SameLine(std::max(ImGui::GetContentRegionAvail().x - 44, 120.0F));
    if (pinned_.empty()) {
        if (sign_button("pin", Sign::pin, "Keep this row here")) pin(report.row.key);
    } else if (sign_button("unpin", Sign::pin, "Follow the pointer again", true, true)) {
        pin("");
    }
    if (!report.unread_reason.empty()) wrapped_text(skin().danger, "Not read: " + report.unread_reason);

    if (report.is_message) {
        heading("Left out");
        bool any = false;
        for (const SourceEvent& source : report.sources) {
            if (source.left_out.empty()) continue;
            any = true;
            quiet_text("of event " + std::to_string(source.index + 1));
            draw_left_out(source.left_out);
        }
        if (!any) quiet_text("nothing: every member was taken");
        if (report.record != nullptr) {
            heading("Fields");
            draw_fields(report);
        }
        heading("Raw");
        if (report.sources.empty()) quiet_text("no event brought it");
        int number = 0;
        for (const SourceEvent& source : report.sources) {
            if (source.index >= player.events().size()) continue;
            const FixtureEvent& event = player.events()[source.index];
            ImGui::PushID(number++);
            const std::string label = std::to_string(source.index + 1) + "  " + std::string(event.event["event"].as_text());
            if (word_button(("source " + std::to_string(source.index + 1)).c_str(), label.c_str())) player.aim_event(source.index + 1);
            hint("Go to this event");
            ImGui::SameLine();
            quiet_text(clock_text(event.at - player.start()));
            ImGui::SameLine();
            const Value& raw = source.message != nullptr ? *source.message : event.event;
            copy_button(("copy source " + std::to_string(source.index + 1)).c_str(), raw);
            draw_json(source.message != nullptr ? "message" : "event", raw, report.sources.size() < 4 ? 3 : 0, &source.left_out);
            ImGui::PopID();
        }
    }
    heading("Nodes");
    copy_button("copy row", encode(report.row));
    ImGui::SameLine();
    quiet_text(report.row.layout + ", " + report.row.side + (report.row.head ? ", head" : "") + (report.row.tail ? ", tail" : "") +
               (report.row.streaming ? ", streaming" : ""));
    draw_nodes(report.row.body);
}

void InspectorPanel::draw_row(Player& player, std::string_view hovered) {
    const std::string wanted(!pinned_.empty() ? std::string_view(pinned_) : hovered.empty() ? std::string_view(shown_) : hovered);
    if (wanted != shown_ || reported_ != player.revision()) {
        shown_ = wanted;
        reported_ = player.revision();
        report_ = wanted.empty() ? std::nullopt : report_row(player, wanted);
    }
    if (report_) return draw_report(player, *report_);
    if (!pinned_.empty()) {
        wrapped_text(skin().warn, "The pinned row " + pinned_ + " is not there at this moment.");
        if (word_button("unpin", "Unpin")) pin("");
        return;
    }
    shown_.clear();
    draw_choice(player);
}

void InspectorPanel::draw_event(const Player& player) {
    if (player.last_steps().empty()) return quiet_text("nothing has happened yet");
    int number = 0;
    for (const PlayedStep& step : player.last_steps()) {
        ImGui::PushID(number++);
        const std::string_view name = step.event["event"].as_text();
        ImGui::AlignTextToFramePadding();
        coloured_text(event_kind_colour(event_kind(name)), name);
        ImGui::SameLine();
        quiet_text(clock_text(step.at));
        ImGui::SameLine();
        copy_button("copy step", output_to_json(step.output));
        if (step.output.error) wrapped_text(skin().danger, "Not taken: " + describe(*step.output.error));
        if (!step.output.notes.items().empty()) {
            heading("Left out");
            for (const Value& note : step.output.notes.items()) wrapped_text(skin().warn, note.as_text());
        }
        if (name != "tick" && name != "catalogue") {
            std::vector<LeftOut> left_out;
            if (const Value* message = step.event.find("message")) {
                left_out = left_out_of_message(*message);
                for (LeftOut& one : left_out) one.path = one.path.empty() ? "message" : "message." + one.path;
            }
            draw_json("raw", step.event, 1, &left_out);
        }
        draw_outputs("Patches", "op", step.output.patches);
        draw_outputs("Effects", "effect", step.output.effects);
        if (step.output.next) quiet_text("wants a tick at " + clock_text(*step.output.next - player.start()));
        ImGui::Separator();
        ImGui::PopID();
    }
}

void InspectorPanel::draw_state(const Player& player) {
    const SessionState current = player.session().conversation().state;
    const std::optional<SessionState> hovered = draw_state_diagram(current, player.last_change());
    const SessionState told = hovered.value_or(current);
    if (const auto& last = player.last_change()) {
        coloured_text(skin().accent_ink, "Last step: " + std::string(session_state_name(last->from)) + " to " +
                                             std::string(session_state_name(last->to)) +
                                             (last->event == 0 ? std::string() : ", event " + std::to_string(last->event)));
    } else {
        quiet_text("It has not left its first state.");
    }
    heading(("From " + std::string(session_state_name(told))).c_str());
    if (!ImGui::BeginTable("steps", 2, ImGuiTableFlags_SizingFixedFit)) return;
    ImGui::TableSetupColumn("to");
    ImGui::TableSetupColumn("signals", ImGuiTableColumnFlags_WidthStretch);
    for (const DiagramEdge& edge : diagram_edges()) {
        if (edge.from != told) continue;
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        coloured_text(edge.from == edge.to ? skin().text_3 : skin().text_1,
                      edge.from == edge.to ? "stays" : "to " + std::string(session_state_name(edge.to)));
        ImGui::TableNextColumn();
        std::string signals;
        for (const SessionSignal signal : edge.signals) signals += (signals.empty() ? "" : ", ") + std::string(session_signal_name(signal));
        wrapped_text(skin().text_2, signals);
    }
    ImGui::EndTable();
}

void InspectorPanel::draw_session(const Player& player) {
    if (state_of_ != player.revision()) {
        state_of_ = player.revision();
        state_ = player.session().describe_state();
        Value steps = Value::array();
        for (std::size_t i = 0; i < std::size(transitions); ++i) {
            if ((player.session().conversation().steps_taken >> i & 1U) == 0) continue;
            const Transition& step = transitions[i];
            steps.push(Value(std::string(session_state_name(step.from)) + " " + std::string(session_signal_name(step.signal)) + " " +
                             std::string(session_state_name(step.to))));
        }
        state_.set("steps_taken", std::move(steps));
    }
    copy_button("copy session", state_);
    draw_json("session", state_, 1);
    draw_json("header", encode(player.view().header()), 0);
    draw_json("composer", encode(player.view().composer()), 0);
    draw_json("launcher", encode(player.view().launcher()), 0);
}

void InspectorPanel::draw(Player& player, std::string_view hovered) {
    draw_tabs();
    ImGui::BeginChild("inspected");
    switch (tab_) {
        case Tab::row: draw_row(player, hovered); break;
        case Tab::event: draw_event(player); break;
        case Tab::state: draw_state(player); break;
        case Tab::session: draw_session(player); break;
    }
    ImGui::EndChild();
}

}  // namespace deskbell
