#include "core/channel/sse.h"

#include <doctest/doctest.h>

using deskbell::channel::SseDecoder;

namespace {

std::vector<std::string> whole(std::string_view text) {
    SseDecoder decoder;
    return decoder.feed(text);
}

}  // namespace

TEST_CASE("server-sent events are the same however they are cut") {
    const std::string_view text =
        "\xEF\xBB\xBF: hello\r\ndata: one\r\n\r\nevent: x\ndata:two\ndata: three\nid: 7\n\ndata\n\nretry: 5\n\ndata:  four \r\rdata: "
        "五\n\ndata: cut";
    const std::vector<std::string> expected = {"one", "two\nthree", "", " four ", "五"};
    CHECK(whole(text) == expected);
    for (std::size_t size = 1; size < text.size(); ++size) {
        SseDecoder decoder;
        std::vector<std::string> all;
        for (std::size_t at = 0; at < text.size(); at += size) {
            for (std::string& one : decoder.feed(text.substr(at, size))) all.push_back(std::move(one));
        }
        CHECK(all == expected);
    }
}

TEST_CASE("a line without end costs a limited amount of memory") {
    SseDecoder decoder;
    const std::string piece(1u << 16, 'x');
    decoder.feed("data: ");
    for (int i = 0; i < 20; ++i) CHECK(decoder.feed(piece).empty());
    CHECK(decoder.truncated());
    const auto done = decoder.feed("\n\n");
    REQUIRE(done.size() == 1);
    CHECK(done[0].size() <= SseDecoder::limit);
    CHECK(whole("database: x\n\n").empty());
    CHECK(whole("{\"not\":\"events\"}").empty());
}
