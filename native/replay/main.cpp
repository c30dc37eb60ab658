// deskbell-replay: plays recorded conversations and prints or compares what the visitor would see (design.md, "The replay tool").

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "native/replay/corpus.h"
#include "native/replay/coverage.h"
#include "native/replay/in_order.h"
#include "native/replay/junit.h"
#include "native/replay/play.h"
#include "native/replay/progress.h"

namespace {

using namespace deskbell;
namespace fs = std::filesystem;

void print(std::FILE* out, std::string_view text) { std::fwrite(text.data(), 1, text.size(), out); }

/// Colours are for people; NO_COLOR is how they say that they want none (no-color.org).
DiffColour diff_colour() {
    const char* refusal = std::getenv("NO_COLOR");
    const bool on = isatty(STDOUT_FILENO) != 0 && (refusal == nullptr || *refusal == '\0');
    return on ? DiffColour::on : DiffColour::off;
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
    const auto finish = [&](const std::string& name, const Outcome& outcome) {
        if (!outcome.shown.empty()) {
            progress.clear();
            print(outcome.code == exit_unusable ? stderr : stdout, outcome.shown);
        }
        code = std::max(code, static_cast<int>(outcome.code));
        results.push_back({name, outcome.code == exit_good ? "" : outcome.report, outcome.seconds});
    };
    const auto work = [&](std::size_t at) { return play((*fixtures)[at], settings); };
    for_each_in_order(fixtures->size(), work, [&](std::size_t at, const Outcome& outcome) {
        const std::string name = (*fixtures)[at].string();
        progress.step(name);
        if (settings.mode == Mode::print && fixtures->size() > 1 && outcome.code == exit_good) print(stdout, "### " + name + "\n");
        print(stdout, outcome.output);
        if (settings.mode == Mode::cover) coverage.take(outcome.fixture, outcome.witness);
        finish(name, outcome);
    });
    if (settings.mode == Mode::cover) {
        progress.clear();
        code = std::max(code, tell_coverage(coverage, settings));
    }
    if (settings.mode == Mode::check || settings.mode == Mode::rebaseline) {
        for (const fs::path& orphan : orphaned_goldens(settings.inputs, *fixtures)) {
            const bool removed = settings.mode == Mode::rebaseline && fs::remove(orphan);
            Outcome outcome;
            outcome.code = removed ? exit_good : exit_differs;
            outcome.report = removed ? "removed " + orphan.string() + "\n" : orphan.string() + ": belongs to no fixture\n";
            outcome.shown = outcome.report;
            finish(orphan.string(), outcome);
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
    settings.colour = diff_colour();
    try {
        return run(settings);
    } catch (const fs::filesystem_error& error) {
        print(stderr, error.path1().string() + ": " + error.code().message() + "\n");
        return exit_unusable;
    }
}
