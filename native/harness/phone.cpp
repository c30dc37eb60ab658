#include "native/harness/phone.h"

#include <algorithm>
#include <cmath>

#include "native/harness/glyphs.h"

namespace deskbell {

namespace {

constexpr float least_width = 120;
constexpr float least_height = 200;
constexpr float header_height = 56;
constexpr float panel_radius = 16;
constexpr float launcher = 56;
constexpr float launcher_gap = 24;

ImU32 state_colour(const Header& header, const Look& look) {
    if (header.connection != "connected" || header.state == "ended") return look.control;
    if (header.state == "queueing" || header.state == "waiting") return IM_COL32(215, 139, 18, 255);
    return look.ok;
}

}  // namespace

std::vector<Value> PhonePanel::draw(const View& view, Theme theme) {
    events_.clear();
    GlyphAtlas::shared().begin_frame();
    types_.begin_frame();
    const Language& language = view.language();
    if (!formats_ || formats_->lang() != language.lang || formats_->utc_offset() != utc_offset_)
        formats_ = std::make_unique<Formats>(language.lang, utc_offset_);
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const ImVec2 size{std::floor(std::max(least_width, room.x)), std::floor(std::max(least_height, room.y))};
    const ImVec2 low{std::floor(origin.x), std::floor(origin.y)};
    Pen pen(look_of(theme), types_, *formats_, language.dir == "rtl");
    pen.told = told_;
    ImGui::SetCursorScreenPos(low);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
    ImGui::BeginChild("device", size, ImGuiChildFlags_None, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    pen.list = ImGui::GetWindowDrawList();
    if (is_open_) {
        draw_conversation(view, pen, low, size);
    } else {
        draw_page(view, pen, low, size);
    }
    ImGui::EndChild();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    if (!pen.followed.empty()) followed_ = pen.followed;
    return std::move(events_);
}

void PhonePanel::draw_page(const View& view, Pen& pen, ImVec2 low, ImVec2 size) {
    const Look& look = pen.look;
    const ImVec2 high{low.x + size.x, low.y + size.y};
    pen.fill(low, high, look.page, panel_radius);
    // A page of somebody: what it says is not the harness's affair.
    const Box box{low.x + 24, low.y + 32, size.x - 48};
    const float shares[] = {0.45F, 0, 1, 1, 0.8F, 0, 1, 0.9F, 0.6F};
    float y = box.y;
    for (const float share : shares) {
        if (share > 0) {
            const float x = pen.start(box, 0, box.width * share);
            pen.fill({x, y}, {x + box.width * share, y + 12}, look.surface_3, 6);
        }
        y += 26;
    }
    const Launcher& state = view.launcher();
    const float x = pen.start({low.x, low.y, size.x}, size.x - launcher_gap - launcher, launcher);
    const ImVec2 from{x, high.y - launcher_gap - launcher};
    const Touch over = pen.touch("launcher", from, {from.x + launcher, from.y + launcher});
    const ImVec2 centre{from.x + launcher / 2, from.y + launcher / 2 - (over.is_over ? 2 : 0)};
    pen.shadow({centre.x - 26, centre.y - 26}, {centre.x + 26, centre.y + 26}, 26);
    pen.list->AddCircleFilled(centre, launcher / 2, look.accent);
    pen.icon(Icon::bell, centre, 30, look.accent_text);
    if (over.is_over) ImGui::SetTooltip("%s", state.label.c_str());
    if (over.is_pressed) events_.push_back(Value::object().set("event", "open"));
    if (state.unread <= 0) return;
    const std::string count = state.unread > 9 ? pen.formats.number(9) + "+" : pen.formats.number(static_cast<double>(state.unread));
    const LetterStyle style{12, 16, true, Align::center};
    const float width = std::max(20.0F, pen.width_of(count, style) + 10);
    const float edge = pen.right_to_left ? centre.x - launcher / 2 - 4 : centre.x + launcher / 2 + 4 - width;
    const ImVec2 badge{edge, centre.y - launcher / 2 - 4};
    pen.fill({badge.x - 2, badge.y - 2}, {badge.x + width + 2, badge.y + 22}, look.page, 12);
    pen.fill(badge, {badge.x + width, badge.y + 20}, IM_COL32(179, 38, 30, 255), 10);
    pen.write({badge.x, badge.y + 2, width}, count, style, IM_COL32_WHITE);
}

float PhonePanel::draw_header(const Header& header, Pen& pen, NodePainter& painter, const Box& box) {
    const Look& look = pen.look;
    constexpr float tool = 40;
    painter.begin_row("header");
    ImGui::PushID("header");
    const float face = pen.start(box, 16, 36);
    const ImVec2 centre{face + 18, box.y + header_height / 2};
    draw_avatar(pen, header.title, header.state == "agent" ? "agent" : "robot", centre, 36);
    const ImVec2 dot{pen.right_to_left ? face + 5 : face + 31, centre.y + 13};
    pen.list->AddCircleFilled(dot, 6, look.surface_0);
    pen.list->AddCircleFilled(dot, 4, state_colour(header, look));
    const bool has_menu = !header.actions.empty();
    const auto draw_tool = [&](Icon icon, float offset, const std::string& label) {
        const float x = pen.start(box, offset, tool);
        const float y = box.y + (header_height - tool) / 2;
        const Touch over = pen.touch(icon == Icon::close ? "close" : "menu", {x, y}, {x + tool, y + tool});
        if (over.is_over) pen.fill({x, y}, {x + tool, y + tool}, over.is_held ? look.surface_2 : look.surface_1, 10);
        if (over.is_over) ImGui::SetTooltip("%s", label.c_str());
        pen.icon(icon, {x + tool / 2, y + tool / 2}, 20, look.text_2);
        return over.is_pressed;
    };
    if (draw_tool(Icon::close, box.width - 8 - tool, header.labels.close)) events_.push_back(Value::object().set("event", "close"));
    if (has_menu && draw_tool(Icon::menu, box.width - 8 - 2 * tool, header.labels.menu)) ImGui::OpenPopup("menu");
    if (has_menu) draw_menu(header, pen, painter, {pen.right_to_left ? box.x + 8 : box.x + box.width - 8, box.y + header_height - 4});
    const float room = box.width - 64 - 8 - (has_menu ? 2 : 1) * tool - 8;
    const Box names = pen.part({box.x, box.y + 9, box.width}, 64, room);
    pen.write(names, header.title, {15, 20, true, Align::start, 1, true}, look.text_1);
    pen.write(names.below(20), header.subtitle, {13, 18, false, Align::start, 1, true},
              header.connection == "disconnected" ? look.warn : look.text_2);
    pen.fill({box.x, box.y + header_height - 1}, {box.x + box.width, box.y + header_height}, look.line);
    ImGui::PopID();
    return header_height;
}

void PhonePanel::draw_menu(const Header& header, Pen& pen, NodePainter& painter, ImVec2 corner) {
    const Look& look = pen.look;
    float width = 216;
    for (const Node& action : header.actions)
        width = std::max(width, std::min(320.0F, pen.width_of(action.attribute_text(Attribute::label), pen.body()) + 38));
    std::vector<float> heights;
    float height = 12;
    for (const Node& action : header.actions) {
        heights.push_back(action.flag(Attribute::disabled) && !action.attribute_text(Attribute::reason).empty() ? 60.0F : 44.0F);
        height += heights.back();
    }
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {pen.right_to_left ? 0.0F : 1.0F, 0});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 12);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_PopupBg, look.surface_0);
    ImGui::PushStyleColor(ImGuiCol_Border, look.line);
    if (ImGui::BeginPopup("menu")) {
        ImDrawList* const list = pen.list;
        pen.list = ImGui::GetWindowDrawList();
        ImVec2 at = ImGui::GetCursorScreenPos();
        at.x += 6;
        at.y += 6;
        for (std::size_t i = 0; i < header.actions.size(); ++i) {
            const Node& action = header.actions[i];
            const bool is_off = action.flag(Attribute::disabled);
            const ImVec2 end{at.x + width - 12, at.y + heights[i]};
            const Touch over = pen.touch("item:" + std::string(action.attribute_text(Attribute::action)), at, end, !is_off);
            if (over.is_over) pen.fill(at, end, look.surface_1, 8);
            const ImU32 colour = is_off ? look.text_3 : action.attribute_text(Attribute::style) == "danger" ? look.danger : look.text_1;
            const Box line{at.x + 12, at.y + 11, width - 36};
            pen.write(line, action.attribute_text(Attribute::label), {15, 22, false, Align::start, 1, true}, colour);
            if (heights[i] > 44)
                pen.write(line.below(22), action.attribute_text(Attribute::reason), {12, 16, false, Align::start, 1, true}, look.text_3);
            if (over.is_pressed) {
                painter.act(action.attribute_text(Attribute::action));
                ImGui::CloseCurrentPopup();
            }
            at.y = end.y;
        }
        pen.list = list;
        ImGui::EndPopup();
    }
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
}

