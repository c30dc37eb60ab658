#pragma once

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

/// Plays a recorded conversation, event by event, forwards and backwards. Going back runs the pure session anew from the nearest earlier copy of it.
class Player {
  public:
    /// Reads a fixture; `lang` is taken instead of the fixture's when it is not empty. Nothing has been played yet but the first tick.
    static tl::expected<Player, FixtureError> open(std::string_view text, std::string_view lang = {});

    /// Plays or takes back until exactly the events up to and including `at` (milliseconds since the start) have happened.
    void seek(Millis at);
    /// Plays the next event; false at the end.
    bool step_forward();
    /// Takes one event back; false at the beginning.
    bool step_back();
    /// Takes an event from outside now, as the host would. What the fixture had after now is dropped: the conversation went another way.
    void inject(Value event);

    const View& view() const { return session().view(); }
    const Session& session() const { return now_.host.session(); }
    Millis start() const { return start_; }
    Millis position() const { return now_.at; }
    /// When the last event is, in milliseconds since the start.
    Millis duration() const { return events_.empty() ? 0 : events_.back().at - start_; }
    std::size_t played() const { return now_.played; }
    const std::vector<FixtureEvent>& events() const { return events_; }
    /// What the last event led to.
    const std::vector<PlayedStep>& last_steps() const { return last_steps_; }
    /// The conversation so far as a fixture.
    std::string to_fixture() const;

  private:
    /// A session and how far it has come.
    struct Moment {
        HeadlessHost host;
        std::size_t played = 0;
        Millis at = 0;
    };

    Player(Fixture fixture, Config config);
    /// Runs part of the host; a session that cannot go on tells why in the last step's notes.
    void run(const std::function<tl::expected<void, std::string>(HeadlessHost& host, const HeadlessHost::Watch& watch)>& part);
    void pass_time(Millis until);
    void play_one();
    void go_back_to(std::size_t played);

    Value header_;
    Millis start_ = 0;
    std::vector<FixtureEvent> events_;
    Moment now_;
    std::vector<Moment> kept_;  ///< copies along the way, in order
    std::vector<PlayedStep> last_steps_;
};

}  // namespace deskbell
