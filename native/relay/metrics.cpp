#include "native/relay/metrics.h"

#include "native/relay/net/network.h"

namespace deskbell::relay {
namespace {

void add(std::string& out, std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    const std::string full = "deskbell_" + std::string(name);
    out += "# HELP " + full + ' ' + std::string(help) + "\n# TYPE " + full + ' ' + std::string(type) + '\n' + full + ' ' +
           std::to_string(value) + '\n';
}

}  // namespace

std::string metrics_text(const Services& services) {
    const HubCounts hub = services.hub.counts();
    const HttpCounts http = services.network.counts();
    const auto whole = [](int number) { return static_cast<std::uint64_t>(number < 0 ? 0 : number); };
    std::string out;
    add(out, "sockets", "gauge", "Open sockets of all kinds.", whole(services.sockets));
    add(out, "clients", "gauge", "WebSockets of visitors.", whole(hub.clients));
    add(out, "conversations", "gauge", "Conversations in memory.", whole(hub.conversations));
    add(out, "relays", "gauge", "Relays that live, this one included.", whole(hub.relays));
    add(out, "clients_away", "gauge", "WebSockets here whose conversations other relays run.", whole(hub.away));
    add(out, "clients_remote", "gauge", "WebSockets at other relays whose conversations this one runs.", whole(hub.remote));
    add(out, "frames_total", "counter", "Frames from clients.", hub.frames);
    add(out, "frames_refused_total", "counter", "Frames from clients that were refused.", hub.refused);
    add(out, "events_total", "counter", "Events that were sent to clients.", hub.lines);
    add(out, "messages_total", "counter", "Messages of visitors that were taken.", hub.messages);
    add(out, "webhooks_total", "counter", "Requests of desks.", hub.webhooks);
    add(out, "store_failures_total", "counter", "Calls that the store did not take.", hub.store_failures);
    add(out, "desk_requests", "gauge", "Requests to desks that are open.", whole(hub.requests));
    add(out, "desk_tries_total", "counter", "Tries of requests to desks.", http.tries);
    add(out, "desk_answers_total", "counter", "Tries that were answered below 500.", http.answered);
    add(out, "desk_failures_total", "counter", "Tries that were not answered, or with 500 and above.", http.failed);
    add(out, "desk_refused_total", "counter", "Requests to addresses or certificates that the relay does not accept.", http.refused);
    add(out, "desk_breakers_open", "gauge", "Hosts that are left alone for a while.", whole(http.open_breakers));
    add(out, "desk_sockets", "gauge", "WebSockets to desks.", whole(services.network.socket_count()));
    add(out, "requests_limited_total", "counter", "HTTP requests and handshakes that were refused as too many of one address.",
        services.limited);
    return out;
}

}  // namespace deskbell::relay
