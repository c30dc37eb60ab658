#include "native/relay/net/http_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fstream>
#include <map>
#include <random>
#include <unordered_map>

#include "native/relay/limits.h"
#include "native/relay/log.h"
#include "native/relay/net/dial.h"
#include "native/relay/static_files.h"
#include "native/relay/token.h"

namespace deskbell::relay {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr int most_links_of_host = 32;  // in use at once; more wait
constexpr std::size_t most_idle_of_host = 8;
constexpr Millis longest_idle = 20 * millis_per_second;
constexpr Millis longest_effort = 3 * millis_per_minute;  // for all tries of a request, its wish to wait not counted
constexpr std::size_t largest_stream = 32u << 20;
constexpr Millis longest_stream = 10 * millis_per_minute;
constexpr int most_heads = 8;  // before an answer
constexpr std::size_t chunk_size = 64u << 10;

bool is_clean(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
    }
    return true;
}

/// The head of a request; empty when a part of it could begin another line.
std::string head_of(const channel::Request& request, const Remote& remote, std::string_view content_type, std::uint64_t size) {
    const bool v6 = remote.host.find(':') != std::string::npos;
    const bool usual_port = remote.port == (remote.tls ? "443" : "80");
    std::string head = request.method + ' ' + remote.target + " HTTP/1.1\r\nHost: " + (v6 ? '[' + remote.host + ']' : remote.host);
    if (!usual_port) head += ':' + remote.port;
    head += "\r\nUser-Agent: Deskbell\r\nConnection: keep-alive\r\n";
    if (!is_clean(request.method) || !is_clean(remote.target)) return {};
    if (channel::header(request.headers, "accept").empty()) head += request.streamed ? "Accept: text/event-stream\r\n" : "Accept: */*\r\n";
    for (const channel::Header& each : request.headers) {
        if (!is_clean(each.name) || !is_clean(each.value)) return {};
        head += each.name + ": " + each.value + "\r\n";
    }
    if (!content_type.empty()) head += "Content-Type: " + std::string(content_type) + "\r\n";
    if (size > 0 || request.method != "GET") head += "Content-Length: " + std::to_string(size) + "\r\n";
    return head + "\r\n";
}

/// The name in a Content-Disposition header, plainly: `filename*` in UTF-8, or `filename`.
std::string name_in(std::string_view disposition) {
    if (const auto at = disposition.find("filename*=UTF-8''"); at != std::string_view::npos) {
        const std::string_view rest = disposition.substr(at + 17);
        return percent_decode(rest.substr(0, rest.find(';'))).value_or("");
    }
    const auto at = disposition.find("filename=");
    if (at == std::string_view::npos) return {};
    std::string_view rest = disposition.substr(at + 9);
    if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
    return std::string(rest.substr(0, rest.find(';')));
}

struct PooledLink : Link {
    beast::flat_buffer buffer{chunk_size * 2};
    Millis idle_since = 0;
};

/// A request under way.
struct Job {
    Job(asio::io_context& context, channel::Request asked, FetchHooks told)
        : request(std::move(asked)), hooks(std::move(told)), pause(context) {}

    channel::Request request;
    FetchHooks hooks;
    asio::steady_timer pause;
    PooledLink* link = nullptr;
    bool forgotten = false;

    void forget() {
        forgotten = true;
        pause.cancel();
        if (link != nullptr && (link->plain || link->secure)) link->lowest().close();
    }
};

/// One try: how it ended, and the answer so far.
struct Try {
    TryResult result;
    channel::Response response;
    std::string reason;
    bool told_pieces = false;
    bool reusable = false;
    bool heard_anything = false;
};

struct Host {
    explicit Host(asio::io_context& context) : turn(context, Clock::time_point::max()) {}
    std::vector<std::unique_ptr<PooledLink>> idle;
    int in_use = 0;
    asio::steady_timer turn;  ///< cancelled, once for each link that comes free
    Breaker breaker;
};

}  // namespace

class HttpClient::Engine : public std::enable_shared_from_this<HttpClient::Engine> {
  public:
    Engine(asio::io_context& context, const Reach& reach, Options options)
        : context_(context),
          reach_(reach),
          options_(std::move(options)),
          tls_(make_tls(options_.ca_file)),
          random_(std::random_device{}()) {}

    void start(std::uint64_t number, channel::Request request, FetchHooks hooks) {
        auto job = std::make_shared<Job>(context_, std::move(request), std::move(hooks));
        jobs_[number] = job;
        asio::co_spawn(context_, run(shared_from_this(), number, std::move(job)), asio::detached);
    }

