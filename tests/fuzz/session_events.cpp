// A whole visit: a line an event, in JSON, as a fixture has them. Whatever the lines say, the session stands; the patches alone lead to its screen, rows have keys of their own, every address on the
// screen has passed the gate, every effect has a name, and it lets time pass.

#include <set>

#include "core/base/json.h"
#include "tests/fuzz/tree_rules.h"
#include "widget/replay/headless_host.h"
#include "widget/replay/patch_mirror.h"
#include "widget/text/text_renderer.h"

using namespace deskbell;

namespace {

constexpr Millis start = 1765000000000;
constexpr std::size_t most_events = 60;

void screen_holds(const Session& session, const PatchMirror& mirror) {
    const View& view = session.view();
    std::set<std::string> keys;
    Value rows = Value::array();
    for (const Row& row : view.rows()) {
        fuzz::rule(!row.key.empty() && keys.insert(row.key).second, "two rows with one key", row.key);
        for (const Node& node : row.body) fuzz::addresses_hold(node);
        rows.push(encode(row));
    }
    fuzz::rule(to_json(rows) == to_json(mirror.rows()), "the patches do not lead to the session's rows",
               to_json(rows) + "\n" + to_json(mirror.rows()));
    if (view.header().title.empty()) return;
    fuzz::rule(encode(view.header()) == mirror.part("header"), "the patches do not lead to the session's header");
    fuzz::rule(encode(view.composer()) == mirror.part("composer"), "the patches do not lead to the session's composer");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    Config config;
    config.lang = "en";
    config.ids = "f-";
    config.start = start;
    HeadlessHost host(config, start);
    PatchMirror mirror;
    const HeadlessHost::Watch watch = [&](const Value& event, const Output& output) -> tl::expected<void, std::string> {
        if (event["event"].as_text() == "draft") mirror.note_draft(event["text"].as_text());
        for (const Value& patch : output.patches.items()) {
            const auto applied = mirror.apply(patch);
            fuzz::rule(applied.has_value(), "a patch that cannot be applied", to_json(patch));
        }
        for (const Value& effect : output.effects.items())
            fuzz::rule(!effect["effect"].as_text().empty(), "an effect without a name", to_json(effect));
        return {};
    };
    (void)host.begin(watch);
    std::size_t events = 0;
    while (!rest.empty() && events < most_events) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const Result<Value> event = parse_json(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!event || !event->is_object()) continue;
        ++events;
        const Value& at = (*event)["at"];
        // An hour at most from one event to the next: a deadline each second would only take long.
        const Millis wanted =
            at.is_integer() && at.as_integer() >= 0 && at.as_integer() < 1'000'000'000 ? start + at.as_integer() : host.now();
        const Millis now = std::min(std::max(wanted, host.now()), host.now() + (60 * millis_per_minute));
        const auto passed = host.pass_time(now, watch);
        fuzz::rule(passed.has_value(), "time does not pass", passed ? "" : passed.error());
        const auto taken = host.take(*event, now, watch);
        // Only a language without a catalogue is the host's affair.
        fuzz::rule(taken.has_value() || taken.error().starts_with("no catalogue"), "the host was told something else",
                   taken ? "" : taken.error());
    }
    screen_holds(host.session(), mirror);
    const View& view = host.session().view();
    const std::string screen = screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()}, {80, 0});
    fuzz::rule(screen.find('\x1B') == std::string::npos, "an escape sequence on a terminal's screen", screen);
    (void)host.session().describe_state();
    return 0;
}
