#include "core/markdown/stream.h"

#include <doctest/doctest.h>

#include <random>

#include "core/base/utf8.h"
#include "tests/unit/markdown/cuts.h"

namespace deskbell {

namespace {

using testing::difference;

/// Markdown put together from pieces that are likely to disturb one another.
std::string random_markdown(std::mt19937& random, std::size_t pieces) {
    static const char* const parts[] = {
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "  ",
        "    ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "10. ",
        "> ",
        "```",
        "~~~",
        "```cpp\n",
        "\n```\n",
        "# ",
        "## ",
        "***",
        "---",
        "===",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "``",
        "[a]",
        "[b]",
        "[a]: /x",
        "[a]: https://a.b/c",
        "[B]:\n<https://b.c> 'title'",
        "![",
        "](https://a.b)",
        "[",
        "]",
        "(",
        ")",
        "|",
        "| a | b |\n|---|:-:|\n",
        "| c | d |\n",
        "- [ ] ",
        "word",
        "two words",
        "\xE4\xBD\xA0\xE5\xA5\xBD\xE3\x80\x82",
        "&amp;",
        "<b>",
        "\\",
        "https://a.b/c",
        "\n- item\n",
        "\n\ntext\n\n",
        "-",
        "1.",
        "+\n",
    };
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) text += parts[random() % std::size(parts)];
    return text;
}

}  // namespace

TEST_CASE("A definition that a guess has read already is known when it is read for good") {
    const std::string_view text = "[o]: https://a.b/o\n\n[ref]: https://a.b/ref\n1. - [words][ref] b\n";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CAPTURE(cut);
        MarkdownStream stream;
        stream.append(text.substr(0, cut));
        stream.append(text.substr(cut));
        stream.finish();
        CHECK_EQ(testing::outline(stream.blocks()), testing::outline(parse_markdown(text)));
    }
}

TEST_CASE("A streamed text ends as the tree of one shot") {
    for (const std::string_view text : {
             "Hello **world**, see [docs](https://a.b/c).\n\nSecond *paragraph*.\n",
             "Text:\n```js\nlet a = 1;\n\n\nlet b;\n```\nmore\n\n- a\n- b\n\n  - c\n\n- d\n\nend",
             "1. step\n\n   ```sh\n   ls\n\n   ```\n\n2. next\n\nText [late][1] and [A b].\n\n> [1]: https://a.b\n\n[a  B]: https://c.d "
             "'x'\n",
             "| a | b |\n|---|---|\n| 1 | 2 |\n\n-\n\n  ```\n\nx\n\n  ```\n\ny",
             "\xE4\xBD\xA0\xE5\xA5\xBD \xE2\x80\x94 \xF0\x9F\x98\x80\n\n\xFF bad \xE4\xBD",
         }) {
        const std::string clean = replace_broken_utf8(text);
        for (const std::size_t size : {1u, 3u, 7u}) CHECK_EQ(difference(clean, [size] { return size; }), "");
    }
}

TEST_CASE("Random texts in random pieces end as the tree of one shot") {
    std::mt19937 random(4);
    for (int round = 0; round < 3000; ++round) {
        const std::string text = random_markdown(random, 1 + random() % 40);
        const std::string differs = difference(text, [&] { return random() % 12; });
        REQUIRE_EQ(differs, "");
    }
}

TEST_CASE("Bytes that are no UTF-8 are replaced wherever the text is cut") {
    const std::string_view text = "a\xE4\xBD\xA0\xF0\x9F\x98\n\n\xC3(\xFFz\xE4";
    MarkdownStream stream;
    for (const char c : text) stream.append({&c, 1});
    stream.finish();
    CHECK_EQ(testing::outline(stream.blocks()), testing::outline(parse_markdown(replace_broken_utf8(text))));
}

TEST_CASE("A replaced text ends as the tree of one shot, and keeps the blocks before the change") {
    MarkdownStream stream;
    stream.append("One.\n\nTwo.\n\nThree.\n\nFour [a].");
    std::mt19937 random(5);
    for (int round = 0; round < 1500; ++round) {
        std::string text = random_markdown(random, 20);
        MarkdownStream changing;
        changing.append(text);
        for (int change = 0; change < 3; ++change) {
            if (change == 1) changing.finish();
            const std::size_t at = random() % (text.size() + 1);
            text = replace_broken_utf8(text.substr(0, at) + random_markdown(random, 3) +
                                       text.substr(std::min(text.size(), at + random() % 9)));
            changing.replace(text);
        }
        changing.finish();
        REQUIRE_EQ(text + testing::outline(changing.blocks()), text + testing::outline(parse_markdown(text)));
    }
}

TEST_CASE("Limits hold for the whole stream") {
    MarkdownLimits limits;
    limits.nodes = 60;
    limits.text_bytes = 300;
    limits.input_bytes = 500;
    std::mt19937 random(6);
    for (int round = 0; round < 500; ++round) {
        const std::string text = random_markdown(random, 120);
        REQUIRE_EQ(difference(
                       text, [&] { return random() % 40; }, limits),
                   "");
    }
}

