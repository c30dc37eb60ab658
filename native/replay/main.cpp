// deskbell-replay: plays recorded conversations and prints or compares what the visitor would see (design.md, "The replay tool").

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "native/replay/corpus.h"
#include "native/replay/coverage.h"
#include "native/replay/junit.h"
#include "native/replay/line_wishes.h"
#include "native/replay/unified_diff.h"
#include "widget/replay/minimise.h"
#include "widget/replay/redact.h"

namespace {

using namespace deskbell;
namespace fs = std::filesystem;

enum ExitCode { exit_good = 0, exit_differs = 1, exit_unusable = 2 };

enum class Mode { print, check, rebaseline, edit, cover };

struct Settings {
    Mode mode = Mode::print;
    ReplayOptions options;
    fs::path junit;
    bool minimise = false;
    bool redact = false;
    LineWishes wishes;  ///< of minimise
    fs::path out;       ///< where the edited fixture goes; empty: standard output
    fs::path excuses;   ///< of cover
    std::vector<fs::path> inputs;
};

/// What came of one fixture.
struct Outcome {
    ExitCode code = exit_good;
    std::string report;  ///< what to tell when the code is not 0
};

void print(std::FILE* out, std::string_view text) { std::fwrite(text.data(), 1, text.size(), out); }

/// One line on a terminal that says how far the work is; nothing elsewhere.
class Progress {
  public:
    explicit Progress(std::size_t total) : total_(total), is_shown_(total > 1 && isatty(STDERR_FILENO) != 0) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void step(const fs::path& fixture) {
        ++done_;
        if (is_shown_) print(stderr, "\r\x1b[K" + std::to_string(done_) + "/" + std::to_string(total_) + " " + fixture.string());
    }
    void clear() const {
        if (is_shown_) print(stderr, "\r\x1b[K");
    }

