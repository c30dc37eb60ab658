#include "native/harness/disturb.h"
#include "native/relay_client/desk_event.h"

#include <algorithm>
#include <limits>

#include "core/base/json.h"
#include "widget/replay/headless_host.h"

namespace deskbell {

namespace {

/// From asking for the connection to having it.
constexpr Millis handshake = 60;

/// The same conversation on a worse wire.
class Disturber {
  public:
    explicit Disturber(const TroubleSettings& settings) : wire_(settings, Trouble::Way::incoming) {}

    void take(const FixtureEvent& event) {
        deliver(event.at);
        const std::string_view name = event.event["event"].as_text();
        if (name == "net") {
            fixture_connected_ = event.event["state"].as_text() == "connected";
            // While the connection is broken the fixture's own word comes into effect when it is back.
            if (!away_) add(event.at, event.event);
        } else if (is_from_desk(event.event)) {
            const Fate fate = wire_.put(event.event, event.at);
            if (fate.absence > 0 && fixture_connected_ && !away_) go_away(event.at, fate.absence);
        } else {
            add(event.at, event.event);
        }
        deliver(event.at);
    }

    void finish() { deliver(std::numeric_limits<Millis>::max()); }

    std::vector<Arrived>& events() { return events_; }
    const std::vector<Mishap>& mishaps() const { return wire_.log(); }

  private:
    static Value net(std::string_view state) { return Value::object().set("event", "net").set("state", state); }

    void add(Millis at, Value event) {
        latest_ = std::max(latest_, at);
        events_.push_back({latest_, std::move(event)});
    }

    void go_away(Millis now, Millis absence) {
        away_ = true;
        back_at_ = now + absence;
        add(now, net("disconnected"));
    }

    void deliver(Millis now) {
        if (away_ && back_at_ <= now) {
            away_ = false;
            add(std::max(latest_, back_at_ - handshake), net("connecting"));
            if (fixture_connected_) add(back_at_, net("connected"));
        }
        if (away_) return;
        for (Arrived& arrived : wire_.take(now)) add(arrived.at, std::move(arrived.event));
    }

    Wire wire_;
    std::vector<Arrived> events_;
    Millis latest_ = 0;
    Millis back_at_ = 0;
    bool away_ = false;
    bool fixture_connected_ = false;
};

/// Leaves out what the visitor cannot do on the screen that the trouble has made.
void drop_impossible(const Fixture& fixture, std::vector<Arrived>& events, std::vector<Mishap>& mishaps) {
    auto config = decode<Config>(fixture.header);
    if (!config) return;
    HeadlessHost host(std::move(*config), fixture.start);
    bool impossible = false;
    const HeadlessHost::Watch watch = [&impossible](const Value&, const Output& output) -> tl::expected<void, std::string> {
        impossible = impossible ||
                     (output.error && (output.error->code == ErrorCode::unknown_row || output.error->code == ErrorCode::unknown_action));
        return {};
    };
    (void)host.begin(watch);
    std::erase_if(events, [&](const Arrived& arrived) {
        (void)host.pass_time(arrived.at, watch);
        impossible = false;
        (void)host.take(arrived.event, arrived.at, watch);
        if (impossible) mishaps.push_back({arrived.at, name_of(arrived.event) + ": left out, it is not on the screen"});
        return impossible;
    });
}

}  // namespace

tl::expected<Disturbed, FixtureError> disturb(std::string_view text, const TroubleSettings& settings) {
    auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    Disturber disturber(settings);
    for (const FixtureEvent& event : fixture->events) disturber.take(event);
    disturber.finish();
    Disturbed out;
    out.mishaps = disturber.mishaps();
    drop_impossible(*fixture, disturber.events(), out.mishaps);
    for (Mishap& mishap : out.mishaps) mishap.at -= fixture->start;
    Value header = fixture->header;
    header.set("trouble", encode(settings));
    out.text = to_json(header) + "\n";
    for (Arrived& arrived : disturber.events()) {
        Value line = Value::object();
        line.set("at", arrived.at - fixture->start);
        for (std::size_t i = 0; i < arrived.event.names().size(); ++i) {
            if (arrived.event.names()[i] != "at") line.set(arrived.event.names()[i], arrived.event.items()[i]);
        }
        out.text += to_json(line) + "\n";
    }
    return out;
}

}  // namespace deskbell
