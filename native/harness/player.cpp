#include "native/harness/player.h"

#include <algorithm>

#include "core/base/json.h"
#include "native/harness/footprint.h"

namespace deskbell {

namespace {

/// Rows walked over between two copies, at first. A row costs about 0.2 µs at each event, so that going back from any place plays some 50 ms.
constexpr std::uint64_t first_spacing = 250'000;
/// Even small conversations are not copied more often than after so many events.
constexpr std::uint64_t event_weight = 1'000;
/// Time that passes without events keeps this many ticks.
constexpr std::size_t most_steps = 200;
/// From this many events on, going forward looks for a copy to jump to.
constexpr std::size_t long_way = 50;

/// Never the same for two players, so that who looks at a player sees when it has become another one.
std::uint64_t next_revision() {
    static std::uint64_t last = 0;
    return ++last;
}

}  // namespace

tl::expected<Player, FixtureError> Player::open(std::string_view text, std::string_view lang) {
    auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    return of(std::move(*fixture), lang);
}

tl::expected<Player, FixtureError> Player::of(Fixture fixture, std::string_view lang) {
    std::string own_lang(fixture.header["lang"].as_text());
    if (!lang.empty()) fixture.header.set("lang", lang);
    auto config = decode<Config>(fixture.header);
    if (!config) return tl::unexpected<FixtureError>(FixtureError{1, 1, describe(config.error())});
    config->title.clear();
    return Player(std::move(fixture), std::move(*config), std::move(own_lang));
}

// A longer vector of copies must not copy them.
static_assert(std::is_nothrow_move_constructible_v<HeadlessHost>);

Player::Player(Fixture fixture, Config config, std::string own_lang)
    : header_(std::move(fixture.header)),
      config_(std::move(config)),
      own_lang_(std::move(own_lang)),
      start_(fixture.start),
      events_(std::move(fixture.events)),
      traces_(events_.size()),
      now_(beginning()),
      spacing_(first_spacing),
      revision_(next_revision()) {
    kept_.push_back({now_, footprint_of(now_.host.session())});
    kept_bytes_ = kept_.front().bytes;
}

Player::Moment Player::beginning() {
    Moment moment{HeadlessHost(config_, start_), 0, 0, 0, {}, {}};
    run(moment, [](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.begin(watch); });
    return moment;
}

void Player::run(Moment& moment, const Part& part) {
    const HeadlessHost::Watch watch = [&](const Value& event, const Output& output) -> tl::expected<void, std::string> {
        if (moment.steps.size() == most_steps) moment.steps.erase(moment.steps.begin());
        PlayedStep& step = moment.steps.emplace_back(PlayedStep{moment.host.now() - start_, event, output});
        // The edits of a body are JSON that is written already; the inspector looks into them.
        if (auto patches = parse_json(to_json(output.patches))) step.output.patches = std::move(*patches);
        if (collected_ && &moment == &now_) collected_->push_back(moment.steps.back());
        return {};
    };
    const SessionState before = moment.host.session().conversation().state;
    if (auto done = part(moment.host, watch); !done && !moment.steps.empty()) moment.steps.back().output.notes.push(Value(done.error()));
    moment.at = moment.host.now() - start_;
    const SessionState after = moment.host.session().conversation().state;
    if (before != after) moment.change = StateChange{before, after, moment.played};
}

void Player::pass_time(Moment& moment, Millis until) {
    run(moment, [until](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.pass_time(until, watch); });
}

void Player::play_one(Moment& moment) {
    const FixtureEvent& event = events_[moment.played];
    moment.steps.clear();
    pass_time(moment, event.at);
    const std::size_t ticks = moment.steps.size();
    ++moment.played;
    run(moment, [&event](HeadlessHost& host, const HeadlessHost::Watch& watch) { return host.take(event.event, event.at, watch); });
    moment.walked += moment.host.session().view().rows().size() + event_weight;
    EventTrace trace{true, false, moment.host.session().conversation().state, 0, 0, 0};
    for (std::size_t i = std::min(ticks, moment.steps.size()); i < moment.steps.size(); ++i) {
        const Output& output = moment.steps[i].output;
        trace.failed = trace.failed || output.error.has_value();
        trace.patches += output.patches.items().size();
        trace.effects += output.effects.items().size();
        trace.notes += output.notes.items().size();
    }
    traces_[moment.played - 1] = trace;
    if (moment.played == covered_ + 1) ++covered_;
    keep_if_due(moment);
}

void Player::keep_if_due(const Moment& moment) {
    const auto after = std::upper_bound(kept_.begin(), kept_.end(), moment.played,
                                        [](std::size_t played, const Kept& kept) { return played < kept.moment.played; });
    if (moment.walked - std::prev(after)->moment.walked < spacing_) return;
    // Where there is no room, one between two others would be the first to go again; it would be about as large as the one before it.
    if (after != kept_.end() && kept_bytes_ + std::prev(after)->bytes > cap_) return;
    const std::size_t bytes = footprint_of(moment.host.session());
    kept_.insert(after, {moment, bytes});
    kept_bytes_ += bytes;
    while (kept_bytes_ > cap_ && kept_.size() > 1) keep_less();
}

void Player::limit_memory(std::size_t bytes) {
    cap_ = bytes;
    while (kept_bytes_ > cap_ && kept_.size() > 1) keep_less();
}

void Player::keep_less() {
    // The longest way costs the square of the room between two copies, shared by the bytes that it saves: the one goes whose absence is cheapest. So large copies, of much
    // conversation, stand further apart than small ones. The first and the last stay.
    const auto cost_without = [this](std::size_t i) {
        const auto between = static_cast<double>(kept_[i + 1].moment.walked - kept_[i - 1].moment.walked);
        return between * between / static_cast<double>(kept_[i].bytes);
    };
    std::size_t least = kept_.size() - 1;
    for (std::size_t i = 1; i + 1 < kept_.size(); ++i) {
        if (least + 1 == kept_.size() || cost_without(i) < cost_without(least)) least = i;
    }
    // New copies are not made closer than those that stay.
    if (least + 1 < kept_.size()) spacing_ = std::max(spacing_, (kept_[least + 1].moment.walked - kept_[least - 1].moment.walked) / 2);
    kept_bytes_ -= kept_[least].bytes;
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(least));
}

