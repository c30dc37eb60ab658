#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "native/relay/config_file.h"
#include "native/relay/server.h"

namespace {

using deskbell::relay::Config;

/// Reads the configuration; tells every mistake, one line each, and whether there is none.
bool load(const std::filesystem::path& file, Config& config) {
    const auto problems = deskbell::relay::load_config(
        file, [](const std::string& name) { return std::getenv(name.c_str()); }, config);
    for (const auto& problem : problems) std::fprintf(stderr, "%s: %s\n", problem.place.c_str(), problem.text.c_str());
    return problems.empty();
}

template <class T, class U>
void override_with(U& place, const std::optional<T>& given) {
    if (given) place = *given;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Deskbell relay: serves the widget, speaks to it over /ws, and to the desks behind it; without a configuration it plays the desk "
        "in a sandbox.");
    std::filesystem::path file;
    std::optional<std::int64_t> port;
    std::optional<std::string> host;
    std::optional<std::string> public_url;
    std::optional<std::filesystem::path> web;
    std::optional<std::filesystem::path> data;
    std::optional<double> speed;
    std::vector<std::string> origins;
    app.add_option("--config", file, "configuration (TOML); what follows goes before it")->check(CLI::ExistingFile);
    app.add_option("--port", port, "port to listen on, 0 for any free one (default: 8787)")->check(CLI::Range(0, 65535));
    app.add_option("--host", host, "address to listen on (default: 127.0.0.1)");
    app.add_option("--web", web, "folder of the built widget and the demo page (found beside the program when not given)")
        ->check(CLI::ExistingDirectory);
    app.add_option("--data", data, "folder for conversations and uploads (default: deskbell-data)");
    app.add_option("--origin", origins, "website whose pages may connect, such as https://shop.example; may be given again; * for all");
    app.add_option("--public-url", public_url, "address under which visitors reach the relay (default: http://host:port)");
    app.add_option("--speed", speed, "how much faster than life the sandbox acts")->check(CLI::Range(0.01, 1000.0));
    CLI::App* check =
        app.add_subcommand("check-config", "checks a configuration and ends: 0 when it is good, 1 with a line for each mistake");
    check->add_option("file", file, "the configuration")->required()->check(CLI::ExistingFile);
    const CLI::App* reference = app.add_subcommand("config-reference", "prints all keys of the configuration (Markdown)");
    app.require_subcommand(0, 1);
    CLI11_PARSE(app, argc, argv);

    if (reference->parsed()) {
        std::fputs(deskbell::relay::config_reference().c_str(), stdout);
        return 0;
    }
    Config config;
    if (!load(file, config)) return 1;
    if (check->parsed()) {
        std::printf("%s: good, %zu desks\n", file.c_str(), config.desks.size());
        return 0;
    }
    override_with(config.port, port);
    override_with(config.host, host);
    override_with(config.public_url, public_url);
    override_with(config.web, web);
    override_with(config.data, data);
    override_with(config.speed, speed);
    config.origins.insert(config.origins.end(), origins.begin(), origins.end());
    std::error_code error;
    if (config.web.empty()) config.web = deskbell::relay::find_web_folder(std::filesystem::read_symlink("/proc/self/exe", error));
    while (config.public_url.ends_with('/')) config.public_url.pop_back();
    return deskbell::relay::serve(std::move(config));
}
