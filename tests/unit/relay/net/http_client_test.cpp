// The relay's HTTP client against desks that answer in pieces, too much, too late, or not at all.

#include "native/relay/limits.h"
#include "native/relay/net/retry.h"
#include "tests/unit/relay/net/client.h"

namespace deskbell::test {
namespace {

constexpr std::string_view chunked_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view bytes) {
    std::ostringstream out;
    out << std::hex << bytes.size() << "\r\n" << bytes << "\r\n";
    return out.str();
}

std::string joined(const std::vector<std::string>& pieces) {
    std::string out;
    for (const std::string& each : pieces) out += each;
    return out;
}

/// Answers each request with the next of these, then with the last one again.
Server::Script answering_in_turn(std::vector<std::string> answers, const std::shared_ptr<std::atomic<int>>& asked) {
    return [answers = std::move(answers), asked](Connection& connection) {
        while (!connection.request().empty()) {
            const std::size_t turn = std::min(answers.size() - 1, static_cast<std::size_t>((*asked)++));
            if (answers[turn].empty() || !connection.write(answers[turn])) return;
        }
    };
}

}  // namespace

TEST_CASE("a connection is used again, and one that the desk has closed meanwhile is not held against the request") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server([asked](Connection& connection) {
        // Two answers, then it closes without a word.
        for (int i = 0; i < 2 && !connection.request().empty(); ++i) connection.write(answer_of(200, std::to_string(++*asked)));
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.repeatable = true;
    for (const char* expected : {"1", "2", "3"}) CHECK(client.fetch(request).body == expected);
    CHECK(server.connections() == 2);
    CHECK(client.http->counts().failed == 0);
}

TEST_CASE("a request that may not be made twice is not made twice") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server(answering_in_turn({"", answer_of(200, "second")}, asked));
    Client client;
    client.start(server);
    CHECK(client.get(server.url() + "/").status == 0);
    CHECK(*asked == 1);
    channel::Request request = Client::get_request(server.url() + "/");
    request.repeatable = true;
    CHECK(client.fetch(request).body == "second");
}

TEST_CASE("errors of the desk are tried again five times at most, with the same request") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server(answering_in_turn({answer_of(503, "busy")}, asked));
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.repeatable = true;
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 503);
    CHECK(answer.body == "busy");
    CHECK(*asked == relay::most_tries);
}

TEST_CASE("429 is waited out as long as the desk asks") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server(answering_in_turn({answer_of(429, "", "Retry-After: 40\r\n"), answer_of(200, "now")}, asked));
    Client client;
    client.start(server);
    const auto before = std::chrono::steady_clock::now();
    // Not repeatable: a refused request was not taken, and may come again.
    CHECK(client.get(server.url() + "/").body == "now");
    // Forty seconds of the client's clock, which runs a hundred times as fast; its own first pause would have been half a second of it.
    CHECK(std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(400));
    CHECK(*asked == 2);
}

TEST_CASE("what asks for more patience than the relay has is an answer") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server(answering_in_turn({answer_of(429, "tomorrow", "Retry-After: 86400\r\n")}, asked));
    Client client;
    client.start(server);
    CHECK(client.get(server.url() + "/").status == 429);
    CHECK(*asked == 1);
}

TEST_CASE("a host that is broken is left alone, then tried by one request, and everybody goes on") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server(answering_in_turn({"", "", "", "", "", answer_of(200, "well")}, asked));
    Client client;
    client.start(server);
    for (int i = 0; i < relay::breaker_failures; ++i) CHECK(client.get(server.url() + "/").status == 0);
    CHECK(client.http->counts().open_breakers == 1);
    std::vector<std::uint64_t> waiting;
    for (int i = 0; i < 5; ++i) waiting.push_back(client.begin(Client::get_request(server.url() + "/")));
    client.until([&] { return client.answers.size() == static_cast<std::size_t>(relay::breaker_failures) + 5; });
    for (const std::uint64_t each : waiting) CHECK(client.answers[each].body == "well");
    CHECK(client.http->counts().open_breakers == 0);
}

TEST_CASE("a try that nobody wants any more says nothing about its host") {
    // Five failures, then one that never answers and is given up: the host is as broken as before, and the next one tries it.
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server([asked](Connection& connection) {
        if (connection.request().empty()) return;
        const int turn = ++*asked;
        if (turn <= relay::breaker_failures) return;
        if (turn == relay::breaker_failures + 1) {
            connection.until_gone();
        } else {
            connection.write(answer_of(200, "well"));
        }
    });
    Client client;
    client.start(server);
    for (int i = 0; i < relay::breaker_failures; ++i) client.get(server.url() + "/");
    const auto answered = client.http->counts().answered;
    const std::uint64_t unwanted = client.begin(Client::get_request(server.url() + "/"));
    client.until([&] { return *asked == relay::breaker_failures + 1; });
    client.http->forget(unwanted);
    client.context.poll();
    CHECK(client.http->counts().open_breakers == 1);
    CHECK(client.http->counts().answered == answered);
    CHECK(client.get(server.url() + "/").body == "well");
    CHECK_FALSE(client.answers.contains(unwanted));
}

