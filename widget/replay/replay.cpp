#include "widget/replay/replay.h"

#include "core/base/json.h"
#include "gen/catalogues.h"
#include "widget/replay/patch_mirror.h"
#include "widget/session/session.h"
#include "widget/text/text_renderer.h"

namespace deskbell {

namespace {

/// More ticks than this at one moment mean that the session asks for the same deadline again and again.
constexpr int most_ticks_at_once = 100;

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

/// True for an error that makes the fixture unusable rather than being what it shows: it presses what is not on the screen.
bool is_fixture_fault(const Error& error) { return error.code == ErrorCode::unknown_action || error.code == ErrorCode::unknown_row; }

Value bare_event(std::string_view name) {
    Value event = Value::object();
    event.set("event", name);
    return event;
}

/// Plays events and collects what comes out.
class Player {
  public:
    Player(Config config, Millis start, const ReplayOptions& options)
        : utc_offset_(config.utc_offset), session_(std::move(config)), start_(start), now_(start), options_(options) {}

    /// Takes one event, and answers what the session asks for. Gives the session's error, or its fault.
    tl::expected<void, std::string> take(const Value& event, Millis now) {
        now_ = now;
        if (auto done = step(event); !done) return done;
        // Loading a language is answered at once; the answer itself asks for nothing more.
        while (!wanted_languages_.empty()) {
            const std::string lang = std::move(wanted_languages_.back());
            wanted_languages_.pop_back();
            const Result<Value> catalogue = parse_json(embedded_catalogue(lang));
            if (!catalogue) return tl::unexpected<std::string>("no catalogue of " + lang);
            Value answer = *catalogue;
            answer.set("event", "catalogue");
            if (auto done = step(answer); !done) return done;
        }
        return {};
    }

    /// Lets the time pass up to `until`, exclusive, with a tick at each deadline on the way.
    tl::expected<void, std::string> pass_time(Millis until) {
        int ticks = 0;
        while (next_ && *next_ < until) {
            const Millis due = std::max(*next_, now_);
            ticks = due == now_ ? ticks + 1 : 0;
            if (ticks > most_ticks_at_once) return tl::unexpected<std::string>("the session asks for ticks that change nothing");
            if (auto done = take(bare_event("tick"), due); !done) return done;
        }
        return {};
    }

    /// Compares what the patches have led to with what the session shows.
    tl::expected<void, std::string> check_mirror() const {
        const View& view = session_.view();
        Value rows = Value::array();
        for (const Row& row : view.rows()) rows.push(encode(row));
        if (!(rows == mirror_.rows())) return difference("rows", rows, mirror_.rows());
        const Value header = encode(view.header());
        if (!(header == mirror_.part("header"))) return difference("header", header, mirror_.part("header"));
        const Value composer = encode(view.composer());
        if (!(composer == mirror_.part("composer"))) return difference("composer", composer, mirror_.part("composer"));
        const Value launcher = encode(view.launcher());
        if (!(launcher == mirror_.part("launcher"))) return difference("launcher", launcher, mirror_.part("launcher"));
        return {};
    }

    void testify(ReplayWitness& witness) const { witness.steps_taken = session_.conversation().steps_taken; }

    std::string output() const {
        const View& view = session_.view();
        switch (options_.form) {
            case ReplayForm::text:
                return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()}, {options_.width, utc_offset_});
            case ReplayForm::state: return to_json(session_.describe_state().set("log", log_)) + "\n";
            case ReplayForm::effects:
            case ReplayForm::patches: break;
        }
        return lines_;
    }

  private:
    static tl::unexpected<std::string> difference(std::string_view part, const Value& meant, const Value& drawn) {
        return tl::unexpected<std::string>("the patches do not lead to the session's " + std::string(part) +
                                           "\n  session: " + to_json(meant) + "\n  patches: " + to_json(drawn));
    }

    tl::expected<void, std::string> step(const Value& event) {
        const Output output = session_.handle(event, now_);
        next_ = output.next;
        for (const Value& note : output.notes.items()) {
            Value line = Value::object();
            line.set("at", now_ - start_).set("note", note);
            log_.push(std::move(line));
        }
        if (event["event"].as_text() == "draft") mirror_.note_draft(event["text"].as_text());
        for (const Value& patch : output.patches.items()) {
            if (auto applied = mirror_.apply(patch); !applied)
                return tl::unexpected<std::string>("a patch cannot be applied: " + describe(applied.error()));
        }
        if (options_.witness != nullptr) {
            for (const Value& note : output.notes.items()) options_.witness->notes.emplace_back(note.as_text());
            if (output.error) options_.witness->notes.push_back(describe(*output.error));
        }
        for (const Value& effect : output.effects.items()) {
            if (options_.witness != nullptr) options_.witness->effects.push_back(effect);
            if (options_.form == ReplayForm::effects) lines_ += to_json(effect) + "\n";
            if (effect["effect"].as_text() == "load_language") wanted_languages_.emplace_back(effect["lang"].as_text());
        }
        if (options_.form == ReplayForm::patches && !output.patches.items().empty()) {
            Value line = Value::object();
            line.set("at", now_ - start_).set("event", event["event"]).set("patches", output.patches);
            lines_ += to_json(line) + "\n";
        }
        if (output.error && is_fixture_fault(*output.error)) return tl::unexpected<std::string>(describe(*output.error));
        if (options_.mirror == MirrorCheck::every_step && !session_.view().header().title.empty()) return check_mirror();
        return {};
    }

    const std::int64_t utc_offset_;
    Session session_;
    PatchMirror mirror_;
    Millis start_;
    Millis now_;
    std::optional<Millis> next_;
    std::vector<std::string> wanted_languages_;
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
    Player player(std::move(*config), fixture->start, options);
    // The screen is there before anything happens.
    if (auto done = player.take(bare_event("tick"), fixture->start); !done) return at_line(1, done.error());
    for (const FixtureEvent& event : fixture->events) {
        if (auto done = player.pass_time(event.at); !done) return at_line(event.line, done.error());
        if (auto done = player.take(event.event, event.at); !done) return at_line(event.line, done.error());
    }
    const int last_line = fixture->events.empty() ? 1 : fixture->events.back().line;
    if (auto same = player.check_mirror(); !same) return at_line(last_line, same.error());
    if (options.witness != nullptr) player.testify(*options.witness);
    return player.output();
}

}  // namespace deskbell
