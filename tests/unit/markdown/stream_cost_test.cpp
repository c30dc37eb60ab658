#include <doctest/doctest.h>

#include <random>

#include "core/base/json.h"
#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"
#include "widget/view/differ.h"

namespace deskbell {

namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
}

std::string mixed(std::size_t bytes) {
    return repeated(
        "## What to do\n\nA paragraph with **bold** words, `code`, a [link](https://a.b/c) and *more* of it.\n\n- one item\n- another "
        "*item*\n\n"
        "```js\nconst a = 1;\nconst b = 2;\n```\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n",
        bytes);
}

Value read_edits(const std::string& edits) { return edits.empty() ? Value::array() : *parse_json(edits); }

struct Cost {
    double parsed = 0;   ///< bytes handed to the parser a byte of text
    double created = 0;  ///< nodes that the edits made, a node of the final tree
};

std::size_t nodes_in(const Value& node) {
    std::size_t nodes = 1;
    for (const Value& child : node["children"].items()) nodes += nodes_in(child);
    return nodes;
}

/// Streams a text in pieces of 8 to 40 bytes, applying the edits as the view does.
Cost cost_of(std::string_view text) {
    std::mt19937 random(7);
    MarkdownLimits limits;
    limits.nodes = 200'000;
    MarkdownStream stream(limits);
    std::vector<Node> shown;
    std::size_t created = 0;
    const auto look = [&] {
        const Value edits = read_edits(grow_nodes(shown, stream.blocks(), stream.take_change()));
        for (const Value& edit : edits.items()) {
            for (const Value& node : edit["insert"].items()) created += nodes_in(node);
        }
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::min<std::size_t>(8 + random() % 33, text.size() - at);
        stream.append(text.substr(at, size));
        at += size;
        look();
    }
    stream.finish();
    look();
    CHECK(shown == parse_markdown(text, limits));
    return {static_cast<double>(stream.parsed_bytes()) / static_cast<double>(text.size()),
            static_cast<double>(created) / static_cast<double>(testing::size_of(shown).nodes)};
}

}  // namespace

TEST_CASE("What a stream parses grows with the text and not faster, whatever the text is one of") {
    constexpr std::size_t large = 250u << 10;
    const Cost all = cost_of(mixed(large));
    CHECK_LT(all.parsed, 20);
    CHECK_LT(all.parsed, cost_of(mixed(large / 8)).parsed * 1.1);
    const std::pair<std::string, std::string> texts[] = {
        {"code", "```js\n" + repeated("const answer = compute(question);\n", large)},
        {"list", repeated("- an item with **bold** words and `code`\n", large)},
        {"nested list", repeated("- an item\n  - with another\n", large)},
        {"loose list", repeated("1. an item\n\n   and more of it\n\n", large)},
        {"table", "| a | b |\n|---|---|\n" + repeated("| some words | and **bold** ones |\n", large)},
        {"quote", repeated("> words of somebody else, *emphasised*\n", large)},
        {"paragraph of lines", repeated("A line with **bold** words, `code` and a [link](https://a.b/c).\n", large)},
        {"paragraph of one line", repeated("words and **bold** words and `code`, ", large)},
        {"Chinese paragraph", repeated("\u4F60\u597D\uFF0C**\u6CE8\u610F\u3002**\u6B63\u6587\u3002", large)},
        {"line of code", "```\n" + repeated("x = [1, 2, 3]; ", large)},
    };
    for (const auto& [name, text] : texts) {
        CAPTURE(name);
        const Cost cost = cost_of(text);
        // Bytes, not time: a line whose beginning is read again while it grows counts each time.
        CHECK_LT(cost.parsed, all.parsed * 2.5);
        CHECK_LT(cost.created, 1.1);
    }
    CHECK_LT(all.created, 1.1);
}

TEST_CASE("A text that leaves something open to its end costs a multiple of its length") {
    constexpr std::size_t large = 250u << 10;
    for (const std::string_view open : {"*", "[", "`", "_", "~", "# "}) {
        CAPTURE(open);
        CHECK_LT(cost_of(std::string(open) + repeated("words and more words ", large)).parsed, 40);
    }
}

TEST_CASE("A link definition or footnote that comes late adds little, and changes only what refers to it") {
    const std::string text = mixed(128u << 10);
    const double without = cost_of(text).parsed;
    CHECK_LT(cost_of("See [late].\n\n" + text + "\n\n[late]: https://a.b\n").parsed, without * 1.2);
    CHECK_LT(cost_of("See [^1].\n\n" + text + "\n\n[^1]: https://a.b\n").parsed, without * 1.2);
    MarkdownStream stream;
    stream.append("See [late].\n\n[other] words\n\n- item [late]\n\n");
    std::vector<Node> shown = stream.blocks();
    stream.take_change();
    stream.append("[late]: https://a.b\n\n");
    const Value edits = read_edits(grow_nodes(shown, stream.blocks(), stream.take_change()));
    CHECK_FALSE(edits.items().empty());
    for (const Value& edit : edits.items()) CHECK_NE(edit["path"].items().front().as_integer(), 1);
    CHECK_EQ(testing::outline(shown), R"~(paragraph("See " link[href="https://a.b"]("late") ".") paragraph("[other] words") )~"
                                      R"~(list[tight](list_item(paragraph("item " link[href="https://a.b"]("late")))))~");
}

TEST_CASE("What is committed is not touched again") {
    MarkdownStream stream;
    std::vector<Node> shown;
    const std::string text = mixed(20'000);
    for (std::size_t at = 0; at < text.size(); at += 20) {
        stream.append(std::string_view(text).substr(at, 20));
        const std::size_t blocks = shown.size();
        const Value edits = read_edits(grow_nodes(shown, stream.blocks(), stream.take_change()));
        for (const Value& edit : edits.items()) {
            const auto first = edit["path"].items().empty() ? edit["at"].as_integer() : edit["path"].items().front().as_integer();
            // The last block, and one behind it while a blank line may still belong to it.
            CHECK_GE(first + 2, static_cast<std::int64_t>(blocks));
        }
    }
}

TEST_CASE("A text that changes in the middle is patched where it differs") {
    MarkdownStream stream;
    stream.append("One.\n\nTwo.\n\nThree.\n\nFour [a].");
    std::vector<Node> shown = stream.blocks();
    stream.take_change();
    stream.replace("One.\n\nTwo.\n\nOther.\n\nFour [a].");
    const Value edits = read_edits(grow_nodes(shown, stream.blocks(), stream.take_change()));
    CHECK_EQ(to_json(edits), R"~([{"edit":"attributes","path":[2,0],"node":{"kind":"text","text":"Other."}}])~");
}

TEST_CASE("Edits lead to the same tree as a whole comparison") {
    std::mt19937 random(8);
    for (int round = 0; round < 300; ++round) {
        const std::string text = mixed(700);
        MarkdownStream stream;
        std::vector<Node> shown;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t size = std::min<std::size_t>(1 + random() % 60, text.size() - at);
            stream.append(std::string_view(text).substr(at, size));
            at += size;
            grow_nodes(shown, stream.blocks(), stream.take_change());
            REQUIRE(shown == stream.blocks());
        }
    }
}

}  // namespace deskbell
