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

/// Reads a fixture. Empty lines are passed over; everything else that is no event is an error.
tl::expected<Fixture, FixtureError> parse_fixture(std::string_view text);

}  // namespace deskbell
