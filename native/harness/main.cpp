// deskbell-harness: shows a recorded conversation in a native window, or makes a picture of it.

#include <GLFW/glfw3.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <optional>

#include "core/base/json.h"
#include "native/harness/fonts.h"
#include "native/harness/glyph_texture.h"
#include "native/harness/harness_window.h"
#include "native/harness/raw_text.h"
#include "native/harness/style.h"

namespace {

using namespace deskbell;

constexpr int exit_unusable = 2;
/// The layout of a window settles in so many frames.
constexpr int frames_before_picture = 5;
/// A window in which nothing moves looks for input so often, seconds: what comes over a connection is seen by then.
constexpr double idle_wait = 0.05;

/// Changed settings are written so long after the last time, seconds.
constexpr double settings_pause = 1;
/// A live conversation goes on for so long before its picture, unless --at says otherwise; milliseconds.
constexpr Millis usual_wait = 3000;

struct Arguments {
    std::string fixture;
    std::string lang;
    std::string screenshot;
    Millis at = -1;
    std::string theme;
    std::string frame;
    std::string tab;
    std::string desk;
    std::string connect;
    std::string row;
    int width = 0;
    int height = 0;
};

/// Says what is wrong in one line; gives the exit code of unusable input.
int complain(const std::string& what) {
    std::fprintf(stderr, "deskbell-harness: %s\n", what.c_str());
    return exit_unusable;
}

bool save_picture(const std::string& path, int width, int height) {
    const auto row = static_cast<std::size_t>(width) * 3;
    std::vector<unsigned char> pixels(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    // OpenGL counts rows from the bottom.
    return png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), -static_cast<png_int_32>(row), nullptr) != 0;
}

void draw_frame(GLFWwindow* window, HarnessWindow& harness, double passed) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    harness.draw(passed);
    ImGui::Render();
    upload_glyphs();
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

/// What was remembered, with what was asked for. A picture is the same on every machine, so it remembers nothing.
ReadSettings settings_for(const Arguments& arguments) {
    ReadSettings read = arguments.screenshot.empty() ? read_settings(settings_path()) : ReadSettings{};
    Settings& settings = read.settings;
    if (!arguments.theme.empty()) settings.theme = arguments.theme;
    if (!arguments.frame.empty()) settings.frame = arguments.frame;
    if (!arguments.lang.empty()) settings.lang = arguments.lang;
    if (arguments.width > 0) settings.width = arguments.width;
    if (arguments.height > 0) settings.height = arguments.height;
    return read;
}

void show_tab(HarnessWindow& harness, const Arguments& arguments) {
    using Tab = InspectorPanel::Tab;
    if (!arguments.row.empty()) harness.inspector().pin(arguments.row);
    harness.desk().show_tab(arguments.desk);
    for (const auto& [name, tab] : {std::pair{"row", Tab::row}, {"event", Tab::event}, {"state", Tab::state}, {"session", Tab::session}}) {
        if (arguments.tab == name) harness.inspector().show(tab);
    }
}

/// Lets a live conversation go on for so long before its picture is taken.
void wait_for_picture(GLFWwindow* window, HarnessWindow& harness, Millis time) {
    const double start = glfwGetTime();
    for (double last = start; last - start < static_cast<double>(time) / 1000;) {
        glfwWaitEventsTimeout(idle_wait);
        const double now = glfwGetTime();
        draw_frame(window, harness, (now - last) * 1000);
        last = now;
    }
}

int take_picture(GLFWwindow* window, HarnessWindow& harness, const std::string& path) {
    for (int i = 0; i < frames_before_picture; ++i) {
        glfwPollEvents();
        draw_frame(window, harness, 0);
    }
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    return save_picture(path, width, height) ? 0 : complain(path + ": cannot be written");
}

/// Writes the settings when they have become different, and when that fails says so once.
class SettingsKeeper {
  public:
    explicit SettingsKeeper(const Settings& settings) : written_(to_json(encode(settings))) {}

    void keep(const Settings& settings) {
        std::string now = to_json(encode(settings));
        if (now == written_) return;
        written_ = std::move(now);
        const std::string reason = write_settings(settings_path(), settings);
        if (!reason.empty() && !has_complained_) complain("the settings are not kept: " + reason);
        has_complained_ = has_complained_ || !reason.empty();
    }

  private:
    std::string written_;
    bool has_complained_ = false;
};

