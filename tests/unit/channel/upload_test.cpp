#include <doctest/doctest.h>

#include "core/channel/digest.h"
#include "core/channel/upload.h"

using namespace deskbell::channel;

TEST_CASE("an upload is known by its address, whatever the host is called") {
    const Upload far = upload_of("https://chat.example.com/files/ab12-_Z/my%20cat%20%F0%9F%90%88.png?x=1");
    CHECK(far.id == "ab12-_Z");
    CHECK(far.name == "my cat 🐈.png");
    CHECK(upload_of("/files/ab12/a.png").id == "ab12");
    CHECK(upload_of("/files/ab12").name == "ab12");
    CHECK(upload_of("https://elsewhere.example/a.png").id.empty());
    CHECK(upload_of("/files/../etc/passwd").id.empty());
    CHECK(upload_of("").id.empty());
    CHECK(upload_of("/files/ab/%ff%zz").name == "\xEF\xBF\xBD%zz");
}

TEST_CASE("a digest is FNV-1a") {
    CHECK(short_digest("") == "cbf29ce484222325");
    CHECK(short_digest("a") == "af63dc4c8601ec8c");
    CHECK(short_digest("foobar") == "85944171f73967e8");
}
