// The other end of the relay's benchmark (tests/bench/relay.mjs): many WebSocket clients, and a bare Beast echo to compare with.

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <cstdio>
#include <list>
#include <string>
#include <vector>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see native/relay/sessions.h
#endif

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Socket = websocket::stream<beast::tcp_stream>;

auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

asio::awaitable<void> echo(tcp::socket socket) {
    error_code error;
    Socket stream{beast::tcp_stream(std::move(socket))};
    co_await stream.async_accept(into(error));
    beast::flat_buffer buffer;
    while (!error) {
        co_await stream.async_read(buffer, into(error));
        if (error) break;
        stream.text(stream.got_text());
        co_await stream.async_write(buffer.data(), into(error));
        buffer.clear();
    }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor) {
    error_code error;
    while (!error) {
        tcp::socket socket = co_await acceptor.async_accept(into(error));
        if (error) break;
        socket.set_option(tcp::no_delay(true), error);
        asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)), asio::detached);
    }
}

int serve_echo() {
    asio::io_context context(1);
    tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0}, true);
    acceptor.listen(asio::socket_base::max_listen_connections);
    std::printf("%u\n", acceptor.local_endpoint().port());
    std::fflush(stdout);
    asio::co_spawn(context, listen(acceptor), asio::detached);
    context.run();
    return 0;
}

/// What a load is to be.
struct Plan {
    unsigned short port = 0;
    bool is_echo = false;
    int connections = 100;
    int tabs = 1;      ///< sockets of one visitor
    int seconds = 10;  ///< of measuring
    int pause = 1000;  ///< milliseconds between a visitor's questions; of an echo, none
    int frame = 700;   ///< bytes of an echo's frame
    bool is_idle = false;
};

/// What has been counted while it was measured.
struct Counts {
    bool measuring = false;
    long long events = 0;
    std::vector<double> answers;  ///< milliseconds from a ping to its pong, or of an echo
};

struct Client {
    explicit Client(asio::io_context& context) : stream(context), timer(context) {}
    Socket stream;
    asio::steady_timer timer;
    std::string token;
    Clock::time_point asked;
    bool is_asked = false;
    bool is_open = false;
};

double since(Clock::time_point begin) { return std::chrono::duration<double, std::milli>(Clock::now() - begin).count(); }

asio::awaitable<bool> connect(Client& client, const Plan& plan) {
    error_code error;
    co_await beast::get_lowest_layer(client.stream)
        .async_connect(tcp::endpoint(asio::ip::make_address("127.0.0.1"), plan.port), into(error));
    if (!error) beast::get_lowest_layer(client.stream).socket().set_option(tcp::no_delay(true), error);
    if (!error) co_await client.stream.async_handshake("127.0.0.1:" + std::to_string(plan.port), plan.is_echo ? "/" : "/ws", into(error));
    client.stream.text(true);
    client.is_open = !error;
    co_return !error;
}

/// Says hello, for the token's visitor or a new one; gives the token.
asio::awaitable<std::string> greet(Client& client, const std::string& known) {
    error_code error;
    std::string token = known;
    const std::string quoted = token.empty() ? std::string("null") : '"' + token + '"';
    const std::string hello = R"({"hello":{"token":)" + quoted + R"(,"lang":"en"}})";
    co_await client.stream.async_write(asio::buffer(hello), into(error));
    beast::flat_buffer buffer;
    co_await client.stream.async_read(buffer, into(error));
    const std::string welcome = beast::buffers_to_string(buffer.data());
    const auto at = welcome.find("\"token\":\"");
    if (at != std::string::npos) token = welcome.substr(at + 9, welcome.find('"', at + 9) - at - 9);
    co_return token;
}

asio::awaitable<void> hear(Client& client, const Plan& plan, Counts& counts) {
    error_code error;
    beast::flat_buffer buffer;
    const std::string echo_frame(static_cast<std::size_t>(plan.frame), 'x');
    if (plan.is_echo) {
        client.asked = Clock::now();
        co_await client.stream.async_write(asio::buffer(echo_frame), into(error));
    }
    while (!error) {
        co_await client.stream.async_read(buffer, into(error));
        if (error) break;
        const std::string_view text(static_cast<const char*>(buffer.cdata().data()), buffer.size());
        const bool pong = !plan.is_echo && text.starts_with("{\"pong\"");
        if (counts.measuring) {
            if (!pong) ++counts.events;
            if (pong || plan.is_echo) counts.answers.push_back(since(client.asked));
        }
        if (pong) client.is_asked = false;
        buffer.clear();
        if (plan.is_echo) {
            client.asked = Clock::now();
            co_await client.stream.async_write(asio::buffer(echo_frame), into(error));
        }
    }
    client.is_open = false;
}

