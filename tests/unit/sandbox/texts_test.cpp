#include "native/sandbox/texts.h"

#include <doctest/doctest.h>

#include <map>
#include <vector>

#include "core/base/utf8.h"

namespace deskbell::sandbox {
namespace {

struct Named {
    const char* name;
    std::string_view Texts::*member;
};
constexpr Named members[] = {
#define DESKBELL_SANDBOX_TEXT(name) {#name, &Texts::name},
#include "native/sandbox/texts.def"
#undef DESKBELL_SANDBOX_TEXT
};
constexpr const Texts* languages[] = {&texts_en, &texts_zh_cn, &texts_zh_tw};

std::vector<std::string> words_of(std::string_view words) {
    std::vector<std::string> out;
    while (!words.empty()) {
        const std::size_t bar = std::min(words.find('|'), words.size());
        out.push_back(comparable(words.substr(0, bar)));
        words.remove_prefix(std::min(bar + 1, words.size()));
    }
    return out;
}

std::string placeholders(std::string_view text) {
    std::string out;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        out += text.substr(open, text.find('}', open) - open + 1);
    }
    return out;
}

}  // namespace

TEST_CASE("every language has every text, with the same placeholders and valid UTF-8") {
    for (const Texts* texts : languages) {
        for (const Named& one : members) {
            CAPTURE(one.name);
            CHECK_FALSE((texts->*one.member).empty());
            CHECK(placeholders(texts->*one.member) == placeholders(texts_en.*one.member));
            CHECK(replace_broken_utf8(texts->*one.member) == texts->*one.member);
        }
        for (const TopicText& topic : texts->topics) {
            CHECK_FALSE(topic.words.empty());
            CHECK_FALSE(topic.about.empty());
        }
    }
}

TEST_CASE("a word means one topic, whatever the language") {
    std::map<std::string, std::size_t> meanings;
    for (const Texts* texts : languages) {
        for (std::size_t i = 0; i < texts->topics.size(); ++i) {
            for (const std::string& word : words_of(texts->topics[i].words)) {
                CAPTURE(word);
                CHECK(meanings.emplace(word, i).first->second == i);
                CHECK(find_topic(word) == static_cast<Topic>(i));
            }
        }
    }
}

TEST_CASE("words are found without regard to case, space and closing punctuation") {
    CHECK(find_topic("  HUMAN ") == Topic::human);
    CHECK(find_topic("Where is my order?") == Topic::task_form);
    CHECK(find_topic("where is my order") == Topic::task_form);
    CHECK(find_topic("转人工") == Topic::human);
    CHECK(find_topic("轉真人客服。") == Topic::human);
    CHECK_FALSE(find_topic("").has_value());
    CHECK_FALSE(find_topic("?").has_value());
    CHECK_FALSE(find_topic("humanity").has_value());
}

TEST_CASE("a client's language") {
    CHECK(language_id("zh") == "zh_cn");
    CHECK(language_id("zh-CN") == "zh_cn");
    CHECK(language_id("zh-TW") == "zh_tw");
    CHECK(language_id("zh_tw") == "zh_tw");
    CHECK(language_id("zh-Hant-HK") == "zh_tw");
    CHECK(language_id("ja") == "en");
    CHECK(language_id("") == "en");
}

TEST_CASE("fill replaces what it knows and leaves the rest") {
    CHECK(fill("{a} and {b}", {{"a", "1"}, {"b", "2"}}) == "1 and 2");
    CHECK(fill("{unknown} {", {{"a", "1"}}) == "{unknown} {");
    CHECK(fill("{a}", {{"a", "{a}"}}) == "{a}");
}

}  // namespace deskbell::sandbox
