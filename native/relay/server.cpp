#include "native/relay/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/net/network.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/redis_store.h"
#include "native/relay/relay_words.h"
#include "native/relay/retention.h"
#include "native/relay/sessions.h"
#include "native/relay/sqlite_store.h"

namespace deskbell::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Wakes the hub when a conversation has something to do.
class Ticker {
  public:
    Ticker(asio::io_context& context, Hub& hub) : timer_(context), hub_(hub) {
        hub_.on_schedule([this] { arm(); });
        arm();
    }
    ~Ticker() { hub_.on_schedule({}); }
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

  private:
    void arm() {
        const auto deadline = hub_.next_deadline();
        if (deadline == armed_) return;
        armed_ = deadline;
        timer_.cancel();
        if (!deadline) return;
        timer_.expires_after(std::chrono::milliseconds(std::max<Millis>(0, *deadline - wall_clock())));
        timer_.async_wait([this](error_code error) {
            if (error) return;
            armed_.reset();
            hub_.advance(wall_clock());
            arm();
        });
    }

    asio::steady_timer timer_;
    Hub& hub_;
    std::optional<Millis> armed_;
};

/// Does something when a scope is left, by whatever way.
class Finally {
  public:
    explicit Finally(std::function<void()> action) : action_(std::move(action)) {}
    ~Finally() { action_(); }
    Finally(const Finally&) = delete;
    Finally& operator=(const Finally&) = delete;

  private:
    std::function<void()> action_;
};

/// Serves a socket that counts for its address.
asio::awaitable<void> serve_counted(tcp::socket socket, Services& services, std::string address) {
    const Finally uncount([&] { services.addresses.close(address); });
    co_await serve_http(std::move(socket), services);
}

