#include "native/sandbox/texts.h"

#include "core/base/utf8.h"

namespace deskbell::sandbox {
namespace {

constexpr Answers topic_answers[] = {
#define DESKBELL_TOPIC(name, who) Answers::who,
#include "native/sandbox/topics.def"
#undef DESKBELL_TOPIC
};

bool has_word(std::string_view words, const std::string& wanted) {
    while (!words.empty()) {
        const std::size_t bar = std::min(words.find('|'), words.size());
        if (comparable(words.substr(0, bar)) == wanted) return true;
        words.remove_prefix(std::min(bar + 1, words.size()));
    }
    return false;
}

}  // namespace

std::string_view Texts::sentence(Topic which) const {
    const std::string_view words = topic(which).words;
    return words.substr(0, words.find('|'));
}

std::string_view language_id(std::string_view client_language) {
    const std::string lower = ascii_lower(client_language);
    if (!lower.starts_with("zh")) return "en";
    for (const std::string_view mark : {"tw", "hk", "mo", "hant"}) {
        if (lower.find(mark) != std::string::npos) return "zh_tw";
    }
    return "zh_cn";
}

const Texts& texts_for(std::string_view id) {
    if (id == "zh_cn") return texts_zh_cn;
    return id == "zh_tw" ? texts_zh_tw : texts_en;
}

std::optional<Topic> find_topic(std::string_view text) {
    const std::string wanted = comparable(text);
    if (wanted.empty()) return std::nullopt;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Topic::count); ++i) {
        for (const Texts* texts : {&texts_en, &texts_zh_cn, &texts_zh_tw}) {
            if (has_word(texts->topics[i].words, wanted)) return static_cast<Topic>(i);
        }
    }
    return std::nullopt;
}

Answers answers_of(Topic topic) { return topic_answers[static_cast<std::size_t>(topic)]; }

std::string fill(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty()) break;
        const std::size_t close = text.find('}');
        const std::string_view name = close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
        bool known = false;
        for (const auto& [key, value] : values) {
            if (key != name) continue;
            out += value;
            known = true;
        }
        const std::size_t used = known ? close + 1 : 1;
        if (!known) out += '{';
        text.remove_prefix(used);
    }
    return out;
}

std::string comparable(std::string_view text) {
    std::string out = ascii_lower(trim(text));
    constexpr std::string_view closing[] = {"?", "!", ".", "？", "！", "。", "…"};
    for (bool cut = true; cut;) {
        cut = false;
        for (const std::string_view mark : closing) {
            if (!out.ends_with(mark)) continue;
            out.resize(out.size() - mark.size());
            cut = true;
        }
    }
    return std::string(trim(out));
}

}  // namespace deskbell::sandbox
