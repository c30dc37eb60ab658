#include <filesystem>
#include <fstream>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/user_sig.h"
#include "native/relay/beast.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/metrics.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/static_files.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

namespace fs = std::filesystem;
using HeaderParser = http::request_parser<http::empty_body>;
using UploadParser = http::request_parser<http::file_body>;
using Headers = http::request<http::empty_body>;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }
std::string_view header(const Headers& request, http::field name) { return view(request[name]); }

/// The headers that every answer has.
template <class Body>
void set_common(http::response<Body>& response, const Headers& request) {
    response.version(request.version());
    response.set(http::field::server, "Deskbell");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "strict-origin-when-cross-origin");
    // The widget's files are made to be loaded by other websites.
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    response.keep_alive(request.keep_alive());
}

http::response<http::string_body> make_text(const Headers& request, http::status status, std::string body, std::string_view mime) {
    http::response<http::string_body> response(status, request.version());
    set_common(response, request);
    response.set(http::field::content_type, mime);
    response.set(http::field::cache_control, "no-store");
    response.body() = std::move(body);
    response.prepare_payload();
    // A HEAD is answered with the headers of the GET and without its body.
    if (request.method() == http::verb::head) response.body().clear();
    return response;
}

http::response<http::string_body> make_error(const Headers& request, http::status status, std::string_view code, std::string_view info) {
    return make_text(request, status, error_frame(FrameError{std::string(code), std::string(info), {}}), "application/json");
}

/// The policy of the demo page and of every other page that the relay serves.
std::string page_policy(const Config& config) {
    // Pictures of the desk carry the public address, which is another origin when the page was opened as "localhost".
    const std::string own = " " + config.public_url;
    return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' https: data: blob:" + own +
           "; media-src 'self' https: blob:" + own +
           "; connect-src 'self' ws: wss:; font-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; base-uri 'none'; "
           "form-action 'none'; "
           "frame-ancestors 'none'";
}

