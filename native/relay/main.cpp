#include <CLI/CLI.hpp>
#include <filesystem>

#include "native/relay/server.h"

int main(int argc, char** argv) {
    deskbell::relay::Config config;
    CLI::App app("Deskbell relay: serves the widget, speaks to it over /ws, and plays the desk in a sandbox.");
    app.add_option("--port", config.port, "port to listen on, 0 for any free one")->capture_default_str();
    app.add_option("--host", config.host, "address to listen on")->capture_default_str();
    app.add_option("--web", config.web, "folder of the built widget and the demo page (found beside the program when not given)")
        ->check(CLI::ExistingDirectory);
    app.add_option("--data", config.data, "folder for conversations and uploads")->capture_default_str();
    app.add_option("--origin", config.origins,
                   "website whose pages may connect, such as https://shop.example; may be given again; * for all");
    app.add_option("--public-url", config.public_url, "address under which visitors reach the relay (default: http://host:port)");
    app.add_option("--speed", config.speed, "how much faster than life the sandbox acts")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    std::error_code error;
    if (config.web.empty()) config.web = deskbell::relay::find_web_folder(std::filesystem::read_symlink("/proc/self/exe", error));
    while (config.public_url.ends_with('/')) config.public_url.pop_back();
    return deskbell::relay::serve(std::move(config));
}