/// Asks the desk for a streamed answer again and again, and now and then the relay whether it is there.
asio::awaitable<void> ask(Client& client, const Plan& plan, int number) {
    error_code error;
    client.timer.expires_after(std::chrono::milliseconds(plan.pause * number / std::max(1, plan.connections / plan.tabs)));
    co_await client.timer.async_wait(into(error));
    for (int round = 0; client.is_open && !error; ++round) {
        const std::string frame =
            R"({"send":{"client_id":"r)" + std::to_string(round) + R"(","message":{"type":"TIMTextElem","payload":{"text":"stream"}}}})";
        co_await client.stream.async_write(asio::buffer(frame), into(error));
        client.timer.expires_after(std::chrono::milliseconds(plan.pause / 2));
        co_await client.timer.async_wait(into(error));
        if (!client.is_asked) {
            client.is_asked = true;
            client.asked = Clock::now();
            static const std::string ping = R"({"ping":true})";
            co_await client.stream.async_write(asio::buffer(ping), into(error));
        }
        client.timer.expires_after(std::chrono::milliseconds(plan.pause - plan.pause / 2));
        co_await client.timer.async_wait(into(error));
    }
}

asio::awaitable<void> run(asio::io_context& context, const Plan& plan) {
    std::list<Client> clients;
    Counts counts;
    int opened = 0;
    std::string token;
    for (int i = 0; i < plan.connections; ++i) {
        Client& client = clients.emplace_back(context);
        if (!co_await connect(client, plan)) break;
        ++opened;
        // A named argument: GCC 12 destroys a conditional temporary of a co_await twice.
        if (i % plan.tabs == 0) token.clear();
        if (!plan.is_echo) token = co_await greet(client, token);
        asio::co_spawn(context, hear(client, plan, counts), asio::detached);
        if (!plan.is_echo && !plan.is_idle && i % plan.tabs == 0) asio::co_spawn(context, ask(client, plan, i / plan.tabs), asio::detached);
    }
    std::printf("{\"opened\":%d}\n", opened);
    std::fflush(stdout);
    error_code error;
    asio::steady_timer timer(context, std::chrono::seconds(2));
    co_await timer.async_wait(into(error));
    counts.measuring = true;
    const auto begin = Clock::now();
    timer.expires_after(std::chrono::seconds(plan.seconds));
    co_await timer.async_wait(into(error));
    counts.measuring = false;
    const double seconds = since(begin) / 1000;
    std::sort(counts.answers.begin(), counts.answers.end());
    const auto quantile = [&](double part) {
        return counts.answers.empty() ? 0.0
                                      : counts.answers[static_cast<std::size_t>(part * static_cast<double>(counts.answers.size() - 1))];
    };
    const auto still_open = std::count_if(clients.begin(), clients.end(), [](const Client& one) { return one.is_open; });
    std::printf("{\"events_per_second\":%.0f,\"answers\":%zu,\"p50\":%.2f,\"p99\":%.2f,\"open\":%d}\n",
                static_cast<double>(counts.events) / seconds, counts.answers.size(), quantile(0.5), quantile(0.99),
                static_cast<int>(still_open));
    std::fflush(stdout);
    std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    CLI::App app("The other end of the relay's benchmark.");
    Plan plan;
    const CLI::App* server = app.add_subcommand("echo", "a bare Beast echo; prints its port");
    CLI::App* load = app.add_subcommand("load", "many clients; prints what they measured");
    load->add_option("--port", plan.port)->required();
    load->add_flag("--echo", plan.is_echo);
    load->add_flag("--idle", plan.is_idle);
    load->add_option("--connections", plan.connections);
    load->add_option("--tabs", plan.tabs);
    load->add_option("--seconds", plan.seconds);
    load->add_option("--pause", plan.pause);
    load->add_option("--frame", plan.frame);
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);
    if (server->parsed()) return serve_echo();
    asio::io_context context(1);
    asio::co_spawn(context, run(context, plan), asio::detached);
    context.run();
    return 0;
}
