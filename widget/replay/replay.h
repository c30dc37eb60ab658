#pragma once

#include <string>
#include <vector>

#include "widget/replay/fixture.h"

namespace deskbell {

/// What a replay gives.
enum class ReplayForm : std::uint8_t {
    text,     ///< the final screen, as widget/text renders it
    effects,  ///< every effect, one JSON object a line, in order
    patches,  ///< the patches of every step, one JSON object a line with the time and the event
    state,    ///< what the session knows at the end, as JSON
};

/// When the patches are held against the session's rows.
enum class MirrorCheck : std::uint8_t { every_step, at_end };

/// What a run went through, for those who count what a corpus covers.
struct ReplayWitness {
    std::uint64_t steps_taken = 0;   ///< Conversation::steps_taken
    std::vector<Value> effects;      ///< every effect, in order
    std::vector<std::string> notes;  ///< what the session noted, and why it did not take an event: `name (detail)`
};

struct ReplayOptions {
    ReplayForm form = ReplayForm::text;
    std::string lang;        ///< instead of the fixture's, when it is not empty
    std::size_t width = 80;  ///< columns of the text form
    MirrorCheck mirror = MirrorCheck::every_step;
    ReplayWitness* witness = nullptr;  ///< filled when it is given
};

/// Plays the fixture in `text`: the session gets its events in order and, between them, a tick at each deadline that it asked for; languages that it asks for
/// come from the embedded catalogues. Nothing else happens, so a run gives the same bytes on every machine, natively and in WebAssembly.
///
/// Errors: whatever parse_fixture() says; an event that the session does not know or cannot take; patches that do not lead to the session's own rows (a fault of the
/// widget, not of the fixture).
tl::expected<std::string, FixtureError> replay(std::string_view text, const ReplayOptions& options);

}  // namespace deskbell
