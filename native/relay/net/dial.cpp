#include "native/relay/net/dial.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace deskbell::relay {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// The certificate has to name this host, or this address, among its alternative names (RFC 9525).
void expect_name(X509_VERIFY_PARAM* expected, const std::string& host) {
    error_code no_address;
    asio::ip::make_address(host, no_address);
    if (!no_address) {
        X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str());
        return;
    }
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size());
}

}  // namespace

ssl::context make_tls(const std::filesystem::path& ca_file) {
    ssl::context tls(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.set_verify_mode(ssl::verify_peer);
    if (ca_file.empty()) {
        tls.set_default_verify_paths();
    } else {
        tls.load_verify_file(ca_file.string());
    }
    return tls;
}

asio::awaitable<void> dial(const Remote& remote, const Reach& reach, ssl::context& tls, Millis patience, Link& link, TryResult& result,
                           std::string& reason) {
    error_code error;
    result.kind = TryResult::Kind::not_sent;
    reason = reach.refusal(remote);
    if (!reason.empty()) {
        result.kind = TryResult::Kind::refused;
        co_return;
    }
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    const auto found = co_await resolver.async_resolve(remote.host, remote.port, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        reason = remote.host + ": " + error.message();
        co_return;
    }
    std::vector<tcp::endpoint> endpoints;
    for (const auto& entry : found) {
        const std::string refusal = reach.refusal(remote, entry.endpoint().address());
        if (refusal.empty()) {
            endpoints.push_back(entry.endpoint());
        } else {
            reason = refusal;
        }
    }
    if (endpoints.empty()) {
        result.kind = TryResult::Kind::refused;
        co_return;
    }
    reason.clear();
    if (remote.tls) {
        link.secure = std::make_unique<SecureStream>(executor, tls);
    } else {
        link.plain = std::make_unique<PlainStream>(executor);
    }
    link.lowest().expires_after(std::chrono::milliseconds(patience));
    co_await link.lowest().async_connect(endpoints, asio::redirect_error(asio::use_awaitable, error));
    if (!error) link.lowest().socket().set_option(tcp::no_delay(true), error);
    if (!error && link.secure) {
        // SSL_set_tlsext_host_name() without its cast.
        std::string name = remote.host;
        SSL_ctrl(link.secure->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
        expect_name(SSL_get0_param(link.secure->native_handle()), remote.host);
        co_await link.secure->async_handshake(ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
        const long verified = SSL_get_verify_result(link.secure->native_handle());
        if (error && verified != X509_V_OK) {
            result.kind = TryResult::Kind::refused;
            reason = remote.host + ": certificate: " + X509_verify_cert_error_string(verified);
            co_return;
        }
    }
    if (error) {
        reason = remote.host + ": " + error.message();
        co_return;
    }
    result.kind = TryResult::Kind::answered;
}

}  // namespace deskbell::relay
