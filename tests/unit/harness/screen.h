#pragma once

#include <imgui.h>

#include <functional>
#include <string>
#include <vector>

namespace deskbell {

/// ImGui without a window: frames are drawn into nothing, input comes from the test.
class Screen {
  public:
    /// What is drawn in a frame, into a window that fills the screen.
    using Draw = std::function<void()>;

    static constexpr float width = 420;
    static constexpr float height = 760;

    Screen() : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {width, height};
        io.DeltaTime = 1.0F / 60;
        unsigned char* pixels = nullptr;
        int wide = 0;
        int high = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &wide, &high);
    }
    ~Screen() { ImGui::DestroyContext(context_); }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    void frame(const Draw& draw) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({width, height});
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
        ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
        draw();
        ImGui::End();
        ImGui::PopStyleVar();
        ImGui::Render();
        shapes_.clear();
        const ImDrawData* data = ImGui::GetDrawData();
        for (const ImDrawList* list : data->CmdLists) {
            for (const ImDrawVert& vertex : list->VtxBuffer) shapes_.push_back(vertex);
        }
    }
    void move(float x, float y) { ImGui::GetIO().AddMousePosEvent(x, y); }
    void press(bool is_down) { ImGui::GetIO().AddMouseButtonEvent(0, is_down); }
    void click(float x, float y, const Draw& draw) {
        move(x, y);
        frame(draw);
        press(true);
        frame(draw);
        press(false);
        frame(draw);
    }
    /// Clicks at the places of a grid until `is_done`; false when it never was.
    bool click_until(const Draw& draw, const std::function<bool()>& is_done, float step = 14) {
        for (float y = step; y < height; y += step) {
            for (float x = step; x < width; x += step) {
                click(x, y, draw);
                if (is_done()) return true;
            }
        }
        return false;
    }
    /// All corners of the last frame's triangles.
    const std::vector<ImDrawVert>& shapes() const { return shapes_; }

  private:
    ImGuiContext* context_;
    std::vector<ImDrawVert> shapes_;
};

}  // namespace deskbell
