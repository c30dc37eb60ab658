#include <doctest/doctest.h>

#include <fstream>

#include "native/relay/net/multipart.h"
#include "native/relay/net/remote.h"
#include "native/relay/net/retry.h"
#include "native/relay/sniff.h"

namespace deskbell::relay {
namespace {

using boost::asio::ip::make_address;
using Kind = TryResult::Kind;

}  // namespace

TEST_CASE("an address is taken apart, and odd ones have a reason") {
    const auto remote = parse_remote("HTTPS://Desk.Example:8443/a/b?c=d#e");
    REQUIRE(remote);
    CHECK(remote->host == "desk.example");
    CHECK(remote->port == "8443");
    CHECK(remote->target == "/a/b?c=d");
    CHECK(remote->origin == "https://desk.example:8443");
    CHECK(parse_remote("wss://desk.example")->target == "/");
    CHECK(parse_remote("https://[::1]/")->host == "::1");
    for (const char* bad :
         {"", "desk.example", "/a", "ftp://desk.example/", "https://user:word@desk.example/", "https:///a", "https://a b/"})
        CHECK_FALSE(parse_remote(bad));
}

TEST_CASE("the relay connects to public addresses by https, and to what is configured") {
    Reach reach;
    REQUIRE(reach.add("https://desk.internal"));
    REQUIRE(reach.add("http://127.0.0.1:9000/v1"));
    CHECK_FALSE(reach.add("http://desk.internal"));
    CHECK_FALSE(reach.add("nothing"));
    const auto remote = [](const char* url) { return *parse_remote(url); };
    CHECK(reach.refusal(remote("https://anywhere.example/")).empty());
    CHECK_FALSE(reach.refusal(remote("http://anywhere.example/")).empty());
    CHECK(reach.refusal(remote("http://127.0.0.1:9000/x")).empty());
    CHECK_FALSE(reach.refusal(remote("http://127.0.0.1:9001/x")).empty());
    CHECK(reach.refusal(remote("https://desk.internal/x"), make_address("10.0.0.3")).empty());
    CHECK_FALSE(reach.refusal(remote("https://desk.internal:444/x"), make_address("10.0.0.3")).empty());
    CHECK_FALSE(reach.refusal(remote("https://anywhere.example/"), make_address("169.254.169.254")).empty());
    CHECK(reach.refusal(remote("https://anywhere.example/"), make_address("93.184.216.34")).empty());
}

TEST_CASE("private, local and reserved addresses are not public, also within IPv6") {
    for (const char* closed :
         {"0.0.0.0",   "10.1.2.3",        "100.64.0.1",  "127.0.0.1", "169.254.169.254", "172.31.255.255",    "192.168.1.1",  "198.18.0.1",
          "224.0.0.1", "255.255.255.255", "::",          "::1",       "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::", "fc00::1",
          "fe80::1",   "ff02::1",         "2001:db8::1", "2001::1"}) {
        CAPTURE(closed);
        CHECK_FALSE(is_public(make_address(closed)));
    }
    for (const char* open : {"8.8.8.8", "172.32.0.1", "100.63.0.1", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"}) {
        CAPTURE(open);
        CHECK(is_public(make_address(open)));
    }
}

TEST_CASE("what is tried again, and when") {
    channel::Request once;
    channel::Request again;
    again.repeatable = true;
    CHECK(next_try(once, {Kind::not_sent, 0, {}}, 1, 0) == first_pause);
    CHECK(next_try(once, {Kind::answered, 429, {}}, 1, 0) == first_pause);
    CHECK_FALSE(next_try(once, {Kind::unknown, 0, {}}, 1, 0));
    CHECK_FALSE(next_try(once, {Kind::answered, 503, {}}, 1, 0));
    CHECK(next_try(again, {Kind::unknown, 0, {}}, 1, 0) == first_pause);
    CHECK(next_try(again, {Kind::answered, 503, {}}, 3, 0) == 4 * first_pause);
    CHECK(next_try(again, {Kind::answered, 503, {}}, 3, 1) == 2 * first_pause);
    CHECK(next_try(again, {Kind::answered, 503, 7000}, 1, 0) == 7000);
    CHECK_FALSE(next_try(again, {Kind::answered, 503, longest_asked_pause + 1}, 1, 0));
    CHECK_FALSE(next_try(again, {Kind::answered, 200, {}}, 1, 0));
    CHECK_FALSE(next_try(again, {Kind::answered, 404, {}}, 1, 0));
    CHECK_FALSE(next_try(again, {Kind::refused, 0, {}}, 1, 0));
    CHECK_FALSE(next_try(again, {Kind::unknown, 0, {}}, most_tries, 0));
    CHECK(asked_pause({{"Retry-After", "3"}}) == 3000);
    CHECK(asked_pause({{"x-ogw-ratelimit-reset", " 12 "}}) == 12000);
    CHECK_FALSE(asked_pause({{"Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"}}));
}

TEST_CASE("a breaker opens after failures in a row, lets one try, and closes with its success") {
    Breaker breaker;
    Millis now = 1000;
    for (int i = 0; i < breaker_failures - 1; ++i) breaker.failed(now);
    CHECK(breaker.wait(now) == 0);
    breaker.failed(now);
    CHECK(breaker.wait(now) == breaker_pause);
    now += breaker_pause;
    CHECK(breaker.wait(now) == 0);
    CHECK(breaker.wait(now) > 0);
    breaker.failed(now);
    CHECK(breaker.wait(now) == 2 * breaker_pause);
    now += 2 * breaker_pause;
    CHECK(breaker.wait(now) == 0);
    breaker.succeeded();
    CHECK(breaker.wait(now) == 0);
    CHECK_FALSE(breaker.is_open());
}

TEST_CASE("a multipart body has its files from the disk, and no part begins another") {
    const auto file = std::filesystem::temp_directory_path() / "deskbell-multipart-test";
    std::ofstream(file) << "bytes";
    const auto find = [&](const std::string& id) { return id == "known" ? std::optional(file) : std::nullopt; };
    const auto body = lay_out({{"note", "", "", "hi", ""}, {"file", "a\"\r\nb.png", "image/png\r\nX: y", "", "known"}}, "B", find);
    REQUIRE(body);
    CHECK(body->content_type == "multipart/form-data; boundary=B");
    REQUIRE(body->pieces.size() == 3);
    CHECK(body->pieces[0].bytes ==
          "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; "
          "filename=\"a%22%0D%0Ab.png\"\r\n"
          "Content-Type: image/pngX: y\r\n\r\n");
    CHECK(body->pieces[1].file == file);
    CHECK(body->pieces[1].size == 5);
    CHECK(body->pieces[2].bytes == "\r\n--B--\r\n");
    CHECK(body->size == body->pieces[0].bytes.size() + 5 + body->pieces[2].bytes.size());
    CHECK_FALSE(lay_out({{"file", "a", "", "", "unknown"}}, "B", find));
    std::filesystem::remove(file);
}

TEST_CASE("a file is what its bytes say") {
    using namespace std::string_view_literals;
    const FileKind png = sniff_file("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x20"sv, "x.txt");
    CHECK(png.mime == "image/png");
    CHECK(png.width == 256);
    CHECK(png.height == 32);
    const FileKind jpeg = sniff_file("\xff\xd8\xff\xe0\0\4\0\0\xff\xc0\0\x11\x08\0\x10\0\x20\3"sv, "x");
    CHECK(jpeg.mime == "image/jpeg");
    CHECK(jpeg.width == 32);
    CHECK(jpeg.height == 16);
    CHECK(sniff_file("GIF89a\3\0\4\0"sv, "x").height == 4);
    CHECK(sniff_file("\0\0\0\x18"
                     "ftypM4A "sv,
                     "x")
              .mime == "audio/mp4");
    CHECK(sniff_file("%PDF-1.7", "x").mime == "application/pdf");
    for (const char* name : {"a.png", "a.svg", "a.html", "a.js", "a.mp4", "a.pdf"}) {
        CAPTURE(name);
        CHECK(sniff_file("<script>alert(1)</script>", name).mime == "application/octet-stream");
    }
    CHECK(sniff_file("words", "a.txt").mime.starts_with("text/plain"));
    CHECK(sniff_file("", "").mime == "application/octet-stream");
}

}  // namespace deskbell::relay
