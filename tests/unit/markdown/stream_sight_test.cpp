#include <doctest/doctest.h>

#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell {

namespace {

/// Calls `look` with the blocks at every prefix of the text, cut inside characters too.
template <class Look>
void at_every_prefix(std::string_view text, Look look) {
    MarkdownStream stream;
    for (std::size_t at = 0; at < text.size(); ++at) {
        stream.append(text.substr(at, 1));
        look(stream.blocks(), text.substr(0, at + 1));
    }
    stream.finish();
    look(stream.blocks(), text);
}

/// The words of inline text outside of code.
void collect_words(const std::vector<Node>& nodes, std::string& words) {
    for (const Node& node : nodes) {
        if (node.kind == NodeKind::text) words += node.text;
        if (node.kind == NodeKind::line_break) words += '\n';
        collect_words(node.children, words);
    }
}

void check_addresses(const std::vector<Node>& nodes, const std::vector<std::string_view>& allowed) {
    for (const Node& node : nodes) {
        for (const Attribute name : {Attribute::href, Attribute::src}) {
            if (node.find(name) == nullptr) continue;
            const std::string address(node.attribute_text(name));
            CAPTURE(address);
            CHECK_NE(std::find(allowed.begin(), allowed.end(), address), allowed.end());
        }
        check_addresses(node.children, allowed);
    }
}

}  // namespace

TEST_CASE("No prefix shows raw markers") {
    const std::string_view texts[] = {
        "Some **bold words** and *emphasis* and ***both of them***, then `code with ticks` and ~~strike~~ to the end.",
        "A [link with words](https://a.b/c \"title\") and an ![image](https://a.b/c.png) and **a [bold](https://a.b) link**.",
        "- [ ] open **task**\n- [x] done `task`\n  - nested *item*\n\n1. first\n2. **second**\n",
        "| head **one** | two |\n|---|:-:|\n| a `code` | [l](https://a.b) |\n| *c* | ~~d~~ |\n\nafter **it**",
        "> quoted **words**\n> and `more`\n\n## A *heading*\n\nText\n\n---\n\n```js\nlet x = `1`;\n```\n\n**end**",
        "**\u6CE8\u610F\u3002**\u6B63\u6587\uFF0C`\u4EE3\u7801`\uFF0C[\u94FE\u63A5](https://a.b)\u3002",
        "See [the note][1] and **more**.\n\n[1]: https://a.b \"title\"\n",
        "# A **title** with `code`\n\n- ## and a [link](https://a.b)\n> ### ~~more~~ of it",
    };
    for (const std::string_view text : texts) {
        at_every_prefix(text, [&](const std::vector<Node>& blocks, std::string_view prefix) {
            std::string words;
            collect_words(blocks, words);
            for (const std::string_view marker : {"**", "`", "~~", "](", "|", "![", "]:"}) {
                CAPTURE(std::string(prefix));
                CAPTURE(words);
                CHECK_EQ(words.find(marker), std::string::npos);
            }
        });
    }
}

TEST_CASE("A link has no target and an image no source until its address is whole") {
    at_every_prefix("See [words](https://a.b/long/path \"t\"), ![i](https://c.d/e.png) and https://e.f/g too.\n\n<https://h.i/j> end",
                    [](const std::vector<Node>& blocks, std::string_view) {
                        check_addresses(blocks, {"https://a.b/long/path", "https://c.d/e.png", "https://e.f/g", "https://h.i/j"});
                    });
}

TEST_CASE("No prefix of a hostile text makes a script address") {
    const std::string_view texts[] = {
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "![a](javascript:alert(1))",
        "[a](  javascript:alert(1))",
        "[a](java\nscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](&#x6A;avascript&colon;alert(1))",
        "[a](\\javascript:alert(1))",
        "<javascript:alert(1)>",
        "[a][b]\n\n[b]: javascript:alert(1)\n",
        "[b]: vbscript:x\n\n[b]",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](data:image/svg+xml,<svg onload=alert(1)>)",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<script>alert(1)</script>",
        "[a](\u0001javascript:alert(1))",
        "[a](<javascript:alert(1)>)",
        "javascript:alert(1)",
        "[x](file:///etc/passwd)",
        "| [a](javascript:alert(1)) |\n|---|\n| ![b](javascript:alert(1)) |",
        "```\n[a](javascript:x)\n",
        "[![a](javascript:1)](javascript:2)",
    };
    for (const std::string_view text : texts) {
        CAPTURE(std::string(text));
        at_every_prefix(text, [](const std::vector<Node>& blocks, std::string_view) {
            check_addresses(blocks, {});
            CHECK_EQ(testing::fault_of(blocks), "");
        });
    }
}

TEST_CASE("Emphasis beside CJK punctuation") {
    CHECK_EQ(testing::outline(parse_markdown("**\u6CE8\u610F\u3002**\u6B63\u6587")),
             "paragraph(strong(\"\u6CE8\u610F\u3002\") \"\u6B63\u6587\")");
    CHECK_EQ(testing::outline(parse_markdown("\u4ED6\u8BF4**\u201C\u597D\u201D**\u4E86")),
             "paragraph(\"\u4ED6\u8BF4\" strong(\"\u201C\u597D\u201D\") \"\u4E86\")");
    CHECK_EQ(testing::outline(parse_markdown("a**\"b\"**c")), "paragraph(\"a**\\\"b\\\"**c\")");
}

}  // namespace deskbell
