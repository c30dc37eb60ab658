#include "native/harness/player.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// Going back plays at most this many events again.
constexpr std::size_t events_between_copies = 250;

}  // namespace

tl::expected<Player, FixtureError> Player::open(std::string_view text, std::string_view lang) {
    auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    auto config = decode<Config>(fixture->header);
    if (!config) return tl::unexpected<FixtureError>(FixtureError{1, 1, describe(config.error())});
    if (!lang.empty()) config->lang = lang;
    config->title.clear();
    return Player(std::move(*fixture), std::move(*config));
}

Player::Player(Fixture fixture, Config config)
    : header_(std::move(fixture.header)),
      start_(fixture.start),
      events_(std::move(fixture.events)),
      now_{HeadlessHost(std::move(config), fixture.start), 0, 0} {
    run([](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.begin(watch); });
    kept_.push_back(now_);
}

void Player::run(const std::function<tl::expected<void, std::string>(HeadlessHost& host, const HeadlessHost::Watch& watch)>& part) {
    const HeadlessHost::Watch watch = [this](const Value& event, const Output& output) -> tl::expected<void, std::string> {
        last_steps_.push_back({now_.host.now() - start_, event, output});
        return {};
    };
    if (auto done = part(now_.host, watch); !done && !last_steps_.empty()) last_steps_.back().output.notes.push(Value(done.error()));
    now_.at = now_.host.now() - start_;
}

void Player::pass_time(Millis until) {
    run([until](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.pass_time(until, watch); });
}

void Player::play_one() {
    const FixtureEvent& event = events_[now_.played];
    last_steps_.clear();
    pass_time(event.at);
    run([&event](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.take(event.event, event.at, watch); });
    ++now_.played;
    if (now_.played % events_between_copies == 0 && kept_.back().played < now_.played) kept_.push_back(now_);
}

void Player::go_back_to(std::size_t played) {
    const auto after =
        std::upper_bound(kept_.begin(), kept_.end(), played, [](std::size_t wanted, const Moment& kept) { return wanted < kept.played; });
    now_ = *std::prev(after);
    last_steps_.clear();
    while (now_.played < played) play_one();
}

void Player::seek(Millis at) {
    const auto after = std::upper_bound(events_.begin(), events_.end(), start_ + at,
                                        [](Millis wanted, const FixtureEvent& event) { return wanted < event.at; });
    const auto wanted = static_cast<std::size_t>(after - events_.begin());
    if (wanted < now_.played || at < now_.at) go_back_to(wanted);
    while (now_.played < wanted) play_one();
    pass_time(start_ + at + 1);
    now_.at = std::max(now_.at, at);
}

bool Player::step_forward() {
    if (now_.played == events_.size()) return false;
    play_one();
    return true;
}

bool Player::step_back() {
    if (now_.played == 0) return false;
    go_back_to(now_.played - 1);
    return true;
}

void Player::inject(Value event) {
    events_.resize(now_.played, FixtureEvent{});
    while (kept_.back().played > now_.played) kept_.pop_back();
    event.set("at", now_.at);
    events_.push_back({0, start_ + now_.at, std::move(event), {}});
    play_one();
}

std::string Player::to_fixture() const {
    std::string out = to_json(header_) + "\n";
    for (std::size_t i = 0; i < now_.played; ++i) out += to_json(events_[i].event) + "\n";
    return out;
}

}  // namespace deskbell