    void forget(std::uint64_t number) {
        const auto found = jobs_.find(number);
        if (found == jobs_.end()) return;
        const std::shared_ptr<Job> job = found->second;
        jobs_.erase(found);
        job->forget();
    }

    void close() {
        for (auto& [number, job] : std::exchange(jobs_, {})) job->forget();
        for (auto& [origin, host] : hosts_) host.idle.clear();
    }

    HttpCounts counts() const {
        HttpCounts counts = counts_;
        counts.open = static_cast<int>(jobs_.size());
        for (const auto& [origin, host] : hosts_) counts.open_breakers += host.breaker.is_open() ? 1 : 0;
        return counts;
    }

  private:
    // The engine is kept alive by its coroutines; `self` is a parameter for that.
    static asio::awaitable<void> run(std::shared_ptr<Engine> self, std::uint64_t number, std::shared_ptr<Job> job) {
        // Never within fetch(): the caller is in the middle of something.
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        const Millis end = self->clock() + longest_effort;
        for (int tries = 1; !job->forgotten; ++tries) {
            Try attempt;
            const auto remote = parse_remote(job->request.url);
            if (!remote) {
                attempt.result.kind = TryResult::Kind::refused;
                attempt.reason = "the address: " + remote.error();
            } else {
                co_await self->attempt_at(*remote, *job, end, attempt);
            }
            if (job->forgotten) co_return;
            auto pause = attempt.told_pieces ? std::nullopt : next_try(job->request, attempt.result, tries, self->chance());
            if (pause && self->clock() + *pause > end) pause.reset();
            if (attempt.result.kind == TryResult::Kind::refused) {
                ++self->counts_.refused;
                log_line("request_refused", {{"request", job->request.id}, {"reason", attempt.reason}});
            }
            if (!pause) {
                self->jobs_.erase(number);
                job->hooks.answer(self->final_answer(*job, attempt));
                co_return;
            }
            log_line("request_again", {{"request", job->request.id},
                                       {"try", std::to_string(tries)},
                                       {"pause", std::to_string(*pause)},
                                       {"reason", attempt.reason.empty() ? std::to_string(attempt.result.status) : attempt.reason}});
            co_await self->sleep(*job, *pause);
        }
    }

    channel::Response final_answer(const Job& job, Try& attempt) {
        channel::Response answer = std::move(attempt.response);
        answer.id = job.request.id;
        answer.complete = true;
        if (attempt.result.kind != TryResult::Kind::answered) {
            answer = {};
            answer.id = job.request.id;
            answer.body = attempt.reason;
        }
        return answer;
    }

    double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

    /// The clock of pauses.
    Millis clock() const {
        const std::chrono::duration<double, std::milli> now = Clock::now().time_since_epoch();
        return static_cast<Millis>(now.count() * options_.speed);
    }

