#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace deskbell {

/// Collects lines with an indent that nests, wrapped to a width.
class TextWriter {
  public:
    /// `time_shift`: what is added to times before they are written in UTC.
    TextWriter(std::size_t width, Millis time_shift) : width_(width), time_shift_(time_shift) {}

    /// Writes text under the current indent; what is too wide goes on in the next line.
    void write(std::string_view text);
    /// Writes lines that keep their breaks and spaces.
    void write_unwrapped(std::string_view text);
    void blank_line();

    /// Indents what follows by `rest`; its first line gets `first` instead, which has the same width.
    void indent(std::string_view first, std::string_view rest);
    void outdent();

    std::size_t room() const;
    Millis time_shift() const { return time_shift_; }
    std::string take() { return std::move(out_); }

  private:
    void line(std::string_view text);

    std::size_t width_;
    Millis time_shift_;
    std::string out_;
    std::string indent_;
    std::vector<std::size_t> indent_sizes_;  ///< of the indent before each indent()
    std::string first_indent_;
    bool has_first_ = false;
};

}  // namespace deskbell