TEST_CASE("requests that wait for a free connection and are given up do not keep others waiting") {
    std::atomic<bool> go = false;
    const Server server([&go](Connection& connection) {
        while (!connection.request().empty()) {
            while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (!connection.write(answer_of(200, "x"))) return;
        }
    });
    Client client;
    client.start(server);
    constexpr int most = 32;
    std::vector<std::uint64_t> given_up;
    for (int i = 0; i < most; ++i) client.begin(Client::get_request(server.url() + "/"));
    client.until([&] { return server.connections() == most; });
    for (int i = 0; i < most; ++i) given_up.push_back(client.begin(Client::get_request(server.url() + "/")));
    client.context.poll();
    const std::uint64_t wanted = client.begin(Client::get_request(server.url() + "/"));
    client.context.poll();
    for (const std::uint64_t each : given_up) client.http->forget(each);
    go = true;
    client.until([&] { return client.answers.size() == most + 1; });
    CHECK(client.answers.contains(wanted));
    for (const std::uint64_t each : given_up) CHECK_FALSE(client.answers.contains(each));
}

TEST_CASE("an answer has a size that it may not pass, whether it says so or not") {
    const std::string body(64 << 10, 'x');
    const Server server([&](Connection& connection) {
        const std::string request = connection.request();
        if (request.starts_with("GET /said ")) connection.write(answer_of(200, body + "!"));
        if (request.starts_with("GET /fits ")) connection.write(answer_of(200, body));
        if (request.starts_with("GET /endless ")) {
            connection.write(chunked_head);
            while (connection.write(chunk(body))) continue;
        }
        if (request.starts_with("GET /header ")) {
            connection.write("HTTP/1.1 200 OK\r\n");
            while (connection.write("X-Filler: " + body + "\r\n")) continue;
        }
    });
    Client client;
    client.allow(server.url());
    client.start(nullptr, body.size());
    CHECK(client.get(server.url() + "/fits").body == body);
    for (const char* path : {"/said", "/endless", "/header"}) {
        CAPTURE(path);
        const channel::Response answer = client.get(server.url() + path);
        CHECK(answer.status == 0);
        CHECK(answer.body.size() < 200);
    }
}

