#include "tests/unit/relay/redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "native/relay/redis_connection.h"
#include "native/relay/store.h"

extern char** environ;

namespace deskbell::relay {
namespace {

int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket, any, length) != 0 || ::getsockname(socket, any, &length) != 0) throw std::runtime_error("no free port");
    ::close(socket);
    return ntohs(address.sin_port);
}

}  // namespace

RedisServer::RedisServer() : port_(free_port()) {
    std::string name = (std::filesystem::temp_directory_path() / "deskbell-redis-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for redis-server");
    folder_ = name;
    start();
}

RedisServer::~RedisServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::start() {
    const std::string port = std::to_string(port_);
    std::vector<std::string> words = {
        "redis-server", "--port",        port,     "--bind", "127.0.0.1", "--dir",     folder_.string(), "--appendonly",
        "yes",          "--appendfsync", "always", "--save", "",          "--logfile", "redis.log"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (::posix_spawnp(&process_, "redis-server", nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error("redis-server cannot be started (package redis-server)");
    }
    for (int i = 0; i < 500; ++i) {
        try {
            RedisConnection connection(address());
            if (connection.run({"PING"}).text() == "PONG") return;
        } catch (const StoreError&) {
            // Not there yet, or still loading.
        }
        ::usleep(10'000);
    }
    throw std::runtime_error("redis-server does not answer");
}

void RedisServer::kill() {
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

}  // namespace deskbell::relay