/// Removes the files that nobody has any more, a few at a time.
asio::awaitable<void> sweep_orphans(asio::io_context& context, Services& services) {
    constexpr int at_once = 100;
    asio::steady_timer timer(context);
    error_code error;
    OrphanSweep sweep(services.store, services.uploads);
    try {
        while (!error && sweep.step(at_once, wall_clock())) {
            timer.expires_after(std::chrono::milliseconds(10));
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    } catch (const StoreError& problem) {
        // What is left is found at the next start.
        log_line("store_failed", {{"reason", problem.what()}});
    }
}

/// Forgets visitors and their files, a few at a time.
asio::awaitable<void> forget_old_visitors(asio::io_context& context, Services& services) {
    constexpr int at_once = 100;
    asio::steady_timer timer(context);
    error_code error;
    while (!error) {
        bool more = false;
        try {
            more = forget_visitors_and_files(services.hub, services.uploads, wall_clock() - services.config.keep_days * millis_per_day,
                                             at_once);
        } catch (const StoreError& problem) {
            log_line("store_failed", {{"reason", problem.what()}});
        }
        timer.expires_after(more ? std::chrono::milliseconds(100) : std::chrono::minutes(10));
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

/// As many file descriptors as the system gives: each socket is one.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

IdentityOptions identity_of(const Config& config) {
    IdentityOptions options;
    options.token_keys = config.token_keys;
    options.token_life = config.token_days * 24 * 3600;
    options.jwt_secret = config.jwt_secret;
    options.jwt_audience = config.jwt_audience;
    options.jwt_issuer = config.jwt_issuer;
    options.user_secret = config.user_secret;
    options.verified_only = config.verified_only;
    if (!config.jwt_public_key.empty()) {
        std::ifstream file(config.jwt_public_key);
        options.jwt_public_key.assign(std::istreambuf_iterator<char>(file), {});
        if (options.jwt_public_key.empty())
            throw std::runtime_error("the public key " + config.jwt_public_key.string() + " cannot be read");
    }
    return options;
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, Services& services) {
    while (acceptor.is_open()) {
        error_code error;
        tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of file descriptors, most likely: a short pause lets others close.
            log_line("accept_failed", {{"reason", error.message()}});
            asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        if (services.sockets >= services.config.most_connections) {
            log_line("too_many_sockets");
            continue;
        }
        socket.set_option(tcp::no_delay(true), error);
        const asio::ip::address peer = socket.remote_endpoint(error).address();
        // Behind a balancer every peer is the balancer.
        if (peer.is_loopback() || services.config.behind_proxy) {
            asio::co_spawn(acceptor.get_executor(), serve_http(std::move(socket), services), asio::detached);
        } else if (services.addresses.open(peer.to_string())) {
            asio::co_spawn(acceptor.get_executor(), serve_counted(std::move(socket), services, peer.to_string()), asio::detached);
        } else {
            ++services.limited;
        }
    }
}

/// The relay as one of several: says that it lives, and hears what the others tell.
class FleetKeeper {
  public:
    FleetKeeper(asio::io_context& context, Fleet& fleet, Hub& hub) : context_(context), fleet_(fleet), hub_(hub) {
        asio::co_spawn(context, live(), asio::detached);
    }

  private:
    asio::awaitable<void> live() {
        error_code error;
        asio::steady_timer timer(context_);
        while (!error) {
            bool again = false;
            try {
                const FleetNews news = fleet_.live();
                hub_.heard(news, wall_clock());
                again = news.has_more;
                listen();
            } catch (const StoreError& problem) {
                log_line("store_failed", {{"reason", problem.what()}});
            }
            timer.expires_after(std::chrono::milliseconds(again ? 10 : fleet_.lease() / 4));
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }

    /// Waits for notes on a copy of the socket, so that the fleet may close its own whenever it likes.
    void listen() {
        if (listening_ || fleet_.descriptor() < 0) return;
        listening_ = true;
        asio::co_spawn(context_, hear(asio::posix::stream_descriptor(context_, ::dup(fleet_.descriptor()))), asio::detached);
    }

    asio::awaitable<void> hear(asio::posix::stream_descriptor socket) {
        error_code error;
        while (!error) {
            co_await socket.async_wait(asio::posix::descriptor_base::wait_read, asio::redirect_error(asio::use_awaitable, error));
            if (error) break;
            try {
                const std::vector<PeerNote> notes = fleet_.notes();
                if (!notes.empty()) hub_.heard(notes, wall_clock());
            } catch (const StoreError& problem) {
                // The next sign of life opens it again.
                log_line("store_failed", {{"reason", problem.what()}});
                break;
            }
        }
        listening_ = false;
    }

    asio::io_context& context_;
    Fleet& fleet_;
    Hub& hub_;
    bool listening_ = false;
};

/// Says goodbye to everybody, and stops the loop when they are gone and what was asked of desks is answered, or when its time is over.
asio::awaitable<void> stop(asio::io_context& context, tcp::acceptor& acceptor, Services& services) {
    error_code error;
    services.stopping = true;
    acceptor.close(error);
    services.hub.close_all(Closing::going_away);
    asio::steady_timer timer(context);
    for (Millis waited = 0; waited < services.config.drain_seconds * millis_per_second &&
                            (services.hub.connection_count() > 0 || services.requests > 0 || services.network.counts().open > 0);
         waited += 20) {
        timer.expires_after(std::chrono::milliseconds(20));
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
    context.stop();
}

/// Opens the acceptor; the reason when it cannot.
error_code listen(tcp::acceptor& acceptor, asio::io_context& context, const Config& config) {
    error_code error;
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(config.host, std::to_string(config.port), tcp::resolver::passive, error);
    if (error) return error;
    const tcp::endpoint endpoint = *found.begin();
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

std::unique_ptr<Store> open_store(const Config& config) {
    if (config.redis.empty()) return std::make_unique<SqliteStore>(config.data / "deskbell.sqlite3");
    RedisOptions options;
    options.address = parse_redis_url(config.redis).value();
    if (!config.redis_password.empty()) options.address.password = config.redis_password;
    options.lease = config.lease_seconds * millis_per_second;
    options.replicas = static_cast<int>(config.replicas);
    return std::make_unique<RedisStore>(options);
}

/// The configured desks; their addresses are added to the reach. Throws what is wrong, which a checked configuration is not.
Desks make_desks(const Config& config, const DeskSurroundings& around, Reach& reach) {
    if (config.desks.empty()) return sandbox_only({around.public_url + "/sandbox/", around.speed});
    Desks desks;
    for (const ConfiguredDesk& each : config.desks) {
        auto account = each.plan->make(around);
        if (!account) throw std::runtime_error("desk " + each.name + ": " + account.error());
        for (const std::string& base : each.plan->bases()) (void)reach.add(base);
        desks.push_back({each.name, std::move(*account)});
    }
    return desks;
}

std::string address_of(const Config& config, const tcp::acceptor& acceptor) {
    const bool is_v6 = config.host.find(':') != std::string::npos;
    const std::string host = is_v6 ? '[' + config.host + ']' : config.host;
    return "http://" + host + ':' + std::to_string(acceptor.local_endpoint().port());
}

}  // namespace

Millis wall_clock() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

int serve(Config config) {
    // A Redis that has gone is an error of the call, not the end of the relay: hiredis writes without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        std::filesystem::create_directories(config.data);
        const std::unique_ptr<Store> kept = open_store(config);
        Store& store = *kept;
        Uploads uploads(store, config.data / "uploads");
        const SandboxFiles sandbox_files;
        // These outlive the loop: sockets that are still open say goodbye to them when the loop is torn down.
        std::optional<Hub> hub;
        std::optional<Services> services;
        raise_descriptor_limit();
        AddressLimits addresses(config.most_connections_of_address, config.requests_of_address);
        const OpensslCrypto crypto;
        const RelayWords words;
        Reach reach;
        std::optional<Network> network;
        asio::io_context context(1);
        // Its connections go before the loop that they belong to.
        const Finally disconnect([&network] { network.reset(); });
        tcp::acceptor acceptor(context);
        if (const error_code error = listen(acceptor, context, config)) {
            std::fprintf(stderr, "Deskbell cannot listen on %s port %d: %s\n", config.host.c_str(), static_cast<int>(config.port),
                         error.message().c_str());
            return 1;
        }
        const std::string address = address_of(config, acceptor);
        if (config.public_url.empty()) config.public_url = address;
        network.emplace(context, reach, uploads, Network::Options{config.ca_file, config.public_url});
        hub.emplace(store, make_desks(config, {crypto, words, config.public_url, config.speed}, reach), &*network, identity_of(config),
                    dynamic_cast<Fleet*>(kept.get()));
        network->connect(*hub);
        services.emplace(Services{config, store, *hub, uploads, *network, addresses, sandbox_files});
        const Ticker ticker(context, *hub);
        std::optional<FleetKeeper> keeper;
        if (auto* fleet = dynamic_cast<Fleet*>(kept.get())) keeper.emplace(context, *fleet, *hub);
        hub->on_pending([&] { asio::post(context, [&hub] { hub->flush(wall_clock()); }); });
        asio::signal_set signals(context, SIGINT, SIGTERM);
        signals.async_wait([&](error_code error, int) {
            if (!error) asio::co_spawn(context, stop(context, acceptor, *services), asio::detached);
        });
        asio::co_spawn(context, accept(acceptor, *services), asio::detached);
        asio::co_spawn(context, sweep_orphans(context, *services), asio::detached);
        if (config.keep_days > 0) asio::co_spawn(context, forget_old_visitors(context, *services), asio::detached);
        std::printf("Deskbell relay on %s/\n", address.c_str());
        std::fflush(stdout);
        log_line("start", {{"web", config.web.string()}, {"data", config.data.string()}});
        context.run();
        hub->flush(wall_clock());
        store.checkpoint();
        log_line("stop");
        return 0;
    } catch (const std::exception& error) {
        // The store cannot be opened, or something that nobody expected: said in one line.
        std::fprintf(stderr, "Deskbell relay: %s\n", error.what());
        return 1;
    }
}

}  // namespace deskbell::relay
