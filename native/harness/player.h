#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "widget/replay/fixture.h"
#include "widget/replay/headless_host.h"

namespace deskbell {

/// One step of a run, for the timeline and the inspector.
struct PlayedStep {
    Millis at = 0;  ///< milliseconds since the start
    Value event;
    Output output;
};

/// What an event did when it was played, for marks and lists.
struct EventTrace {
    bool known = false;  ///< false until the event has been played once; the rest is empty then
    bool failed = false;
    SessionState state = SessionState::idle;  ///< after it
    std::size_t patches = 0;
    std::size_t effects = 0;
    std::size_t notes = 0;
};

/// The last time that the session's state became another.
struct StateChange {
    SessionState from = SessionState::idle;
    SessionState to = SessionState::idle;
    std::size_t event = 0;  ///< how many events had been played after it
};

/// Plays a recorded conversation, event by event, forwards and backwards. Going back runs the pure session anew from the nearest earlier copy of it.
///
/// An event costs the session time in proportion to its rows, and so does a copy. Copies are therefore spaced by rows walked over, not by events, and their memory has a
/// cap: when it is reached those go that stand closest. Long ways are gone in slices: aim() sets the goal, and each work() comes nearer; when there is no goal, work()
/// plays ahead of what is shown to leave copies everywhere.
class Player {
  public:
    /// What copies may take together, in bytes, when limit_memory() says nothing else.
    static constexpr std::size_t memory_cap = std::size_t{1} << 30;

    /// Asked after each event; true ends the slice.
    using TimeIsOver = std::function<bool()>;

    /// Reads a fixture; `lang` is taken instead of the fixture's when it is not empty. Nothing has been played yet but the first tick.
    static tl::expected<Player, FixtureError> open(std::string_view text, std::string_view lang = {});
    /// The same of a fixture that has been read.
    static tl::expected<Player, FixtureError> of(Fixture fixture, std::string_view lang = {});

    /// Plays or takes back until exactly the events up to and including `at` (milliseconds since the start) have happened.
    void seek(Millis at);
    /// Plays or takes back until exactly the first `played` events have happened.
    void seek_event(std::size_t played);
    /// Plays the next event; false at the end.
    bool step_forward();
    /// Takes one event back; false at the beginning.
    bool step_back();

    /// As seek(), but only sets the goal.
    void aim(Millis at);
    /// As seek_event(), but only sets the goal.
    void aim_event(std::size_t played);
    /// Goes on until the goal is reached and the copies are made, or the time is over. Gives true while something is left to do.
    bool work(const TimeIsOver& time_is_over);
    /// True while a goal is not reached; what is shown is an earlier moment.
    bool is_travelling() const { return goal_.has_value(); }
    /// How much of the way to the goal has been gone, 0 to 1; 1 without a goal.
    double travelled() const;
    /// How many events have been looked at from the beginning: up to there every place is near a copy.
    std::size_t covered() const { return covered_; }

    /// Takes an event from outside now, as the host would. What the fixture has after now stays and is played after it; see drop_following().
    void inject(Value event);
    /// Drops what the fixture has after now: the conversation goes another way.
    void drop_following();
    /// True when events were injected or dropped.
    bool is_changed() const { return recorded_.has_value(); }
    /// The conversation as it was recorded, again.
    void forget_changes();

    /// Plays the conversation in another language, to where it is now.
    void set_lang(std::string_view lang);
    const std::string& lang() const { return config_.lang; }
    /// The language that the fixture has itself.
    const std::string& own_lang() const { return own_lang_; }
    /// The fixture's title, as its first line has it.
    std::string_view title() const { return header_["title"].as_text(); }

    const View& view() const { return session().view(); }
    const Session& session() const { return now_.host.session(); }
    Millis start() const { return start_; }
    Millis position() const { return now_.at; }
    /// When the last event is, in milliseconds since the start.
    Millis duration() const { return events_.empty() ? 0 : events_.back().at - start_; }
    std::size_t played() const { return now_.played; }
    /// Where the goal is, or where it is now without one.
    std::size_t target_event() const { return goal_ ? goal_->played : now_.played; }
    Millis target_position() const;
    /// In order. Those that were injected have the line 0.
    const std::vector<FixtureEvent>& events() const { return events_; }
    /// One for each event.
    const std::vector<EventTrace>& traces() const { return traces_; }
    /// What the last event led to, and the ticks since.
    const std::vector<PlayedStep>& last_steps() const { return now_.steps; }
    /// From now on keeps every step that is taken forwards from what is shown, for a host that has to do what the session asks for.
    void start_collecting();
    void stop_collecting();
    /// The steps since the last call.
    std::vector<PlayedStep> take_collected();
    const std::optional<StateChange>& last_change() const { return now_.change; }
    /// Another number whenever what is shown or the events have changed, and for every player.
    std::uint64_t revision() const { return revision_; }
    /// The conversation so far as a fixture.
    std::string to_fixture() const;

    /// What copies may take together from now on, in bytes. The beginning is kept in any case.
    void limit_memory(std::size_t bytes);
    /// How many copies are kept, and what they take in bytes: an estimate.
    std::size_t copies() const { return kept_.size(); }
    std::size_t copies_bytes() const { return kept_bytes_; }

  private:
    /// A session and how far it has come.
    struct Moment {
        HeadlessHost host;
        std::size_t played = 0;
        Millis at = 0;
        std::uint64_t walked = 0;  ///< rows that the session has walked over since the start
        std::vector<PlayedStep> steps;
        std::optional<StateChange> change;
    };
    struct Kept {
        Moment moment;
        std::size_t bytes = 0;
    };
    struct Goal {
        std::size_t played = 0;
        std::optional<Millis> at;  ///< then let the time pass to here
        std::size_t from = 0;      ///< where the way began
    };
    using Part = std::function<tl::expected<void, std::string>(HeadlessHost& host, const HeadlessHost::Watch& watch)>;

    Player(Fixture fixture, Config config, std::string own_lang);
    Moment beginning();
    /// Runs part of the host; a session that cannot go on tells why in the last step's notes.
    void run(Moment& moment, const Part& part);
    void pass_time(Moment& moment, Millis until);
    void play_one(Moment& moment);
    void keep_if_due(const Moment& moment);
    void keep_less();
    const Moment& nearest_copy(std::size_t played) const;
    void set_goal(Goal goal);
    bool travel(const TimeIsOver& time_is_over);
    bool explore(const TimeIsOver& time_is_over);
    void arrive(Moment& moment);
    /// The events from `index` on are other ones.
    void events_changed(std::size_t index);
    void remember_recorded();

    Value header_;
    Config config_;
    std::string own_lang_;
    Millis start_ = 0;
    std::vector<FixtureEvent> events_;
    std::vector<EventTrace> traces_;
    std::optional<std::vector<FixtureEvent>> recorded_;  ///< the fixture's own events, once events_ has become different
    std::optional<std::vector<PlayedStep>> collected_;   ///< before now_, whose first step is taken as it is made
    Moment now_;
    std::optional<Goal> goal_;
    std::optional<Moment> on_the_way_;  ///< to the goal, when it is not now_ itself that goes on
    bool is_stale_ = false;             ///< now_ is in the language of before: every way begins at a copy
    std::optional<Moment> scout_;       ///< plays ahead to leave copies
    std::vector<Kept> kept_;            ///< copies along the way, in order; the first is the beginning
    std::size_t kept_bytes_ = 0;
    std::size_t cap_ = memory_cap;
    std::uint64_t spacing_;
    std::size_t covered_ = 0;
    std::uint64_t revision_;
};

}  // namespace deskbell
