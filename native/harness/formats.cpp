#include "native/harness/formats.h"

#include <unicode/dtptngen.h>
#include <unicode/measunit.h>
#include <unicode/numberformatter.h>
#include <unicode/simpletz.h>
#include <unicode/smpdtfmt.h>

#include <cmath>

namespace deskbell {

namespace {

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::unique_ptr<icu::SimpleDateFormat> make_date_format(const char* skeleton, const icu::Locale& locale, std::int64_t utc_offset) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(locale, status));
    if (U_FAILURE(status)) return nullptr;
    const icu::UnicodeString pattern = generator->getBestPattern(icu::UnicodeString(skeleton), status);
    auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    if (U_FAILURE(status)) return nullptr;
    format->adoptTimeZone(new icu::SimpleTimeZone(static_cast<std::int32_t>(utc_offset * millis_per_minute), icu::UnicodeString("UTC")));
    return format;
}

}  // namespace

struct Formats::Parts {
    icu::Locale locale;
    std::unique_ptr<icu::SimpleDateFormat> clock;
    std::unique_ptr<icu::SimpleDateFormat> date;
    icu::number::LocalizedNumberFormatter numbers;

    std::string write(const icu::number::LocalizedNumberFormatter& formatter, double value) const {
        UErrorCode status = U_ZERO_ERROR;
        return utf8(formatter.formatDouble(value, status).toString(status));
    }
};

Formats::Formats(std::string_view lang, std::int64_t utc_offset) : lang_(lang), utc_offset_(utc_offset), parts_(std::make_unique<Parts>()) {
    parts_->locale = icu::Locale(lang_.c_str());
    parts_->clock = make_date_format("jmm", parts_->locale, utc_offset);
    parts_->date = make_date_format("EEEEdMMMM", parts_->locale, utc_offset);
    parts_->numbers = icu::number::NumberFormatter::withLocale(parts_->locale);
}

Formats::~Formats() = default;

std::string Formats::time(Millis time) const {
    icu::UnicodeString out;
    if (parts_->clock) parts_->clock->format(static_cast<UDate>(time), out);
    return utf8(out);
}

std::string Formats::day(Millis time) const {
    icu::UnicodeString out;
    if (parts_->date) parts_->date->format(static_cast<UDate>(time), out);
    // A sentence begins here.
    if (!out.isEmpty()) {
        const std::int32_t first = out.moveIndex32(0, 1);
        icu::UnicodeString head(out, 0, first);
        out.replace(0, first, head.toUpper(parts_->locale));
    }
    return utf8(out);
}

std::string Formats::number(double value) const { return parts_->write(parts_->numbers, value); }

std::string Formats::percent(double share) const {
    const auto formatter = parts_->numbers.unit(icu::NoUnit::percent()).precision(icu::number::Precision::integer());
    return parts_->write(formatter, share * 100);
}

std::string Formats::size(double bytes) const {
    constexpr double step = 1000;
    const icu::MeasureUnit units[] = {icu::MeasureUnit::getByte(), icu::MeasureUnit::getKilobyte(), icu::MeasureUnit::getMegabyte(),
                                      icu::MeasureUnit::getGigabyte()};
    int unit = 0;
    while (bytes >= step && unit < 3) {
        bytes /= step;
        ++unit;
    }
    const auto formatter = parts_->numbers.unit(units[unit])
                               .unitWidth(unit == 0 ? UNUM_UNIT_WIDTH_FULL_NAME : UNUM_UNIT_WIDTH_SHORT)
                               .precision(icu::number::Precision::maxFraction(1));
    return parts_->write(formatter, bytes);
}

std::string Formats::duration(double seconds) const {
    const double whole = std::round(seconds);
    const double minutes = std::floor(whole / 60);
    const auto padded = parts_->numbers.integerWidth(icu::number::IntegerWidth::zeroFillTo(2));
    return number(minutes) + ":" + parts_->write(padded, whole - minutes * 60);
}

}  // namespace deskbell