void PhonePanel::draw_followed(Pen& pen, const Box& above) {
    const Look& look = pen.look;
    constexpr float height = 40;
    const Box box{above.x + 12, above.y - height - 4, above.width - 24};
    const ImVec2 low{box.x, box.y};
    const ImVec2 high{box.x + box.width, box.y + height};
    pen.shadow(low, high, 10);
    pen.fill(low, high, look.text_1, 10);
    const float close = pen.start(box, box.width - 36, 32);
    const float copy = pen.start(box, box.width - 68, 32);
    ImGui::PushID("followed");
    const Touch shut = pen.touch("close", {close, low.y + 4}, {close + 32, low.y + 36});
    const Touch take = pen.touch("copy", {copy, low.y + 4}, {copy + 32, low.y + 36});
    ImGui::PopID();
    pen.icon(Icon::close, {close + 16, low.y + height / 2}, 17, look.surface_0);
    pen.icon(Icon::copy, {copy + 16, low.y + height / 2}, 17, look.surface_0);
    pen.write(pen.part(box.below(11), 14, box.width - 14 - 72), followed_, {13, 18, false, Align::start, 1}, look.surface_0);
    if (take.is_pressed) ImGui::SetClipboardText(followed_.c_str());
    if (shut.is_pressed) followed_.clear();
}

