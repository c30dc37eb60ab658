#include "native/relay/config.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace deskbell::relay {

std::vector<Section> config_sections(Config& config) {
    return {
        {"relay",
         "How the relay is reached.",
         {{"host", &config.host, "address to listen on"},
          {"port", &config.port, "port to listen on; 0: any free one", false, 0, 65535},
          {"public_url", &config.public_url, "address under which visitors and desks reach the relay; empty: http://host:port"},
          {"web", &config.web, "folder of the built widget and the demo page; empty: found beside the program"},
          {"data", &config.data, "folder for conversations and uploads"},
          {"origins", &config.origins, "websites whose pages may connect, such as `https://shop.example`; `*` for all"},
          {"behind_proxy", &config.behind_proxy, "the peer is a balancer: visitors' addresses are the last of X-Forwarded-For"},
          {"ca_file", &config.ca_file, "certificates (PEM) that are trusted when desks are called; empty: the system's"},
          {"sandbox_speed", &config.speed, "how much faster than life the sandbox acts"},
          {"drain_seconds", &config.drain_seconds, "how long a stop waits for what is under way", false, 0, 600}}},
        {"limits",
         "What one relay, one address may take; everything else is in limits.h.",
         {{"connections", &config.most_connections, "sockets in all", false, 1, 10'000'000},
          {"connections_of_address", &config.most_connections_of_address, "sockets of one address", false, 1, 10'000'000},
          {"requests_of_address", &config.requests_of_address,
           "HTTP requests and handshakes of one address a second, in the long run; ten times as many at once"}}},
        {"identity",
         "Who visitors are.",
         {{"token_keys", &config.token_keys,
           "keys of anonymous visitors' tokens, at least 32 bytes each: the first signs, all are accepted; empty: a key is made and kept "
           "in the data folder",
           true},
          {"token_days", &config.token_days, "how long such a token is good after its last use", false, 1, 3650},
          {"jwt_secret", &config.jwt_secret, "checks users' tokens that are signed with HS256", true},
          {"jwt_public_key", &config.jwt_public_key, "PEM file that checks users' tokens that are signed with RS256"},
          {"jwt_audience", &config.jwt_audience, "the `aud` that such a token must have; empty: any"},
          {"jwt_issuer", &config.jwt_issuer, "the `iss` that such a token must have; empty: any"},
          {"user_secret", &config.user_secret, "checks users by the HMAC-SHA256 of their id (hexadecimal)", true},
          {"verified_only", &config.verified_only, "anonymous visitors are refused"}}},
        {"store",
         "Where conversations are kept: without `redis` in a SQLite file in the data folder, for one relay; with it for as many relays as "
         "share it (and the data folder).",
         {{"redis", &config.redis, "`redis://[user@]host:port/database`"},
          {"redis_password", &config.redis_password, "its password", true},
          {"lease_seconds", &config.lease_seconds,
           "how long the conversations of a relay that is silent stay its own; then another relay goes on with them", false, 1, 600},
          {"replicas", &config.replicas, "how many replicas of Redis must have a message too before it counts as stored", false, 0, 16}}},
        {"retention",
         "What is forgotten.",
         {{"days", &config.keep_days, "conversations and files of visitors who were away for so long are removed; 0: never", false, 0,
           36500}}},
        {"metrics",
         "GET /metrics.",
         {{"token", &config.metrics_token, "the bearer token that it asks for; empty: only peers on loopback get it", true}}},
        {"usersig",
         "POST /v1/usersig for signed-in visitors of a Tencent desk.",
         {{"sdk_app_id", &config.usersig_app, "the SDKAppID; 0: the address is not there"},
          {"key", &config.usersig_key, "signs", true},
          {"admin", &config.usersig_admin, "the App's administrator, for whom none is made"},
          {"seconds", &config.usersig_seconds, "how long one is good", false, 60, 15'552'000}}},
    };
}

std::filesystem::path find_web_folder(const std::filesystem::path& program) {
    const std::filesystem::path beside = program.parent_path();
    // In a build tree the program is <build>/<preset>/bin/deskbell-relay and the page <build>/web/dist.
    const std::filesystem::path candidates[] = {
        beside / "dist",
        beside / "../dist",
        beside / "../web/dist",
        beside / "../../dist",
        beside / "../../web/dist",
        beside / "../../../web/dist",
        "web/dist",
        "dist",
    };
    for (const auto& candidate : candidates) {
        std::error_code error;
        if (std::filesystem::exists(candidate / "deskbell.js", error)) return std::filesystem::weakly_canonical(candidate, error);
    }
    return {};
}

bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& listed) {
    if (origin.empty()) return true;
    const std::string wanted = ascii_lower(origin);
    const std::size_t scheme_end = wanted.find("://");
    // "null" is what sandboxed frames and file pages send: it names nobody.
    if (scheme_end == std::string::npos) return false;
    if (!host.empty() && wanted.substr(scheme_end + 3) == ascii_lower(host)) return true;
    return std::any_of(listed.begin(), listed.end(), [&](std::string_view one) {
        while (one.ends_with('/')) one.remove_suffix(1);
        return one == "*" || ascii_lower(one) == wanted;
    });
}

}  // namespace deskbell::relay
