#pragma once

// The relay's HTTP client against servers that a test scripts.

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "native/relay/net/http_client.h"
#include "tests/unit/relay/net/server.h"

namespace deskbell::test {

/// A folder of the test's own.
struct Folder {
    std::filesystem::path path;
    Folder() {
        static int count = 0;
        path = std::filesystem::temp_directory_path() / ("deskbell-net-" + std::to_string(::getpid()) + '-' + std::to_string(++count));
        std::filesystem::create_directories(path);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
    }
};

/// What a client of the relay stands on: a loop, a folder, the hosts it may reach.
struct Ground {
    Folder folder;
    boost::asio::io_context context;
    relay::Reach reach;

    /// This server may be reached.
    void allow(const std::string& base) { REQUIRE(reach.add(base)); }

    /// The file with the authority's certificate; none without an authority.
    std::filesystem::path roots(const Proof* authority) const {
        if (authority == nullptr) return {};
        const std::filesystem::path file = folder.path / "ca.pem";
        write_pem(*authority, file);
        return file;
    }

    /// Runs the loop until this holds; fails after twenty seconds.
    void until(const std::function<bool()>& holds) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        context.restart();
        while (!holds() && std::chrono::steady_clock::now() < end) context.run_one_for(std::chrono::milliseconds(100));
        REQUIRE(holds());
    }
};

/// An HTTP client. Pauses between tries run a hundred times as fast as the real ones.
struct Client : Ground {
    std::optional<relay::HttpClient> http;
    std::vector<std::string> pieces;
    std::map<std::uint64_t, channel::Response> answers;
    std::map<std::string, std::filesystem::path> uploads;
    std::string kept;  ///< what the last kept file holds
    std::string kept_name;
    bool keeps = true;
    std::uint64_t last = 0;
    double speed = 100;

    void start(const Proof* authority = nullptr, std::size_t largest_answer = std::size_t{1} << 20) {
        relay::HttpClient::Options options;
        options.ca_file = roots(authority);
        options.scratch = folder.path / "scratch";
        std::filesystem::create_directories(options.scratch);
        options.largest_answer = largest_answer;
        options.speed = speed;
        http.emplace(context, reach, options);
    }

    /// Starts with leave to reach this server.
    void start(const Server& server) {
        allow(server.url());
        start();
    }

    std::uint64_t begin(channel::Request request) {
        const std::uint64_t number = ++last;
        relay::FetchHooks hooks;
        hooks.answer = [this, number](channel::Response response) {
            if (!response.complete) {
                pieces.push_back(response.body);
            } else {
                answers[number] = std::move(response);
            }
        };
        hooks.find = [this](const std::string& id) -> std::optional<std::filesystem::path> {
            const auto found = uploads.find(id);
            return found == uploads.end() ? std::nullopt : std::optional(found->second);
        };
        hooks.keep = [this](const std::filesystem::path& file, const std::string& name, std::int64_t size) {
            std::ostringstream text;
            text << std::ifstream(file, std::ios::binary).rdbuf();
            kept = text.str();
            kept_name = name;
            channel::KeptFile out;
            if (keeps) out.url = "https://relay.example/files/1";
            out.size = size;
            return out;
        };
        http->fetch(number, std::move(request), std::move(hooks));
        return number;
    }

    channel::Response fetch(channel::Request request) {
        const std::uint64_t number = begin(std::move(request));
        until([&] { return answers.contains(number); });
        return answers[number];
    }

    channel::Response get(const std::string& url) { return fetch(get_request(url)); }

    static channel::Request get_request(const std::string& url) {
        channel::Request request;
        request.id = "test";
        request.method = "GET";
        request.url = url;
        request.patience = 5000;
        return request;
    }
};

/// Answers every request with these words.
inline Server::Script answering(std::string words = "hello") {
    return [words](Connection& connection) {
        while (!connection.request().empty()) {
            if (!connection.write(answer_of(200, words))) return;
        }
    };
}

}  // namespace deskbell::test
