#include "native/relay/relay_words.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/i18n/catalogue.h"
#include "gen/catalogues.h"
#include "gen/languages.h"

namespace deskbell::relay {

RelayWords::RelayWords() {
    // Pairs of an id and its tags, an empty word behind the last.
    for (const char* word = languages; *word != '\0';) {
        const std::string lang = word;
        word += lang.size() + 1;
        word += std::string_view(word).size() + 1;
        const auto file = parse_json(embedded_catalogue(lang));
        Catalogue catalogue;
        if (!file || !catalogue.load(*file)) continue;
        const std::string_view reason = catalogue.get(Text::delivery_failed_desk);
        Few& few = languages_[lang];
        few.trouble = catalogue.get(Text::rating_internal);
        few.not_accepted = catalogue.format(Text::delivery_failed, {{"reason", reason}});
        few.person = catalogue.get(Text::human_request);
    }
}

const RelayWords::Few& RelayWords::of(std::string_view lang) const {
    const auto found = languages_.find(lang);
    return found != languages_.end() ? found->second : languages_.at("en");
}

bool RelayWords::asks_for_person(std::string_view text) const {
    return std::any_of(languages_.begin(), languages_.end(), [&](const auto& one) { return one.second.person == trim(text); });
}

}  // namespace deskbell::relay
