#pragma once

#include <string>

#include "widget/replay/fixture.h"

namespace deskbell {

/// The same conversation without what tells who took part, so that it can be attached to a report:
/// - ids (messages, users, sessions, tasks, client ids) → `id-1`, digits only → other digits;
/// - people's names (nick, the visitor's name, the sender of a quoted message), wherever they are written → `Person 1`, and what was typed into a form → `Entry 1`;
/// - mail addresses → `mail1@example.com`; web addresses → `https://example.com/1.png`, with their scheme and ending; files → `file-1.pdf`;
/// - telephone numbers and every number of three digits or more → other digits, as many; places → 0.5.
///
/// JSON inside a text is looked into, whatever its field is called; so are the names of fields that are people's words, and large numbers of fields that nobody knows.
///
/// The same thing gets the same stand-in everywhere in the file, so the result replays to a screen of the same rows and controls. Protocol keywords, `src`, times and sizes
/// stay. A name that stands only in a sentence is not known to be one and stays: read the result before giving it away.
/// Errors: those of parse_fixture().
tl::expected<std::string, FixtureError> redact(std::string_view text);

}  // namespace deskbell
