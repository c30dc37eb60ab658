#include <deque>

#include "native/relay/beast.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"

namespace deskbell::relay {
namespace {

namespace websocket = beast::websocket;

/// One WebSocket: a reading loop (run), and a writing loop that lives while there is something to write.
class WsSession final : public Connection, public std::enable_shared_from_this<WsSession> {
  public:
    WsSession(Stream stream, Services& services) : socket_(std::move(stream)), services_(services), hello_(socket_.get_executor()) {}

    void send(std::string line) override {
        if (failed_ || closing_) return;
        unsent_ += line.size();
        if (unsent_ > largest_unsent) {
            log_line("socket_dropped", {{"reason", "the client reads too slowly"}});
            drop();
            return;
        }
        queue_.push_back(std::move(line));
        start_writing();
    }

    void close(Closing reason) override {
        if (failed_ || closing_) return;
        closing_ = reason;
        start_writing();
    }

    asio::awaitable<void> run(UpgradeRequest request) {
        beast::error_code error;
        websocket::stream_base::timeout times{};
        times.handshake_timeout = std::chrono::milliseconds(hello_time);
        times.idle_timeout = std::chrono::seconds(60);
        times.keep_alive_pings = true;
        socket_.set_option(times);
        // Long messages are cut in read_frame(), where they can be answered; Beast itself would only close.
        socket_.read_message_max(0);
        co_await socket_.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        const auto self = shared_from_this();
        services_.hub.opened(*this, wall_clock());
        const Leave leave{*this};
        await_hello();
        beast::flat_buffer buffer;
        std::size_t discarded = 0;
        while (!failed_) {
            co_await socket_.async_read_some(buffer, 16384, asio::redirect_error(asio::use_awaitable, error));
            if (error) break;
            if (discarded > 0 || buffer.size() > largest_frame) {
                discarded += buffer.size();
                buffer.clear();
                if (discarded > largest_discarded) close(Closing::too_large);
            }
            if (!socket_.is_message_done()) continue;
            if (!closing_) take(buffer, discarded > 0);
            buffer.clear();
            discarded = 0;
        }
        failed_ = true;
    }

  private:
    /// Tells the hub that the socket is gone, also when the server is torn down around the loop.
    struct Leave {
        WsSession& session;
        ~Leave() { session.services_.hub.closed(session, wall_clock()); }
    };

    void take(const beast::flat_buffer& buffer, bool too_long) {
        if (too_long) {
            services_.hub.refused(*this, FrameError{"too_large", "a frame has at most 64 KiB", {}});
        } else if (!socket_.got_text()) {
            services_.hub.refused(*this, FrameError{"wrong_type", "frames are text", {}});
        } else {
            const auto bytes = buffer.cdata();
            services_.hub.received(*this, std::string_view(static_cast<const char*>(bytes.data()), bytes.size()), wall_clock());
        }
    }

    void await_hello() {
        hello_.expires_after(std::chrono::milliseconds(hello_time));
        hello_.async_wait([weak = weak_from_this()](beast::error_code error) {
            const auto self = weak.lock();
            if (!error && self && !self->greeted()) self->close(Closing::refused);
        });
    }

    void start_writing() {
        if (writing_) return;
        writing_ = true;
        asio::co_spawn(socket_.get_executor(), write(shared_from_this()), asio::detached);
    }

    static asio::awaitable<void> write(std::shared_ptr<WsSession> self) {
        beast::error_code error;
        while (!self->failed_ && !error && !self->queue_.empty()) {
            const std::string line = std::move(self->queue_.front());
            self->queue_.pop_front();
            self->socket_.text(true);
            co_await self->socket_.async_write(asio::buffer(line), asio::redirect_error(asio::use_awaitable, error));
            self->unsent_ -= line.size();
        }
        if (!self->failed_ && !error && self->closing_) {
            const auto code = static_cast<websocket::close_code>(static_cast<int>(*self->closing_));
            co_await self->socket_.async_close(websocket::close_reason(code), asio::redirect_error(asio::use_awaitable, error));
        }
        // After an error the reading loop fails too, and leaves.
        if (error) self->failed_ = true;
        self->writing_ = false;
    }

    void drop() {
        failed_ = true;
        beast::get_lowest_layer(socket_).close();
    }

    websocket::stream<Stream> socket_;
    Services& services_;
    asio::steady_timer hello_;
    std::deque<std::string> queue_;
    std::size_t unsent_ = 0;
    bool writing_ = false;
    bool failed_ = false;
    std::optional<Closing> closing_;
};

}  // namespace

asio::awaitable<void> serve_websocket(Stream stream, UpgradeRequest request, Services& services) {
    const auto session = std::make_shared<WsSession>(std::move(stream), services);
    co_await session->run(std::move(request));
}

}  // namespace deskbell::relay