const Player::Moment& Player::nearest_copy(std::size_t played) const {
    const auto after = std::upper_bound(kept_.begin(), kept_.end(), played,
                                        [](std::size_t wanted, const Kept& kept) { return wanted < kept.moment.played; });
    return std::prev(after)->moment;
}

void Player::set_goal(Goal goal) {
    goal.from = now_.played;
    const Moment& copy = nearest_copy(goal.played);
    const Millis own_time = goal.at ? *goal.at : goal.played == 0 ? 0 : events_[goal.played - 1].at - start_;
    const bool is_back = is_stale_ || goal.played < now_.played || own_time < now_.at;
    const bool is_far = goal.played > now_.played + long_way && copy.played > now_.played + long_way;
    if (!is_back && !is_far) {
        on_the_way_.reset();
    } else if (on_the_way_ && on_the_way_->played <= goal.played && on_the_way_->played >= copy.played &&
               (!goal.at || on_the_way_->at <= *goal.at)) {
        // The way that was begun to another goal leads past this one.
        goal.from = on_the_way_->played;
    } else {
        on_the_way_ = copy;
        goal.from = copy.played;
    }
    goal_ = goal;
}

void Player::aim(Millis at) {
    const auto after = std::upper_bound(events_.begin(), events_.end(), start_ + at,
                                        [](Millis wanted, const FixtureEvent& event) { return wanted < event.at; });
    set_goal({static_cast<std::size_t>(after - events_.begin()), at, 0});
}

void Player::aim_event(std::size_t played) { set_goal({std::min(played, events_.size()), std::nullopt, 0}); }

bool Player::travel(const TimeIsOver& time_is_over) {
    Moment& moment = on_the_way_ ? *on_the_way_ : now_;
    while (moment.played < goal_->played) {
        play_one(moment);
        if (!on_the_way_) revision_ = next_revision();
        if (time_is_over() && moment.played < goal_->played) return false;
    }
    arrive(moment);
    return true;
}

void Player::arrive(Moment& moment) {
    if (goal_->at) {
        pass_time(moment, start_ + *goal_->at + 1);
        moment.at = std::max(moment.at, *goal_->at);
    }
    if (on_the_way_) {
        now_ = std::move(*on_the_way_);
        is_stale_ = false;
    }
    on_the_way_.reset();
    goal_.reset();
    revision_ = next_revision();
}

