#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "native/relay/desk_kinds.h"
#include "native/relay/settings_table.h"

namespace deskbell::relay {

/// A desk of the configuration.
struct ConfiguredDesk {
    std::string name;
    std::string kind;
    std::shared_ptr<DeskPlan> plan;
};

/// What the configuration and the command line say; every part has a default that works.
struct Config {
    std::string host = "127.0.0.1";
    std::int64_t port = 8787;   ///< 0: any free one, printed at the start
    std::filesystem::path web;  ///< the built widget and the demo page
    std::filesystem::path data = "deskbell-data";
    std::string public_url;            ///< how visitors reach the relay, without a slash at the end; empty: http://host:port
    std::vector<std::string> origins;  ///< websites whose pages may connect, besides the relay's own; "*" for all
    std::filesystem::path ca_file;     ///< certificates that the relay trusts when it calls desks (PEM); empty: the system's
    bool behind_proxy = false;         ///< the peer is a balancer, the visitor's address is the last one of X-Forwarded-For
    double speed = 1;                  ///< of the sandbox

    std::int64_t most_connections = 20000;
    std::int64_t most_connections_of_address = 200;
    double requests_of_address = 20;  ///< HTTP requests and handshakes a second, in the long run

    std::vector<std::string> token_keys;
    std::int64_t token_days = 400;
    std::string jwt_secret;
    std::filesystem::path jwt_public_key;
    std::string jwt_audience;
    std::string jwt_issuer;
    std::string user_secret;
    bool verified_only = false;

    std::string redis;  ///< redis://…; empty: SQLite in the data folder
    std::string redis_password;
    std::int64_t lease_seconds = 10;  ///< how long a relay that is silent keeps its conversations
    std::int64_t replicas = 0;        ///< of Redis that must have a change

    std::int64_t keep_days = 0;  ///< conversations and uploads of visitors that were not there for this long are removed; 0: never
    std::string metrics_token;
    std::int64_t drain_seconds = 2;

    std::int64_t usersig_app = 0;
    std::string usersig_key;
    std::string usersig_admin = "administrator";
    std::int64_t usersig_seconds = 86400;

    std::vector<ConfiguredDesk> desks;  ///< empty: the sandbox
};

/// The table of everything that the sections of the file hold, desks apart.
std::vector<Section> config_sections(Config& config);

/// The folder of the built widget when none was named: beside the program, as the build and an installation put it, or below the working folder. Empty
/// when there is none.
std::filesystem::path find_web_folder(const std::filesystem::path& program);

/// Whether a page with this `Origin` header may use the relay. `host` is the request's Host header. Without an Origin the client is no browser page: the
/// check protects visitors from foreign pages, which always send one, and is no lock, since the token in the hello is what counts.
bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& listed);

}  // namespace deskbell::relay
