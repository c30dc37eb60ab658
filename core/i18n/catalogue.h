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
    /// when their number does not fit, so that a file of another build is never shown. A text with plural forms has a line for each; the entries
    /// `rule_…` are the table of the language's forms, which i18n/plurals.mjs makes and counted() reads, and its digit for nought.
    Result<void> load(const Value& file);

    /// False until the first load().
    bool is_loaded() const { return !texts_.empty(); }
    const std::string& lang() const { return lang_; }
    /// "ltr" or "rtl".
    const std::string& dir() const { return dir_; }

    std::string_view get(Text text) const;
    std::string format(Text text, std::initializer_list<Placeholder> placeholders) const;
    /// The text, in the form that the language has for `number`, with the number in its digits for `{name}`.
    std::string counted(Text text, std::string_view name, std::int64_t number) const;

  private:
    std::string lang_;
    std::string dir_;
    std::vector<std::string> texts_;
};

}  // namespace deskbell