bool Player::explore(const TimeIsOver& time_is_over) {
    while (covered_ < events_.size()) {
        // The last copy may have overtaken the scout, as after a way that was gone on foot.
        if (!scout_ || scout_->played < kept_.back().moment.played) scout_ = kept_.back().moment;
        play_one(*scout_);
        if (time_is_over()) return covered_ == events_.size();
    }
    scout_.reset();
    return true;
}

bool Player::work(const TimeIsOver& time_is_over) {
    const bool had_goal = goal_.has_value();
    if (had_goal && !travel(time_is_over)) return true;
    if (covered_ == events_.size()) {
        scout_.reset();
        return false;
    }
    return (had_goal && time_is_over()) || !explore(time_is_over);
}

double Player::travelled() const {
    if (!goal_) return 1;
    const std::size_t at = on_the_way_ ? on_the_way_->played : now_.played;
    const std::size_t way = goal_->played - std::min(goal_->from, goal_->played);
    return way == 0 ? 1 : static_cast<double>(at - std::min(goal_->from, at)) / static_cast<double>(way);
}

void Player::start_collecting() { collected_.emplace(); }
void Player::stop_collecting() { collected_.reset(); }

std::vector<PlayedStep> Player::take_collected() {
    std::vector<PlayedStep> out;
    if (collected_) out.swap(*collected_);
    return out;
}

Millis Player::target_position() const {
    if (!goal_) return now_.at;
    if (goal_->at) return *goal_->at;
    return goal_->played == 0 ? 0 : events_[goal_->played - 1].at - start_;
}

void Player::seek(Millis at) {
    aim(at);
    (void)travel([] { return false; });
}

void Player::seek_event(std::size_t played) {
    aim_event(played);
    (void)travel([] { return false; });
}

bool Player::step_forward() {
    if (target_event() == events_.size()) return false;
    seek_event(target_event() + 1);
    return true;
}

bool Player::step_back() {
    if (target_event() == 0) return false;
    seek_event(target_event() - 1);
    return true;
}

void Player::events_changed(std::size_t index) {
    while (kept_.back().moment.played > index) {
        kept_bytes_ -= kept_.back().bytes;
        kept_.pop_back();
    }
    covered_ = std::min(covered_, index);
    if (scout_ && scout_->played > index) scout_.reset();
    on_the_way_.reset();
    goal_.reset();
    revision_ = next_revision();
}

void Player::remember_recorded() {
    if (!recorded_) recorded_ = events_;
}

void Player::inject(Value event) {
    remember_recorded();
    event.set("at", now_.at);
    const auto index = static_cast<std::ptrdiff_t>(now_.played);
    events_.insert(events_.begin() + index, FixtureEvent{0, start_ + now_.at, std::move(event), {}});
    traces_.insert(traces_.begin() + index, EventTrace{});
    events_changed(now_.played);
    play_one(now_);
}

void Player::drop_following() {
    if (now_.played == events_.size()) return;
    remember_recorded();
    events_.resize(now_.played, FixtureEvent{});
    traces_.resize(now_.played);
    events_changed(now_.played);
}

void Player::forget_changes() {
    if (!recorded_) return;
    const auto is_same = [](const FixtureEvent& a, const FixtureEvent& b) { return a.line == b.line; };
    const auto [first, other] = std::mismatch(events_.begin(), events_.end(), recorded_->begin(), recorded_->end(), is_same);
    const auto same = static_cast<std::size_t>(first - events_.begin());
    const Millis at = now_.at;
    events_ = std::move(*recorded_);
    recorded_.reset();
    traces_.resize(same);
    traces_.resize(events_.size());
    events_changed(same);
    if (now_.played <= same) return;
    // What is shown has events in it that are no more.
    on_the_way_ = nearest_copy(same);
    now_ = *on_the_way_;
    seek(at);
}

void Player::set_lang(std::string_view lang) {
    config_.lang = lang;
    header_.set("lang", lang);
    const Goal goal{now_.played, now_.at, 0};
    Moment begun = beginning();
    kept_.clear();
    kept_.push_back({begun, footprint_of(begun.host.session())});
    kept_bytes_ = kept_.front().bytes;
    spacing_ = first_spacing;
    traces_.assign(events_.size(), EventTrace{});
    events_changed(0);
    on_the_way_ = std::move(begun);
    is_stale_ = true;
    goal_ = goal;
}

std::string Player::to_fixture() const {
    std::string out = to_json(header_) + "\n";
    for (std::size_t i = 0; i < now_.played; ++i) out += to_json(events_[i].event) + "\n";
    return out;
}

}  // namespace deskbell