TEST_CASE("A stream whose blocks were taken begins anew, also after a text that was too long") {
    MarkdownLimits limits;
    limits.input_bytes = 8;
    MarkdownStream stream(limits);
    stream.replace("far too long for it", MarkdownEnd::last);
    CHECK(testing::outline(stream.take_blocks()) == testing::outline(parse_markdown("far too ")));
    stream.replace("*short*", MarkdownEnd::last);
    CHECK(testing::outline(stream.blocks()) == testing::outline(parse_markdown("*short*")));
}

TEST_CASE("A limit that the first piece meets ends the tree, and what follows does not disturb it") {
    for (const std::string_view text :
         {"]\n|\n|\n\n\tj", "```\na\n```\n| h |\n|---|\n| a |\n\n* [ref]: /x\n\n- ``*b* [c][ref] ``d** **e**``\n  ---\n\n## f\n"})
        for (std::size_t nodes = 1; nodes < 30; ++nodes) {
            MarkdownLimits limits;
            limits.nodes = nodes;
            for (std::size_t first = 1; first <= text.size(); ++first) {
                MarkdownStream stream(limits);
                stream.append(text.substr(0, first));
                for (std::size_t at = first; at < text.size(); at += 3) {
                    stream.append(text.substr(at, 3));
                    REQUIRE_EQ(testing::fault_of(stream.blocks()), "");
                }
                stream.finish();
                REQUIRE_EQ(testing::outline(stream.blocks()), testing::outline(parse_markdown(text, limits)));
            }
        }
}

TEST_CASE("A finished block is not parsed again") {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "Paragraph with **bold** words and `code`.\n\n```js\nlet x = 1;\n```\n\n";
    MarkdownStream stream;
    for (std::size_t at = 0; at < text.size(); at += 20) stream.append(std::string_view(text).substr(at, 20));
    stream.finish();
    CHECK_LT(stream.parsed_bytes(), text.size() * 6);
    CHECK_EQ(testing::outline(stream.blocks()), testing::outline(parse_markdown(text)));
}

TEST_CASE("A long code block costs what is new") {
    std::string text = "```txt\n";
    for (int i = 0; i < 4000; ++i) text += "a line of code that is fairly long\n";
    MarkdownStream stream;
    for (std::size_t at = 0; at < text.size(); at += 30) stream.append(std::string_view(text).substr(at, 30));
    stream.finish();
    CHECK_LT(stream.parsed_bytes(), text.size() * 4);
    CHECK_EQ(testing::outline(stream.blocks()), testing::outline(parse_markdown(text)));
}

TEST_CASE("The unfinished end is shown as it will be") {
    const auto shown = [](std::string_view text) {
        MarkdownStream stream;
        stream.append(text);
        return testing::outline(stream.blocks());
    };
    CHECK_EQ(shown("a **bo"), R"~(paragraph("a " strong("bo")))~");
    CHECK_EQ(shown("a **bold*"), R"~(paragraph("a " strong("bold")))~");
    CHECK_EQ(shown("a **"), R"~(paragraph("a"))~");
    CHECK_EQ(shown("a *b ~~c"), R"~(paragraph("a " emphasis("b " strike("c"))))~");
    CHECK_EQ(shown("see `co"), R"~(paragraph("see " code"co"))~");
    CHECK_EQ(shown("see ["), R"~(paragraph("see"))~");
    CHECK_EQ(shown("see [te"), R"~(paragraph("see " link("te")))~");
    CHECK_EQ(shown("see [text]"), R"~(paragraph("see " link("text")))~");
    CHECK_EQ(shown("see [text](htt"), R"~(paragraph("see " link("text")))~");
    CHECK_EQ(shown("see [te **xt](htt"), R"~(paragraph("see " link("te " strong("xt"))))~");
    CHECK_EQ(shown("**see [te `xt](htt"), R"~(paragraph(strong("see " link("te " code"xt](htt"))))~");
    CHECK_EQ(shown("**see [te"), R"~(paragraph(strong("see " link("te"))))~");
    CHECK_EQ(shown("see [a [te"), R"~(paragraph("see a " link("te")))~");
    CHECK_EQ(shown("see [![te](https://a.b/c"), R"~(paragraph("see " link("te")))~");
    CHECK_EQ(shown("see ![te](https://a.b/c"), R"~(paragraph("see te"))~");
    CHECK_EQ(shown("| see [te"), R"~(table(table_row[header](table_cell("see " link("te")))))~");
    CHECK_EQ(shown("see https://a.b/c"), R"~(paragraph("see " link("https://a.b/c")))~");
    CHECK_EQ(shown("see [text](:) now"), R"~(paragraph("see " link("text") " now"))~");
    CHECK_EQ(testing::outline(parse_markdown("see [text](:) now")), R"~(paragraph("see text now"))~");
    CHECK_EQ(shown("see [text](https://a.b)"), R"~(paragraph("see " link[href="https://a.b"]("text")))~");
    CHECK_EQ(shown("x\n\n#"), R"~(paragraph("x"))~");
    CHECK_EQ(shown("x\n-"), R"~(paragraph("x"))~");
    CHECK_EQ(shown("| a | b |\n|-"), shown("| a | b |"));
    CHECK_EQ(shown("```js\nlet\n``"), R"~(code_block[lang="js"]"let")~");
}

}  // namespace deskbell
