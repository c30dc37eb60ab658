// The relay's WebSocket client against desks that speak TLS, refuse, break the protocol, or do not read.

#include "native/relay/net/ws_client.h"

#include <openssl/sha.h>

#include "native/relay/limits.h"
#include "native/relay/openssl_crypto.h"
#include "tests/unit/relay/net/client.h"

namespace deskbell::test {
namespace {

using Kind = channel::SocketNews::Kind;

/// Answers a handshake (RFC 6455, section 4.2.2); gives the request's head.
std::string welcome(Connection& connection) {
    const std::string request = connection.request();
    const auto at = request.find("Sec-WebSocket-Key: ");
    if (at == std::string::npos) return request;
    const std::string key = request.substr(at + 19, request.find("\r\n", at) - at - 19) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::string digest(SHA_DIGEST_LENGTH, '\0');
    SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), reinterpret_cast<unsigned char*>(digest.data()));
    connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                     relay::OpensslCrypto().base64(digest) + "\r\n\r\n");
    return request;
}

/// A server's frame: short ones only, unmasked.
std::string frame(int opcode, std::string_view payload) {
    return std::string{static_cast<char>(0x80 | opcode), static_cast<char>(payload.size())} + std::string(payload);
}

/// What the client says of its one socket.
struct Sockets : Ground {
    std::vector<channel::SocketNews> news;
    std::optional<relay::WsClient> client;

    void start(const Proof* authority = nullptr) {
        client.emplace(context, reach, roots(authority), [this](std::uint64_t, const channel::SocketNews& each) { news.push_back(each); });
    }
    /// Opens a socket and waits until it has ended; the reason.
    std::string end_of(const std::string& address) {
        client->open(1, address);
        until([&] { return !news.empty() && news.back().kind == Kind::closed; });
        CHECK(client->open_count() == 0);
        return news.back().text;
    }
};

std::string socket_url(const Server& server) {
    const std::string url = server.url();
    return "ws" + url.substr(4) + "/cable";
}

}  // namespace

TEST_CASE("a desk's socket over TLS: greeted as its own page, heard, spoken to, and kept alive") {
    const Proof trusted = make_proof({.name = "Deskbell test authority", .authority = true});
    const Proof good = make_proof({.issuer = &trusted});
    std::string head;
    std::atomic<bool> ponged = false;
    const Server server(
        [&](Connection& connection) {
            head = welcome(connection);
            connection.write(frame(1, R"({"type":"welcome"})") + frame(9, "are you there"));
            // The pong: masked, 13 bytes.
            ponged = connection.bytes(2 + 4 + 13).starts_with("\x8A\x8D");
            connection.write(frame(2, "binary is not for us") + frame(1, "last"));
            connection.bytes(2 + 4 + 9);
            // The goodbye, its answer, and gone without TLS's own.
            connection.write(frame(8, std::string("\x03\xE9", 2) + "see you"));
            connection.bytes(2 + 4 + 2);
        },
        &good);
    Sockets sockets;
    sockets.allow(server.url());
    sockets.start(&trusted);
    sockets.client->open(1, socket_url(server));
    // What is said before the socket stands goes out when it does.
    sockets.until([&] { return sockets.news.size() == 3; });
    CHECK(sockets.news[0].kind == Kind::opened);
    CHECK(sockets.news[1].text == R"({"type":"welcome"})");
    CHECK(sockets.news[2].text == "last");
    CHECK(ponged);
    sockets.client->send(1, "subscribe");
    sockets.until([&] { return sockets.news.size() == 4; });
    CHECK(sockets.news[3].kind == Kind::closed);
    CHECK(sockets.news[3].text == "closed by the desk: see you");
    CHECK(head.starts_with("GET /cable HTTP/1.1\r\n"));
    CHECK(head.find("Origin: " + server.url() + "\r\n") != std::string::npos);
}

TEST_CASE("a desk whose certificate proves nothing has no socket") {
    const Proof trusted = make_proof({.name = "Deskbell test authority", .authority = true});
    for (const Proof& shown : {make_proof({}), make_proof({.name = "desk.example", .issuer = &trusted}),
                               make_proof({.begins = -7200, .ends = -3600, .issuer = &trusted})}) {
        const Server server([](Connection& connection) { welcome(connection); }, &shown);
        Sockets sockets;
        sockets.allow(server.url());
        sockets.start(&trusted);
        CHECK(sockets.end_of(socket_url(server)).starts_with("localhost: certificate: "));
        CHECK(sockets.news.size() == 1);
    }
}

