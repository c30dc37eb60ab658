#include "native/relay/net/network.h"

#include "native/relay/log.h"
#include "native/relay/server.h"

namespace deskbell::relay {

Network::Network(boost::asio::io_context& context, const Reach& reach, Uploads& uploads, Options options)
    : uploads_(uploads),
      options_(std::move(options)),
      http_(context, reach, {options_.ca_file, uploads.folder()}),
      sockets_(context, reach, options_.ca_file,
               [this](std::uint64_t number, const channel::SocketNews& news) { hub_->heard(number, news, wall_clock()); }) {}

void Network::fetch(const Errand& errand, channel::Request request) {
    FetchHooks hooks;
    hooks.authorise = [this, errand](channel::Request& each) { hub_->authorise(errand, each); };
    hooks.answer = [this, errand](channel::Response response) { hub_->answered(errand, std::move(response), wall_clock()); };
    hooks.find = [this, visitor = errand.visitor](const std::string& id) { return uploads_.find(id, visitor); };
    hooks.keep = [this, visitor = errand.visitor](const std::filesystem::path& file, const std::string& name, std::int64_t size) {
        channel::KeptFile kept;
        try {
            kept = uploads_.keep(file, visitor, name, size, wall_clock());
        } catch (const StoreError& error) {
            log_line("store_failed", {{"visitor", std::to_string(visitor)}, {"reason", error.what()}});
        }
        if (!kept.url.empty()) kept.url = options_.public_url + kept.url;
        return kept;
    };
    http_.fetch(errand.number, std::move(request), std::move(hooks));
}

void Network::open_socket(std::uint64_t number, std::size_t, const std::string& address) { sockets_.open(number, address); }

}  // namespace deskbell::relay
