#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "core/base/json.h"
#include "core/i18n/language_match.h"

using namespace deskbell;

TEST_CASE("tags mean the languages that the page's own choice gives as well") {
    std::ifstream file(DESKBELL_SOURCE_DIR "/tests/language-tags.json");
    const Value cases = parse_json(std::string(std::istreambuf_iterator<char>(file), {})).value();
    int looked_up = 0;
    for (const Value& row : cases.items()) {
        // Only a browser has a list of preferences.
        const Value& tags = row.items()[0];
        if (tags.items().size() != 1) continue;
        const std::string tag(tags.items()[0].as_text());
        CAPTURE(tag);
        CHECK(resolve_language(tag) == row.items()[1].as_text());
        ++looked_up;
    }
    CHECK(looked_up > 40);
}
