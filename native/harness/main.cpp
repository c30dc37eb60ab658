// deskbell-harness: shows a recorded conversation in a native window, or makes a picture of it.

#include <GLFW/glfw3.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "native/harness/harness_window.h"

namespace {

using namespace deskbell;

constexpr int exit_unusable = 2;
/// The layout of a window settles in so many frames.
constexpr int frames_before_picture = 5;

struct Settings {
    std::string fixture;
    std::string lang;
    std::string screenshot;
    Millis at = -1;
    std::string theme = "light";
    int width = 1280;
    int height = 800;
};

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
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

int show(const Settings& settings, Player player) {
    if (glfwInit() == GLFW_FALSE)
        return complain("there is no display; --screenshot makes a picture without one (./dev harness starts Xvfb for it)");
    GLFWwindow* window = glfwCreateWindow(settings.width, settings.height, "Deskbell harness", nullptr, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return complain("the display has no OpenGL 3");
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::StyleColorsDark();
    add_fonts(17);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 130");
    HarnessWindow harness(std::move(player), settings.theme == "dark" ? Theme::dark : Theme::light);
    harness.player().seek(settings.at >= 0 ? settings.at : settings.screenshot.empty() ? 0 : harness.player().duration());
    int code = 0;
    if (!settings.screenshot.empty()) {
        for (int i = 0; i < frames_before_picture; ++i) {
            glfwPollEvents();
            draw_frame(window, harness, 0);
        }
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window, &width, &height);
        if (!save_picture(settings.screenshot, width, height)) code = complain(settings.screenshot + ": cannot be written");
    } else {
        double last = glfwGetTime();
        while (glfwWindowShouldClose(window) == GLFW_FALSE) {
            glfwPollEvents();
            const double now = glfwGetTime();
            draw_frame(window, harness, (now - last) * 1000);
            last = now;
            glfwSwapBuffers(window);
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
    Settings settings;
    CLI::App app{"Shows a recorded Deskbell conversation in a window, to look at and to play with.", "deskbell-harness"};
    app.add_option("FIXTURE", settings.fixture, "a recorded conversation (*.jsonl)");
    app.add_option("--lang", settings.lang, "the language, instead of the fixture's");
    app.add_option("--screenshot", settings.screenshot, "write a picture (PNG) and end");
    app.add_option("--at", settings.at, "milliseconds since the start to go to; with --screenshot by default the end");
    app.add_option("--theme", settings.theme, "light or dark")->check(CLI::IsMember({"light", "dark"}));
    app.add_option("--width", settings.width, "of the window, in pixels")->check(CLI::Range(640, 4096));
    app.add_option("--height", settings.height, "of the window, in pixels")->check(CLI::Range(480, 4096));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_unusable;
    }
    std::string text = R"({"deskbell":1,"title":"New","lang":"en","start":1765000000000,"user":{"id":"visitor-1"}})"
                       "\n{\"at\":0,\"event\":\"net\",\"state\":\"connected\"}\n{\"at\":0,\"event\":\"open\"}\n";
    if (!settings.fixture.empty()) {
        std::ifstream file(settings.fixture, std::ios::binary);
        if (!file) return complain(settings.fixture + ": cannot be read");
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    auto player = Player::open(text, settings.lang);
    if (!player) {
        const FixtureError& error = player.error();
        return complain(settings.fixture + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + ": " + error.reason);
    }
    return show(settings, std::move(*player));
}