    asio::awaitable<void> sleep(Job& job, Millis time) {
        error_code error;
        job.pause.expires_after(std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double, std::milli>(static_cast<double>(time) / options_.speed)));
        co_await job.pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }

    Host& host_of(const std::string& origin) { return hosts_.try_emplace(origin, context_).first->second; }

    /// Waits for the host's breaker and for a free place, then makes the try.
    asio::awaitable<void> attempt_at(const Remote& remote, Job& job, Millis end, Try& attempt) {
        attempt.result.kind = TryResult::Kind::refused;
        attempt.reason = reach_.refusal(remote);
        if (!attempt.reason.empty()) co_return;
        Host& host = host_of(remote.origin);
        error_code error;
        while (host.in_use >= most_links_of_host && !job.forgotten)
            co_await host.turn.async_wait(asio::redirect_error(asio::use_awaitable, error));
        // The breaker is asked only by who will make a try and tell it what came of it.
        while (!job.forgotten) {
            const Millis wait = host.breaker.wait(clock());
            if (wait == 0) break;
            if (clock() + wait > end) {
                attempt.reason = remote.host + " has not answered for a while";
                break;
            }
            co_await sleep(job, wait);
        }
        if (job.forgotten || !attempt.reason.empty()) {
            // The place that this one was woken for, if it was, is the next one's.
            host.turn.cancel_one();
            co_return;
        }
        ++host.in_use;
        ++counts_.tries;
        co_await make_try(remote, host, job, attempt);
        --host.in_use;
        host.turn.cancel_one();
        if (job.forgotten || attempt.result.kind == TryResult::Kind::refused) {
            host.breaker.let_go();
        } else if (attempt.result.kind == TryResult::Kind::answered && attempt.result.status < 500) {
            host.breaker.succeeded();
            ++counts_.answered;
        } else {
            host.breaker.failed(clock());
            ++counts_.failed;
        }
    }

    asio::awaitable<void> make_try(Remote remote, Host& host, Job& job, Try& attempt) {
        channel::Request request = job.request;
        if (request.authorised && job.hooks.authorise) job.hooks.authorise(request);
        // Some desks want their signature in the address; its host stays what it was.
        if (const auto authorised = parse_remote(request.url); authorised && authorised->origin == remote.origin)
            remote.target = authorised->target;
        std::unique_ptr<PooledLink> link = request.repeatable ? take_idle(host) : nullptr;
        const bool reused = link != nullptr;
        if (reused) {
            co_await speak(remote, request, job, *link, attempt);
            // The desk closed it while nobody looked: that says nothing about the request.
            if (attempt.result.kind == TryResult::Kind::unknown && !attempt.heard_anything && !job.forgotten) {
                attempt = Try();
                link.reset();
            }
        }
        if (!link) {
            link = std::make_unique<PooledLink>();
            job.link = link.get();
            co_await dial(remote, reach_, tls_, request.patience, *link, attempt.result, attempt.reason);
            job.link = nullptr;
            if (attempt.result.kind != TryResult::Kind::answered || job.forgotten) co_return;
            co_await speak(remote, request, job, *link, attempt);
        }
        if (!attempt.reusable || host.idle.size() >= most_idle_of_host) co_return;
        link->idle_since = clock();
        link->lowest().expires_never();
        host.idle.push_back(std::move(link));
    }

    std::unique_ptr<PooledLink> take_idle(Host& host) {
        std::erase_if(host.idle, [this](const auto& link) { return clock() - link->idle_since > longest_idle; });
        if (host.idle.empty()) return nullptr;
        auto link = std::move(host.idle.back());
        host.idle.pop_back();
        return link;
    }

    asio::awaitable<void> speak(const Remote& remote, const channel::Request& request, Job& job, PooledLink& link, Try& attempt) {
        job.link = &link;
        link.lowest().expires_after(std::chrono::milliseconds(request.patience));
        if (link.secure) {
            co_await exchange(*link.secure, remote, request, job, link, attempt);
        } else {
            co_await exchange(*link.plain, remote, request, job, link, attempt);
        }
        job.link = nullptr;
    }

    /// Writes the request; false when it is not whole.
    template <class Stream>
    asio::awaitable<bool> write(Stream& stream, const Remote& remote, const channel::Request& request, const Job& job, Try& attempt) {
        MultipartBody body;
        if (request.parts.empty()) {
            body.pieces.push_back({request.body, {}, request.body.size()});
            body.size = request.body.size();
        } else {
            auto laid_out = lay_out(request.parts, "deskbell-" + random_token(18), job.hooks.find);
            if (!laid_out) {
                attempt.result.kind = TryResult::Kind::refused;
                attempt.reason = "a file of the request is not there";
                co_return false;
            }
            body = std::move(*laid_out);
        }
        std::string bytes = head_of(request, remote, body.content_type, body.size);
        if (bytes.empty()) {
            attempt.result.kind = TryResult::Kind::refused;
            attempt.reason = "a header of the request has control characters";
            co_return false;
        }
        error_code error;
        for (const BodyPiece& piece : body.pieces) {
            if (piece.file.empty()) {
                bytes += piece.bytes;
                continue;
            }
            std::ifstream file(piece.file, std::ios::binary);
            for (std::uint64_t left = piece.size; left > 0 && file && !error;) {
                const std::size_t before = bytes.size();
                bytes.resize(before + static_cast<std::size_t>(std::min<std::uint64_t>(left, chunk_size)));
                file.read(bytes.data() + before, static_cast<std::streamsize>(bytes.size() - before));
                left -= bytes.size() - before;
                co_await asio::async_write(stream, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
                bytes.clear();
            }
            if (!file) {
                attempt.result.kind = TryResult::Kind::refused;
                attempt.reason = "a file of the request cannot be read";
                co_return false;
            }
        }
        if (!error && !bytes.empty())
            co_await asio::async_write(stream, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
        if (error) attempt.reason = remote.host + ": " + error.message();
        co_return !error;
    }

    template <class Stream>
    asio::awaitable<void> exchange(Stream& stream, const Remote& remote, const channel::Request& request, Job& job, PooledLink& link,
                                   Try& attempt) {
        attempt.result.kind = TryResult::Kind::unknown;
        if (!co_await write(stream, remote, request, job, attempt)) co_return;
        error_code error;
        std::optional<http::response_parser<http::string_body>> parser;
        // What comes before the answer (100 Continue, 103 Early Hints) is no answer.
        for (int heads = 0; !parser || (!error && parser->get().result_int() < 200); ++heads) {
            if (heads > most_heads) error = make_error_code(http::error::header_limit);
            parser.emplace();
            parser->header_limit(32 * 1024);
            parser->body_limit(boost::none);
            if (request.method == "HEAD") parser->skip(true);
            if (!error) co_await http::async_read_header(stream, link.buffer, *parser, asio::redirect_error(asio::use_awaitable, error));
            attempt.heard_anything = attempt.heard_anything || parser->got_some();
        }
        if (error) {
            attempt.reason = remote.host + ": " + error.message();
            co_return;
        }
        take_head(parser->get(), attempt);
        co_await read_body(stream, request, job, *parser, link, attempt, error);
        if (error) {
            attempt.result.kind = TryResult::Kind::unknown;
            attempt.reason = remote.host + ": " + error.message();
        } else {
            attempt.reusable = parser->get().keep_alive() && attempt.reason.empty();
        }
    }

    void take_head(const http::response<http::string_body>& head, Try& attempt) {
        attempt.result.kind = TryResult::Kind::answered;
        attempt.result.status = attempt.response.status = static_cast<int>(head.result_int());
        for (const auto& field : head) {
            const auto name = field.name_string();
            attempt.response.headers.push_back(
                {std::string(name.data(), name.size()), std::string(field.value().data(), field.value().size())});
        }
        attempt.result.asked_pause = asked_pause(attempt.response.headers);
    }

    /// Reads the body: into the answer, to the listener piece by piece, or into a file.
    template <class Stream>
    asio::awaitable<void> read_body(Stream& stream, const channel::Request& request, Job& job,
                                    http::response_parser<http::string_body>& parser, PooledLink& link, Try& attempt, error_code& error) {
        const bool good = attempt.result.status >= 200 && attempt.result.status < 300;
        const bool in_pieces = request.streamed && good;
        const bool to_file = request.keep && good;
        const std::filesystem::path path = options_.scratch / (random_token(16) + ".part");
        std::ofstream file;
        if (to_file) file.open(path, std::ios::binary);
        const Millis end = clock() + longest_stream;
        const std::size_t limit = in_pieces ? largest_stream : to_file ? largest_upload : options_.largest_answer;
        std::size_t total = 0;
        const auto take = [&] {
            std::string piece = std::exchange(parser.get().body(), {});
            total += piece.size();
            if (total > limit || piece.empty()) return;
            if (to_file) {
                file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
            } else if (in_pieces) {
                channel::Response response = attempt.response;
                response.id = request.id;
                response.complete = false;
                response.body = std::move(piece);
                attempt.told_pieces = true;
                job.hooks.answer(std::move(response));
            } else {
                attempt.response.body += piece;
            }
        };
        take();
        while (!error && !parser.is_done() && total <= limit && !job.forgotten) {
            if (in_pieces) link.lowest().expires_after(std::chrono::milliseconds(request.patience));
            co_await http::async_read_some(stream, link.buffer, parser, asio::redirect_error(asio::use_awaitable, error));
            take();
            if (in_pieces && clock() > end && !error) error = make_error_code(beast::error::timeout);
        }
        if (total > limit) error = make_error_code(http::error::body_limit);
        if (!to_file) co_return;
        file.close();
        if (!error && !job.forgotten && file && total > 0) {
            const std::string name =
                request.keep_name.empty() ? name_in(channel::header(attempt.response.headers, "content-disposition")) : request.keep_name;
            attempt.response.kept = job.hooks.keep(path, name, static_cast<std::int64_t>(total));
        }
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        if (error || !attempt.response.kept.url.empty()) co_return;
        attempt.result.kind = TryResult::Kind::refused;
        attempt.reason = "the file could not be kept";
    }

    asio::io_context& context_;
    const Reach& reach_;
    Options options_;
    asio::ssl::context tls_;
    std::mt19937 random_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Job>> jobs_;
    std::map<std::string, Host> hosts_;
    HttpCounts counts_;
};

HttpClient::HttpClient(asio::io_context& context, const Reach& reach, Options options)
    : engine_(std::make_shared<Engine>(context, reach, std::move(options))) {}
HttpClient::~HttpClient() { engine_->close(); }
void HttpClient::fetch(std::uint64_t number, channel::Request request, FetchHooks hooks) {
    engine_->start(number, std::move(request), std::move(hooks));
}
void HttpClient::forget(std::uint64_t number) { engine_->forget(number); }
HttpCounts HttpClient::counts() const { return engine_->counts(); }

}  // namespace deskbell::relay
