#include "widget/replay/minimise.h"

#include <algorithm>
#include <vector>

namespace deskbell {

namespace {

using Lines = std::vector<std::string_view>;

std::string fixture_of(std::string_view header, const Lines& events) {
    std::string out(header);
    out += '\n';
    for (const std::string_view event : events) out.append(event).append("\n");
    return out;
}

/// The events without those from `begin` to `end`.
Lines without(const Lines& events, std::size_t begin, std::size_t end) {
    Lines rest(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(begin));
    rest.insert(rest.end(), events.begin() + static_cast<std::ptrdiff_t>(end), events.end());
    return rest;
}

}  // namespace

tl::expected<std::string, FixtureError> minimise(std::string_view text, const StillShows& still_shows) {
    const auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    const std::string_view header = fixture->header_source;
    Lines events;
    for (const FixtureEvent& event : fixture->events) events.push_back(event.source);
    if (!still_shows(fixture_of(header, events))) {
        return tl::unexpected<FixtureError>(FixtureError{1, 0, "the whole fixture does not show what is to be kept"});
    }
    // Blocks are tried from the end: what comes after the fault is the likeliest to be of no matter.
    std::size_t block = std::max<std::size_t>(events.size() / 2, 1);
    while (!events.empty()) {
        bool has_shrunk = false;
        for (std::size_t end = events.size(); end > 0;) {
            const std::size_t begin = end > block ? end - block : 0;
            Lines fewer = without(events, begin, end);
            if (still_shows(fixture_of(header, fewer))) {
                events = std::move(fewer);
                has_shrunk = true;
            }
            end = begin;
        }
        if (block == 1 && !has_shrunk) break;
        if (block > 1) block = (block + 1) / 2;
    }
    return fixture_of(header, events);
}

}  // namespace deskbell
