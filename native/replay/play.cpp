#include "native/replay/play.h"

#include <chrono>

#include "native/replay/corpus.h"
#include "widget/replay/minimise.h"
#include "widget/replay/redact.h"

namespace deskbell {

namespace fs = std::filesystem;

namespace {

Outcome told(ExitCode code, std::string report) {
    Outcome outcome;
    outcome.code = code;
    outcome.shown = report;
    outcome.report = std::move(report);
    return outcome;
}

Outcome unusable(const fs::path& fixture, const FixtureError& error) {
    std::string place = fixture.string() + ":" + std::to_string(error.line) + ":";
    if (error.column > 0) place += std::to_string(error.column) + ":";
    return told(exit_unusable, place + " " + error.reason + "\n");
}

/// Compares one form of a fixture with its golden, or writes the golden.
Outcome settle(const fs::path& fixture, std::string_view text, const Settings& settings, ReplayForm form) {
    ReplayOptions options = settings.options;
    options.form = form;
    const auto output = replay(text, options);
    if (!output) return unusable(fixture, output.error());
    const std::optional<fs::path> golden = golden_path(fixture, form);
    if (!golden) return told(exit_unusable, fixture.string() + ": lies in no folder called \"fixtures\", so it has no golden\n");
    const std::optional<std::string> expected = read_file(*golden);
    if (settings.mode == Mode::rebaseline) {
        if (expected == *output) return {};
        if (!write_file(*golden, *output)) return told(exit_unusable, golden->string() + ": cannot be written\n");
        return told(exit_good, "wrote " + golden->string() + "\n");
    }
    if (!expected) return told(exit_differs, golden->string() + ": is missing; --rebaseline writes it\n");
    const auto difference = [&](DiffColour colour) { return unified_diff(golden->string(), *expected, fixture.string(), *output, colour); };
    Outcome outcome = told(exit_good, difference(DiffColour::off));
    if (!outcome.report.empty()) {
        outcome.code = exit_differs;
        outcome.shown = difference(settings.colour);
    }
    return outcome;
}

/// Checks or rebaselines the form that was asked for and every other one that has a golden.
Outcome settle_all(const fs::path& fixture, std::string_view text, const Settings& settings) {
    Outcome whole;
    for (const ReplayForm form : {ReplayForm::text, ReplayForm::effects, ReplayForm::patches, ReplayForm::state}) {
        const auto golden = golden_path(fixture, form);
        std::error_code ignored;
        if (form != settings.options.form && !(golden && fs::exists(*golden, ignored))) continue;
        const Outcome one = settle(fixture, text, settings, form);
        whole.code = std::max(whole.code, one.code);
        whole.report += one.report;
        whole.shown += one.shown;
        // The other forms would only say it again.
        if (one.code == exit_unusable) break;
    }
    return whole;
}

/// Writes one fixture anew: smaller, or without what tells who took part.
Outcome edit(const fs::path& fixture, std::string text, const Settings& settings) {
    if (settings.minimise) {
        const auto shows = [&](std::string_view candidate) {
            const auto output = replay(candidate, settings.options);
            return output && settings.wishes.hold_for(*output);
        };
        if (const auto whole = replay(text, settings.options); !whole) return unusable(fixture, whole.error());
        auto smallest = minimise(text, shows);
        if (!smallest) return unusable(fixture, smallest.error());
        text = std::move(*smallest);
    }
    if (settings.redact) {
        auto redacted = redact(text);
        if (!redacted) return unusable(fixture, redacted.error());
        text = std::move(*redacted);
    }
    Outcome outcome;
    if (settings.out.empty()) {
        outcome.output = std::move(text);
    } else if (!write_file(settings.out, text)) {
        return told(exit_unusable, settings.out.string() + ": cannot be written\n");
    }
    return outcome;
}

Outcome replayed(const fs::path& fixture, std::string text, const Settings& settings) {
    Outcome outcome;
    ReplayOptions options = settings.options;
    if (settings.mode == Mode::cover) options.witness = &outcome.witness;
    auto output = replay(text, options);
    if (!output) return unusable(fixture, output.error());
    outcome.output = settings.mode == Mode::cover ? "" : std::move(*output);
    outcome.fixture = std::move(text);
    return outcome;
}

Outcome play_text(const fs::path& fixture, std::string text, const Settings& settings) {
    switch (settings.mode) {
        case Mode::print:
        case Mode::cover: return replayed(fixture, std::move(text), settings);
        case Mode::check:
        case Mode::rebaseline: return settle_all(fixture, text, settings);
        case Mode::edit: return edit(fixture, std::move(text), settings);
    }
    return {};
}

}  // namespace

Outcome play(const fs::path& fixture, const Settings& settings) {
    const auto begin = std::chrono::steady_clock::now();
    std::optional<std::string> text = read_file(fixture);
    Outcome outcome = text ? play_text(fixture, std::move(*text), settings) : told(exit_unusable, fixture.string() + ": cannot be read\n");
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return outcome;
}

}  // namespace deskbell
