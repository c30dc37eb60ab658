// Plain words behind plain words are put into the tree without being read (MarkdownStream::grow_words). What they lead to has to be what reading them leads to.

#include <doctest/doctest.h>

#include <random>

#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell {

namespace {

/// The text so far, read at once.
std::string at_once(std::string_view text) {
    MarkdownStream stream;
    stream.append(text);
    return testing::outline(stream.blocks());
}

struct Shown {
    std::string outline;
    std::size_t parsed = 0;  ///< bytes handed to the parser for the second piece
};

Shown in_two(std::string_view first, std::string_view second) {
    MarkdownStream stream;
    stream.append(first);
    const std::size_t before = stream.parsed_bytes();
    stream.append(second);
    return {testing::outline(stream.blocks()), stream.parsed_bytes() - before};
}

}  // namespace

TEST_CASE("Plain words behind plain words are not read, and stand where reading puts them") {
    for (const std::string_view first : {"Some words",
                                         "Some words ",
                                         "A list:\n\n- item",
                                         "1. one\n2. two",
                                         "# A title",
                                         "**bold wo",
                                         "*a **b c",
                                         "~~no",
                                         "> quoted",
                                         "> - deep",
                                         "| a | b |\n|---|---|\n| one ce",
                                         "| a | b |\n|---|---|\n| one | tw",
                                         "| a | be",
                                         "`code` and then",
                                         "[link](https://a.b) and",
                                         "- [x] done",
                                         "```js\nlet a",
                                         "```\nlet a ",
                                         "> ```\n> let a",
                                         "- ```\n  x",
                                         "\u6CE8\u610F\u3002**\u6B63\u6587",
                                         "two\nlines",
                                         "end of it.",
                                         "(so"}) {
        CAPTURE(first);
        for (const std::string_view second : {" more", "more", ", and more. ", "  two spaces", "more (of it)  ", "\u6587\u3002"}) {
            CAPTURE(second);
            const Shown shown = in_two(first, second);
            CHECK_EQ(shown.outline, at_once(std::string(first).append(second)));
            CHECK_EQ(shown.parsed, 0);
        }
    }
}

TEST_CASE("Whole marks among plain words are not read, and what they make is what reading makes") {
    for (const std::string_view first : {"Some words", "A list:\n\n- item", "# A title", "~~no", "> quoted",
                                         "| a | b |\n|---|---|\n| one ce", "`code` and then", "**so** it", "two\nlines", "(so"}) {
        CAPTURE(first);
        for (const std::string_view second : {" a **bold word** more", " *so* it", "end `code` it", " **bo", " *it ",
                                              " **bold *and* so** more", " **b**, and `x_1`. The *end*. Or", " *a **b c** d", " `a`, b"}) {
            CAPTURE(second);
            const Shown shown = in_two(first, second);
            CHECK_EQ(shown.outline, at_once(std::string(first).append(second)));
            CHECK_EQ(shown.parsed, 0);
        }
    }
    for (const auto& [first, second] : std::initializer_list<std::pair<std::string_view, std::string_view>>{{"**bold wo", "rd** more"},
                                                                                                            {"*a **b c", "d** e* f"},
                                                                                                            {"*a **b c", " d** e"},
                                                                                                            {"a **b *c", " d* e** f"},
                                                                                                            {"so *it", " is*, and"}}) {
        CAPTURE(first);
        const Shown shown = in_two(first, second);
        CHECK_EQ(shown.outline, at_once(std::string(first).append(second)));
        CHECK_EQ(shown.parsed, 0);
    }
}

TEST_CASE("Marks that more could change are read") {
    for (const std::string_view first :
         {"Some words", "**bold wo", "*a **b c", "*so", "a * b", "foo*bar", "- item", "_x", "| a | b |\n|---|---|\n| one ce"}) {
        CAPTURE(first);
        for (const std::string_view second : {" **bold**",
                                              " **bold** ",
                                              " **",
                                              " *",
                                              "**",
                                              "* more",
                                              "** more",
                                              " ***all*** of",
                                              "*in*side it",
                                              " ** b ** c",
                                              " *a** b",
                                              " **a* b",
                                              " `a",
                                              " `a`",
                                              " ``a`` b",
                                              " ` a ` b",
                                              " `a|b` c",
                                              "`x` b",
                                              " *(a)* b",
                                              " **a.** b",
                                              " \u6CE8**\u610F\u3002**\u6B63",
                                              " **\u610F** x",
                                              " *a*b c",
                                              " \\*a* b",
                                              " *a\\* b",
                                              " **www.a.b** c",
                                              " *a* *b* c",
                                              " **bold *and so** more* b"}) {
            CAPTURE(second);
            CHECK_EQ(in_two(first, second).outline, at_once(std::string(first).append(second)));
            CHECK_EQ(in_two(first, std::string(second).append(" end")).outline, at_once(std::string(first).append(second).append(" end")));
        }
    }
}

TEST_CASE("Where more could change what there is, it is read") {
    for (const auto& [first, second] : std::initializer_list<std::pair<std::string_view, std::string_view>>{{"12", ". one"},
                                                                                                            {"- 12", ". one"},
                                                                                                            {"#", " title"},
                                                                                                            {"see www", ".a.b"},
                                                                                                            {"see www.a", "b"},
                                                                                                            {"see https", "://a.b"},
                                                                                                            {"a", "@b.cd"},
                                                                                                            {"[a](htt", "ps"},
                                                                                                            {"[htt](htt", "ps"},
                                                                                                            {"![htt](htt", "ps"},
                                                                                                            {"a *", "b"},
                                                                                                            {"a **", "b"},
                                                                                                            {"x\n-", "--"},
                                                                                                            {"```j", "s"},
                                                                                                            {"```js\n``", "x"},
                                                                                                            {"`a", " b"},
                                                                                                            {"a\\", "b"},
                                                                                                            {"a&am", "p;"},
                                                                                                            {"| a |\n|---|\n| a | a", "b"},
                                                                                                            {"[a]: ht", "tp"},
                                                                                                            {"a!", "b"},
                                                                                                            {"word", "\nmore"},
                                                                                                            {"    code", " more"},
                                                                                                            {"<https", "x"},
                                                                                                            {"a\t", "b"},
                                                                                                            {"a", "\u3000"}}) {
        CAPTURE(first);
        CAPTURE(second);
        CHECK_EQ(in_two(first, second).outline, at_once(std::string(first).append(second)));
    }
}

}  // namespace deskbell
