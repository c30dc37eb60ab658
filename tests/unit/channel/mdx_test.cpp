#include "core/channel/aily/mdx.h"

#include <doctest/doctest.h>

using deskbell::channel::aily::mdx_to_markdown;
using deskbell::channel::aily::Mentioned;

namespace {

std::string whole(std::string_view mdx) { return mdx_to_markdown(mdx, {{"ou_1", "Zhang_San"}}, true); }
std::string growing(std::string_view mdx) { return mdx_to_markdown(mdx, {}, false); }

}  // namespace

TEST_CASE("MDX: markdown passes as it is") {
    constexpr std::string_view same[] = {
        "**bold** *it* ~~no~~ [a](https://x.example) ![i](https://x.example/i.png)",
        "# One\n\n---\n\n- a\n- b\n\n1. c",
        "```js\nconst a = <div>{1}</div>;\n```\nafter",
        "~~~\n<at id=\"ou_1\"/>\n~~~",
        "`<at id=\"ou_1\"/>` and ``a ` <b>``",
        "1 < 2 and 3 > 2, x<3, <3",
        "<https://x.example/a> <a@b.example>",
        "a \\<at id=\"x\"/>",
        "a { b } c",
    };
    for (const std::string_view text : same) {
        if (text.starts_with("a \\<")) {
            // What is escaped is no tag; the rest of it stays as words.
            CHECK(whole(text) == text);
            continue;
        }
        CHECK(whole(text) == text);
        CHECK(growing(text) == text);
    }
}

TEST_CASE("MDX: the tags of the whitelist mean something, any other leaves its words") {
    CHECK(whole("<at id=\"ou_1\"></at> hi") == "@Zhang_San hi");
    CHECK(whole("<at id=\"ou_1\"/>") == "@Zhang_San");
    CHECK(whole("<at id=\"ou_2\">Li</at>!") == "@Li!");
    CHECK(whole("<at id='ou_2'/>") == "@ou_2");
    CHECK(whole("<font color=\"red\">late</font>, **<font color='x'>b</font>**") == "late, **b**");
    CHECK(whole("a<br/>b<br>c") == "a\nb\nc");
    CHECK(whole("<Image imageKey=\"file_1\"/>x<file fileKey=\"f\"/>") == "x");
    CHECK(whole("<Button onClick={() => { alert('}') }} {...props} disabled>Press</Button>") == "Press");
    CHECK(whole("<script>alert(1)</script><img src=x onerror=alert(1)>") == "alert(1)");
    CHECK(whole("<a href=\"javascript:alert(1)\">x</a>") == "x");
    CHECK(whole("a<!-- <b> -->b") == "ab");
}

TEST_CASE("MDX: tables from columns and data, by key or by place") {
    CHECK(
        whole(
            R"(Prices:<table columns={[{"title":"Name","dataIndex":"n"},{"title":"Cost","dataIndex":"c"}]} data={[{"n":"A|B","c":12},{"n":"*C*\nD"}]}/>end)") ==
        "Prices:\n\n| Name | Cost |\n| --- | --- |\n| A\\|B | 12 |\n| \\*C\\* D |  |\n\nend");
    CHECK(whole(R"(<table columns={["x","y"]} data={[["1","2"],["3"]]}></table>)") ==
          "\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |\n\n");
    CHECK(whole(R"(<table columns={["x"]} data={[{"x":"1}"}]}/>)") == "\n\n| x |\n| --- |\n| 1} |\n\n");
    // A program is not run; it is shown.
    CHECK(whole("<table columns={cols()} data={rows}/>") == "\n\n```\ncols()\nrows\n```\n\n");
}

TEST_CASE("MDX: while it grows, half a tag is not shown; at the end it is text") {
    constexpr std::string_view text = R"(Hi <font color="red">you</font> <table columns={["a"]} data={[["1"]]}/>.)";
    std::string last;
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const std::string shown = growing(text.substr(0, length));
        CHECK(shown.find('<') == std::string::npos);
        CHECK(shown.find("columns") == std::string::npos);
        // What was shown once stays.
        CHECK(shown.starts_with(last));
        last = shown;
    }
    CHECK(last == whole(text));
    CHECK(whole("a <font color=") == "a <font color=");
    CHECK(whole("a <") == "a <");
    CHECK(growing("a <") == "a ");
}

TEST_CASE("MDX: hostile texts end, and cost what they are long") {
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "<a ";
    CHECK(whole(many).size() <= many.size());
    std::string open(100'000, '<');
    CHECK(whole(open) == open);
    std::string braces = "<a b=";
    braces.append(100'000, '{');
    CHECK_FALSE(whole(braces).empty());
    std::string unclosed;
    for (int i = 0; i < 50'000; ++i) unclosed += "<a {";
    CHECK(whole(unclosed) == unclosed);
    std::string ticks;
    for (int i = 1; i < 300; ++i) ticks += std::string(static_cast<std::size_t>(i), '`') + " ";
    CHECK(whole(ticks) == ticks);
    CHECK(whole(std::string_view("\0<b>\xff", 5)) == std::string_view("\0\xff", 2));
}
