#include "widget/replay/replay.h"

#include "core/base/json.h"
#include "widget/replay/headless_host.h"
#include "widget/replay/patch_mirror.h"
#include "widget/text/text_renderer.h"

namespace deskbell {

namespace {

/// Checks that a line is an event of events.def with what the event needs. What its message or page of history holds is the session's affair.
Result<void> validate_event(const Value& event) {
    const std::string_view name = event["event"].as_text();
#define DESKBELL_EVENT(event_name, record)                                        \
    if (name == #event_name) {                                                    \
        const auto decoded = decode<record>(event);                               \
        return decoded ? Result<void>() : tl::unexpected<Error>(decoded.error()); \
    }
#include "widget/session/events.def"
#undef DESKBELL_EVENT
    return fail(ErrorCode::unknown_event, name);
}

/// True for an error that makes the fixture unusable rather than being what it shows: a `pick`, which only fixtures have, of what is not on the screen. An `action` comes
/// from a page, and may have been pressed just when its row went away.
bool is_fixture_fault(const Value& event, const Error& error) {
    return event["event"].as_text() == "pick" && (error.code == ErrorCode::unknown_action || error.code == ErrorCode::unknown_row);
}

/// Collects what comes out of a run, and holds the patches against the session's own screen.
class Recorder {
  public:
    Recorder(const HeadlessHost& host, std::int64_t utc_offset, const ReplayOptions& options)
        : host_(host), utc_offset_(utc_offset), start_(host.now()), options_(options) {}

    /// Compares what the patches have led to with what the session shows.
    tl::expected<void, std::string> check_mirror() const {
        const View& view = host_.session().view();
        Value rows = Value::array();
        for (const Row& row : view.rows()) rows.push(encode(row));
        // As JSON, since bodies are written already on one side.
        if (to_json(rows) != to_json(mirror_.rows())) return difference("rows", rows, mirror_.rows());
        const Value header = encode(view.header());
        if (!(header == mirror_.part("header"))) return difference("header", header, mirror_.part("header"));
        const Value composer = encode(view.composer());
        if (!(composer == mirror_.part("composer"))) return difference("composer", composer, mirror_.part("composer"));
        const Value launcher = encode(view.launcher());
        if (!(launcher == mirror_.part("launcher"))) return difference("launcher", launcher, mirror_.part("launcher"));
        return {};
    }

    void testify(ReplayWitness& witness) const { witness.steps_taken = host_.session().conversation().steps_taken; }

    std::string output() const {
        const View& view = host_.session().view();
        switch (options_.form) {
            case ReplayForm::text:
                return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()}, {options_.width, utc_offset_});
            case ReplayForm::state: return to_json(host_.session().describe_state().set("log", log_)) + "\n";
            case ReplayForm::effects:
            case ReplayForm::patches: break;
        }
        return lines_;
    }

    /// Takes down one step. Gives the session's fault, or the fixture's.
    tl::expected<void, std::string> note(const Value& event, const Output& output) {
        for (const Value& text : output.notes.items()) {
            Value line = Value::object();
            line.set("at", host_.now() - start_).set("note", text);
            log_.push(std::move(line));
        }
        if (event["event"].as_text() == "draft") mirror_.note_draft(event["text"].as_text());
        for (const Value& patch : output.patches.items()) {
            if (auto applied = mirror_.apply(patch); !applied)
                return tl::unexpected<std::string>("a patch cannot be applied: " + describe(applied.error()));
        }
        if (options_.witness != nullptr) {
            for (const Value& text : output.notes.items()) options_.witness->notes.emplace_back(text.as_text());
            if (output.error) options_.witness->notes.push_back(describe(*output.error));
        }
        for (const Value& effect : output.effects.items()) {
            if (options_.witness != nullptr) options_.witness->effects.push_back(effect);
            if (options_.form == ReplayForm::effects) lines_ += to_json(effect) + "\n";
        }
        if (options_.form == ReplayForm::patches && !output.patches.items().empty()) {
            Value line = Value::object();
            line.set("at", host_.now() - start_).set("event", event["event"]).set("patches", output.patches);
            lines_ += to_json(line) + "\n";
        }
        if (output.error && is_fixture_fault(event, *output.error)) return tl::unexpected<std::string>(describe(*output.error));
        if (options_.mirror == MirrorCheck::every_step && !host_.session().view().header().title.empty()) return check_mirror();
        return {};
    }

  private:
    static tl::unexpected<std::string> difference(std::string_view part, const Value& meant, const Value& drawn) {
        return tl::unexpected<std::string>("the patches do not lead to the session's " + std::string(part) +
                                           "\n  session: " + to_json(meant) + "\n  patches: " + to_json(drawn));
    }

    const HeadlessHost& host_;
    const std::int64_t utc_offset_;
    const Millis start_;
    PatchMirror mirror_;
    std::string lines_;
    Value log_ = Value::array();
    const ReplayOptions options_;
};

tl::unexpected<FixtureError> at_line(int line, std::string reason) {
    return tl::unexpected<FixtureError>(FixtureError{line, 1, std::move(reason)});
}

}  // namespace

tl::expected<std::string, FixtureError> replay(std::string_view text, const ReplayOptions& options) {
    auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    auto config = decode<Config>(fixture->header);
    if (!config) return at_line(1, describe(config.error()));
    if (!options.lang.empty()) config->lang = options.lang;
    // A fixture's title says what it shows; the heading of the widget, where a page sets its own, is "heading".
    config->title = fixture->header["heading"].as_text();
    for (const FixtureEvent& event : fixture->events) {
        if (auto valid = validate_event(event.event); !valid) return at_line(event.line, describe(valid.error()));
    }
    const std::int64_t utc_offset = config->utc_offset;
    HeadlessHost host(std::move(*config), fixture->start);
    Recorder recorder(host, utc_offset, options);
    const HeadlessHost::Watch watch = [&](const Value& event, const Output& output) { return recorder.note(event, output); };
    if (auto done = host.begin(watch); !done) return at_line(1, done.error());
    for (const FixtureEvent& event : fixture->events) {
        if (auto done = host.pass_time(event.at, watch); !done) return at_line(event.line, done.error());
        if (auto done = host.take(event.event, event.at, watch); !done) return at_line(event.line, done.error());
    }
    const int last_line = fixture->events.empty() ? 1 : fixture->events.back().line;
    if (auto same = recorder.check_mirror(); !same) return at_line(last_line, same.error());
    if (options.witness != nullptr) recorder.testify(*options.witness);
    return recorder.output();
}

}  // namespace deskbell
