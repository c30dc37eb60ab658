#include <chrono>

#include <doctest/doctest.h>

#include "core/markdown/markdown.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell {

namespace {

std::string repeat(std::string_view part, std::size_t times) {
    std::string out;
    while (times-- > 0) out += part;
    return out;
}

/// Parses and checks that the tree is well formed and within the limits, whatever the text.
std::vector<Node> parse_within(const std::string& text, MarkdownLimits limits = {}) {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Node> blocks = parse_markdown(text, limits);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    // Each takes some milliseconds; the bound only tells linear from quadratic, under a sanitizer on a busy machine too.
    CHECK_LT(seconds.count(), 5.0);
    CHECK_EQ(testing::fault_of(blocks), "");
    const testing::TreeSize size = testing::size_of(blocks);
    CHECK_LE(size.nodes, limits.nodes + 3);
    // Addresses found in running text are counted as text once, and stand in the tree twice.
    CHECK_LE(size.text_bytes, 2 * limits.text_bytes);
    CHECK_LE(size.depth, limits.depth + 1);
    return blocks;
}

constexpr std::size_t large = 50'000;

}  // namespace

TEST_CASE("a reference definition used again and again is cut") {
    const std::string address = "https://a.b/" + repeat("x", 30'000);
    const auto blocks = parse_within("[a]: " + address + "\n\n" + repeat("[a] ", 6'000));
    CHECK_LT(testing::size_of(blocks).text_bytes, 2u << 20);
    CHECK_EQ(blocks.front().children.front().attribute_text(Attribute::href), address);
}

TEST_CASE("a refused reference costs no more than a good one") {
    parse_within("[a]: /" + repeat("x", 100'000) + "\n\n" + repeat("[a] ", 30'000));
    parse_within("[a]: /" + repeat("x", 100'000) + "\n\n" + repeat("![a] ", 30'000));
}

TEST_CASE("what becomes longer than its source is counted as it becomes: a code's language, a title, an address") {
    MarkdownLimits limits;
    limits.text_bytes = 1000;
    const std::string nuls(600, '\0');
    parse_within("``` " + nuls + "\nx\n```\n", limits);
    parse_within(repeat("``` " + repeat("x", 300) + "\nx\n```\n", 20), limits);
    parse_within("[a](https://a.b/c \"" + nuls + "\") b", limits);
    parse_within("[a](https://a.b/" + nuls + ") b", limits);
}

TEST_CASE("quotes and lists nested without end keep their words") {
    for (const std::string& text :
         {repeat(">", large) + "x", repeat("> ", large / 2) + "x", repeat("- ", 1000) + "x", repeat("1. ", 1000) + "x",
          repeat("> - ", 1000) + "x", repeat("> ", large / 2) + "x\n" + repeat("x\n", large / 2)}) {
        CHECK(plain_text(parse_within(text).front()).starts_with("x"));
    }
}

TEST_CASE("thousands of lists in each other are shown as the text they are") {
    for (const char* item : {"- ", "1. ", "+\t", "> * "}) {
        const auto blocks = parse_within(repeat(item, large / 4) + "x" + repeat("\n", large / 2));
        REQUIRE_EQ(blocks.size(), 1);
        CHECK(plain_text(blocks.front()).ends_with("x"));
    }
}

TEST_CASE("nested lists by indentation keep every item's words") {
    std::string text;
    for (std::size_t i = 0; i < 100; ++i) text += repeat("  ", i) + "- item\n";
    std::string words;
    for (const Node& block : parse_within(text)) words += plain_text(block) + " ";
    std::size_t found = 0;
    for (std::size_t at = 0; (at = words.find("item", at)) != std::string::npos; at += 4) ++found;
    CHECK_EQ(found, 100);
}

TEST_CASE("a huge table is cut at the node limit") {
    const std::string text = repeat("|", 121) + "\n" + repeat("|-", 120) + "|\n" + repeat("|\n", 24'000);
    const auto blocks = parse_within(text);
    CHECK_EQ(blocks.size(), 1);
    CHECK_EQ(blocks.front().kind, NodeKind::table);
}

TEST_CASE("emphasis, brackets and backticks without end") {
    for (const std::string& text : {repeat("*", large),
                                    repeat("*a ", large / 3),
                                    repeat("**a*", large / 4),
                                    repeat("_a*b", large / 4),
                                    repeat("[", large),
                                    repeat("![", large / 2),
                                    repeat("[a](", large / 4),
                                    repeat("`", large),
                                    repeat("`a``b", large / 5),
                                    repeat("~~a", large / 3),
                                    repeat("<", large),
                                    repeat("<a ", large / 3),
                                    repeat("&", large),
                                    repeat("&#", large / 2),
                                    repeat("\\", large),
                                    repeat("[a]: b\n", large / 7),
                                    repeat("[a][", large / 4),
                                    repeat("a**b", large / 4) + repeat("c**", large / 3),
                                    repeat("www.", large / 4),
                                    repeat("http://", large / 7),
                                    repeat("a@", large / 2),
                                    repeat("a.", large / 2) + "@b.c",
                                    repeat("https://a.b/(", large / 13),
                                    repeat(")", large) + "https://a.b/)",
                                    repeat("https://a.b/)))) ", large / 17),
                                    repeat("| a ", large / 4) + "\n" + repeat("|-", large / 2),
                                    repeat("\n", large),
                                    repeat("a\n", large / 2),
                                    repeat("#\n", large / 2),
                                    repeat("---\n", large / 4),
                                    repeat("```\n", large / 4),
                                    repeat(" ", large) + "x",
                                    repeat("> a\n", large / 4),
                                    repeat("* * ", large / 4),
                                    repeat("-\n", large / 2)}) {
        CAPTURE(text.substr(0, 20));
        parse_within(text);
    }
}

TEST_CASE("more than the input limit is not read, and no character is cut in two") {
    MarkdownLimits limits;
    limits.input_bytes = 10;
    CHECK_EQ(testing::outline(parse_markdown("abcdefgh\u4F60\u597D", limits)), R"~(paragraph("abcdefgh"))~");
    CHECK_EQ(testing::outline(plain_paragraphs("abcdefgh\u4F60\u597D", limits)), R"~(paragraph("abcdefgh"))~");
}

TEST_CASE("at each limit the tree ends with what there was") {
    MarkdownLimits limits;
    limits.text_bytes = 7;
    CHECK_EQ(testing::outline(parse_within("abc\n\ndef\u4F60\n\nghi", limits)), R"~(paragraph("abc") paragraph("def"))~");
    limits = {};
    limits.nodes = 5;
    CHECK_EQ(testing::outline(parse_within("a\n\nb\n\nc\n\nd", limits)), R"~(paragraph("a") paragraph("b") paragraph("c"))~");
    limits = {};
    limits.depth = 8;
    CHECK_EQ(testing::outline(parse_within("> > > a", limits)), R"~(quote(quote(paragraph("a"))))~");
    CHECK_EQ(testing::outline(parse_within("> > - a\n> > - b", limits)), R"~(quote(quote(paragraph("a") paragraph("b"))))~");
    CHECK_EQ(testing::outline(parse_within("> > *a **b ~~c [d **e *f* g**](https://x.y) h~~ i** j*", limits)),
             R"~(quote(quote(paragraph(emphasis("a " strong("b " strike("c " link[href="https://x.y"]("d e f g") " h") " i") " j")))))~");
}

TEST_CASE("the start of every document is well formed as well") {
    const std::string text =
        "# T *i*\n\n- a\n  - [x] b `c`\n\n> q [l](https://a.b \"t\") ![i](https://a.b/c.png)\n\n| a | b |\n|:-:|---|\n| 1 | www.x.y "
        "|\n\n```js\nx\n```\n1. \u4F60**\u597D**\n";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        CHECK_EQ(testing::fault_of(parse_markdown(std::string_view(text).substr(0, length))), "");
        for (const std::size_t nodes : {3u, 7u, 12u}) {
            MarkdownLimits limits;
            limits.nodes = nodes;
            CHECK_EQ(testing::fault_of(parse_markdown(std::string_view(text).substr(0, length), limits)), "");
        }
    }
}

}  // namespace deskbell
