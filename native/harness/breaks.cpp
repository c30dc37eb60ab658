#include "native/harness/breaks.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <map>
#include <memory>

namespace deskbell {

namespace {

struct Breakers {
    std::unique_ptr<icu::BreakIterator> lines;
    std::unique_ptr<icu::BreakIterator> clusters;
};

/// Making one takes ICU some time; one text is broken at a time.
Breakers& breakers_of(const std::string& lang) {
    static std::map<std::string, Breakers> made;
    Breakers& breakers = made[lang];
    if (!breakers.lines) {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Locale locale(lang.c_str());
        breakers.lines.reset(icu::BreakIterator::createLineInstance(locale, status));
        status = U_ZERO_ERROR;
        breakers.clusters.reset(icu::BreakIterator::createCharacterInstance(locale, status));
    }
    return breakers;
}

}  // namespace

void mark_breaks(const std::string& text, const std::string& lang,
                 const std::function<void(std::size_t byte, bool is_cluster_only)>& visit) {
    Breakers& breakers = breakers_of(lang);
    UErrorCode status = U_ZERO_ERROR;
    UText* source = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (U_FAILURE(status)) return;
    for (const bool is_cluster_only : {true, false}) {
        const std::unique_ptr<icu::BreakIterator>& breaker = is_cluster_only ? breakers.clusters : breakers.lines;
        if (!breaker) continue;
        status = U_ZERO_ERROR;
        breaker->setText(source, status);
        if (U_FAILURE(status)) continue;
        for (std::int32_t at = breaker->first(); at != icu::BreakIterator::DONE; at = breaker->next())
            visit(static_cast<std::size_t>(at), is_cluster_only);
    }
    utext_close(source);
}

}  // namespace deskbell
