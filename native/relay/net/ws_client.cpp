#include "native/relay/net/ws_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>
#include <unordered_map>

#include "native/relay/limits.h"
#include "native/relay/net/dial.h"

namespace deskbell::relay {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::size_t largest_desk_frame = 1u << 20;
constexpr Millis dial_time = 15 * millis_per_second;

/// What is to be sent, and who sends it. The writing loop lives while there is something to write.
struct Socket {
    Link link;
    std::deque<std::string> queue;
    std::size_t unsent = 0;
    bool is_open = false;
    bool writing = false;
    bool closed = false;
    std::function<void()> write;  ///< starts the writing loop

    void drop() {
        closed = true;
        write = {};
        if (link.plain || link.secure) link.lowest().close();
    }
};

template <class Stream>
asio::awaitable<void> write_queue(std::shared_ptr<Socket> socket, websocket::stream<Stream&>& stream) {
    error_code error;
    while (!socket->closed && !error && !socket->queue.empty()) {
        const std::string frame = std::move(socket->queue.front());
        socket->queue.pop_front();
        stream.text(true);
        co_await stream.async_write(asio::buffer(frame), asio::redirect_error(asio::use_awaitable, error));
        socket->unsent -= frame.size();
    }
    socket->writing = false;
}

}  // namespace

class WsClient::Engine : public std::enable_shared_from_this<WsClient::Engine> {
  public:
    Engine(asio::io_context& context, const Reach& reach, const std::filesystem::path& ca_file, Listener listener)
        : context_(context), reach_(reach), tls_(make_tls(ca_file)), listener_(std::move(listener)) {}

    void open(std::uint64_t number, const std::string& address) {
        auto socket = std::make_shared<Socket>();
        sockets_[number] = socket;
        asio::co_spawn(context_, run(shared_from_this(), number, std::move(socket), address), asio::detached);
    }

    void send(std::uint64_t number, std::string frame) {
        const auto found = sockets_.find(number);
        if (found == sockets_.end()) return;
        Socket& socket = *found->second;
        socket.unsent += frame.size();
        socket.queue.push_back(std::move(frame));
        // A desk that does not read is as good as gone; its reader notices.
        if (socket.unsent > largest_unsent) return socket.drop();
        if (socket.is_open && !socket.writing && socket.write) socket.write();
    }

    void close(std::uint64_t number) {
        const auto found = sockets_.find(number);
        if (found == sockets_.end()) return;
        const std::shared_ptr<Socket> socket = found->second;
        sockets_.erase(found);
        socket->drop();
    }

    void close_all() {
        for (auto& [number, socket] : std::exchange(sockets_, {})) socket->drop();
    }
    int open_count() const { return static_cast<int>(sockets_.size()); }

  private:
    static asio::awaitable<void> run(std::shared_ptr<Engine> self, std::uint64_t number, std::shared_ptr<Socket> socket,
                                     std::string address) {
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        std::string reason;
        const auto remote = parse_remote(address);
        if (!remote) {
            reason = remote.error();
        } else if (!socket->closed) {
            TryResult result;
            co_await dial(*remote, self->reach_, self->tls_, dial_time, socket->link, result, reason);
            if (result.kind == TryResult::Kind::answered && !socket->closed) {
                if (socket->link.secure) {
                    co_await self->talk(*remote, number, socket, *socket->link.secure, reason);
                } else {
                    co_await self->talk(*remote, number, socket, *socket->link.plain, reason);
                }
            }
        }
        socket->closed = true;
        socket->write = {};
        self->tell(number, socket, {channel::SocketNews::Kind::closed, reason});
        const auto found = self->sockets_.find(number);
        if (found != self->sockets_.end() && found->second == socket) self->sockets_.erase(found);
    }

    void tell(std::uint64_t number, const std::shared_ptr<Socket>& socket, const channel::SocketNews& news) {
        const auto found = sockets_.find(number);
        if (found != sockets_.end() && found->second == socket) listener_(number, news);
    }

    template <class Stream>
    asio::awaitable<void> talk(const Remote& remote, std::uint64_t number, std::shared_ptr<Socket> socket, Stream& under,
                               std::string& reason) {
        error_code error;
        websocket::stream<Stream&> stream(under);
        socket->link.lowest().expires_never();
        stream.set_option(websocket::stream_base::timeout::suggested(beast::role_type::client));
        stream.read_message_max(largest_desk_frame);
        const bool usual_port = remote.port == (remote.tls ? "443" : "80");
        const std::string host = remote.host + (usual_port ? "" : ':' + remote.port);
        // Chatwoot's /cable asks for the origin of its own pages.
        stream.set_option(
            websocket::stream_base::decorator([origin = (remote.tls ? "https://" : "http://") + host](websocket::request_type& request) {
                request.set(beast::http::field::origin, origin);
                request.set(beast::http::field::user_agent, "Deskbell");
            }));
        co_await stream.async_handshake(host, remote.target, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            socket->is_open = true;
            socket->write = [this, &stream, weak = std::weak_ptr(socket)] {
                const auto alive = weak.lock();
                if (!alive) return;
                alive->writing = true;
                asio::co_spawn(context_, write_queue(alive, stream), asio::detached);
            };
            tell(number, socket, {channel::SocketNews::Kind::opened, {}});
            if (!socket->queue.empty() && !socket->writing && socket->write) socket->write();
        }
        beast::flat_buffer buffer;
        while (!error && !socket->closed) {
            co_await stream.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
            if (error) break;
            const auto bytes = buffer.cdata();
            if (stream.got_text()) {
                tell(number, socket, {channel::SocketNews::Kind::frame, std::string(static_cast<const char*>(bytes.data()), bytes.size())});
            }
            buffer.clear();
        }
        // A desk that has said goodbye may hang up before TLS has, which is no other reason.
        const bool said_goodbye = stream.reason().code != websocket::close_code::none;
        reason = said_goodbye ? "closed by the desk: " + std::string(stream.reason().reason.c_str()) : error.message();
        socket->is_open = false;
        socket->write = {};
        // The writing loop holds the stream: it ends as soon as the connection is gone.
        socket->link.lowest().close();
        while (socket->writing) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }

    asio::io_context& context_;
    const Reach& reach_;
    asio::ssl::context tls_;
    Listener listener_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Socket>> sockets_;
};

WsClient::WsClient(asio::io_context& context, const Reach& reach, const std::filesystem::path& ca_file, Listener listener)
    : engine_(std::make_shared<Engine>(context, reach, ca_file, std::move(listener))) {}
WsClient::~WsClient() { engine_->close_all(); }
void WsClient::open(std::uint64_t number, const std::string& address) { engine_->open(number, address); }
void WsClient::send(std::uint64_t number, std::string frame) { engine_->send(number, std::move(frame)); }
void WsClient::close(std::uint64_t number) { engine_->close(number); }
int WsClient::open_count() const { return engine_->open_count(); }

}  // namespace deskbell::relay
