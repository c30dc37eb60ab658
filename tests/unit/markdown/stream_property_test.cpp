// Generated documents: however a text is cut and replaced on the way, the tree at the end is that of one shot, and no limit is passed. RapidCheck makes a document that breaks this
// as small as it can.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "core/base/utf8.h"
#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell {

namespace {

using rc::Gen;
using Pieces = std::vector<std::string>;

/// The pieces one after another.
std::string joined(const Pieces& pieces, std::string_view between = "") {
    std::string text;
    for (const std::string& piece : pieces) {
        if (!text.empty()) text += between;
        text += piece;
    }
    return text;
}

Gen<std::string> words() {
    return rc::gen::element<std::string>("word", "two words", "a", "\u4F60\u597D\u3002", "\u6CE8\u610F", "\u0645\u0631\u062D\u0628\u0627",
                                         "\U0001F600", "x_y_z", "1 < 2 & 3", "3 * 4", "C:\\dir", "&amp; &#x4F60;", "<b onclick=x>",
                                         "<!-- c -->", "www.a.b", "https://a.b/c_(d).", "a@b.cd", "\\*not\\*", "tail  ", "[x]", "!", "~5",
                                         "a|b");
}

/// Inline content; `depth` bounds what stands in what.
Gen<std::string> inline_content(int depth) {
    if (depth == 0) return words();
    const auto wrapped = [depth](std::string before, std::string after) {
        return rc::gen::map(inline_content(depth - 1), [before, after](const std::string& inner) { return before + inner + after; });
    };
    const auto piece = rc::gen::oneOf(
        words(), words(), wrapped("*", "*"), wrapped("**", "**"), wrapped("_", "_"), wrapped("~~", "~~"), wrapped("`", "`"),
        wrapped("``", "``"), wrapped("[", "](https://a.b/c \"t\")"), wrapped("![", "](https://a.b/c.png)"), wrapped("[", "][ref]"),
        wrapped("[", "]"), wrapped("[", "](javascript:x)"), wrapped("**", ""), wrapped("", "*"), wrapped("[", "](htt"),
        rc::gen::element<std::string>("[ref]", "[^1]", "[Other Ref][]", "<https://a.b>", "**\u6CE8\u610F\u3002**\u6B63\u6587", "\n", "  \n",
                                      "\\\n", "\r\n", "*", "_", "`", "[", "]", "(", ")"));
    return rc::gen::map(rc::gen::resize(5, rc::gen::container<Pieces>(piece)), [](const Pieces& pieces) { return joined(pieces, " "); });
}

/// Every line of a block behind a prefix, the first behind another.
std::string prefixed(const std::string& block, const std::string& first, const std::string& rest) {
    std::string out = first;
    for (const char c : block) {
        out += c;
        if (c == '\n') out += rest;
    }
    return out;
}

Gen<std::string> block(int depth) {
    const auto in_line = inline_content(2);
    const auto code = rc::gen::map(rc::gen::resize(4, rc::gen::container<Pieces>(rc::gen::element<std::string>(
                                                          "let a = 1;", "", "  indented", "```", "~~", "**no**", "- no", "| a | b |"))),
                                   [](const Pieces& lines) { return joined(lines, "\n"); });
    const auto table =
        rc::gen::map(rc::gen::pair(rc::gen::inRange<std::size_t>(1, 4), rc::gen::resize(6, rc::gen::container<Pieces>(inline_content(1)))),
                     [](const auto& drawn) {
                         const auto& [columns, cells] = drawn;
                         std::string out = "|";
                         for (std::size_t i = 0; i < columns; ++i) out += " h |";
                         out += "\n|";
                         for (std::size_t i = 0; i < columns; ++i) out += i % 2 == 0 ? "---|" : ":-:|";
                         for (std::size_t i = 0; i < cells.size(); ++i) out += (i % columns == 0 ? "\n| " : " | ") + cells[i];
                         return out + "\n";
                     });
    const auto leaf = rc::gen::oneOf(
        in_line, in_line, rc::gen::map(in_line, [](const std::string& words) { return "## " + words; }),
        rc::gen::map(in_line, [](const std::string& words) { return words + "\n---"; }),
        rc::gen::map(code, [](const std::string& text) { return "```js\n" + text + "\n```"; }),
        rc::gen::map(code, [](const std::string& text) { return "~~~\n" + text; }),
        rc::gen::map(code, [](const std::string& text) { return prefixed(text, "    ", "    "); }), table,
        rc::gen::element<std::string>("***", "[ref]: https://a.b/late 'T'", "[other  ref]:\n<https://c.d>", "[^1]: a note",
                                      "[ref]: /nowhere", "<div>\n*x*\n</div>", "- [x] done\n- [ ] open", "-", "1.", "===", "- a\n\n\n- b"));
    if (depth == 0) return leaf;
    const auto inner = rc::gen::map(rc::gen::resize(3, rc::gen::container<Pieces>(block(depth - 1))),
                                    [](const Pieces& blocks) { return joined(blocks, "\n\n"); });
    const auto behind = [&inner](std::string first, std::string rest) {
        return rc::gen::map(inner, [first, rest](const std::string& text) { return prefixed(text, first, rest); });
    };
    return rc::gen::oneOf(leaf, leaf, behind("> ", "> "), behind("- ", "  "), behind("1. ", "   "), behind("* ", ""), behind("> ", ""),
                          behind("+\t", "\t"));
}

Gen<std::string> document() {
    const auto piece = rc::gen::pair(block(2), rc::gen::element<std::string>("\n\n", "\n", "\n\n", "\r\n\r\n", "\n \n", "", "\n\n\n"));
    return rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, std::string>>>(piece),
                        [](const std::vector<std::pair<std::string, std::string>>& pieces) {
                            std::string text;
                            for (const auto& [words, end] : pieces) text += words + end;
                            return text;
                        });
}