void run(GLFWwindow* window, HarnessWindow& harness, SettingsKeeper& keeper) {
    glfwSetWindowUserPointer(window, &harness);
    glfwSetDropCallback(window, [](GLFWwindow* target, int count, const char** paths) {
        if (count > 0) static_cast<HarnessWindow*>(glfwGetWindowUserPointer(target))->open(paths[0]);
    });
    double last = glfwGetTime();
    double kept = last;
    while (glfwWindowShouldClose(window) == GLFW_FALSE) {
        if (harness.is_busy()) {
            glfwPollEvents();
        } else {
            glfwWaitEventsTimeout(idle_wait);
        }
        const double now = glfwGetTime();
        draw_frame(window, harness, (now - last) * 1000);
        last = now;
        glfwSwapBuffers(window);
        int width = 0;
        int height = 0;
        glfwGetWindowSize(window, &width, &height);
        harness.settings().width = width;
        harness.settings().height = height;
        // Not only at the end, which Ctrl-C in the terminal leaves out.
        if (now - kept < settings_pause) continue;
        kept = now;
        keeper.keep(harness.settings());
    }
    keeper.keep(harness.settings());
}

int show(const Arguments& arguments, ReadSettings read, Player player) {
    if (glfwInit() == GLFW_FALSE)
        return complain("there is no display; --screenshot makes a picture without one (./dev harness starts Xvfb for it)");
    const int width = static_cast<int>(read.settings.width);
    const int height = static_cast<int>(read.settings.height);
    GLFWwindow* window = glfwCreateWindow(width, height, "Deskbell harness", nullptr, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return complain("the display has no OpenGL 3");
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    apply_style();
    add_fonts(17);
    add_raw_font(18);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 130");
    upload_glyphs();
    int code = 0;
    {
        SettingsKeeper keeper(read.settings);
        HarnessWindow harness(std::move(player), std::move(read.settings), arguments.fixture, std::move(read.complaint));
        show_tab(harness, arguments);
        const bool is_picture = !arguments.screenshot.empty();
        const bool goes_live = !arguments.connect.empty();
        if (arguments.at >= 0 && !goes_live) {
            harness.player().seek(arguments.at);
        } else if (is_picture || goes_live) {
            harness.player().seek(harness.player().duration());
        }
        tl::expected<void, std::string> connected;
        if (goes_live) connected = harness.desk().connect(harness.player(), arguments.connect);
        if (is_picture && goes_live && connected) wait_for_picture(window, harness, arguments.at >= 0 ? arguments.at : usual_wait);
        if (!connected) {
            code = complain(connected.error());
        } else if (is_picture) {
            code = take_picture(window, harness, arguments.screenshot);
        } else {
            run(window, harness, keeper);
        }
    }
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window);
    glfwTerminate();
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Shows a recorded Deskbell conversation in a window, to look at and to play with.", "deskbell-harness"};
    app.add_option("FIXTURE", arguments.fixture, "a recorded conversation (*.jsonl)");
    app.add_option("--lang", arguments.lang, "the language, instead of the fixture's");
    app.add_option("--screenshot", arguments.screenshot, "write a picture (PNG) and end");
    app.add_option("--at", arguments.at, "milliseconds since the start to go to; with --screenshot by default the end");
    app.add_option("--theme", arguments.theme, "of the phone: light or dark")->check(CLI::IsMember({"light", "dark"}));
    app.add_option("--frame", arguments.frame, "what the conversation is shown in")
        ->check(CLI::IsMember({"small", "phone", "panel", "fill"}));
    app.add_option("--tab", arguments.tab, "what the inspector shows")->check(CLI::IsMember({"row", "event", "state", "session"}));
    app.add_option("--connect", arguments.connect,
                   "talk to a running relay (ws://host:port/ws), or to the word sandbox: a simulated desk in this window");
    app.add_option("--desk", arguments.desk, "what the desk side shows")->check(CLI::IsMember({"compose", "agent", "trouble", "record"}));
    app.add_option("--row", arguments.row, "the key of the row that the inspector shows");
    app.add_option("--width", arguments.width, "of the window, in pixels")->check(CLI::Range(640, 4096));
    app.add_option("--height", arguments.height, "of the window, in pixels")->check(CLI::Range(480, 4096));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_unusable;
    }
    ReadSettings read = settings_for(arguments);
    if (!read.complaint.empty()) complain(read.complaint);
    if (arguments.fixture.empty()) {
        // A relay writes the times of its own clock.
        const Millis now =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        Player fresh = new_conversation(read.settings.lang, arguments.connect.empty() ? usual_start : now);
        return show(arguments, std::move(read), std::move(fresh));
    }
    Opening opening(arguments.fixture, read.settings.lang);
    while (opening.work([] { return false; })) {
    }
    auto player = opening.take();
    if (!player) return complain(player.error());
    return show(arguments, std::move(read), std::move(*player));
}
