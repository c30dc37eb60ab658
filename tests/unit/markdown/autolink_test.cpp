#include "core/markdown/autolink.h"

#include <doctest/doctest.h>

namespace deskbell {

namespace {

/// The text with what was found in brackets.
std::string marked(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    for (Autolink found = find_autolink(text, 0); found.end != 0; found = find_autolink(text, at)) {
        out.append(text.substr(at, found.begin - at)).append("[").append(text.substr(found.begin, found.end - found.begin)).append("]");
        at = found.end;
    }
    return out.append(text.substr(at));
}

}  // namespace

TEST_CASE("addresses end where the sentence goes on") {
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"https://a.b", "[https://a.b]"},
             {"HTTP://A.B/x", "[HTTP://A.B/x]"},
             {"(https://a.b/c)", "([https://a.b/c])"},
             {"https://a.b/c_(d)", "[https://a.b/c_(d)]"},
             {"(see https://a.b/c_(d)).", "(see [https://a.b/c_(d)])."},
             {"https://a.b/c?!...", "[https://a.b/c]?!..."},
             {"\"https://a.b\" 'https://a.b'", "\"[https://a.b]\" '[https://a.b]'"},
             {"<https://a.b>", "<[https://a.b]>"},
             {"https://a.b:8080/x", "[https://a.b:8080/x]"},
             {"https://a.b: yes", "[https://a.b]: yes"},
             {"http://localhost:3000", "[http://localhost:3000]"},
             {"https://user@evil.example", "[https://user]@evil.example"},
             {"xhttps://a.b", "xhttps://a.b"},
             {"https:// a", "https:// a"},
             {"https://", "https://"},
             {"https://...", "https://..."},
             {"www.", "www."},
             {"www.a", "[www.a]"},
             {"a.www.b", "a.www.b"},
             {"http://http://a.b", "[http://http]://a.b"},
             {"ftp://a.b", "ftp://a.b"},
         }) {
        CHECK_EQ(marked(text), expected);
    }
}

TEST_CASE("addresses end where CJK prose goes on") {
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"请看https://a.cn。谢谢", "请看[https://a.cn]。谢谢"},
             {"请看（https://a.cn/b），谢谢", "请看（[https://a.cn/b]），谢谢"},
             {"访问https://a.cn查看", "访问[https://a.cn]查看"},
             {"访问www.a.cn、www.b.cn！", "访问[www.a.cn]、[www.b.cn]！"},
             {"https://zh.a.org/wiki/中文。", "[https://zh.a.org/wiki/中文]。"},
             {"http://例え.jp/x", "[http://例え.jp/x]"},
             {"ดูhttps://a.thนะ", "ดู[https://a.th]นะ"},
             {"https://a.kr에서", "[https://a.kr]에서"},
             {"https://a.ru/привет", "[https://a.ru/привет]"},
             {"http://x\U0001F344.ga/", "[http://x\U0001F344.ga/]"},
             {"“https://a.cn/x”", "“[https://a.cn/x]”"},
             {"邮箱a@b.cn。", "邮箱[a@b.cn]。"},
         }) {
        CHECK_EQ(marked(text), expected);
    }
}

TEST_CASE("mail addresses") {
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"a.w+x@b-c.de.", "[a.w+x@b-c.de]."},
             {"mailto:a@b.c", "mailto:[a@b.c]"},
             {"@a.b.c@. x n@.  b", "@a.b.c@. x n@.  b"},
             {"a@b", "a@b"},
             {"a@b.c_", "a@b.c_"},
             {"a@b.c@d.e", "a@[b.c@d.e]"},
             {"(_A_@_.A", "(_A_@_.A"},
         }) {
        CHECK_EQ(marked(text), expected);
    }
    CHECK_EQ(find_autolink("a@b.c", 0).href, "mailto:a@b.c");
    CHECK_EQ(find_autolink("www.b.c", 0).href, "http://www.b.c");
}

}  // namespace deskbell
