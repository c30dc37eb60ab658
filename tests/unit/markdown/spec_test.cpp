#include <doctest/doctest.h>
#include <md4c-html.h>

#include <regex>

#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"
#include "tests/unit/markdown/spec_examples.h"

namespace deskbell {

namespace {

std::string html_of(std::string_view markdown) {
    std::string html;
    const auto take = [](const MD_CHAR* text, MD_SIZE size, void* out) { static_cast<std::string*>(out)->append(text, size); };
    md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), take, &html, 0, MD_HTML_FLAG_XHTML);
    return html;
}

/// As the specification's own test program compares: white space outside of preformatted text counts as one space, and beside the tags of blocks not at all.
std::string normalized(const std::string& html) {
    static const std::regex tags("\\s*(</?(?:p|li|ul|ol|blockquote|pre|h[1-6]|hr|br|table|thead|tbody|tr|th|td|div)\\b[^>]*>)\\s*");
    std::string out;
    for (std::size_t at = 0; at < html.size();) {
        const std::size_t begin = std::min(html.find("<pre", at), html.size());
        const std::size_t end = std::min(html.find("</pre>", begin), html.size());
        const std::string flowing = std::regex_replace(html.substr(at, begin - at), std::regex("\\s+"), " ");
        out += std::regex_replace(flowing, tags, "$1");
        out += html.substr(begin, end - begin);
        at = end;
        if (begin == html.size()) break;
        // The end tag belongs to what flows.
        const std::size_t next = std::min(html.find("<pre", end), html.size());
        out += std::regex_replace(std::regex_replace(html.substr(end, next - end), std::regex("\\s+"), " "), tags, "$1");
        at = next;
    }
    return out;
}

}  // namespace

TEST_CASE("All examples of CommonMark come out as the specification says, with raw HTML passed on") {
    const auto examples = testing::spec_examples();
    REQUIRE_EQ(examples.size(), 652);
    for (const auto& [number, markdown, html] : examples) {
        CAPTURE(number);
        CHECK_EQ(normalized(html_of(markdown)), normalized(html));
    }
}

TEST_CASE("The examples of CommonMark end streamed as the tree of one shot") {
    for (const auto& [number, markdown, html] : testing::spec_examples()) {
        CAPTURE(number);
        const std::string whole = testing::outline(parse_markdown(markdown));
        for (const std::size_t size : {1u, 3u, 7u}) {
            MarkdownStream stream;
            for (std::size_t at = 0; at < markdown.size(); at += size) stream.append(std::string_view(markdown).substr(at, size));
            stream.finish();
            CHECK_EQ(testing::outline(stream.blocks()), whole);
        }
    }
}

}  // namespace deskbell
