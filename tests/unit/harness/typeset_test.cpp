#include "native/harness/typeset.h"

#include <doctest/doctest.h>

namespace deskbell {
namespace {

SetText set(std::string text, float width, std::string lang = "en") {
    Paragraph paragraph;
    paragraph.spans.push_back({std::move(text), {}, 15, 0});
    paragraph.width = width;
    paragraph.lang = std::move(lang);
    return set_text(paragraph);
}

/// What each line shows.
std::vector<std::string> lines_of(const SetText& text) {
    std::vector<std::string> out;
    for (const SetLine& line : text.lines) out.push_back(text.text.substr(line.first_byte, line.last_byte - line.first_byte));
    return out;
}

}  // namespace

TEST_CASE("lines are no wider than they may be, and all words are there") {
    const std::string words = "Where is my parcel? It was to come on Monday, and now it is Thursday already.";
    const SetText text = set(words, 160);
    CHECK(text.lines.size() > 2);
    std::string joined;
    for (const std::string& line : lines_of(text)) joined += (joined.empty() ? "" : " ") + line;
    CHECK(joined == words);
    for (const SetLine& line : text.lines) CHECK(line.width <= 160.1F);
}

TEST_CASE("a word that no line holds is broken between letters") {
    const SetText text = set("a " + std::string(80, 'w'), 120);
    CHECK(text.lines.size() > 5);
    for (const SetLine& line : text.lines) CHECK(line.width <= 120.1F);
}

TEST_CASE("Thai is broken between words and Han before no closing mark") {
    // "Hello, I want to follow my order": the words are told apart by the dictionary.
    const SetText thai =
        set("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E04\u0E23\u0E31\u0E1A\u0E15\u0E49\u0E2D\u0E07\u0E01\u0E32\u0E23\u0E15\u0E34\u0E14\u0E15"
            "\u0E32\u0E21",
            70, "th");
    CHECK(thai.lines.size() > 1);
    for (const std::string& line : lines_of(thai)) {
        // No line begins with a vowel or a tone that stands above or below.
        CHECK_FALSE(line.starts_with("\u0E31"));
        CHECK_FALSE(line.starts_with("\u0E35"));
        CHECK_FALSE(line.starts_with("\u0E49"));
    }
    for (float width = 40; width < 140; width += 5) {
        for (const std::string& line :
             lines_of(set("\u60A8\u597D\uFF0C\u8BF7\u95EE\u6709\u4EC0\u4E48\u53EF\u4EE5\u5E2E\u60A8\uFF1F", width, "zh_cn"))) {
            CHECK_FALSE(line.starts_with("\uFF0C"));
            CHECK_FALSE(line.starts_with("\uFF1F"));
        }
    }
}

TEST_CASE("a paragraph finds its own direction, and numbers in Arabic keep theirs") {
    CHECK_FALSE(set("Where is it?", 300).right_to_left);
    CHECK(set("\u0623\u064A\u0646 \u0637\u0644\u0628\u064A 123", 300, "ar").right_to_left);
    const SetText mixed = set("\u0637\u0644\u0628\u064A 123", 300, "ar");
    REQUIRE(mixed.lines.size() == 1);
    // From left to right: the number, the space, the word.
    CHECK(mixed.text.substr(mixed.runs.front().first_byte, 3) == "123");
    CHECK(mixed.runs.back().first_byte == 0);
    // A caret before the first letter stands at the right edge.
    CHECK(mixed.spot_of(0).x == doctest::Approx(mixed.lines[0].width));
}

TEST_CASE("a text that is cut ends with an ellipsis inside the width") {
    Paragraph paragraph;
    paragraph.spans.push_back({"a-long-file-name of many words that does not fit.pdf", {}, 15, 0});
    paragraph.width = 120;
    paragraph.most_lines = 1;
    const SetText text = set_text(paragraph);
    REQUIRE(text.lines.size() == 1);
    CHECK(text.lines[0].width <= 120.1F);
    CHECK(text.lines[0].last_run > text.lines[0].first_run + 1);
}

TEST_CASE("a caret can be put anywhere and be found again") {
    const SetText text = set("Hello there", 300);
    for (const std::size_t byte : {0U, 3U, 5U, 6U, 11U}) CHECK(text.byte_at(0, text.spot_of(byte).x) == byte);
}

}  // namespace deskbell
