#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace deskbell::relay {

/// What the command line says; every part has a default that works.
struct Config {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8787;  ///< 0: any free one, printed at the start
    std::filesystem::path web;  ///< the built widget and the demo page
    std::filesystem::path data = "deskbell-data";
    std::string public_url;            ///< how visitors reach the relay, without a slash at the end; empty: http://host:port
    std::vector<std::string> origins;  ///< websites whose pages may connect, besides the relay's own; "*" for all
    double speed = 1;                  ///< of the sandbox
};

/// The folder of the built widget when none was named: beside the program, as the build and an installation put it, or below the working folder. Empty
/// when there is none.
std::filesystem::path find_web_folder(const std::filesystem::path& program);

/// Whether a page with this `Origin` header may use the relay. `host` is the request's Host header. Without an Origin the client is no browser page: the
/// check protects visitors from foreign pages, which always send one, and is no lock, since the token in the hello is what counts.
bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& listed);

}  // namespace deskbell::relay
