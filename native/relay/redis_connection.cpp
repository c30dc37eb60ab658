#include "native/relay/redis_connection.h"

#include <hiredis/hiredis.h>

#include <chrono>

#include "native/relay/limits.h"
#include "native/relay/store.h"

namespace deskbell::relay {
namespace {

std::int64_t steady_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

timeval to_timeval(Millis time) { return {time / 1000, (time % 1000) * 1000}; }

}  // namespace

void RedisReply::free(redisReply* reply) {
    if (reply != nullptr) freeReplyObject(reply);
}

bool RedisReply::is_nothing() const { return !reply_ || reply_->type == REDIS_REPLY_NIL; }
bool RedisReply::is_error() const { return reply_ && reply_->type == REDIS_REPLY_ERROR; }
std::size_t RedisReply::size() const { return reply_ && reply_->type == REDIS_REPLY_ARRAY ? reply_->elements : 0; }

bool RedisReply::is_nothing(std::size_t at) const {
    const redisReply* one = element(reply_.get(), at);
    return one == nullptr || one->type == REDIS_REPLY_NIL;
}

const redisReply* RedisReply::element(const redisReply* list, std::size_t at) {
    return list != nullptr && list->type == REDIS_REPLY_ARRAY && at < list->elements ? list->element[at] : nullptr;
}

std::string_view RedisReply::text_of(const redisReply* reply) {
    return reply != nullptr && reply->str != nullptr ? std::string_view(reply->str, reply->len) : std::string_view();
}

std::int64_t RedisReply::number_of(const redisReply* reply) {
    if (reply == nullptr) return 0;
    if (reply->type == REDIS_REPLY_INTEGER) return reply->integer;
    return std::strtoll(std::string(text_of(reply)).c_str(), nullptr, 10);
}

RedisConnection::~RedisConnection() { close(); }

void RedisConnection::close() {
    if (context_ != nullptr) redisFree(context_);
    context_ = nullptr;
}

void RedisConnection::fail(const std::string& reason) {
    close();
    throw StoreError("Redis: " + reason);
}

void RedisConnection::open() {
    if (context_ != nullptr) return;
    const std::int64_t now = steady_now();
    if (now < closed_until_) throw StoreError("Redis: not reached a moment ago");
    closed_until_ = now + redis_pause;
    context_ = redisConnectWithTimeout(address_.host.c_str(), address_.port, to_timeval(redis_connect_time));
    if (context_ == nullptr) fail("no memory");
    if (context_->err != 0) fail(context_->errstr);
    redisSetTimeout(context_, to_timeval(redis_answer_time));
    redisEnableKeepAlive(context_);
    const auto expect = [this](const RedisCommand& command) {
        const RedisReply reply = run(command);
        if (reply.is_error()) fail(std::string(reply.text()));
    };
    if (!address_.password.empty()) {
        expect(address_.user.empty() ? RedisCommand{"AUTH", address_.password} : RedisCommand{"AUTH", address_.user, address_.password});
    }
    if (address_.database != 0) expect({"SELECT", std::to_string(address_.database)});
    closed_until_ = 0;
    ++generation_;
}

void RedisConnection::add(const RedisCommand& command) {
    open();
    std::vector<const char*> texts;
    std::vector<std::size_t> lengths;
    texts.reserve(command.size());
    lengths.reserve(command.size());
    for (const std::string& one : command) {
        texts.push_back(one.data());
        lengths.push_back(one.size());
    }
    if (redisAppendCommandArgv(context_, static_cast<int>(command.size()), texts.data(), lengths.data()) != REDIS_OK)
        fail(context_->errstr);
}

RedisReply RedisConnection::next() {
    if (context_ == nullptr) throw StoreError("Redis: the connection broke");
    void* reply = nullptr;
    if (redisGetReply(context_, &reply) != REDIS_OK) fail(context_->errstr);
    return RedisReply(static_cast<redisReply*>(reply));
}

RedisReply RedisConnection::run(const RedisCommand& command) {
    add(command);
    RedisReply reply = next();
    if (reply.is_error()) throw StoreError("Redis: " + std::string(reply.text()));
    return reply;
}

std::optional<RedisReply> RedisConnection::take(bool wait) {
    if (context_ == nullptr) return std::nullopt;
    if (wait && redisBufferRead(context_) != REDIS_OK) fail(context_->errstr);
    void* reply = nullptr;
    if (redisGetReplyFromReader(context_, &reply) != REDIS_OK) fail(context_->errstr);
    if (reply == nullptr) return std::nullopt;
    return RedisReply(static_cast<redisReply*>(reply));
}

void RedisConnection::send_all() {
    if (context_ == nullptr) return;
    int done = 0;
    while (done == 0) {
        if (redisBufferWrite(context_, &done) != REDIS_OK) fail(context_->errstr);
    }
}

int RedisConnection::descriptor() const { return context_ == nullptr ? -1 : context_->fd; }

}  // namespace deskbell::relay
