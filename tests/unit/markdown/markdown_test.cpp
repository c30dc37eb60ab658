#include "core/markdown/markdown.h"

#include <doctest/doctest.h>

#include "tests/unit/markdown/outline.h"

namespace deskbell {

namespace {

std::string markdown(std::string_view text) {
    const std::vector<Node> blocks = parse_markdown(text);
    CHECK_EQ(testing::fault_of(blocks), "");
    return testing::outline(blocks);
}

std::string plain(std::string_view text) {
    const std::vector<Node> blocks = plain_paragraphs(text);
    CHECK_EQ(testing::fault_of(blocks), "");
    return testing::outline(blocks);
}

}  // namespace

TEST_CASE("emphasis, code and strike-through become nodes") {
    CHECK_EQ(markdown("a **b *c*** `d` ~~e~~ f"), R"~(paragraph("a " strong("b " emphasis("c")) " " code"d" " " strike("e") " f"))~");
    CHECK_EQ(markdown(""), "");
    CHECK_EQ(markdown("\n\n \n"), "");
}

TEST_CASE("a single line end is a line break") {
    CHECK_EQ(markdown("one\ntwo  \nthree\\\nfour"), R"~(paragraph("one" line_break "two" line_break "three" line_break "four"))~");
    CHECK_EQ(markdown("one\r\ntwo\r\n\r\nthree"), R"~(paragraph("one" line_break "two") paragraph("three"))~");
}

TEST_CASE("headings and rules") {
    CHECK_EQ(markdown("# One\n\nTwo\n---\n\n***"), R"~(heading[level=1]("One") heading[level=2]("Two") rule)~");
}

TEST_CASE("lists always wrap their words in paragraphs") {
    CHECK_EQ(markdown("- a\n- b\n  1. c"),
             R"~(list[tight](list_item(paragraph("a")) list_item(paragraph("b") list[ordered tight](list_item(paragraph("c"))))))~");
    CHECK_EQ(markdown("3) a\n\n4) b"), R"~(list[ordered start=3](list_item(paragraph("a")) list_item(paragraph("b"))))~");
    CHECK_EQ(markdown("-\n- x"), R"~(list[tight](list_item list_item(paragraph("x"))))~");
    CHECK_EQ(markdown("- [ ] a\n- [x] b\n- [@] c"),
             R"~(list[tight](list_item[checked=false](paragraph("a")) list_item[checked](paragraph("b")) list_item(paragraph("[@] c"))))~");
    CHECK_EQ(markdown("- a\n  > b\n\n  c"), R"~(list(list_item(paragraph("a") quote(paragraph("b")) paragraph("c"))))~");
}

TEST_CASE("code blocks keep their text and the first word of the info string") {
    CHECK_EQ(markdown("```c++ linenos=1\nint a;\n\n  b\n```"), R"~(code_block[lang="c++"]"int a;\n\n  b")~");
    CHECK_EQ(markdown("    indented\n    code"), R"~(code_block"indented\ncode")~");
    CHECK_EQ(markdown("```\n<b>&amp;</b> www.a.b"), R"~(code_block"<b>&amp;</b> www.a.b")~");
    CHECK_EQ(markdown("```\n```"), "code_block");
    CHECK_EQ(markdown("``` &lt;x&gt; y\n```"), R"~(code_block[lang="<x>"])~");
}

TEST_CASE("tables carry header rows and alignment") {
    CHECK_EQ(markdown("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | *2* | | `x\\|y` |"),
             "table(table_row[header](table_cell(\"a\") table_cell[align=\"left\"](\"b\") table_cell[align=\"center\"](\"c\") "
             "table_cell[align=\"right\"](\"d\")) table_row(table_cell(\"1\") table_cell[align=\"left\"](emphasis(\"2\")) "
             "table_cell[align=\"center\"] table_cell[align=\"right\"](code\"x|y\")))");
}

TEST_CASE("links and images pass the url policy") {
    CHECK_EQ(markdown("[a](https://x.y 'T') ![p](https://x.y/p.png \"t\")"),
             R"~(paragraph(link[href="https://x.y" title="T"]("a") " " image[src="https://x.y/p.png" alt="p" title="t"]))~");
    CHECK_EQ(markdown("a [b **c**](javascript:alert(1)) d"), R"~(paragraph("a b " strong("c") " d"))~");
    CHECK_EQ(markdown("a ![b *c* `d`](javascript:alert(1)) e"), R"~(paragraph("a b c d e"))~");
    CHECK_EQ(markdown("![a ![b](x) c\nd](https://x.y)"), R"~(paragraph(image[src="https://x.y" alt="a b c d"]))~");
    CHECK_EQ(markdown("[![logo](https://x.y/l.png)](https://x.y)"),
             R"~(paragraph(link[href="https://x.y"](image[src="https://x.y/l.png" alt="logo"])))~");
    CHECK_EQ(markdown("[a](/page) [b](#top) [c](//evil.example) [d]()"), R"~(paragraph("a b c d"))~");
    CHECK_EQ(markdown("[](https://x.y)"), R"~(paragraph(link[href="https://x.y"]("https://x.y")))~");
    CHECK_EQ(markdown("<https://x.y> <a@b.cd> <javascript:alert(1)>"),
             R"~(paragraph(link[href="https://x.y"]("https://x.y") " " link[href="mailto:a@b.cd"]("a@b.cd") " javascript:alert(1)"))~");
    CHECK_EQ(markdown("[a]\n\n[a]: https://x.y/?a=1&amp;b=2 'T&quot;'"),
             R"~(paragraph(link[href="https://x.y/?a=1&b=2" title="T\""]("a")))~");
    CHECK_EQ(markdown("![](javascript:x)"), "paragraph");
}

TEST_CASE("payloads as markdown lead nowhere") {
    for (const char* payload : {
             "[a](javascript:alert(1))",
             "[a](JaVaScRiPt:alert(1))",
             "[a](javascript&colon;alert(1))",
             "[a](javascript&#58;alert(1))",
             "[a](&#x6A&#x61;vascript:alert(1))",
             "[a](&#106;avascript:alert(1))",
             "[a](<java\tscript:alert(1)>)",
             "[a](java&#x0A;script:alert(1))",
             "[a](&#14;javascript:alert(1))",
             "[a](\x01java\x03script:alert(1))",
             "[a](&#xA0;javascript:alert(1))",
             "[a](vbscript:msgbox(1))",
             "[a](data:text/html;base64,PHNjcmlwdD4=)",
             "[a](data:image/svg+xml,%3Csvg/onload=alert(1)%3E)",
             "[a](feed:javascript:alert(1))",
             "[a](view-source:https://x)",
             "[a](file:///etc/passwd)",
             "[a](blob:https://x/y)",
             "[a](//x.y)",
             "[a](\\\\x.y)",
             "[a](https:x)",
             "[a]: javascript:alert(1)\n\n[a]",
             "<javascript:alert(1)>",
             "<jav&#x09;ascript:alert(1)>",
             "[a](\xE2\x80\xA8javascript:alert(1))",
             "![a](javascript:alert(1))",
             "![a](data:image/svg+xml,%3Csvg%3E)",
             "![a](data:text/html,x)",
             "![a](vbscript:x)",
         }) {
        CAPTURE(payload);
        const std::string seen = markdown(payload);
        CHECK_EQ(seen.find("link"), std::string::npos);
        CHECK_EQ(seen.find("image["), std::string::npos);
    }
}

TEST_CASE("raw HTML is text, inline and as a block") {
    CHECK_EQ(markdown("a <b onclick=x>b</b> <!-- c -->"), R"~(paragraph("a <b onclick=x>b</b> <!-- c -->"))~");
    CHECK_EQ(markdown("<div>\n<script>alert(1)</script>\n</div>"),
             R"~(paragraph("<div>" line_break "<script>alert(1)</script>" line_break "</div>"))~");
    CHECK_EQ(markdown("<IMG SRC=x onerror=\"alert('**x**')\">"), R"~(paragraph("<IMG SRC=x onerror=\"alert('" strong("x") "')\">"))~");
}

TEST_CASE("numeric and common named character references are decoded, others stay") {
    CHECK_EQ(markdown("&lt;&amp;&#39;&#x4F60;&hellip;&nbsp;x"), "paragraph(\"<&'\u4F60\u2026\u00A0x\")");
    CHECK_EQ(markdown("&bigstar; &#0; &#xD800; &#1114112; &#99999999999999999999;"),
             "paragraph(\"&bigstar; \uFFFD \uFFFD \uFFFD &#99999999999999999999;\")");
    CHECK_EQ(markdown(std::string_view("a\0b", 3)), "paragraph(\"a\uFFFDb\")");
}

TEST_CASE("addresses in running text become links") {
    CHECK_EQ(
        markdown("see https://a.b/c_d_e?x=%20&y=1#z, or www.a.b."),
        R"~(paragraph("see " link[href="https://a.b/c_d_e?x=%20&y=1#z"]("https://a.b/c_d_e?x=%20&y=1#z") ", or " link[href="http://www.a.b"]("www.a.b") "."))~");
    CHECK_EQ(
        markdown("**http://a.b** `http://a.b` [http://a.b](https://c.d)"),
        R"~(paragraph(strong(link[href="http://a.b"]("http://a.b")) " " code"http://a.b" " " link[href="https://c.d"]("http://a.b")))~");
    CHECK_EQ(markdown("~~http://a.b~~"), R"~(paragraph(strike(link[href="http://a.b"]("http://a.b"))))~");
    CHECK_EQ(
        markdown("| a |\n|---|\n| http://a.b www.c.d |"),
        R"~(table(table_row[header](table_cell("a")) table_row(table_cell(link[href="http://a.b"]("http://a.b") " " link[href="http://www.c.d"]("www.c.d")))))~");
    CHECK_EQ(markdown("![http://a.b](http://a.b/p)"), R"~(paragraph(image[src="http://a.b/p" alt="http://a.b"]))~");
}

TEST_CASE("a plain text is one paragraph with line breaks and links") {
    CHECK_EQ(plain("a *b*\r\n<b>&amp;\n\nwww.c.d\n"),
             R"~(paragraph("a *b*" line_break "<b>&amp;" line_break line_break link[href="http://www.c.d"]("www.c.d")))~");
    CHECK_EQ(plain("javascript:alert(1)"), R"~(paragraph("javascript:alert(1)"))~");
    CHECK_EQ(plain(""), "");
    CHECK_EQ(plain(" \n "), "");
    CHECK_EQ(plain("    x"), R"~(paragraph("    x"))~");
}

}  // namespace deskbell
