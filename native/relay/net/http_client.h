#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/channel/http.h"
#include "native/relay/net/multipart.h"
#include "native/relay/net/remote.h"

namespace deskbell::relay {

/// What has come of all requests so far, for the metrics.
struct HttpCounts {
    std::uint64_t tries = 0;
    std::uint64_t answered = 0;  ///< tries with an answer below 500
    std::uint64_t failed = 0;    ///< tries without an answer, or with 500 and above
    std::uint64_t refused = 0;   ///< addresses and certificates that the relay did not accept
    int open = 0;                ///< requests under way, waiting ones included
    int open_breakers = 0;
};

/// What a client of the HTTP client brings along with a request.
struct FetchHooks {
    /// Adds secrets, before each try.
    std::function<void(channel::Request&)> authorise;
    /// Is told the answer, or its pieces; not before fetch() has returned.
    std::function<void(channel::Response)> answer;
    /// The files of multipart bodies.
    FindUpload find;
    /// Keeps a downloaded file of this size, moving it away; the file as the visitor sees it, without an url when it was not kept.
    std::function<channel::KeptFile(const std::filesystem::path& file, const std::string& name, std::int64_t size)> keep;
};

/// HTTP/1.1 over TLS 1.2 and later, for the requests of desks: tries again with growing pauses, waits while a host is broken, keeps connections for the next request, caps
/// what comes back, follows no redirect, and connects only where Reach allows. Everything runs on the context's one thread.
class HttpClient {
  public:
    struct Options {
        std::filesystem::path ca_file;  ///< trusted certificates (PEM); empty: the system's
        std::filesystem::path scratch;  ///< where files that are being downloaded lie
        std::size_t largest_answer = std::size_t{8} << 20;
        double speed = 1;  ///< of the clock of all pauses between tries; a request's own patience is real time. Tests have less time.
    };

    /// The reach outlives the client. Throws std::exception when the certificates cannot be read.
    HttpClient(boost::asio::io_context& context, const Reach& reach, Options options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    void fetch(std::uint64_t number, channel::Request request, FetchHooks hooks);
    /// Gives up a request; its answer is not told.
    void forget(std::uint64_t number);
    HttpCounts counts() const;

  private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

}  // namespace deskbell::relay
