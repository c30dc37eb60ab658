#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace deskbell {

/// Turns the typed values of the tree (times, days, sizes, numbers) into words of a language through ICU, as the page does through Intl.
class Formats {
  public:
    /// `lang` is a catalogue id such as `zh_cn`; times are shown `utc_offset` minutes east of UTC.
    explicit Formats(std::string_view lang, std::int64_t utc_offset = 0);
    ~Formats();
    Formats(const Formats&) = delete;
    Formats& operator=(const Formats&) = delete;

    const std::string& lang() const { return lang_; }
    std::int64_t utc_offset() const { return utc_offset_; }

    /// Hours and minutes.
    std::string time(Millis time) const;
    /// The weekday, day and month. The page says "today" as well; a recording has no today.
    std::string day(Millis time) const;
    std::string number(double value) const;
    /// 0.5 is fifty percent.
    std::string percent(double share) const;
    /// Bytes in the largest unit that gives at least 1, counted in thousands as CLDR's units are.
    std::string size(double bytes) const;
    /// Seconds as m:ss, in the digits of the language.
    std::string duration(double seconds) const;

  private:
    struct Parts;

    std::string lang_;
    std::int64_t utc_offset_;
    std::unique_ptr<Parts> parts_;
};

}  // namespace deskbell
