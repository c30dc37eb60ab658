#pragma once

#include <imgui.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "native/harness/controls.h"
#include "native/harness/harness_window.h"
#include "native/harness/style.h"

namespace deskbell {

/// A conversation of `texts` texts of the desk, 100 ms apart from 100 ms on; `m0`, `m1`, … are their ids. The first two of its events are `net` and `open`.
inline std::string talk(int texts, const std::string& more = {}) {
    std::string out = R"({"deskbell":1,"title":"talk","lang":"en","start":1765000000000,"user":{"id":"v"}})"
                      "\n{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n";
    for (int i = 0; i < texts; ++i) {
        const std::string number = std::to_string(i);
        out += R"({"at":)" + std::to_string(100 + i * 100) + R"(,"event":"message","message":{"ID":"m)" + number +
               R"(","type":"TIMTextElem","payload":{"text":"line )" + number +
               R"("},"flow":"in","from":"@customer_service_account","to":"v","time":1765000001,"sequence":)" + number + "}}\n";
    }
    return out + more;
}

/// The whole harness without a window: frames are drawn into nothing, input comes from the test, at the places where the named controls were drawn.
class Ui {
  public:
    explicit Ui(const std::string& fixture, Settings settings = {})
        : context_(ImGui::CreateContext()), window_(player_of(fixture), std::move(settings)) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {1400, 900};
        io.DeltaTime = 1.0F / 60;
        io.ConfigInputTrickleEventQueue = false;
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        apply_style();
        controls_.listen();
        frame();
        settle();
    }
    ~Ui() { ImGui::DestroyContext(context_); }
    Ui(const Ui&) = delete;
    Ui& operator=(const Ui&) = delete;

    HarnessWindow& window() { return window_; }
    Player& player() { return window_.player(); }
    InspectorPanel& inspector() { return window_.inspector(); }

    /// One frame; `passed` milliseconds for what plays.
    void frame(double passed = 0) {
        controls_.begin_frame();
        ImGui::NewFrame();
        window_.draw(passed);
        ImGui::Render();
    }
    /// Frames until nothing changes by itself.
    void settle() {
        for (int i = 0; i < 500 && window_.is_busy(); ++i) frame();
        frame();
    }
    /// Frames until the goal is reached.
    void settle_travel() {
        for (int i = 0; i < 500 && player().is_travelling(); ++i) frame();
    }
    bool shows(std::string_view control) const { return controls_.find(control) != nullptr; }
    ControlMap::Place place(std::string_view control) const {
        const ControlMap::Place* found = controls_.find(control);
        REQUIRE_MESSAGE(found != nullptr, "no control ", std::string(control));
        return *found;
    }
    void point(ImVec2 at) {
        ImGui::GetIO().AddMousePosEvent(at.x, at.y);
        frame();
    }
    void hover(std::string_view control) { point(place(control).middle()); }
    void click() {
        for (const bool down : {true, false}) {
            ImGui::GetIO().AddMouseButtonEvent(0, down);
            frame();
        }
        frame();
    }
    void press(std::string_view control) {
        hover(control);
        click();
    }
    /// Holds the button at one place, and lets it go at another.
    void drag(ImVec2 from, ImVec2 to) {
        point(from);
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        frame();
        point(to);
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        frame();
    }
    void key(ImGuiKey key) {
        for (const bool down : {true, false}) {
            ImGui::GetIO().AddKeyEvent(key, down);
            frame();
        }
    }
    void type(const char* text) {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        frame();
    }
    /// Goes over the phone from its top until the row with this key is under the pointer.
    bool point_at_row(std::string_view key) {
        const ControlMap::Place phone = place("phone");
        for (float y = phone.low.y + 4; y < phone.high.y; y += 6) {
            for (const float share : {0.2F, 0.5F, 0.9F}) {
                point({phone.low.x + share * (phone.high.x - phone.low.x), y});
                if (window_.hovered_row() == key) return true;
            }
        }
        return false;
    }

  private:
    static Player player_of(const std::string& fixture) {
        auto player = Player::open(fixture);
        REQUIRE(player);
        return std::move(*player);
    }

    ImGuiContext* context_;
    ControlMap controls_;
    HarnessWindow window_;
};

/// A folder of its own that goes with the test.
struct TestFolder {
    TestFolder()
        : path(std::filesystem::temp_directory_path() / ("deskbell-harness-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
        std::filesystem::create_directories(path);
    }
    ~TestFolder() { std::filesystem::remove_all(path); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    std::string file(const std::string& name, const std::string& text) const {
        const std::string whole = (path / name).string();
        std::ofstream(whole, std::ios::binary) << text;
        return whole;
    }

    std::filesystem::path path;
};

}  // namespace deskbell
