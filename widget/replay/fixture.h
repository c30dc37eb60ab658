#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell {

/// What is wrong with a fixture, and where: lines and columns count from 1, columns in bytes. Column 0: the line as a whole.
struct FixtureError {
    int line = 0;
    int column = 0;
    std::string reason;
};

/// One event of a fixture.
struct FixtureEvent {
    int line = 0;
    Millis at = 0;       ///< milliseconds since 1970
    Value event;         ///< the whole line, as the session takes it
    std::string source;  ///< the line as it was written
};

/// A recorded conversation (design.md, "Events in"): a first line that says who and when, then one event a line, in the order of time.
struct Fixture {
    Value header;
    std::string header_source;  ///< the first line as it was written
    Millis start = 0;
    std::vector<FixtureEvent> events;
};

/// Reads a fixture line by line, for hosts that have other things to do in between. `text` must outlive it.
class FixtureReader {
  public:
    explicit FixtureReader(std::string_view text);

    /// Reads the next line; gives false when there was none. Errors: what is wrong with the line, or with the fixture as a whole at its end.
    tl::expected<bool, FixtureError> read_line();
    /// How many bytes of the text are still to be read.
    std::size_t left() const { return text_.size(); }
    /// What was read, when there are no more lines.
    Fixture take() { return std::move(fixture_); }

  private:
    std::string_view text_;
    Fixture fixture_;
    Millis latest_ = 0;
    int number_ = 0;
};

/// Reads a fixture. Empty lines are passed over; everything else that is no event is an error.
tl::expected<Fixture, FixtureError> parse_fixture(std::string_view text);

}  // namespace deskbell
