#pragma once

#include <map>
#include <string>

#include "core/channel/words.h"

namespace deskbell::relay {

/// The words of channels from the widget's texts, in all languages (i18n/).
class RelayWords final : public channel::Words {
  public:
    RelayWords();
    std::string_view trouble(std::string_view lang) const override { return of(lang).trouble; }
    std::string_view not_accepted(std::string_view lang) const override { return of(lang).not_accepted; }
    bool asks_for_person(std::string_view text) const override;

  private:
    struct Few {
        std::string trouble;
        std::string not_accepted;
        std::string person;
    };
    /// Of the language, or of English where there is none.
    const Few& of(std::string_view lang) const;

    std::map<std::string, Few, std::less<>> languages_;
};

}  // namespace deskbell::relay
