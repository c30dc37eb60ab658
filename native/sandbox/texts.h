#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace deskbell::sandbox {

enum class Topic : std::uint8_t {
#define DESKBELL_TOPIC(name, who) name,
#include "native/sandbox/topics.def"
#undef DESKBELL_TOPIC
    count
};

/// Who answers a topic.
enum class Answers : std::uint8_t { robot, both };

/// How a topic is reached in one language.
struct TopicText {
    std::string_view words;  ///< what to type, separated by `|`: first the natural sentence that cards show, then short words
    std::string_view about;  ///< what comes then, for the list of everything
};

/// All texts of one language.
struct Texts {
#define DESKBELL_SANDBOX_TEXT(name) std::string_view name;
#include "native/sandbox/texts.def"
#undef DESKBELL_SANDBOX_TEXT
    std::array<TopicText, static_cast<std::size_t>(Topic::count)> topics;

    const TopicText& topic(Topic which) const { return topics[static_cast<std::size_t>(which)]; }
    /// The sentence that cards show for a topic.
    std::string_view sentence(Topic which) const;
};

extern const Texts texts_en;
extern const Texts texts_zh_cn;
extern const Texts texts_zh_tw;

/// The id of the sandbox's language for what a client calls it: zh, zh-CN, zh_cn → zh_cn; zh-TW, zh-HK, zh-Hant → zh_tw; everything else → en.
std::string_view language_id(std::string_view client_language);
const Texts& texts_for(std::string_view id);

/// The topic whose words equal the text, in any language, without regard to case, outer space and closing punctuation.
std::optional<Topic> find_topic(std::string_view text);
Answers answers_of(Topic topic);

/// Replaces `{name}` by its value.
std::string fill(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

/// Text as it is compared: trimmed, a–z, without closing punctuation.
std::string comparable(std::string_view text);

}  // namespace deskbell::sandbox
