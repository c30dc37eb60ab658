#pragma once

#include <memory>
#include <string>

#include "native/harness/player.h"

namespace deskbell {

/// Opens a fixture's file in slices, so that the window goes on meanwhile.
class Opening {
  public:
    /// Larger files are refused, bytes.
    static constexpr std::size_t largest_file = std::size_t{256} << 20;

    /// `lang`: instead of the fixture's, when it is not empty.
    Opening(std::string path, std::string lang);
    ~Opening();
    Opening(Opening&&) noexcept;
    Opening& operator=(Opening&&) noexcept;

    /// Reads on until it is done or the time is over. Gives true while something is left to do.
    bool work(const Player::TimeIsOver& time_is_over);
    /// 0 to 1.
    double done() const;
    const std::string& path() const { return path_; }

    /// The player, or `path:line:column: reason`, when work() has nothing left to do. Once.
    tl::expected<Player, std::string> take();

  private:
    struct Reading;

    bool read_some();
    bool fail(const FixtureError& error);

    std::string path_;
    std::string lang_;
    std::unique_ptr<Reading> reading_;
    std::unique_ptr<Player> player_;
    std::string complaint_;
};

/// The line that is told of a fixture that cannot be read: `path:line:column: reason`.
std::string describe(const std::string& path, const FixtureError& error);

/// When a conversation begins that is nobody's: milliseconds since 1970.
inline constexpr Millis usual_start = 1'765'000'000'000;

/// A conversation in which nothing has happened but that the visitor has opened the panel.
Player new_conversation(std::string_view lang, Millis start = usual_start);

}  // namespace deskbell
