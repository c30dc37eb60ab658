#include "widget/text/text_writer.h"

#include "widget/text/layout.h"

namespace deskbell {

namespace {

/// Lines are kept this wide at least, however deep the indent is.
constexpr std::size_t least_room = 16;

}  // namespace

std::size_t TextWriter::room() const {
    const std::size_t taken = display_width(indent_);
    return width_ > taken + least_room ? width_ - taken : least_room;
}

void TextWriter::line(std::string_view text) {
    std::string whole = (has_first_ ? first_indent_ : indent_) + std::string(text);
    has_first_ = false;
    while (whole.ends_with(' ')) whole.pop_back();
    out_ += whole;
    out_ += '\n';
}

void TextWriter::write(std::string_view text) {
    for (const std::string& part : wrap_lines(printable(text), room())) line(part);
}

void TextWriter::write_unwrapped(std::string_view text) {
    const std::string whole = printable(text);
    std::string_view rest = whole;
    for (;;) {
        const std::size_t end = rest.find('\n');
        line(rest.substr(0, end));
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void TextWriter::blank_line() {
    if (!has_first_) line("");
}

void TextWriter::indent(std::string_view first, std::string_view rest) {
    // A first line that is still to come keeps the marks around it: the first item of a list in a quote shows both.
    first_indent_ = (has_first_ ? first_indent_ : indent_) + std::string(first);
    has_first_ = true;
    indent_sizes_.push_back(indent_.size());
    indent_ += rest;
}

void TextWriter::outdent() {
    // An item without content still shows its mark.
    if (has_first_) line("");
    indent_.resize(indent_sizes_.back());
    indent_sizes_.pop_back();
}

}  // namespace deskbell
