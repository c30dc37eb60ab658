#include <doctest/doctest.h>
#include <md4c-html.h>

#include "tests/unit/markdown/cuts.h"
#include "tests/unit/markdown/spec_examples.h"
#include "tests/unit/markdown/spec_html.h"

namespace deskbell {

namespace {

std::string html_of(std::string_view markdown) {
    std::string html;
    const auto take = [](const MD_CHAR* text, MD_SIZE size, void* out) { static_cast<std::string*>(out)->append(text, size); };
    md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), take, &html, 0, MD_HTML_FLAG_XHTML);
    return html;
}

}  // namespace

TEST_CASE("All examples of CommonMark come out as the specification says, with raw HTML passed on") {
    const auto examples = testing::spec_examples();
    REQUIRE_EQ(examples.size(), 652);
    for (const auto& [number, markdown, html] : examples) {
        CAPTURE(number);
        CHECK_EQ(testing::normalized_html(html_of(markdown)), testing::normalized_html(html));
    }
}

TEST_CASE("The examples of CommonMark end streamed as the tree of one shot, wherever they are cut") {
    for (const auto& [number, markdown, html] : testing::spec_examples()) CHECK_EQ(testing::difference_by_cuts(markdown), "");
}

}  // namespace deskbell
