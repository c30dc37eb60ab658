#pragma once

#include <regex>
#include <string>
#include <string_view>

#include <vector>

#include "core/base/result.h"

namespace deskbell {

/// Lines that must, and lines that must not, be in an output.
class LineWishes {
  public:
    /// Reads the wishes: `/…/` is a regular expression (ECMAScript) that is to match somewhere in a line, anything else a whole line without the space around it.
    /// Error: why an expression cannot be read.
    static tl::expected<LineWishes, std::string> read(const std::vector<std::string>& keep, const std::vector<std::string>& without);

    bool hold_for(std::string_view output) const;

  private:
    struct Wish {
        std::string line;
        bool is_regex = false;
        std::regex regex;
    };
    static tl::expected<Wish, std::string> read_wish(const std::string& text);
    static bool is_in(const Wish& wish, std::string_view output);

    std::vector<Wish> keep_;
    std::vector<Wish> without_;
};

}  // namespace deskbell
