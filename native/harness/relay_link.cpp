#include "native/harness/relay_link.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/url.hpp>
#include <chrono>
#include <deque>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "core/base/json.h"
#include "native/relay/beast.h"
#include "native/relay/limits.h"
#include "native/relay_client/relay_channel.h"

namespace deskbell {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;

constexpr std::chrono::seconds connect_time{10};
constexpr std::chrono::seconds upload_time{60};

auto token(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes;
    if (file) bytes.assign(std::istreambuf_iterator<char>(file), {});
    return bytes;
}

}  // namespace

std::string RelayAddress::authority() const { return (host.find(':') != std::string::npos ? '[' + host + ']' : host) + ':' + port; }

tl::expected<RelayAddress, std::string> parse_relay_address(std::string_view text) {
    const auto fail = [&](std::string_view why) { return tl::unexpected<std::string>(std::string(text) + ": " + std::string(why)); };
    const auto url = boost::urls::parse_uri(text);
    if (!url) return fail("no address; it looks like ws://127.0.0.1:8787/ws");
    if (url->scheme() == "wss" || url->scheme() == "https")
        return fail("encrypted connections are not spoken here; use ws:// to a relay nearby");
    if (url->scheme() != "ws" && url->scheme() != "http") return fail("the address begins with ws://");
    if (url->host_address().empty()) return fail("the host is missing");
    RelayAddress address;
    address.host = url->host_address();
    address.port = url->port().empty() ? "80" : std::string(url->port());
    address.path = url->encoded_path().empty() || url->encoded_path() == "/" ? "/ws" : std::string(url->encoded_path());
    return address;
}

/// The socket and what goes over it. Everything runs inside of poll(), on the caller's thread.
class RelayLink::Client : public std::enable_shared_from_this<RelayLink::Client> {
  public:
    Client(asio::io_context& context, RelayAddress address, std::string lang)
        : address_(std::move(address)), channel_(std::move(lang)), context_(context), pause_(context) {}

    void start() { asio::co_spawn(context_, run(shared_from_this()), asio::detached); }

    void stop() {
        over_ = true;
        pause_.cancel();
        drop();
    }

    std::vector<Value> poll() {
        if (socket_ && channel_.next_ask() && *channel_.next_ask() <= now()) {
            if (std::optional<std::string> ping = channel_.ask(now())) {
                write(std::move(*ping));
            } else {
                drop();
            }
        }
        context_.restart();
        context_.poll();
        return std::exchange(events_, {});
    }

    void perform(const Value& effect) {
        if (effect["effect"].as_text() == "upload") {
            asio::co_spawn(context_, upload(shared_from_this(), effect), asio::detached);
        } else if (std::optional<std::string> frame = channel_.frame_of(effect)) {
            write(std::move(*frame));
        }
    }

    void interrupt(Millis absence) {
        absence_ = absence;
        drop();
    }

    std::string status() const {
        const std::string complaint = channel_.complaint().empty() ? "" : " (" + channel_.complaint() + ")";
        const std::string where = "relay at " + address_.authority() + address_.path + ": ";
        if (channel_.is_welcome()) return where + "connected as " + channel_.user() + complaint;
        return where + (trouble_.empty() ? "connecting" : trouble_) + complaint;
    }

  private:
    using Socket = websocket::stream<beast::tcp_stream>;

    /// Nobody sets this clock, and only differences matter.
    static Millis now() {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }

    static asio::awaitable<void> run(std::shared_ptr<Client> self) {
        while (!self->over_) {
            self->events_.push_back(self->channel_.opening(now()));
            const error_code error = co_await self->connect();
            if (!error) co_await self->read();
            self->drop();
            if (self->over_) co_return;
            if (error) self->trouble_ = error.message();
            self->events_.push_back(self->channel_.lost());
            std::uniform_real_distribution<double> chance(0, 1);
            const Millis wait = self->absence_ > 0 ? std::exchange(self->absence_, 0) : self->channel_.next_wait(chance(self->random_));
            self->trouble_ += ", trying again";
            self->pause_.expires_after(std::chrono::milliseconds(wait));
            error_code ignored;
            co_await self->pause_.async_wait(token(ignored));
        }
    }

    asio::awaitable<error_code> connect() {
        error_code error;
        tcp::resolver resolver(context_);
        const auto found = co_await resolver.async_resolve(address_.host, address_.port, token(error));
        if (error) co_return error;
        socket_ = std::make_shared<Socket>(context_);
        const std::shared_ptr<Socket> socket = socket_;
        beast::get_lowest_layer(*socket).expires_after(connect_time);
        co_await beast::get_lowest_layer(*socket).async_connect(found, token(error));
        if (error) co_return error;
        beast::get_lowest_layer(*socket).expires_never();
        socket->set_option(websocket::stream_base::timeout::suggested(beast::role_type::client));
        co_await socket->async_handshake(address_.authority(), address_.path, token(error));
        if (error) co_return error;
        socket->text(true);
        unsent_.clear();
        write(channel_.hello());
        trouble_.clear();
        co_return error_code{};
    }

