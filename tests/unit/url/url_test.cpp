#include "core/base/url.h"

#include <doctest/doctest.h>

namespace deskbell {

TEST_CASE("links: https, http, mailto and tel pass as they are") {
    for (const char* address :
         {"https://a.b", "http://a.b/c?d#e", "HTTPS://A.B", "mailto:a@b.c?subject=x", "tel:+86-10-1234", "https://[::1]:80/",
          "http://0x42.0x0000066.0x7.0x93/", "https://xn--fiq.cn/%E8%8B%B9", "https://例え.jp/中"}) {
        CHECK_EQ(safe_link(address), address);
    }
}

TEST_CASE("links: control characters and surrounding space are removed first") {
    CHECK_EQ(safe_link("  https://a.b/\n c \t"), "https://a.b/ c");
    CHECK_EQ(safe_link("h\nttp\ts://a\r.b"), "https://a.b");
    CHECK_EQ(safe_link("\x01\x1F https://a.b\x7F"), "https://a.b");
    CHECK_EQ(safe_link(std::string_view("https://a\0.b", 12)), "https://a.b");
}

TEST_CASE("links: everything else is refused") {
    for (const char* address : {"",
                                " ",
                                "a",
                                "/a",
                                "./a",
                                "#a",
                                "?a",
                                "//a.b",
                                "\\\\a.b",
                                "/\\a.b",
                                "https:",
                                "https:a",
                                "https:/a",
                                "https:///a.b",
                                "https:\\\\a.b",
                                "http://",
                                "http://@a",
                                "http://:80",
                                "https:// a",
                                "mailto:",
                                "tel:",
                                "javascript:alert(1)",
                                "JaVaScRiPt:alert(1)",
                                "java\tscript:alert(1)",
                                "java\nscript:alert(1)",
                                "\x01java\x03script:alert(1)",
                                " \x0e  javascript:alert(1)",
                                "javascript://https://a.b/%0aalert(1)",
                                "\xC2\xA0javascript:alert(1)",
                                "\xE2\x80\xA8javascript:alert(1)",
                                "\xE1\xA0\x8Ejavascript:alert(1)",
                                "javascript&#58;alert(1)",
                                "vbscript:msgbox(1)",
                                "livescript:x",
                                "mocha:x",
                                "data:text/html,<script>",
                                "data:image/png;base64,AAAA",
                                "blob:https://a.b/c",
                                "file:///etc/passwd",
                                "ftp://a.b",
                                "view-source:https://a.b",
                                "feed:https://a.b",
                                "ws://a.b",
                                "intent://a#Intent;scheme=x;end",
                                "mhtml:http://a.b!c",
                                "httx://a.b",
                                "https\xEF\xBC\x9A//a.b",
                                "h ttps://a.b",
                                ":https://a.b",
                                "1https://a.b"}) {
        CAPTURE(address);
        CHECK_EQ(safe_link(address), "");
    }
}

TEST_CASE("images: web addresses, blobs and raster data") {
    for (const char* address :
         {"https://a.b/c.svg", "http://a.b", "blob:https://a.b/1-2", "data:image/png;base64,AAAA", "data:image/jpeg,ab798",
          "DATA:IMAGE/GIF;base64,A", "data:image/webp;base64,A", "data:image/avif;base64,A", "data:image/bmp;base64,A"}) {
        CHECK_EQ(safe_image(address), address);
    }
    CHECK_EQ(safe_image("\r\ndata:image/jpeg,ab798"), "data:image/jpeg,ab798");
    for (const char* address : {"",
                                "x",
                                "/a.png",
                                "//a.b/c.png",
                                "#",
                                "blob:",
                                "data:",
                                "data:,123",
                                "data:image/png",
                                "data:image/svg+xml,%3Csvg%3E",
                                "data:image/svg+xml;base64,A",
                                "data:image/svg-xml,A",
                                "data:text/html,x",
                                "data:image/pngx,A",
                                "data: image/png,A",
                                "javascript:while(1){}",
                                "mailto:a@b.c",
                                "tel:1",
                                "file:///a.png",
                                "data:image/png+xml,A",
                                "data:text/html;image/png,A"}) {
        CAPTURE(address);
        CHECK_EQ(safe_image(address), "");
    }
}

}  // namespace deskbell
