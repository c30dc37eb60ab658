#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/protocol/message.h"
#include "native/relay/config.h"
#include "native/relay/log.h"
#include "native/relay/rate_limit.h"
#include "native/relay/sandbox_files.h"
#include "native/relay/token.h"
#include "native/sandbox/sandbox.h"

namespace deskbell::relay {

TEST_CASE("a rate limit lets a burst through, then the rate") {
    RateLimit limit(10, 40);
    for (int i = 0; i < 40; ++i) CHECK(limit.allow(1000));
    CHECK_FALSE(limit.allow(1000));
    CHECK_FALSE(limit.allow(1099));
    CHECK(limit.allow(1100));
    CHECK_FALSE(limit.allow(1100));
    CHECK_FALSE(limit.allow(500));
    int passed = 0;
    for (Millis now = 2000; now < 12000; now += 10) passed += limit.allow(now) ? 1 : 0;
    CHECK(passed >= 105);
    CHECK(passed <= 112);
    for (int i = 0; i < 40; ++i) CHECK(limit.allow(1000000));
    CHECK_FALSE(limit.allow(1000000));
}

TEST_CASE("base64url, tokens and hashes") {
    CHECK(base64url("") == "");
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("fo") == "Zm8");
    CHECK(base64url("foob") == "Zm9vYg");
    CHECK(base64url("\xff\xfe\xfd") == "__79");
    CHECK(random_token(32).size() == 43);
    CHECK(random_token(32) != random_token(32));
    // FIPS 180-2, appendix B.1.
    CHECK(base64url(token_hash("abc")) == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
}

TEST_CASE("origins") {
    const std::vector<std::string> none;
    const std::vector<std::string> shop{"https://shop.example/"};
    CHECK(origin_allowed("", "relay.example", none));
    CHECK(origin_allowed("http://127.0.0.1:8787", "127.0.0.1:8787", none));
    CHECK(origin_allowed("HTTP://Relay.example", "relay.example", none));
    CHECK_FALSE(origin_allowed("http://127.0.0.1:9999", "127.0.0.1:8787", none));
    CHECK_FALSE(origin_allowed("https://shop.example", "relay.example", none));
    CHECK(origin_allowed("https://shop.example", "relay.example", shop));
    CHECK_FALSE(origin_allowed("http://shop.example", "relay.example", shop));
    CHECK_FALSE(origin_allowed("https://shop.example.evil.example", "relay.example", shop));
    CHECK_FALSE(origin_allowed("null", "null", shop));
    CHECK_FALSE(origin_allowed("https://", "", none));
    CHECK(origin_allowed("https://anybody.example", "relay.example", {"*"}));
}

TEST_CASE("a log value stays on its line") {
    CHECK(log_value("plain") == "plain");
    CHECK(log_value("") == "\"\"");
    CHECK(log_value("two words") == "\"two words\"");
    CHECK(log_value("a\nb\"c\\") == "a\\x0ab\\x22c\\x5c");
    CHECK(log_value("เชียงใหม่") == "เชียงใหม่");
    CHECK(log_value("a\xc2\x85"
                    "b\xe2\x80\xa8"
                    "c\xe2\x80\xae"
                    "d\xef\xbb\xbf") == "a\\xc2\\x85b\\xe2\\x80\\xa8c\\xe2\\x80\\xaed\\xef\\xbb\\xbf");
    CHECK(log_value("a\xff\xe2\x80") == "a\\xff\\xe2\\x80");
    CHECK(log_value(std::string(1000, 'x')).size() < 250);
}

TEST_CASE("the sandbox's files are what its messages say") {
    const SandboxFiles files;
    sandbox::Sandbox desk(sandbox::Options{"/sandbox/", 1, 1});
    Millis now = 1000;
    int found = 0;
    for (const char* word : {"picture", "file", "sound"}) {
        desk.receive(text_message(word), now);
        const auto output = desk.advance(now += 5000);
        for (const auto& event : output.events) {
            const auto message = read_message(event.body);
            REQUIRE(message);
            const auto is_there = [&](std::string_view url, std::int64_t size) {
                REQUIRE(url.starts_with("/sandbox/"));
                const SandboxFile* file = files.find(url.substr(9));
                REQUIRE(file != nullptr);
                if (size != 0) CHECK(file->bytes.size() == static_cast<std::size_t>(size));
                ++found;
            };
            is_there(message->im.avatar, 0);
            if (message->kind == MessageKind::image) is_there(record_of<ImageElem>(*message).images.front().url, 0);
            if (message->kind == MessageKind::file) is_there(record_of<FileElem>(*message).url, record_of<FileElem>(*message).size);
            if (message->kind == MessageKind::sound) is_there(record_of<SoundElem>(*message).url, 0);
        }
    }
    CHECK(found == 9);
    CHECK(files.find("lamp.png")->bytes.starts_with("\x89PNG\r\n\x1a\n"));
    CHECK(files.find("chime.wav")->bytes.starts_with("RIFF"));
    CHECK(files.find("nothing") == nullptr);
}

}  // namespace deskbell::relay