    asio::awaitable<void> read() {
        const std::shared_ptr<Socket> socket = socket_;
        beast::flat_buffer buffer;
        error_code error;
        while (socket) {
            co_await socket->async_read(buffer, token(error));
            if (error) break;
            if (!channel_.receive(beast::buffers_to_string(buffer.data()), now(), events_)) break;
            buffer.clear();
        }
        trouble_ = absence_ > 0 ? "the connection was broken off" : error ? error.message() : "the connection is over";
    }

    void write(std::string frame) {
        unsent_.push_back(std::move(frame));
        if (writing_ || !socket_) return;
        writing_ = true;
        asio::co_spawn(context_, write_all(shared_from_this(), socket_), asio::detached);
    }

    static asio::awaitable<void> write_all(std::shared_ptr<Client> self, std::shared_ptr<Socket> socket) {
        error_code error;
        while (!error && !self->unsent_.empty() && socket == self->socket_) {
            const std::string frame = std::move(self->unsent_.front());
            self->unsent_.pop_front();
            co_await socket->async_write(asio::buffer(frame), token(error));
        }
        self->writing_ = false;
        // A new connection may have been made meanwhile, whose hello still waits.
        if (self->socket_ && socket != self->socket_ && !self->unsent_.empty()) {
            self->writing_ = true;
            asio::co_spawn(self->context_, write_all(self, self->socket_), asio::detached);
        }
    }

    void drop() {
        if (socket_) {
            error_code ignored;
            beast::get_lowest_layer(*socket_).socket().close(ignored);
        }
        socket_.reset();
    }

    /// Sends the file that the effect's `ref` is the path of, as the page does (web/src/channels/upload.ts).
    static asio::awaitable<void> upload(std::shared_ptr<Client> self, Value effect) {
        Value event = Value::object().set("event", "upload").set("client_id", effect["client_id"]);
        const std::string problem = co_await self->post(effect, event);
        if (!problem.empty()) event.set("error", problem);
        self->events_.push_back(std::move(event));
    }

    asio::awaitable<std::string> post(Value effect, Value& event) {
        const std::string bytes = read_file(std::string(effect["ref"].as_text()));
        if (bytes.empty()) co_return "the file " + std::string(effect["ref"].as_text()) + " cannot be read";
        boost::urls::url target("/upload");
        target.params().set("name", effect["name"].as_text());
        http::request<http::string_body> request(http::verb::post, target.buffer(), 11);
        request.set(http::field::host, address_.authority());
        request.set(http::field::content_type, effect["mime"].as_text());
        request.set(http::field::authorization, "Bearer " + channel_.token());
        request.body() = bytes;
        request.prepare_payload();
        error_code error;
        tcp::resolver resolver(context_);
        const auto found = co_await resolver.async_resolve(address_.host, address_.port, token(error));
        beast::tcp_stream stream(context_);
        stream.expires_after(upload_time);
        if (!error) co_await stream.async_connect(found, token(error));
        if (!error) co_await http::async_write(stream, request, token(error));
        beast::flat_buffer buffer;
        http::response<http::string_body> response;
        if (!error) co_await http::async_read(stream, buffer, response, token(error));
        if (error) co_return "network: " + error.message();
        if (response.result() == http::status::payload_too_large) co_return "too_large";
        const Result<Value> answer = parse_json(response.body());
        if (response.result() != http::status::created || !answer) co_return "http_" + std::to_string(response.result_int());
        const std::string url((*answer)["url"].as_text());
        event.set("progress", 1).set("url", url.starts_with('/') ? "http://" + address_.authority() + url : url);
        co_return "";
    }

    RelayAddress address_;
    RelayChannel channel_;
    asio::io_context& context_;
    asio::steady_timer pause_;
    std::shared_ptr<Socket> socket_;
    std::deque<std::string> unsent_;
    bool writing_ = false;
    bool over_ = false;
    Millis absence_ = 0;
    std::string trouble_;
    std::vector<Value> events_;
    std::mt19937_64 random_{std::random_device()()};
};

/// The coroutines keep the client alive; those that wait go with the context.
struct RelayLink::Engine {
    asio::io_context context{1};
    std::shared_ptr<Client> client;
};

RelayLink::RelayLink(RelayAddress address, std::string lang) : engine_(std::make_unique<Engine>()) {
    engine_->client = std::make_shared<Client>(engine_->context, std::move(address), std::move(lang));
    engine_->client->start();
}

RelayLink::~RelayLink() {
    engine_->client->stop();
    engine_->client.reset();
}

void RelayLink::perform(const Value& effect, Millis) { engine_->client->perform(effect); }

std::vector<Value> RelayLink::receive(Millis) { return engine_->client->poll(); }

void RelayLink::interrupt(Millis, Millis absence) { engine_->client->interrupt(absence); }

std::string RelayLink::status() const { return engine_->client->status(); }

}  // namespace deskbell
