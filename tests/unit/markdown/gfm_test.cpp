#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "core/markdown/stream.h"
#include "tests/unit/markdown/cuts.h"
#include "tests/unit/markdown/outline.h"
#include "tests/unit/markdown/spec_examples.h"
#include "tests/unit/markdown/spec_html.h"
#include "tests/unit/markdown/tree_html.h"

namespace deskbell {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// HTML with a line for each block and item, normalized.
std::string one_block_a_line(const std::string& html) {
    static const std::regex ends("(</(?:p|li|tr|pre|h[1-6]|table|ul|ol|blockquote)>|<hr />)(?!\n)");
    return std::regex_replace(testing::normalized_html(html), ends, "$1\n");
}

/// The lines of ours that the specification's HTML does not have, in order; "(nothing)" when it only lacks some.
std::string deviation(const std::string& ours, const std::string& wanted) {
    if (ours == wanted) return {};
    std::map<std::string, int> known;
    for (const std::string& line : lines_of(wanted)) ++known[line];
    std::string out;
    for (const std::string& line : lines_of(ours)) {
        if (known[line]-- <= 0) out += "+ " + line + "\n";
    }
    return out.empty() ? "(nothing)\n" : out;
}

/// tests/markdown/gfm_deviations.txt: `NUMBER: reason`, then our lines.
std::map<int, std::string> known_deviations() {
    std::ifstream file(DESKBELL_SOURCE_DIR "/tests/markdown/gfm_deviations.txt");
    std::map<int, std::string> out;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '+' || line[0] == '(') {
            out[number] += line + "\n";
        } else {
            number = std::stoi(line);
            // A deviation without a reason is none.
            REQUIRE_GT(line.size(), line.find(':') + 10);
            out[number] += "";
        }
    }
    return out;
}

}  // namespace

TEST_CASE("GitHub's examples of its extensions come out as it says, but for the deviations that are listed") {
    const auto examples = testing::gfm_extension_examples();
    REQUIRE_EQ(examples.size(), 30);
    std::map<int, std::string> known = known_deviations();
    for (const auto& [number, markdown, html] : examples) {
        if (html == "<IGNORE>\n") continue;
        CAPTURE(number);
        CAPTURE(html);
        CHECK_EQ(deviation(one_block_a_line(testing::tree_html(parse_markdown(markdown))), one_block_a_line(html)), known[number]);
    }
    for (const auto& [number, lines] : known) CHECK_LE(number, 30);
}

TEST_CASE("GitHub's examples end streamed as the tree of one shot, wherever they are cut") {
    auto examples = testing::gfm_extension_examples();
    for (auto& example : testing::gfm_examples()) examples.push_back(std::move(example));
    REQUIRE_EQ(examples.size(), 30 + 672);
    for (const auto& [number, markdown, html] : examples) CHECK_EQ(testing::difference_by_cuts(markdown), "");
}

}  // namespace deskbell