http::message_generator answer_static(const Headers& request, const Services& services, const Target& target) {
    const auto file = find_static(services.config.web, target, header(request, http::field::accept_encoding));
    if (!file) return make_error(request, http::status::not_found, "not_found", "there is no such page");
    const auto decorate = [&](auto& response) {
        set_common(response, request);
        response.set(http::field::etag, file->etag);
        response.set(http::field::cache_control, file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
        response.set(http::field::access_control_allow_origin, "*");
        if (file->compressible) response.set(http::field::vary, "Accept-Encoding");
        if (file->page) response.set("Content-Security-Policy", page_policy(services.config));
    };
    if (header(request, http::field::if_none_match).find(file->etag) != std::string_view::npos) {
        http::response<http::empty_body> response(http::status::not_modified, request.version());
        decorate(response);
        return response;
    }
    http::response<http::file_body> response(http::status::ok, request.version());
    decorate(response);
    response.set(http::field::content_type, file->mime);
    if (!file->encoding.empty()) response.set(http::field::content_encoding, file->encoding);
    if (request.method() == http::verb::head) {
        http::response<http::empty_body> head(response.base());
        head.content_length(static_cast<std::uint64_t>(file->size));
        return head;
    }
    beast::error_code error;
    response.body().open(file->path.c_str(), beast::file_mode::scan, error);
    if (error) return make_error(request, http::status::not_found, "not_found", "the file cannot be read");
    response.prepare_payload();
    return response;
}

http::message_generator answer_sandbox(const Headers& request, const Services& services, std::string_view name) {
    const SandboxFile* file = services.sandbox_files.find(name);
    if (file == nullptr) return make_error(request, http::status::not_found, "not_found", "the sandbox has no such file");
    auto response = make_text(request, http::status::ok, std::string(file->bytes), file->mime);
    response.set(http::field::cache_control, "public, max-age=86400");
    response.set("Content-Security-Policy", "sandbox; default-src 'none'");
    return response;
}

/// A file that somebody uploaded: never run, never sniffed, shown in place only when it is a raster image, audio or video.
http::message_generator answer_upload(const Headers& request, Services& services, std::string_view id) {
    const auto upload = services.store.find_upload(id);
    const fs::path path = services.uploads.path_of(upload ? upload->id : "");
    beast::error_code error;
    http::file_body::value_type body;
    if (upload) body.open(path.c_str(), beast::file_mode::scan, error);
    if (!upload || error) return make_error(request, http::status::not_found, "not_found", "there is no such file");
    const bool in_place = shown_inline(upload->mime);
    const auto decorate = [&](auto& response) {
        set_common(response, request);
        response.set(http::field::content_type, upload->mime);
        response.set(http::field::content_disposition,
                     std::string(in_place ? "inline" : "attachment") + "; filename*=UTF-8''" + percent_encode(upload->name));
        response.set("Content-Security-Policy", "sandbox; default-src 'none'");
        response.set(http::field::cache_control, "private, max-age=31536000, immutable");
        response.set(http::field::accept_ranges, "bytes");
    };
    if (request.method() == http::verb::head) {
        http::response<http::empty_body> head(http::status::ok, request.version());
        decorate(head);
        head.content_length(static_cast<std::uint64_t>(upload->size));
        return head;
    }
    if (const auto range = parse_range(header(request, http::field::range), upload->size)) {
        const std::string size = std::to_string(upload->size);
        if (range->first > range->last) {
            auto response = make_error(request, http::status::range_not_satisfiable, "bad_range", "the file is shorter");
            response.set(http::field::content_range, "bytes */" + size);
            return response;
        }
        const std::int64_t last = std::min(range->last, range->first + static_cast<std::int64_t>(largest_range) - 1);
        http::response<http::string_body> response(http::status::partial_content, request.version());
        decorate(response);
        response.set(http::field::content_range, "bytes " + std::to_string(range->first) + "-" + std::to_string(last) + "/" + size);
        response.body().resize(static_cast<std::size_t>(last - range->first + 1));
        body.file().seek(static_cast<std::uint64_t>(range->first), error);
        const std::size_t read = body.file().read(response.body().data(), response.body().size(), error);
        if (error || read != response.body().size())
            return make_error(request, http::status::not_found, "not_found", "the file cannot be read");
        response.prepare_payload();
        return response;
    }
    http::response<http::file_body> response(http::status::ok, request.version());
    decorate(response);
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

/// Lets the page of a listed website read the answer to its upload.
template <class Response>
void allow_origin(Response& response, std::string_view origin) {
    response.set(http::field::vary, "Origin");
    if (!origin.empty()) response.set(http::field::access_control_allow_origin, origin);
}

bool origin_fits(const Headers& request, const Services& services) {
    return origin_allowed(header(request, http::field::origin), header(request, http::field::host), services.config.origins);
}

http::message_generator answer_preflight(const Headers& request, const Services& services) {
    if (!origin_fits(request, services)) return make_error(request, http::status::forbidden, "bad_origin", "this website is not listed");
    http::response<http::empty_body> response(http::status::no_content, request.version());
    set_common(response, request);
    allow_origin(response, header(request, http::field::origin));
    response.set(http::field::access_control_allow_methods, "POST");
    response.set(http::field::access_control_allow_headers, "Authorization, Content-Type");
    response.set(http::field::access_control_max_age, "600");
    return response;
}

/// Whether a balancer may send visitors here: not while the relay stops, and not while the store does not answer.
http::message_generator answer_ready(const Headers& request, Services& services) {
    if (services.stopping) return make_text(request, http::status::service_unavailable, "stopping\n", "text/plain");
    services.store.check();
    return make_text(request, http::status::ok, "ready\n", "text/plain");
}

/// The metrics, for whom knows the token, or for peers on this machine where there is none.
http::message_generator answer_metrics(const Headers& request, const Services& services, const asio::ip::address& peer) {
    const std::string& token = services.config.metrics_token;
    const bool allowed = token.empty() ? peer.is_loopback() && !services.config.behind_proxy
                                       : OpensslCrypto().same(header(request, http::field::authorization), "Bearer " + token);
    if (!allowed) return make_error(request, http::status::unauthorized, "unauthorized", "the metrics are not for everybody");
    return make_text(request, http::status::ok, metrics_text(services), "text/plain; version=0.0.4; charset=utf-8");
}

http::message_generator answer(const Headers& request, Services& services) {
    const auto target = parse_target(view(request.target()));
    if (!target) return make_error(request, http::status::bad_request, "bad_target", "the address is not one of this server's");
    const std::string_view path = target->path;
    if (request.method() == http::verb::options && (path == "/upload" || path == "/v1/usersig")) return answer_preflight(request, services);
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
        return make_error(request, http::status::method_not_allowed, "bad_method", "only GET and HEAD");
    }
    if (path == "/healthz") return make_text(request, http::status::ok, "ok\n", "text/plain");
    if (path == "/readyz") return answer_ready(request, services);
    if (path == "/ws") return make_error(request, http::status::upgrade_required, "not_a_websocket", "this address speaks WebSocket");
    if (path.starts_with("/sandbox/")) return answer_sandbox(request, services, path.substr(9));
    if (path.starts_with("/files/")) {
        const std::string_view rest = path.substr(7);
        return answer_upload(request, services, rest.substr(0, rest.find('/')));
    }
    return answer_static(request, services, *target);
}

/// The value of `name=` in a query, form-decoded.
std::string query_value(std::string_view target, std::string_view name) {
    std::string_view query = target.substr(std::min(target.find('?'), target.size()));
    while (!query.empty()) {
        query.remove_prefix(1);
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
            std::string text(pair.substr(name.size() + 1));
            for (char& c : text) {
                if (c == '+') c = ' ';
            }
            return percent_decode(text).value_or("");
        }
        query.remove_prefix(end);
    }
    return {};
}

