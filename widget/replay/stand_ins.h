#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Stable replacements: the same thing gets the same stand-in, in the order in which things are first met.
class StandIns {
  public:
    /// An id: `id-N`; digits only give as many other digits.
    std::string id(std::string_view text);
    /// A number's digits, as many others of the same script.
    std::string digits(std::string_view text);
    /// A web address, with its scheme and the ending of its path.
    std::string address(std::string_view text);
    std::string mail(std::string_view text);
    /// A file's name, with its ending.
    std::string file_name(std::string_view text);

    /// From now on words() replaces this text. Shorter than two characters: not worth it, and too likely to stand in other words.
    void note_term(std::string_view text, std::string stand_in);
    /// Notes a person's name, and its parts.
    void note_person(std::string_view name);
    /// Notes what somebody typed into a form.
    void note_entry(std::string_view text);

    /// Text as people write it: addresses, mail addresses, noted terms, telephone numbers and long numbers are replaced, the rest stays.
    std::string words(std::string_view text);

  private:
    struct Term {
        std::string text;
        std::string stand_in;
    };
    std::size_t number_of(std::map<std::string, std::size_t>& known, std::string_view text);
    const Term* term_at(std::string_view text, std::size_t at) const;

    std::map<std::string, std::size_t> ids_;
    std::map<std::string, std::size_t> numbers_;
    std::map<std::string, std::size_t> addresses_;
    std::map<std::string, std::size_t> mails_;
    std::map<std::string, std::size_t> files_;
    std::map<std::string, std::size_t> people_;
    std::map<std::string, std::size_t> entries_;
    std::vector<Term> terms_;  ///< longest first
};

}  // namespace deskbell
