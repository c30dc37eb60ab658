#pragma once

#include <initializer_list>

#include "core/base/result.h"
#include "core/base/value.h"
#include "gen/text_ids.h"

namespace deskbell {

/// A value for a placeholder: `{name}` in a text becomes `value`.
struct Placeholder {
    std::string_view name;
    std::string_view value;
};

/// The texts of one language, as i18n/compile.mjs writes them.
class Catalogue {
  public:
    /// Takes a compiled language file: `{"lang":"en","dir":"ltr","texts":[…]}` with one text for each entry of the enum Text, in its order. Error: bad_catalogue
    /// when their number does not fit, so that a file of another build is never shown.
    Result<void> load(const Value& file);

    /// False until the first load().
    bool is_loaded() const { return !texts_.empty(); }
    const std::string& lang() const { return lang_; }
    /// "ltr" or "rtl".
    const std::string& dir() const { return dir_; }

    std::string_view get(Text text) const;
    std::string format(Text text, std::initializer_list<Placeholder> placeholders) const;

  private:
    std::string lang_;
    std::string dir_;
    std::vector<std::string> texts_;
};

/// The language that is shown when `wanted` (BCP 47, any case, "-" or "_") is asked for: the language itself, one that lists it among its aliases, the same with fewer
/// subtags (zh-Hant-TW → zh-Hant → zh), or English.
std::string_view resolve_language(std::string_view wanted);

}  // namespace deskbell
