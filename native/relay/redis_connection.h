#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/relay/redis_url.h"

struct redisContext;
struct redisReply;

namespace deskbell::relay {

/// An answer of Redis. Texts are bytes.
class RedisReply {
  public:
    explicit RedisReply(redisReply* reply) : reply_(reply, &RedisReply::free) {}

    bool is_nothing() const;
    bool is_error() const;
    /// A text, a status or an error; empty for anything else.
    std::string_view text() const { return text_of(reply_.get()); }
    /// A number, also one that came as a text; 0 for anything else.
    std::int64_t number() const { return number_of(reply_.get()); }
    /// Of a list; 0 for anything else.
    std::size_t size() const;
    /// Elements of a list, and of a list in it.
    std::string_view text(std::size_t at) const { return text_of(element(reply_.get(), at)); }
    std::int64_t number(std::size_t at) const { return number_of(element(reply_.get(), at)); }
    bool is_nothing(std::size_t at) const;
    const redisReply* raw() const { return reply_.get(); }

    static const redisReply* element(const redisReply* list, std::size_t at);
    static std::string_view text_of(const redisReply* reply);
    static std::int64_t number_of(const redisReply* reply);

  private:
    static void free(redisReply* reply);
    std::unique_ptr<redisReply, void (*)(redisReply*)> reply_;
};

/// A command and its arguments.
using RedisCommand = std::vector<std::string>;

/// One connection to Redis, opened when it is needed and again after it broke. Commands may be given without waiting for their answers (`add`), which then come in their order
/// (`next`). Every failure is a StoreError and closes the connection: what was not answered may have happened or not. While Redis cannot be reached, calls fail at
/// once, and once in `pause` one tries again.
class RedisConnection {
  public:
    explicit RedisConnection(RedisAddress address) : address_(std::move(address)) {}
    ~RedisConnection();
    RedisConnection(const RedisConnection&) = delete;
    RedisConnection& operator=(const RedisConnection&) = delete;

    /// Does a command, after the answers that are open have been taken by the caller. An error of Redis is a StoreError too.
    RedisReply run(const RedisCommand& command);
    void add(const RedisCommand& command);
    /// The answer to the first command that has none yet; errors of Redis are given as they are.
    RedisReply next();

    /// An answer that has come already, or nothing. To be asked when the socket is readable; `wait` reads from the socket first.
    std::optional<RedisReply> take(bool wait);
    void send_all();
    /// The socket, for a host that waits for it; -1 while there is none.
    int descriptor() const;
    bool is_open() const { return context_ != nullptr; }
    /// How often it was opened: scripts have to be loaded anew each time.
    int generation() const { return generation_; }
    void open();
    void close();

  private:
    [[noreturn]] void fail(const std::string& reason);

    RedisAddress address_;
    redisContext* context_ = nullptr;
    int generation_ = 0;
    std::int64_t closed_until_ = 0;  ///< of the steady clock, milliseconds
};

}  // namespace deskbell::relay