TEST_CASE("an address that is not the desk's own leads nowhere") {
    std::atomic<int> visited = 0;
    const Server inner([&](Connection& connection) {
        ++visited;
        welcome(connection);
    });
    Sockets sockets;
    sockets.start();
    for (const std::string& address :
         std::vector<std::string>{"ws://127.0.0.1:" + inner.port() + "/", "wss://127.0.0.1:" + inner.port() + "/", "wss://[::1]/",
                                  "wss://169.254.169.254/", "nonsense"}) {
        CAPTURE(address);
        sockets.news.clear();
        CHECK_FALSE(sockets.end_of(address).empty());
    }
    CHECK(visited == 0);
}

TEST_CASE("a socket ends with its reason: refused, broken, or too much at once") {
    const Server server([](Connection& connection) {
        const std::string path = connection.peek_path();
        if (path == "/refused") {
            connection.request();
            connection.write(answer_of(404, "no"));
            return;
        }
        welcome(connection);
        if (path == "/broken") connection.write(frame(3, "an opcode that nobody knows"));
        if (path == "/masked") connection.write("\x81\x81\x01\x02\x03\x04x");
        if (path == "/control") connection.write(std::string("\x89\x7E\x01\x00", 4) + std::string(256, 'x'));
        if (path == "/utf8") connection.write(frame(1, "\xC3\x28"));
        if (path == "/large") {
            // A frame that says it has two mebibytes.
            connection.write(std::string("\x81\x7F\x00\x00\x00\x00\x00\x20\x00\x00", 10));
            connection.write(std::string(std::size_t{2} << 20, 'x'));
        }
        // The server closes, once the client has said that it will (RFC 6455, section 7.1.1).
        if (path != "/cut") connection.bytes(1);
    });
    Sockets sockets;
    sockets.allow(server.url());
    sockets.start();
    for (const char* path : {"/refused", "/broken", "/masked", "/control", "/utf8", "/large", "/cut"}) {
        CAPTURE(path);
        sockets.news.clear();
        CHECK_FALSE(sockets.end_of("ws" + server.url().substr(4) + path).empty());
        for (const auto& each : sockets.news) CHECK(each.kind != Kind::frame);
    }
}

TEST_CASE("a socket that is given up is heard of no more, and its desk sees it go") {
    std::atomic<bool> gone = false;
    const Server server([&](Connection& connection) {
        welcome(connection);
        connection.write(frame(1, "one"));
        connection.until_gone();
        gone = true;
    });
    Sockets sockets;
    sockets.allow(server.url());
    sockets.start();
    sockets.client->open(7, socket_url(server));
    sockets.until([&] { return sockets.news.size() == 2; });
    sockets.client->close(7);
    sockets.until([&] { return gone.load(); });
    sockets.context.poll();
    CHECK(sockets.news.size() == 2);
    sockets.client->send(7, "into nothing");
    CHECK(sockets.client->open_count() == 0);
    // The end of the client ends what is open.
    sockets.client->open(8, socket_url(server));
    sockets.until([&] { return sockets.news.size() == 4; });
    gone = false;
    sockets.client.reset();
    sockets.until([&] { return gone.load(); });
    CHECK(sockets.news.size() == 4);
}

TEST_CASE("a desk that does not read is as good as gone") {
    std::atomic<bool> over = false;
    const Server server([&](Connection& connection) {
        welcome(connection);
        while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    Sockets sockets;
    sockets.allow(server.url());
    sockets.start();
    sockets.client->open(1, socket_url(server));
    sockets.until([&] { return !sockets.news.empty(); });
    const std::string piece(256 << 10, 'x');
    std::size_t sent = 0;
    while (sockets.client->open_count() > 0 && sent < 16 * relay::largest_unsent) {
        sockets.client->send(1, piece);
        sent += piece.size();
        sockets.context.poll();
    }
    sockets.until([&] { return sockets.news.back().kind == Kind::closed; });
    over = true;
    CHECK(sent < 16 * relay::largest_unsent);
}

}  // namespace deskbell::test