  private:
    std::size_t total_;
    std::size_t done_ = 0;
    bool is_shown_;
};

std::string located(const fs::path& fixture, const FixtureError& error) {
    std::string out = fixture.string() + ":" + std::to_string(error.line) + ":";
    if (error.column > 0) out += std::to_string(error.column) + ":";
    return out + " " + error.reason + "\n";
}

DiffColour diff_colour() {
    const bool on = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    return on ? DiffColour::on : DiffColour::off;
}

/// Compares one form of a fixture with its golden, or writes the golden.
Outcome settle(const fs::path& fixture, std::string_view text, const Settings& settings, ReplayForm form) {
    ReplayOptions options = settings.options;
    options.form = form;
    const auto output = replay(text, options);
    if (!output) return {exit_unusable, located(fixture, output.error())};
    const std::optional<fs::path> golden = golden_path(fixture, form);
    if (!golden) return {exit_unusable, fixture.string() + ": lies in no folder called \"fixtures\", so it has no golden\n"};
    if (settings.mode == Mode::rebaseline) {
        if (read_file(*golden) == *output) return {};
        if (!write_file(*golden, *output)) return {exit_unusable, golden->string() + ": cannot be written\n"};
        return {exit_good, "wrote " + golden->string() + "\n"};
    }
    const std::optional<std::string> expected = read_file(*golden);
    if (!expected) return {exit_differs, golden->string() + ": is missing; --rebaseline writes it\n"};
    std::string difference = unified_diff(golden->string(), *expected, fixture.string(), *output, diff_colour());
    if (difference.empty()) return {};
    return {exit_differs, std::move(difference)};
}

/// Checks or rebaselines the form that was asked for and every other one that has a golden.
Outcome settle_all(const fs::path& fixture, std::string_view text, const Settings& settings) {
    Outcome whole;
    for (const ReplayForm form : {ReplayForm::text, ReplayForm::effects, ReplayForm::patches, ReplayForm::state}) {
        const auto golden = golden_path(fixture, form);
        if (form != settings.options.form && !(golden && fs::exists(*golden))) continue;
        const Outcome one = settle(fixture, text, settings, form);
        whole.code = std::max(whole.code, one.code);
        whole.report += one.report;
    }
    return whole;
}

Outcome print_one(const fs::path& fixture, std::string_view text, const Settings& settings, bool with_title) {
    const auto output = replay(text, settings.options);
    if (!output) return {exit_unusable, located(fixture, output.error())};
    if (with_title) print(stdout, "### " + fixture.string() + "\n");
    print(stdout, *output);
    return {};
}

/// Writes one fixture anew: smaller, or without what tells who took part.
Outcome edit(const fs::path& fixture, std::string text, const Settings& settings) {
    if (settings.minimise) {
        const auto shows = [&](std::string_view candidate) {
            const auto output = replay(candidate, settings.options);
            return output && settings.wishes.hold_for(*output);
        };
        if (const auto whole = replay(text, settings.options); !whole) return {exit_unusable, located(fixture, whole.error())};
        auto smallest = minimise(text, shows);
        if (!smallest) return {exit_unusable, located(fixture, smallest.error())};
        text = std::move(*smallest);
    }
    if (settings.redact) {
        auto redacted = redact(text);
        if (!redacted) return {exit_unusable, located(fixture, redacted.error())};
        text = std::move(*redacted);
    }
    if (settings.out.empty()) {
        print(stdout, text);
    } else if (!write_file(settings.out, text)) {
        return {exit_unusable, settings.out.string() + ": cannot be written\n"};
    }
    return {};
}

Outcome cover(const fs::path& fixture, std::string_view text, const Settings& settings, Coverage& coverage) {
    ReplayWitness witness;
    ReplayOptions options = settings.options;
    options.witness = &witness;
    if (const auto output = replay(text, options); !output) return {exit_unusable, located(fixture, output.error())};
    coverage.take(text, witness);
    return {};
}

Outcome play(const fs::path& fixture, const std::string& text, const Settings& settings, bool with_title, Coverage& coverage) {
    switch (settings.mode) {
        case Mode::print: return print_one(fixture, text, settings, with_title);
        case Mode::check:
        case Mode::rebaseline: return settle_all(fixture, text, settings);
        case Mode::edit: return edit(fixture, text, settings);
        case Mode::cover: return cover(fixture, text, settings, coverage);
    }
    return {};
}

/// Tells what the fixtures go through, and what is missing without an excuse.
int tell_coverage(const Coverage& coverage, const Settings& settings) {
    std::map<std::string, std::string> excuses;
    if (!settings.excuses.empty()) {
        const auto text = read_file(settings.excuses);
        if (!text) {
            print(stderr, settings.excuses.string() + ": cannot be read\n");
            return exit_unusable;
        }
        auto read = read_excuses(*text);
        if (!read) {
            print(stderr, settings.excuses.string() + ":" + std::to_string(read.error()) + ": a line is \"name: reason\"\n");
            return exit_unusable;
        }
        excuses = std::move(*read);
    }
    print(stdout, coverage.summary());
    int code = exit_good;
    for (const std::string& name : coverage.missing()) {
        if (excuses.erase(name) > 0) continue;
        print(stdout, "no fixture touches: " + name + "\n");
        code = exit_differs;
    }
    // An excuse that is not needed hides the next hole.
    for (const auto& [name, reason] : excuses) {
        print(stdout, "needs no excuse: " + name + "\n");
        code = exit_differs;
    }
    return code;
}

int run(const Settings& settings) {
    const auto fixtures = find_fixtures(settings.inputs);
    if (!fixtures) {
        print(stderr, fixtures.error().string() + ": no such file or folder\n");
        return exit_unusable;
    }
    if (fixtures->empty()) {
        print(stderr, "no fixture (*.jsonl) found\n");
        return exit_unusable;
    }
    if (settings.mode == Mode::edit && fixtures->size() != 1) {
        print(stderr, "--minimise and --redact take one fixture\n");
        return exit_unusable;
    }
    int code = exit_good;
    std::vector<CaseResult> results;
    Coverage coverage;
    // Whoever reads what is printed sees how far it is.
    Progress progress(settings.mode == Mode::print && isatty(STDOUT_FILENO) != 0 ? 1 : fixtures->size());
    const auto finish = [&](const std::string& name, const Outcome& outcome, double seconds) {
        if (!outcome.report.empty()) {
            progress.clear();
            print(outcome.code == exit_unusable ? stderr : stdout, outcome.report);
        }
        code = std::max(code, static_cast<int>(outcome.code));
        results.push_back({name, outcome.code == exit_good ? "" : outcome.report, seconds});
    };
    for (const fs::path& fixture : *fixtures) {
        const auto begin = std::chrono::steady_clock::now();
        progress.step(fixture);
        const std::optional<std::string> text = read_file(fixture);
        Outcome outcome{exit_unusable, fixture.string() + ": cannot be read\n"};
        if (text) outcome = play(fixture, *text, settings, fixtures->size() > 1, coverage);
        finish(fixture.string(), outcome, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    if (settings.mode == Mode::cover) {
        progress.clear();
        code = std::max(code, tell_coverage(coverage, settings));
    }
    if (settings.mode == Mode::check || settings.mode == Mode::rebaseline) {
        for (const fs::path& orphan : orphaned_goldens(settings.inputs, *fixtures)) {
            if (settings.mode == Mode::rebaseline && fs::remove(orphan)) {
                finish(orphan.string(), {exit_good, "removed " + orphan.string() + "\n"}, 0);
            } else {
                finish(orphan.string(), {exit_differs, orphan.string() + ": belongs to no fixture\n"}, 0);
            }
        }
        progress.clear();
        const auto failed = std::count_if(results.begin(), results.end(), [](const CaseResult& result) { return !result.failure.empty(); });
        print(stdout,
              std::to_string(results.size() - static_cast<std::size_t>(failed)) + " passed, " + std::to_string(failed) + " failed\n");
    }
    if (!settings.junit.empty() && !write_file(settings.junit, junit_xml(results))) {
        print(stderr, settings.junit.string() + ": cannot be written\n");
        return exit_unusable;
    }
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"Plays recorded Deskbell conversations and prints or compares what the visitor would see.", "deskbell-replay"};
    const std::map<std::string, ReplayForm> forms{
        {"text", ReplayForm::text}, {"effects", ReplayForm::effects}, {"patches", ReplayForm::patches}, {"state", ReplayForm::state}};
    bool check = false;
    bool rebaseline = false;
    app.add_option("--as", settings.options.form, "what to give: text (the final screen), effects, patches or state")
        ->transform(CLI::CheckedTransformer(forms).description("text|effects|patches|state"));
    app.add_option("--lang", settings.options.lang, "the language, instead of the fixture's");
    app.add_option("--width", settings.options.width, "columns of the text")->check(CLI::Range(20, 1000));
    auto* check_flag = app.add_flag("--check", check,
                                    "compare with the goldens: exit 1 and a diff where they differ, are missing or belong to no fixture");
    auto* rebaseline_flag = app.add_flag("--rebaseline", rebaseline, "write the goldens anew")->excludes(check_flag);
    std::vector<std::string> keep;
    std::vector<std::string> without;
    bool coverage = false;
    auto* minimise_flag = app.add_flag("--minimise", settings.minimise, "drop events while the wishes hold, and write the smallest fixture")
                              ->excludes(check_flag)
                              ->excludes(rebaseline_flag);
    app.add_option("--keep", keep, "with --minimise: a line of the output that must stay; /regex/ finds one anywhere in a line")
        ->needs(minimise_flag)
        ->allow_extra_args(false);
    app.add_option("--without", without, "with --minimise: a line, or /regex/, that must not be in the output")
        ->needs(minimise_flag)
        ->allow_extra_args(false);
    app.add_flag("--redact", settings.redact,
                 "put stand-ins for names, numbers, mail addresses, telephone numbers and ids; after --minimise, of what is left")
        ->excludes(check_flag)
        ->excludes(rebaseline_flag);
    app.add_option("--out", settings.out, "where --minimise and --redact write; standard output when it is not given");
    auto* coverage_flag = app.add_flag("--coverage", coverage,
                                       "count the protocol's fields, steps and errors that the fixtures touch: exit 1 when one is missed")
                              ->excludes(check_flag)
                              ->excludes(rebaseline_flag)
                              ->excludes(minimise_flag);
    app.add_option("--excuses", settings.excuses, "with --coverage: names that may be missed, \"name: reason\" a line")
        ->needs(coverage_flag);
    app.add_option("--junit", settings.junit, "write the results as JUnit XML");
    app.add_option("FIXTURE", settings.inputs, "fixtures (*.jsonl) and folders of them")->required();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_good : exit_unusable;
    }
    if (check) settings.mode = Mode::check;
    if (rebaseline) settings.mode = Mode::rebaseline;
    if (coverage) settings.mode = Mode::cover;
    if (settings.minimise || settings.redact) settings.mode = Mode::edit;
    if (settings.minimise && keep.empty() && without.empty()) {
        print(stderr, "--minimise needs --keep or --without\n");
        return exit_unusable;
    }
    auto wishes = LineWishes::read(keep, without);
    if (!wishes) {
        print(stderr, wishes.error() + "\n");
        return exit_unusable;
    }
    settings.wishes = std::move(*wishes);
#ifdef NDEBUG
    settings.options.mirror = MirrorCheck::at_end;
#endif
    return run(settings);
}
