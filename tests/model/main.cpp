// deskbell-model: does the delivery keep its promises, whatever goes wrong? Random runs over the real session, relay, store and sandbox; a run that breaks a promise is made as short as it can be.

#include <rapidcheck.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "tests/model/world.h"

namespace {

using namespace deskbell::model;

rc::Gen<Step> any_step() {
    std::vector<StepKind> kinds;
    for (int i = 0; i < step_kinds(); ++i) {
        const auto kind = static_cast<StepKind>(i);
        kinds.insert(kinds.end(), static_cast<std::size_t>(step_weight(kind)), kind);
    }
    return rc::gen::map(rc::gen::pair(rc::gen::elementOf(kinds), rc::gen::inRange<int>(0, largest_size + 1)),
                        [](const std::pair<StepKind, int>& drawn) {
                            return Step{drawn.first, static_cast<std::uint16_t>(drawn.second)};
                        });
}

/// Runs the steps; what was promised and not kept, with the diary, or an empty text.
std::string run(const std::vector<Step>& steps, long& faults) {
    World world;
    for (const Step& step : steps) {
        world.apply(step);
        if (!world.violation().empty()) break;
    }
    if (world.violation().empty()) world.settle();
    faults += world.faults();
    if (world.violation().empty()) return {};
    std::string diary = world.violation() + "\n";
    for (const std::string& line : world.diary()) diary += "  " + line + "\n";
    return diary;
}

}  // namespace

int main(int argc, char** argv) {
    int runs = 2000;
    int length = 60;
    std::uint64_t seed = 1;
    CLI::App app{
        "Random visits with everything that can go wrong between visitor and desk; says whether a message was lost, doubled or out of "
        "order.",
        "deskbell-model"};
    app.add_option("--runs", runs, "how many")->check(CLI::Range(1, 100'000'000));
    app.add_option("--steps", length, "at most so many steps a run")->check(CLI::Range(1, 10'000));
    app.add_option("--seed", seed, "the same seed makes the same runs");
    std::string play;
    app.add_option("--play", play, "one run with these steps, as a violation prints them: \"say 0, cut 12\"");
    CLI11_PARSE(app, argc, argv);

    long faults = 0;
    if (!play.empty()) {
        const auto steps = read_steps(play);
        if (!steps) {
            std::fputs("deskbell-model: --play: steps are \"name number\", with commas between them\n", stderr);
            return 2;
        }
        const std::string diary = run(*steps, faults);
        std::fputs(diary.empty() ? "every promise was kept\n" : diary.c_str(), stdout);
        return diary.empty() ? 0 : 1;
    }
    long done = 0;
    const auto property = [&] {
        const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
        const std::string diary = run(steps, faults);
        ++done;
        if (!diary.empty()) RC_FAIL(diary);
    };
    rc::detail::TestParams params;
    params.seed = seed;
    params.maxSuccess = runs;
    params.maxSize = length;
    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{"delivery", ""}, params);
    rc::detail::printResultMessage(result, std::cerr);
    const bool good = result.is<rc::detail::SuccessResult>();
    std::printf("\nmodel: %ld runs, %ld faults injected, %d violations\n", done, faults, good ? 0 : 1);
    return good ? 0 : 1;
}
