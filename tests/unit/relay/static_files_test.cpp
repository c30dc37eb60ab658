#include "native/relay/static_files.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

namespace deskbell::relay {
namespace {

namespace fs = std::filesystem;

/// A folder that lives as long as the test.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("deskbell-static-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    void write(const char* name, const char* text) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << text;
    }
};

}  // namespace

TEST_CASE("targets") {
    CHECK(parse_target("/")->path == "/");
    CHECK(parse_target("/lang/en.json")->path == "/lang/en.json");
    CHECK(parse_target("/a%20b.txt?x=1")->path == "/a b.txt");
    CHECK_FALSE(parse_target("/app.js?version=1")->versioned);
    CHECK(parse_target("/app.js?v=1")->versioned);
    CHECK(parse_target("/app.js?a=2&v=1")->versioned);
    for (const char* bad : {"", "x", "/..", "/../etc/passwd", "/a/../b", "/%2e%2e/b", "/a/%2e%2e%2fb", "/.git/config", "/a//b", "//a",
                            "/a\\b", "/a%5cb", "/a%00b", "/a%0ab", "/%", "/%4", "/%zz", "http://x/"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_target(bad).has_value());
    }
}

TEST_CASE("static files") {
    const Folder folder;
    folder.write("demo/index.html", "<!doctype html>");
    folder.write("deskbell.js", "//");
    folder.write("deskbell.js.br", "b");
    folder.write("deskbell.js.gz", "gzip");
    folder.write("app-3F9A1C2B.js", "//");
    folder.write("deskbell.wasm", "wasm");
    const auto find = [&](const char* target, const char* accept = "") { return find_static(folder.path, *parse_target(target), accept); };
    REQUIRE(find("/"));
    CHECK(find("/")->page);
    CHECK(find("/")->mime == "text/html; charset=utf-8");
    CHECK_FALSE(find("/")->immutable);
    CHECK(find("/demo/")->path == find("/")->path);
    folder.write("chat.html", "<!doctype html>");
    CHECK(find("/chat")->path == find("/chat.html")->path);
    CHECK(find("/chat")->page);
    CHECK(find("/deskbell.wasm")->mime == "application/wasm");
    CHECK_FALSE(find("/deskbell.js")->immutable);
    CHECK(find("/deskbell.js?v=abc")->immutable);
    CHECK(find("/app-3F9A1C2B.js")->immutable);
    CHECK(find("/deskbell.js")->encoding.empty());
    CHECK(find("/deskbell.js")->compressible);
    CHECK(find("/deskbell.js", "gzip, deflate, br")->encoding == "br");
    CHECK(find("/deskbell.js", "gzip, deflate, br")->size == 1);
    CHECK(find("/deskbell.js", "gzip, br;q=0")->encoding == "gzip");
    CHECK(find("/deskbell.js", "gzip")->mime == "text/javascript; charset=utf-8");
    CHECK(find("/deskbell.js", "gzip")->etag != find("/deskbell.js")->etag);
    CHECK_FALSE(find("/nothing.js"));
    CHECK_FALSE(find("/demo"));
    CHECK_FALSE(find_static({}, *parse_target("/"), ""));
    fs::create_symlink("/etc/hostname", folder.path / "outside.txt");
    CHECK_FALSE(find("/outside.txt"));
}

TEST_CASE("names of files that strangers send") {
    CHECK(clean_file_name("a.png") == "a.png");
    CHECK(clean_file_name("../../etc/passwd") == "etcpasswd");
    CHECK(clean_file_name(" ..hidden ") == "hidden");
    CHECK(clean_file_name("a\r\nb\"c") == "abc");
    CHECK(clean_file_name("报告.pdf") == "报告.pdf");
    CHECK(clean_file_name("") == "file");
    CHECK(clean_file_name("...") == "file");
    CHECK(clean_file_name(std::string(500, 'x')).size() == 120);
    CHECK(percent_encode("报 a") == "%E6%8A%A5%20a");
    CHECK(percent_decode("%E6%8A%A5%20a") == "报 a");
}

TEST_CASE("only rasters, sounds and videos are shown in place") {
    for (const char* mime : {"image/png", "image/jpeg", "audio/wav", "video/mp4"}) CHECK(shown_inline(mime));
    for (const char* mime : {"image/svg+xml", "text/html", "application/pdf", "application/octet-stream", ""})
        CHECK_FALSE(shown_inline(mime));
}

TEST_CASE("ranges") {
    const auto range = [](const char* header) {
        const auto found = parse_range(header, 100);
        return found ? std::to_string(found->first) + "-" + std::to_string(found->last) : std::string("whole");
    };
    CHECK(range("bytes=0-9") == "0-9");
    CHECK(range("bytes=90-") == "90-99");
    CHECK(range("bytes=90-1000") == "90-99");
    CHECK(range("bytes=-10") == "90-99");
    CHECK(range("bytes=-1000") == "0-99");
    for (const char* whole : {"", "bytes", "bytes=", "bytes=a-b", "bytes=9-1", "bytes=0-1,3-4", "lines=1-2", "bytes=--1"})
        CHECK(range(whole) == "whole");
    CHECK(parse_range("bytes=100-", 100)->first > parse_range("bytes=100-", 100)->last);
    CHECK(parse_range("bytes=-0", 100)->first > parse_range("bytes=-0", 100)->last);
}

}  // namespace deskbell::relay
