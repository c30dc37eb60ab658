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

FixtureReader::FixtureReader(std::string_view text) : text_(text) {
    // Editors on Windows put a byte order mark before the first line.
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

tl::expected<bool, FixtureError> FixtureReader::read_line() {
    if (text_.empty()) {
        if (fixture_.header.is_null()) return bad(1, 0, "the fixture is empty");
        return false;
    }
    ++number_;
    const std::size_t end = text_.find('\n');
    std::string_view line = text_.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
    if (trim(line).empty()) return true;
    Result<Value> json = parse_json(line);
    if (!json) return bad(number_, column_of(json.error()), reason_of(json.error()));
    if (!json->is_object()) return bad(number_, 1, "a line is one JSON object");
    if (fixture_.header.is_null()) {
        if ((*json)["deskbell"].as_integer() != 1) return bad(number_, 1, "the first line of a fixture has \"deskbell\":1");
        if (!(*json)["start"].is_integer()) return bad(number_, 1, "the first line needs \"start\", milliseconds since 1970");
        latest_ = fixture_.start = (*json)["start"].as_integer();
        fixture_.header = std::move(*json);
        fixture_.header_source = line;
        return true;
    }
    if (!(*json)["event"].is_text()) return bad(number_, 1, "an event needs \"event\", its name");
    if (!(*json)["at"].is_integer()) return bad(number_, 1, "an event needs \"at\", milliseconds since the start");
    const Millis at = fixture_.start + (*json)["at"].as_integer();
    if (at < latest_) return bad(number_, 1, "the event is earlier than the one before it");
    latest_ = at;
    fixture_.events.push_back({number_, at, std::move(*json), std::string(line)});
    return true;
}

tl::expected<Fixture, FixtureError> parse_fixture(std::string_view text) {
    FixtureReader reader(text);
    for (;;) {
        const tl::expected<bool, FixtureError> more = reader.read_line();
        if (!more) return tl::unexpected<FixtureError>(more.error());
        if (!*more) return reader.take();
    }
}

}  // namespace deskbell
