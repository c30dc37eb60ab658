#include "widget/replay/fixture.h"

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace deskbell {

namespace {

tl::unexpected<FixtureError> bad(int line, int column, std::string reason) {
    return tl::unexpected<FixtureError>(FixtureError{line, column, std::move(reason)});
}

/// The column in an error of parse_json(), or 0.
int column_of(const Error& error) { return static_cast<int>(json_error_byte(error).value_or(0)); }

std::string reason_of(const Error& error) { return column_of(error) > 0 ? describe(Error{error.code, {}}) : describe(error); }

}  // namespace

tl::expected<Fixture, FixtureError> parse_fixture(std::string_view text) {
    Fixture fixture;
    // Editors on Windows put a byte order mark before the first line.
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Millis latest = 0;
    int number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (trim(line).empty()) continue;
        Result<Value> json = parse_json(line);
        if (!json) return bad(number, column_of(json.error()), reason_of(json.error()));
        if (!json->is_object()) return bad(number, 1, "a line is one JSON object");
        if (fixture.header.is_null()) {
            if ((*json)["deskbell"].as_integer() != 1) return bad(number, 1, "the first line of a fixture has \"deskbell\":1");
            if (!(*json)["start"].is_integer()) return bad(number, 1, "the first line needs \"start\", milliseconds since 1970");
            fixture.start = (*json)["start"].as_integer();
            latest = fixture.start;
            fixture.header = std::move(*json);
            fixture.header_source = line;
            continue;
        }
        if (!(*json)["event"].is_text()) return bad(number, 1, "an event needs \"event\", its name");
        if (!(*json)["at"].is_integer()) return bad(number, 1, "an event needs \"at\", milliseconds since the start");
        const Millis at = fixture.start + (*json)["at"].as_integer();
        if (at < latest) return bad(number, 1, "the event is earlier than the one before it");
        latest = at;
        fixture.events.push_back({number, at, std::move(*json), std::string(line)});
    }
    if (fixture.header.is_null()) return bad(1, 0, "the fixture is empty");
    return fixture;
}

}  // namespace deskbell
