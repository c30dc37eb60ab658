// deskbell-harness-bench FIXTURE: how long the harness's player takes to open the fixture, to look at it once, and to go to places in it. One JSON object; times are
// seconds of processor time, so that a busy machine gives the same figures.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <random>

#include "core/base/json.h"
#include "native/harness/player.h"

namespace {

using namespace deskbell;
constexpr int places = 200;

double seconds_since(std::clock_t begun) { return static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC; }

Value rounded(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", number);
    return Value::decimal(text);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: deskbell-harness-bench FIXTURE\n", stderr);
        return 2;
    }
    std::ifstream file(argv[1], std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::clock_t begun = std::clock();
    auto player = Player::open(text);
    if (!player) {
        std::fprintf(stderr, "%s:%d:%d: %s\n", argv[1], player.error().line, player.error().column, player.error().reason.c_str());
        return 2;
    }
    Value out = Value::object();
    out.set("open", rounded(seconds_since(begun)));
    begun = std::clock();
    double longest = 0;
    for (bool more = true; more;) {
        const std::clock_t slice = std::clock();
        more = player->work([&] { return seconds_since(slice) > 0.008; });
        longest = std::max(longest, seconds_since(slice));
    }
    out.set("look", rounded(seconds_since(begun))).set("longest_slice", rounded(longest));
    out.set("copies", static_cast<std::int64_t>(player->copies())).set("copies_bytes", static_cast<std::int64_t>(player->copies_bytes()));
    // The same places on every machine.
    std::mt19937 random(7);
    std::vector<double> taken;
    for (int i = 0; i < places; ++i) {
        const auto place = static_cast<std::size_t>(random()) % (player->events().size() + 1);
        begun = std::clock();
        player->seek_event(place);
        taken.push_back(seconds_since(begun));
    }
    std::sort(taken.begin(), taken.end());
    out.set("seek_median", rounded(taken[places / 2]))
        .set("seek_95th", rounded(taken[places * 95 / 100]))
        .set("seek_longest", rounded(taken.back()));
    std::printf("%s\n", to_json(out).c_str());
    return 0;
}
