#include "widget/replay/headless_host.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/i18n/language_match.h"
#include "gen/catalogues.h"

namespace deskbell {

namespace {

/// More ticks than this at one moment mean that the session asks for the same deadline again and again.
constexpr int most_ticks_at_once = 100;

Value tick() { return Value::object().set("event", "tick"); }

Config with_known_language(Config config) {
    config.lang = resolve_language(config.lang);
    return config;
}

}  // namespace

HeadlessHost::HeadlessHost(Config config, Millis start) : session_(with_known_language(std::move(config))), now_(start) {}

tl::expected<void, std::string> HeadlessHost::begin(const Watch& watch) { return take(tick(), now_, watch); }

tl::expected<void, std::string> HeadlessHost::take(const Value& event, Millis now, const Watch& watch) {
    now_ = now;
    std::vector<Value> waiting{event};
    if (event["event"].as_text() == "language") waiting.back().set("lang", resolve_language(event["lang"].as_text()));
    while (!waiting.empty()) {
        const Value current = std::move(waiting.back());
        waiting.pop_back();
        const Timeline& timeline = session_.conversation().timeline;
        const bool was_at_end = !timeline.has_newer();
        const Output output = session_.handle(current, now_);
        next_ = output.next;
        if (auto seen = watch(current, output); !seen) return seen;
        // Loading a language is answered at once; the answer itself asks for nothing more.
        for (const Value& effect : output.effects.items()) {
            if (effect["effect"].as_text() != "load_language") continue;
            Result<Value> catalogue = parse_json(embedded_catalogue(effect["lang"].as_text()));
            if (!catalogue) return tl::unexpected<std::string>("no catalogue of " + std::string(effect["lang"].as_text()));
            catalogue->set("event", "catalogue");
            waiting.push_back(std::move(*catalogue));
        }
        // Whoever reads the end is taken along with it, as on a page; only who has pressed something looks elsewhere.
        const std::string_view name = current["event"].as_text();
        if (was_at_end && timeline.has_newer() && name != "action" && name != "pick") {
            waiting.push_back(Value::object().set("event", "action").set("row", "later").set("action", "newest"));
        }
    }
    return {};
}

tl::expected<void, std::string> HeadlessHost::pass_time(Millis until, const Watch& watch) {
    int ticks = 0;
    while (next_ && *next_ < until) {
        const Millis due = std::max(*next_, now_);
        ticks = due == now_ ? ticks + 1 : 0;
        if (ticks > most_ticks_at_once) return tl::unexpected<std::string>("the session asks for ticks that change nothing");
        if (auto done = take(tick(), due, watch); !done) return done;
    }
    return {};
}

}  // namespace deskbell
