#pragma once

// A server that a test scripts byte by byte, in threads of its own: HTTP clients meet what no well-behaved library would send.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/utf8.h"
#include "tests/unit/relay/net/certificates.h"

namespace deskbell::test {

/// One connection of the server, blocking.
class Connection {
  public:
    using Tcp = boost::asio::ip::tcp;

    Connection(Tcp::socket socket, boost::asio::ssl::context* tls) {
        if (tls != nullptr) {
            secure_.emplace(std::move(socket), *tls);
        } else {
            plain_.emplace(std::move(socket));
        }
    }

    /// Why the handshake failed; empty: it did not.
    std::string shake_hands() {
        boost::system::error_code error;
        if (secure_) secure_->handshake(boost::asio::ssl::stream_base::server, error);
        return error ? error.message() : "";
    }

    /// A whole request: its head and, as far as Content-Length says, its body. Empty: the client has gone.
    std::string request() {
        while (bytes_.find("\r\n\r\n") == std::string::npos) {
            if (!more()) return {};
        }
        const std::size_t end = bytes_.find("\r\n\r\n") + 4;
        std::size_t size = 0;
        const std::string head = ascii_lower(bytes_.substr(0, end));
        if (const auto at = head.find("content-length: "); at != std::string::npos) size = std::stoul(head.substr(at + 16));
        while (bytes_.size() < end + size) {
            if (!more()) return {};
        }
        std::string whole = bytes_.substr(0, end + size);
        bytes_.erase(0, end + size);
        return whole;
    }

    /// So many bytes, or fewer when the client has gone.
    std::string bytes(std::size_t size) {
        while (bytes_.size() < size && more()) continue;
        std::string out = bytes_.substr(0, size);
        bytes_.erase(0, size);
        return out;
    }

    /// The path of the request that comes next, which stays.
    std::string peek_path() {
        while (bytes_.find("\r\n") == std::string::npos && more()) continue;
        const std::size_t at = bytes_.find(' ') + 1;
        return bytes_.substr(at, bytes_.find(' ', at) - at);
    }

    /// False: the client has gone.
    bool write(std::string_view text) {
        boost::system::error_code error;
        if (secure_) {
            boost::asio::write(*secure_, boost::asio::buffer(text), error);
        } else {
            boost::asio::write(*plain_, boost::asio::buffer(text), error);
        }
        return !error;
    }

    /// Writes the text in pieces of this many bytes, each on its own.
    bool write_pieces(std::string_view text, std::size_t size) {
        for (std::size_t at = 0; at < text.size(); at += size) {
            if (!write(text.substr(at, size))) return false;
        }
        return true;
    }

    /// Waits until the client closes.
    void until_gone() {
        while (more()) bytes_.clear();
    }

    Tcp::socket& lowest() { return secure_ ? secure_->next_layer() : *plain_; }

  private:
    bool more() {
        std::array<char, 16384> piece{};
        boost::system::error_code error;
        const std::size_t got =
            secure_ ? secure_->read_some(boost::asio::buffer(piece), error) : plain_->read_some(boost::asio::buffer(piece), error);
        bytes_.append(piece.data(), got);
        return got > 0;
    }

    std::optional<Tcp::socket> plain_;
    std::optional<boost::asio::ssl::stream<Tcp::socket>> secure_;
    std::string bytes_;
};

/// Listens on a free port of loopback; each connection runs the script in a thread.
class Server {
  public:
    using Script = std::function<void(Connection&)>;

    explicit Server(Script script, const Proof* proof = nullptr, const std::function<void(boost::asio::ssl::context&)>& prepare = {})
        : script_(std::move(script)), acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}) {
        if (proof != nullptr) {
            tls_.emplace(boost::asio::ssl::context::tls_server);
            SSL_CTX_use_certificate(tls_->native_handle(), proof->certificate.get());
            SSL_CTX_use_PrivateKey(tls_->native_handle(), proof->key.get());
            if (prepare) prepare(*tls_);
        }
        accepting_ = std::thread([this] { accept(); });
    }

    ~Server() {
        closing_ = true;
        // Wakes the thread that accepts, then those that read.
        boost::system::error_code error;
        boost::asio::ip::tcp::socket(context_).connect(acceptor_.local_endpoint(), error);
        accepting_.join();
        {
            const std::lock_guard lock(mutex_);
            for (Connection* each : open_) each->lowest().shutdown(boost::asio::ip::tcp::socket::shutdown_both, error);
        }
        for (std::thread& each : threads_) each.join();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
    /// `https://localhost:PORT`, or http.
    std::string url(const std::string& host = "localhost") const { return (tls_ ? "https://" : "http://") + host + ':' + port(); }
    int connections() const { return connections_; }
    std::vector<std::string> failures() const {
        const std::lock_guard lock(mutex_);
        return failures_;
    }

  private:
    void accept() {
        for (;;) {
            boost::system::error_code error;
            boost::asio::ip::tcp::socket socket(context_);
            acceptor_.accept(socket, error);
            if (closing_ || error) return;
            ++connections_;
            threads_.emplace_back([this, connection = std::make_shared<Connection>(std::move(socket), tls_ ? &*tls_ : nullptr)] {
                {
                    const std::lock_guard lock(mutex_);
                    open_.push_back(connection.get());
                }
                const std::string failure = connection->shake_hands();
                if (failure.empty()) script_(*connection);
                const std::lock_guard lock(mutex_);
                if (!failure.empty()) failures_.push_back(failure);
                std::erase(open_, connection.get());
                boost::system::error_code ignored;
                connection->lowest().close(ignored);
            });
        }
    }

    Script script_;
    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::optional<boost::asio::ssl::context> tls_;
    std::atomic<bool> closing_ = false;
    std::atomic<int> connections_ = 0;
    mutable std::mutex mutex_;
    std::vector<Connection*> open_;
    std::vector<std::string> failures_;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

/// An answer with its length.
inline std::string answer_of(int status, std::string_view body, const std::string& headers = {}) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

}  // namespace deskbell::test