TEST_CASE("a desk that says nothing, or never ends, is given up after the request's patience") {
    const Server server([](Connection& connection) {
        const std::string request = connection.request();
        if (request.starts_with("GET /slow ")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (connection.write("x")) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        connection.until_gone();
    });
    Client client;
    client.start(server);
    for (const char* path : {"/silent", "/slow"}) {
        channel::Request request = Client::get_request(server.url() + path);
        request.patience = 100;
        const channel::Response answer = client.fetch(request);
        CHECK(answer.status == 0);
        CHECK_MESSAGE(answer.body.find("timeout") != std::string::npos, answer.body);
    }
}

TEST_CASE("a host that is not there is tried again, whatever the request is") {
    std::string url;
    {
        const Server gone(answering());
        url = gone.url();
    }
    Client client;
    client.allow(url);
    client.start();
    const channel::Response answer = client.get(url + "/");
    CHECK(answer.status == 0);
    CHECK(client.http->counts().tries == relay::most_tries);
}

TEST_CASE("what is not HTTP is no answer") {
    for (const char* words :
         {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "\r\n\r\n\r\n"}) {
        CAPTURE(words);
        const Server server([words](Connection& connection) {
            connection.request();
            connection.write(words);
        });
        Client client;
        client.start(server);
        CHECK(client.get(server.url() + "/").status == 0);
    }
}

TEST_CASE("a word in between is not the answer") {
    const Server server([](Connection& connection) {
        connection.request();
        connection.write("HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + answer_of(200, "the answer"));
    });
    Client client;
    client.start(server);
    const channel::Response answer = client.get(server.url() + "/");
    CHECK(answer.status == 200);
    CHECK(answer.body == "the answer");
}

TEST_CASE("a redirect is an answer, and nobody follows it") {
    std::atomic<int> visited = 0;
    const Server inner([&](Connection& connection) {
        ++visited;
        answering("secret")(connection);
    });
    const Server server([&](Connection& connection) {
        connection.request();
        connection.write(answer_of(302, "", "Location: " + inner.url() + "/\r\n"));
    });
    Client client;
    client.allow(server.url());
    client.allow(inner.url());
    client.start();
    channel::Request request = Client::get_request(server.url() + "/");
    request.keep = true;
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 302);
    CHECK(answer.kept.url.empty());
    CHECK(visited == 0);
}

TEST_CASE("an address that a desk names leads to no neighbour") {
    std::atomic<int> visited = 0;
    const Server inner([&](Connection& connection) {
        ++visited;
        answering("secret")(connection);
    });
    const Server desk(answering());
    Client client;
    client.allow(desk.url());
    client.start();
    const std::vector<std::string> urls = {"http://127.0.0.1:" + inner.port() + "/",
                                           "https://127.0.0.1:" + inner.port() + "/",
                                           "https://localhost:" + inner.port() + "/",
                                           "http://localhost:" + inner.port() + "/",
                                           "https://[::1]:" + inner.port() + "/",
                                           "https://[::ffff:127.0.0.1]:" + inner.port() + "/",
                                           "https://169.254.169.254/latest/meta-data/",
                                           "https://10.0.0.1/",
                                           "https://0.0.0.0:" + inner.port() + "/",
                                           "https://2130706433:" + inner.port() + "/",
                                           "https://0x7f.1:" + inner.port() + "/",
                                           "http://desk.example/",
                                           "ftp://localhost/",
                                           "file:///etc/passwd",
                                           "https://user:word@localhost/",
                                           "//localhost/"};
    for (const std::string& url : urls) {
        CAPTURE(url);
        channel::Request request = Client::get_request(url);
        request.keep = true;
        CHECK(client.fetch(request).status == 0);
    }
    CHECK(visited == 0);
    CHECK(client.http->counts().refused == urls.size());
}

TEST_CASE("a header or an address of a request begins no other") {
    std::atomic<int> heard = 0;
    const Server server([&heard](Connection& connection) {
        if (!connection.request().empty()) ++heard;
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.headers = {{"X-Name", "Wei\r\nX-Admin: yes"}};
    CHECK(client.fetch(request).status == 0);
    CHECK(client.get(server.url() + "/a b\r\nX-Admin: yes").status == 0);
    CHECK(heard == 0);
}

TEST_CASE("server-sent events come as they come, wherever the chunks end") {
    const std::string events = "data: {\"a\":\"\xE4\xBD\xA0\xE5\xA5\xBD\"}\r\n\r\ndata: two\n\nevent: end\ndata: [DONE]\n\n";
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{7}, events.size()}) {
        CAPTURE(size);
        std::string body;
        for (std::size_t at = 0; at < events.size(); at += size) body += chunk(events.substr(at, size));
        const Server server([&](Connection& connection) {
            connection.request();
            // The bytes on the wire end anywhere too, within a chunk's head as well.
            connection.write_pieces(std::string(chunked_head) + body + "0\r\n\r\n", size == 1 ? 1 : 3);
        });
        Client client;
        client.start(server);
        channel::Request request = Client::get_request(server.url() + "/");
        request.streamed = true;
        const channel::Response answer = client.fetch(request);
        CHECK(answer.status == 200);
        CHECK(answer.body.empty());
        CHECK(joined(client.pieces) == events);
    }
}

TEST_CASE("a stream that is cut is no whole answer, and is not asked for again once it has begun") {
    auto asked = std::make_shared<std::atomic<int>>(0);
    const Server server([asked](Connection& connection) {
        connection.request();
        ++*asked;
        connection.write(std::string(chunked_head) + chunk("data: half an ev"));
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.streamed = request.repeatable = true;
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 0);
    CHECK(joined(client.pieces) == "data: half an ev");
    CHECK(*asked == 1);
}

TEST_CASE("a stream that never ends is ended: by its size, by silence, and by the clock") {
    std::atomic<bool> gone = false;
    const Server server([&gone](Connection& connection) {
        const std::string request = connection.request();
        connection.write(chunked_head);
        if (request.starts_with("GET /large ")) {
            const std::string piece = chunk(std::string(256 << 10, 'x'));
            while (connection.write(piece)) continue;
            gone = true;
        } else if (request.starts_with("GET /trickle ")) {
            while (connection.write(chunk(":"))) std::this_thread::sleep_for(std::chrono::milliseconds(20));
            gone = true;
        } else {
            connection.write(chunk("data: a\n\n"));
            connection.until_gone();
        }
    });
    Client client;
    client.speed = 1000;  // ten minutes are 0.6 s
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/silent");
    request.streamed = true;
    request.patience = 100;
    CHECK(client.fetch(request).status == 0);
    request.patience = 5000;
    for (const char* path : {"/large", "/trickle"}) {
        CAPTURE(path);
        gone = false;
        request.url = server.url() + path;
        CHECK(client.fetch(request).status == 0);
        client.until([&] { return gone.load(); });
    }
}

TEST_CASE("a refused stream is one answer with its words") {
    const Server server([](Connection& connection) {
        connection.request();
        connection.write(answer_of(401, R"({"error":{"message":"no"}})"));
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.streamed = true;
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 401);
    CHECK(answer.body == R"({"error":{"message":"no"}})");
    CHECK(client.pieces.empty());
}

TEST_CASE("a file of the desk is kept whole, under the name that the desk gives it") {
    const std::string bytes(300 << 10, 'p');
    const Server server([&](Connection& connection) {
        connection.request();
        connection.write(answer_of(200, bytes, "Content-Disposition: attachment; filename=\"a.png\"; filename*=UTF-8''%E5%9B%BE.png\r\n"));
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request(server.url() + "/");
    request.keep = true;
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK(answer.kept.url == "https://relay.example/files/1");
    CHECK(client.kept == bytes);
    CHECK(client.kept_name == "\xE5\x9B\xBE.png");
}

TEST_CASE("a file that is too large, cut, empty or not wanted is not kept, and leaves nothing on the disk") {
    const Server server([](Connection& connection) {
        const std::string request = connection.request();
        const std::string piece = chunk(std::string(1 << 20, 'x'));
        if (request.starts_with("GET /large ")) {
            connection.write(chunked_head);
            for (std::size_t sent = 0; sent <= relay::largest_upload && connection.write(piece); sent += std::size_t{1} << 20) continue;
        } else if (request.starts_with("GET /cut ")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
        } else if (request.starts_with("GET /empty ")) {
            connection.write(answer_of(200, ""));
        } else if (request.starts_with("GET /gone ")) {
            connection.write(answer_of(404, "gone"));
        } else {
            connection.write(answer_of(200, "fine"));
        }
    });
    Client client;
    client.start(server);
    channel::Request request = Client::get_request("");
    request.keep = true;
    for (const char* path : {"/large", "/cut", "/empty", "/unwanted"}) {
        CAPTURE(path);
        client.keeps = std::string_view(path) != "/unwanted";
        request.url = server.url() + path;
        const channel::Response answer = client.fetch(request);
        CHECK(answer.status == 0);
        CHECK(answer.kept.url.empty());
        CHECK(std::filesystem::is_empty(client.folder.path / "scratch"));
    }
    request.url = server.url() + "/gone";
    CHECK(client.fetch(request).status == 404);
    CHECK(std::filesystem::is_empty(client.folder.path / "scratch"));
}

TEST_CASE("a multipart upload has the file's bytes, also beyond one piece, and a length that is right") {
    std::string seen;
    const Server server([&](Connection& connection) {
        seen = connection.request();
        connection.write(answer_of(200, "ok"));
    });
    Client client;
    client.start(server);
    std::string bytes;
    for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>(i * 31);
    client.uploads["u1"] = client.folder.path / "upload";
    std::ofstream(client.uploads["u1"], std::ios::binary) << bytes;
    channel::Request request = Client::get_request(server.url() + "/files");
    request.method = "POST";
    request.parts = {{"kind", "", "", "image", ""}, {"file", "a \"quoted\"\r\nname.png", "image/png", "", "u1"}};
    CHECK(client.fetch(request).body == "ok");
    CHECK(seen.find("\r\n\r\nimage\r\n--deskbell-") != std::string::npos);
    CHECK(seen.find("\r\n\r\n" + bytes + "\r\n--deskbell-") != std::string::npos);
    CHECK(seen.find("\nname.png") == std::string::npos);
    // A file that has gone meanwhile is a reason, not a broken request.
    request.parts[1].upload = "u2";
    const channel::Response answer = client.fetch(request);
    CHECK(answer.status == 0);
    CHECK(answer.body == "a file of the request is not there");
}

TEST_CASE("the end of the client ends what is open, at once") {
    const Server server([](Connection& connection) {
        connection.request();
        connection.until_gone();
    });
    Client client;
    client.start(server);
    client.begin(Client::get_request(server.url() + "/"));
    client.until([&] { return server.connections() == 1; });
    client.http.reset();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    client.context.restart();
    client.context.run_until(end);
    CHECK(client.context.stopped());
    CHECK(client.answers.empty());
}

}  // namespace deskbell::test