void PhonePanel::draw_conversation(const View& view, Pen& pen, ImVec2 low, ImVec2 size) {
    const ImVec2 high{low.x + size.x, low.y + size.y};
    NodePainter painter(pen, memory_, events_);
    pen.fill(low, high, pen.look.surface_0, panel_radius);
    const float top = draw_header(view.header(), pen, painter, {low.x, low.y, size.x});
    const float foot = composer_.height(view.composer(), pen, size.x);
    const ImVec2 log_size{size.x, std::max(40.0F, size.y - top - foot)};
    ImGui::SetCursorScreenPos({low.x, low.y + top});
    ImDrawList* const list = pen.list;
    ImGui::BeginChild("log", log_size, ImGuiChildFlags_None, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    pen.list = ImGui::GetWindowDrawList();
    log_.draw(view.rows(), pen, painter, log_size, view.header().labels.new_messages);
    ImGui::EndChild();
    pen.list = list;
    const Box foot_box{low.x, high.y - foot, size.x};
    composer_.draw(view.composer(), pen, foot_box, events_);
    if (!followed_.empty()) {
        // Above the log, which is a window of its own.
        ImGui::SetCursorScreenPos({low.x, foot_box.y - 60});
        ImGui::BeginChild("above", {size.x, 60}, ImGuiChildFlags_None,
                          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
        pen.list = ImGui::GetWindowDrawList();
        draw_followed(pen, foot_box);
        ImGui::EndChild();
        pen.list = list;
    }
}

}  // namespace deskbell
