#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace deskbell::channel {

struct Header {
    std::string name;
    std::string value;
};

/// One part of a multipart/form-data body (RFC 7578).
struct Part {
    std::string name;
    std::string file_name;  ///< empty for a plain field
    std::string mime;
    std::string text;    ///< the content of a plain field
    std::string upload;  ///< or the id of a file that the host keeps (the last part of its `/uploads/…` address); its bytes are the content
};

/// A file that the host has fetched from the desk and keeps for the visitor, as it keeps what visitors upload.
struct KeptFile {
    std::string url;   ///< where the visitor finds it, absolute; empty: nothing was kept
    std::string mime;  ///< as its bytes say, whatever the desk called it
    std::int64_t size = 0;
    std::int64_t width = 0;  ///< of a raster image, in pixels; 0: unknown
    std::int64_t height = 0;
};

/// An HTTP request that the host is to make. The host adds time-outs, back-off with jitter, a circuit breaker and TLS; it follows no redirect.
struct Request {
    std::string id;  ///< names the answer; chosen by the channel, unique among its open requests, for example `send:c1`
    std::string method = "POST";
    std::string url;  ///< absolute; the host refuses what is neither https nor, where the configuration allows it, http
    std::vector<Header> headers;
    std::string body;
    std::vector<Part> parts;  ///< in place of `body`; the host writes the boundary
    /// Whether the same request may be made again when nobody knows if the first one arrived (no answer, 5xx). Requests that were certainly not taken
    /// (no connection, 429) are tried again in any case.
    bool repeatable = false;
    /// The body of the answer is given piece by piece as it comes (server-sent events), `Response::complete` with the last piece.
    bool streamed = false;
    /// The body of a good answer (2xx) is a file that the host is to keep: Response::kept in place of Response::body. Under the cap on uploads; what is larger, or
    /// cannot be kept, is answered with status 0.
    bool keep = false;
    std::string keep_name;     ///< what to call the file; empty: as the answer's Content-Disposition says
    bool authorised = true;    ///< Account::authorise() is asked right before it is made, since a token may have been renewed meanwhile
    Millis patience = 30'000;  ///< for one try
    Millis wait = 0;           ///< not before this long from now
};

/// What became of a request. `status` 0: no answer after all tries; `body` then says why in a few words for the operator.
struct Response {
    std::string id;
    int status = 0;
    std::vector<Header> headers;
    std::string body;
    bool complete = true;
    KeptFile kept;  ///< of a request that asked for it, with a good answer
};

/// What a channel wants of its one WebSocket (RFC 6455, text frames). Opening again after a loss is the channel's business, with its own back-off.
struct SocketOrder {
    enum class Kind : std::uint8_t { open, send, close };
    Kind kind = Kind::send;
    std::string text;  ///< of `open` the address (wss), of `send` the frame
};

struct SocketNews {
    enum class Kind : std::uint8_t { opened, frame, closed };
    Kind kind = Kind::frame;
    std::string text;  ///< of `frame` the frame, of `closed` the reason for the operator
};

/// A request that came in from the desk.
struct Webhook {
    std::string method;
    std::string path;   ///< behind the account's own prefix, for example `/events`
    std::string query;  ///< undecoded, without the question mark
    std::vector<Header> headers;
    std::string body;
    std::string address;  ///< of the peer, for the log
};

/// The answer to a webhook.
struct Reply {
    int status = 200;
    std::string mime = "application/json";
    std::string body;
};

/// The value of a header, or an empty text. Names are compared without case (RFC 9110, section 5.1).
std::string_view header(const std::vector<Header>& headers, std::string_view name);

}  // namespace deskbell::channel