/// Counts something up for as long as it lives.
class Counted {
  public:
    explicit Counted(int& count) : count_(count) { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

  private:
    int& count_;
};

/// Removes a half-written file, unless it was kept.
struct TemporaryFile {
    fs::path path;
    bool kept = false;
    ~TemporaryFile() {
        std::error_code ignored;
        if (!kept) fs::remove(path, ignored);
    }
};

using StringResponse = http::response<http::string_body>;

/// What speaks against an upload before its body was read.
std::optional<StringResponse> refuse_upload(const Headers& request, Services& services, VisitorId visitor,
                                            std::optional<std::uint64_t> length) {
    if (!origin_fits(request, services)) return make_error(request, http::status::forbidden, "bad_origin", "this website is not listed");
    if (visitor == 0)
        return make_error(request, http::status::unauthorized, "unknown_token",
                          "the Authorization header carries the token of the welcome");
    if (length && *length > largest_upload)
        return make_error(request, http::status::payload_too_large, "too_large", "at most 20 MiB a file");
    if (services.uploads_under_way >= most_uploads_at_once)
        return make_error(request, http::status::service_unavailable, "too_many", "too many uploads at once, try again");
    if (services.store.upload_bytes(visitor) + static_cast<std::int64_t>(length.value_or(0)) > most_upload_bytes_of_visitor) {
        return make_error(request, http::status::payload_too_large, "too_large", "all files of a visitor together: at most 200 MiB");
    }
    return std::nullopt;
}

/// Takes the body of POST /upload into a file. The connection closes after a refusal, since the rest of the body is still on its way.
asio::awaitable<StringResponse> take_upload(Stream& stream, beast::flat_buffer& buffer, HeaderParser& parser, Services& services) {
    const Headers request = parser.get();
    std::string_view bearer = header(request, http::field::authorization);
    if (bearer.starts_with("Bearer ")) bearer.remove_prefix(7);
    const VisitorId visitor = services.hub.visitor_of(bearer, wall_clock());
    std::optional<std::uint64_t> length;
    if (const auto given = parser.content_length()) length = *given;
    if (auto refusal = refuse_upload(request, services, visitor, length)) {
        refusal->keep_alive(false);
        co_return std::move(*refusal);
    }
    const Counted counted(services.uploads_under_way);
    TemporaryFile temporary{services.uploads.folder() / (random_token(16) + ".part")};
    UploadParser upload(std::move(parser));
    upload.body_limit(largest_upload);
    beast::error_code error;
    upload.get().body().open(temporary.path.c_str(), beast::file_mode::write, error);
    while (!error && !upload.is_done()) {
        // The time limit is for standing still, not for a slow line.
        stream.expires_after(std::chrono::milliseconds(http_time));
        co_await http::async_read_some(stream, buffer, upload, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) {
        const bool large = error == http::error::body_limit;
        auto refusal = large ? make_error(request, http::status::payload_too_large, "too_large", "at most 20 MiB a file")
                             : make_error(request, http::status::internal_server_error, "upload_failed", "the file could not be kept");
        refusal.keep_alive(false);
        log_line("upload_failed", {{"visitor", std::to_string(visitor)}, {"reason", error.message()}});
        co_return std::move(refusal);
    }
    upload.get().body().close();
    std::error_code failed;
    const auto size = static_cast<std::int64_t>(fs::file_size(temporary.path, failed));
    if (failed || size == 0) co_return make_error(request, http::status::bad_request, "empty", "the file is empty");
    const std::string name = clean_file_name(query_value(view(request.target()), "name"));
    const channel::KeptFile kept = services.uploads.keep(temporary.path, visitor, name, size, wall_clock());
    if (kept.url.empty() || !services.hub.flush(wall_clock()))
        co_return make_error(request, http::status::internal_server_error, "upload_failed", "the file could not be kept");
    temporary.kept = true;
    Value body = Value::object();
    body.set("url", kept.url);
    co_return make_text(request, http::status::created, to_json(body), "application/json");
}

/// Reads a small body; nothing when it does not come whole or is larger.
asio::awaitable<std::optional<std::string>> read_small(Stream& stream, beast::flat_buffer& buffer, HeaderParser& parser) {
    http::request_parser<http::string_body> whole(std::move(parser));
    whole.body_limit(largest_frame);
    beast::error_code error;
    if (!whole.is_done()) co_await http::async_read(stream, buffer, whole, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::nullopt;
    co_return std::move(whole.get().body());
}

/// POST /v1/usersig: makes a userSig for a signed-in visitor, who proves it as in a hello.
asio::awaitable<StringResponse> make_usersig(Stream& stream, beast::flat_buffer& buffer, HeaderParser& parser, Services& services) {
    const Headers request = parser.get();
    const Config& config = services.config;
    const auto body = co_await read_small(stream, buffer, parser);
    if (config.usersig_app == 0) co_return make_error(request, http::status::not_found, "not_found", "this relay makes no userSig");
    if (!origin_fits(request, services)) co_return make_error(request, http::status::forbidden, "bad_origin", "this website is not listed");
    const auto parsed = parse_json(body.value_or(""), JsonLimits{largest_frame, 8});
    if (!parsed || !(*parsed)["user"].is_object()) {
        co_return make_error(request, http::status::bad_request, "wrong_type",
                             "the body is {\"user\":{\"token\"}} or {\"user\":{\"id\",\"hash\"}}");
    }
    const Millis now = wall_clock();
    const auto user = services.hub.identity().verify(read_claim((*parsed)["user"]), now);
    if (!user) co_return make_error(request, http::status::unauthorized, "unknown_user", user.error());
    // The administrator's signature opens the whole App.
    if (ascii_lower(user->id) == ascii_lower(config.usersig_admin)) {
        co_return make_error(request, http::status::forbidden, "unknown_user", "there is none for the administrator");
    }
    const channel::SigningApp app{config.usersig_app, config.usersig_key};
    const Seconds seconds = now / millis_per_second;
    Value answer = Value::object();
    answer.set("sdkAppId", config.usersig_app).set("userId", user->id);
    answer.set("userSig", channel::user_sig(OpensslCrypto(), app, user->id, seconds, config.usersig_seconds));
    answer.set("expires", seconds + config.usersig_seconds);
    auto response = make_text(request, http::status::ok, to_json(answer), "application/json");
    allow_origin(response, header(request, http::field::origin));
    co_return response;
}

asio::ip::address peer_of(const Stream& stream) {
    beast::error_code ignored;
    return stream.socket().remote_endpoint(ignored).address();
}

/// Whose request it is, for the limits: the peer, or whom the balancer names.
std::string visitor_address(const Headers& request, const Stream& stream, const Config& config) {
    if (config.behind_proxy) {
        const std::string_view forwarded = view(request["X-Forwarded-For"]);
        const std::string_view last = trim(forwarded.substr(forwarded.rfind(',') + 1));
        if (!last.empty() && last.size() <= 64) return std::string(last);
    }
    return peer_of(stream).to_string();
}

/// Whether the address has asked too much. Desks send many webhooks from few addresses, and prove who they are; this machine's own programs are the operator's.
bool asks_too_much(const Headers& request, const Stream& stream, Services& services) {
    if (view(request.target()).starts_with("/hooks/") || (peer_of(stream).is_loopback() && !services.config.behind_proxy)) return false;
    return !services.addresses.allow(visitor_address(request, stream, services.config), wall_clock());
}

/// Hands a desk's request to its account. The body is read first, under a cap.
asio::awaitable<StringResponse> take_webhook(Stream& stream, beast::flat_buffer& buffer, HeaderParser& parser, Services& services) {
    const Headers request = parser.get();
    http::request_parser<http::string_body> whole(std::move(parser));
    whole.body_limit(largest_webhook);
    beast::error_code error;
    if (!whole.is_done()) co_await http::async_read(stream, buffer, whole, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        const bool large = error == http::error::body_limit;
        auto refusal = large ? make_error(request, http::status::payload_too_large, "too_large", "at most 1 MiB a webhook")
                             : make_error(request, http::status::bad_request, "bad_request", "the body did not come whole");
        refusal.keep_alive(false);
        co_return std::move(refusal);
    }
    channel::Webhook webhook;
    webhook.method = std::string(request.method_string());
    const std::string_view target = view(request.target());
    const std::size_t query = std::min(target.find('?'), target.size());
    webhook.query = target.substr(std::min(query + 1, target.size()));
    const std::string_view path = target.substr(0, query).substr(std::string_view("/hooks/").size());
    const std::size_t end = std::min(path.find('/'), path.size());
    webhook.path = path.substr(end);
    for (const auto& field : request) {
        webhook.headers.push_back({std::string(view(field.name_string())), std::string(view(field.value()))});
    }
    webhook.body = std::move(whole.get().body());
    beast::error_code ignored;
    webhook.address = stream.socket().remote_endpoint(ignored).address().to_string();
    const channel::Reply reply = services.hub.webhook(path.substr(0, end), webhook, wall_clock());
    co_return make_text(request, http::int_to_status(static_cast<unsigned>(reply.status)), reply.body, reply.mime);
}

/// Reads and forgets what a client is still sending after a refusal, so that it gets to read the answer instead of a reset.
asio::awaitable<void> drain(Stream& stream) {
    std::array<char, 16384> scratch{};
    beast::error_code error;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    stream.expires_after(std::chrono::milliseconds(closing_time));
    for (std::size_t total = 0; !error && total < 2 * largest_upload;) {
        total += co_await stream.async_read_some(asio::buffer(scratch), asio::redirect_error(asio::use_awaitable, error));
    }
}

}  // namespace

asio::awaitable<void> serve_http(asio::ip::tcp::socket socket, Services& services) {
    const Counted open(services.sockets);
    Stream stream(std::move(socket));
    beast::flat_buffer buffer(largest_frame);
    beast::error_code error;
    for (bool going_on = true; going_on && !services.stopping;) {
        HeaderParser parser;
        parser.header_limit(16 * 1024);
        parser.body_limit(boost::none);
        stream.expires_after(std::chrono::milliseconds(http_time));
        co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) break;
        const Headers& request = parser.get();
        const std::string_view target = view(request.target());
        const bool limited = asks_too_much(request, stream, services);
        const bool upgrade = beast::websocket::is_upgrade(request) && target.substr(0, target.find('?')) == "/ws";
        const bool fits = origin_fits(request, services);
        if (upgrade && fits && !limited) {
            stream.expires_never();
            co_await serve_websocket(std::move(stream), parser.release(), services);
            co_return;
        }
        const Counted busy(services.requests);
        const bool upload = request.method() == http::verb::post && target.substr(0, target.find('?')) == "/upload";
        const std::string origin(header(request, http::field::origin));
        const bool hook = target.starts_with("/hooks/");
        const bool usersig = request.method() == http::verb::post && target == "/v1/usersig";
        const bool has_body = (limited || (!upload && !hook && !usersig)) && !parser.is_done();
        std::optional<http::message_generator> response;
        try {
            if (limited) {
                ++services.limited;
                auto refusal = make_error(request, http::status::too_many_requests, "too_many", "too many requests of this address");
                refusal.keep_alive(false);
                response.emplace(std::move(refusal));
            } else if (target == "/metrics") {
                response.emplace(answer_metrics(request, services, peer_of(stream)));
            } else if (usersig) {
                auto made = co_await make_usersig(stream, buffer, parser, services);
                if (fits) allow_origin(made, origin);
                response.emplace(std::move(made));
            } else if (upgrade) {
                log_line("bad_origin", {{"origin", origin}});
                response.emplace(make_error(request, http::status::forbidden, "bad_origin", "this website is not listed"));
            } else if (upload) {
                auto taken = co_await take_upload(stream, buffer, parser, services);
                if (fits) allow_origin(taken, origin);
                response.emplace(std::move(taken));
            } else if (hook) {
                response.emplace(co_await take_webhook(stream, buffer, parser, services));
            } else {
                response.emplace(answer(request, services));
            }
        } catch (const StoreError& problem) {
            log_line("store_failed", {{"reason", problem.what()}});
            auto refusal =
                make_error(request, http::status::service_unavailable, "store_failed", "the relay cannot store anything at the moment");
            refusal.keep_alive(false);
            response.emplace(std::move(refusal));
        }
        going_on = response->keep_alive() && !has_body;
        stream.expires_after(std::chrono::milliseconds(http_time));
        co_await beast::async_write(stream, std::move(*response), asio::redirect_error(asio::use_awaitable, error));
        if (error) break;
    }
    if (!error) co_await drain(stream);
}

}  // namespace deskbell::relay