/// Positions in a text as shares of its length, so that they still mean something when the text gets smaller.
Gen<std::vector<int>> cuts() { return rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1001)); }

std::vector<std::size_t> positions(const std::vector<int>& cuts, std::size_t size) {
    std::vector<std::size_t> out;
    for (const int cut : cuts) out.push_back(size * static_cast<std::size_t>(cut) / 1000);
    std::sort(out.begin(), out.end());
    out.push_back(size);
    return out;
}

/// What is wrong with a tree, or an empty text.
std::string passed_limit(const std::vector<Node>& blocks, const MarkdownLimits& limits) {
    if (std::string fault = testing::fault_of(blocks); !fault.empty()) return fault;
    const testing::TreeSize size = testing::size_of(blocks);
    // A table whose first row is at the limit still gets its row and cell; a link's address stands in the tree beside the words.
    if (size.nodes > limits.nodes + 3) return "more nodes than the limit";
    if (size.text_bytes > 2 * limits.text_bytes) return "more text than the limit";
    if (size.depth > limits.depth + 1) return "deeper than the limit";
    return {};
}

/// The same runs every time; RC_PARAMS of the environment makes others ("seed=7 max_success=10000").
void check(const std::string& name, const auto& property) {
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    if (std::getenv("RC_PARAMS") == nullptr) {
        params.seed = 1;
        params.maxSuccess = 300;
        params.maxSize = 20;
    }
    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{name, ""}, params);
    std::ostringstream told;
    rc::detail::printResultMessage(result, told);
    CAPTURE(told.str());
    CHECK(result.template is<rc::detail::SuccessResult>());
}

}  // namespace

TEST_CASE("Generated documents in generated pieces end as the tree of one shot") {
    check("pieces", [] {
        const std::string text = *document();
        MarkdownStream stream;
        std::size_t from = 0;
        for (const std::size_t to : positions(*cuts(), text.size())) {
            stream.append(std::string_view(text).substr(from, to - from));
            if (const std::string fault = passed_limit(stream.blocks(), {}); !fault.empty())
                RC_FAIL("after " + std::to_string(to) + " bytes: " + fault);
            from = to;
        }
        stream.finish();
        RC_ASSERT(testing::outline(stream.blocks()) == testing::outline(parse_markdown(text)));
    });
}

TEST_CASE("Generated documents that are replaced on the way end as the tree of one shot") {
    check("replaces", [] {
        const std::string text = *document();
        MarkdownStream stream;
        // A growing text sent whole each time, as the messages of src 31 do it, with other texts in between.
        for (const std::size_t to : positions(*cuts(), text.size())) {
            stream.replace(utf8_prefix(text, to));
            RC_ASSERT(testing::fault_of(stream.blocks()).empty());
            const int what = *rc::gen::inRange(0, 6);
            if (what == 0) stream.replace(*document(), *rc::gen::element(MarkdownEnd::open, MarkdownEnd::last));
            if (what == 1) stream.finish();
            if (what == 2) stream.append(*inline_content(1));
        }
        stream.replace(text, MarkdownEnd::last);
        RC_ASSERT(testing::outline(stream.blocks()) == testing::outline(parse_markdown(text)));
    });
}

TEST_CASE("Generated documents keep small limits at every piece, and end as the tree of one shot") {
    check("limits", [] {
        MarkdownLimits limits;
        limits.input_bytes = *rc::gen::inRange<std::size_t>(1, 2000);
        limits.text_bytes = *rc::gen::inRange<std::size_t>(1, 1000);
        limits.nodes = *rc::gen::inRange<std::size_t>(3, 100);
        limits.depth = *rc::gen::inRange<std::size_t>(8, 12);
        const std::string text = *document();
        MarkdownStream stream(limits);
        std::size_t from = 0;
        for (const std::size_t to : positions(*cuts(), text.size())) {
            stream.append(std::string_view(text).substr(from, to - from));
            if (const std::string fault = passed_limit(stream.blocks(), limits); !fault.empty())
                RC_FAIL("after " + std::to_string(to) + " bytes: " + fault);
            from = to;
        }
        stream.finish();
        RC_ASSERT(passed_limit(stream.blocks(), limits) == std::string());
        RC_ASSERT(testing::outline(stream.blocks()) == testing::outline(parse_markdown(text, limits)));
    });
}

}  // namespace deskbell
