// Who the relay believes a desk to be: real certificates, made here, over real TLS.

#include "tests/unit/relay/net/client.h"

namespace deskbell::test {
namespace {

Proof authority() { return make_proof({.name = "Deskbell test authority", .authority = true}); }

/// What becomes of a request to a server that shows this certificate, by a client that trusts this authority.
channel::Response greet(const Proof& shown, const Proof& trusted, const std::string& host = "localhost",
                        const std::function<void(boost::asio::ssl::context&)>& prepare = {}) {
    const Server server(answering(), &shown, prepare);
    Client client;
    client.allow(server.url(host));
    client.start(&trusted);
    return client.get(server.url(host) + "/");
}

/// Whether a client that accepts anything gets through, so that a refusal is the relay's own.
bool lenient_shakes_hands(const Server& server) {
    namespace ssl = boost::asio::ssl;
    boost::asio::io_context context;
    ssl::context tls(ssl::context::tls_client);
    SSL_CTX_set_security_level(tls.native_handle(), 0);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_VERSION);
    tls.set_verify_mode(ssl::verify_none);
    ssl::stream<boost::asio::ip::tcp::socket> stream(context, tls);
    boost::system::error_code error;
    stream.next_layer().connect({boost::asio::ip::address_v4::loopback(), static_cast<unsigned short>(std::stoi(server.port()))}, error);
    stream.handshake(ssl::stream_base::client, error);
    return !error;
}

}  // namespace

TEST_CASE("a desk with a certificate of a trusted authority is spoken to") {
    const Proof trusted = authority();
    const channel::Response answer = greet(make_proof({.issuer = &trusted}), trusted);
    CHECK(answer.status == 200);
    CHECK(answer.body == "hello");
}

TEST_CASE("a desk whose certificate proves nothing is refused, once and with the reason") {
    const Proof trusted = authority();
    const Proof foreign = make_proof({.name = "Somebody else", .authority = true});
    const auto refused = [&](const CertificateWish& wish, const std::function<void(boost::asio::ssl::context&)>& prepare = {}) {
        const channel::Response answer = greet(make_proof(wish), trusted, "localhost", prepare);
        CHECK(answer.status == 0);
        return answer.body;
    };
    CHECK(refused({.begins = -7200, .ends = -3600, .issuer = &trusted}) == "localhost: certificate: certificate has expired");
    CHECK(refused({.begins = 3600, .ends = 7200, .issuer = &trusted}) == "localhost: certificate: certificate is not yet valid");
    CHECK(refused({}) == "localhost: certificate: self-signed certificate");
    CHECK(refused({.issuer = &foreign}) == "localhost: certificate: unable to get local issuer certificate");
    CHECK(refused({.name = "desk.example", .issuer = &trusted}) == "localhost: certificate: hostname mismatch");
    // One that was signed by a server's certificate, which may sign nothing.
    const Proof server = make_proof({.name = "desk.example", .issuer = &trusted});
    CHECK(refused({.issuer = &server}, [&](boost::asio::ssl::context& tls) {
              SSL_CTX_add1_chain_cert(tls.native_handle(), server.certificate.get());
          }) == "localhost: certificate: invalid CA certificate");
}

TEST_CASE("a refused certificate is not tried again") {
    const Proof trusted = authority();
    const Proof wrong = make_proof({});
    const Server server(answering(), &wrong);
    Client client;
    client.allow(server.url());
    client.start(&trusted);
    channel::Request request = Client::get_request(server.url() + "/");
    request.repeatable = true;
    CHECK(client.fetch(request).status == 0);
    CHECK(server.connections() == 1);
    CHECK(client.http->counts().refused == 1);
    CHECK(client.http->counts().open_breakers == 0);
}

TEST_CASE("a host name is the certificate's, also as an address or with a star") {
    const Proof trusted = authority();
    CHECK(greet(make_proof({.alternative = "IP:127.0.0.1", .issuer = &trusted}), trusted, "127.0.0.1").status == 200);
    CHECK(greet(make_proof({.alternative = "DNS:localhost", .issuer = &trusted}), trusted, "127.0.0.1").status == 0);
    CHECK(greet(make_proof({.alternative = "DNS:desk.example,DNS:localhost", .issuer = &trusted}), trusted).status == 200);
    // The subject's name does not count beside alternative names (RFC 9525).
    CHECK(greet(make_proof({.name = "localhost", .alternative = "DNS:desk.example", .issuer = &trusted}), trusted).status == 0);
    CHECK(greet(make_proof({.alternative = "email:desk@localhost", .issuer = &trusted}), trusted).status == 0);
    CHECK(greet(make_proof({.alternative = "DNS:local*", .issuer = &trusted}), trusted).status == 0);
}

TEST_CASE("TLS 1.1 is refused, 1.2 and 1.3 are spoken") {
    const Proof trusted = authority();
    const Proof good = make_proof({.issuer = &trusted});
    const auto only = [](int version) {
        return [version](boost::asio::ssl::context& tls) {
            SSL_CTX_set_security_level(tls.native_handle(), 0);
            SSL_CTX_set_min_proto_version(tls.native_handle(), version);
            SSL_CTX_set_max_proto_version(tls.native_handle(), version);
        };
    };
    CHECK(greet(good, trusted, "localhost", only(TLS1_2_VERSION)).status == 200);
    CHECK(greet(good, trusted, "localhost", only(TLS1_3_VERSION)).status == 200);
    const Server old(answering(), &good, only(TLS1_1_VERSION));
    CHECK(lenient_shakes_hands(old));
    Client client;
    client.allow(old.url());
    client.start(&trusted);
    channel::Request request = Client::get_request(old.url() + "/");
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 0);
    CHECK_MESSAGE(answer.body.find("protocol version") != std::string::npos, answer.body);
}

TEST_CASE("an answer that ends without TLS's goodbye is no answer") {
    // Without a length the end of the connection is the end of the answer: who cuts it must not be able to shorten it.
    const Proof trusted = authority();
    const Proof good = make_proof({.issuer = &trusted});
    const Server server(
        [](Connection& connection) {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"paid\":true");
        },
        &good);
    Client client;
    client.allow(server.url());
    client.start(&trusted);
    CHECK(client.get(server.url() + "/").status == 0);
}

TEST_CASE("a file with roots that cannot be read is an error at the start") {
    Client client;
    relay::HttpClient::Options options;
    options.ca_file = client.folder.path / "none.pem";
    CHECK_THROWS(relay::HttpClient(client.context, client.reach, options));
}

}  // namespace deskbell::test
