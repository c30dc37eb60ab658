#pragma once

#include <functional>
#include <string>

#include "widget/session/session.h"

namespace deskbell {

/// A session with the least host that it can live with: time goes from deadline to deadline with a tick at each, and the languages that it asks for come from the embedded
/// catalogues; any language tag is taken for one of them, and it reads the end of the
/// conversation, also of one that is longer than the view. A copy is a copy of the whole moment.
class HeadlessHost {
  public:
    /// Sees every step that the session takes, at now(), and can stop the run with a reason.
    using Watch = std::function<tl::expected<void, std::string>(const Value& event, const Output& output)>;

    HeadlessHost(Config config, Millis start);

    /// The first tick: the screen is there before anything happens.
    tl::expected<void, std::string> begin(const Watch& watch);
    /// Takes one event at `now`, and answers what the session asks for. Errors: what the watch says; a language that there is not.
    tl::expected<void, std::string> take(const Value& event, Millis now, const Watch& watch);
    /// Lets the time pass up to `until`, exclusive. Errors: as take(); a session that asks for the same moment again and again.
    tl::expected<void, std::string> pass_time(Millis until, const Watch& watch);

    const Session& session() const { return session_; }
    Millis now() const { return now_; }

  private:
    Session session_;
    Millis now_;
    std::optional<Millis> next_;
};

}  // namespace deskbell
