#pragma once

#include <memory>
#include <optional>

#include "native/harness/desk_link.h"
#include "native/harness/player.h"
#include "native/harness/wire.h"

namespace deskbell {

/// Keeps a conversation going with the other side: time passes in it, what the session asks for goes out, what comes in is an event of the present. Trouble strikes both ways.
/// Whoever looks at the past stops it; it goes on when they are back at the end.
class LiveConversation {
  public:
    /// Begins where the player is; what a fixture has after that is dropped.
    LiveConversation(std::unique_ptr<DeskLink> link, const TroubleSettings& trouble, Player& player);

    /// Lets `passed` milliseconds pass. Does nothing while the player shows the past; ends the conversation when the past was changed.
    void advance(Player& player, Millis passed);

    /// Other trouble, from now on: what is on the wire still meets the old one.
    void set_trouble(const TroubleSettings& trouble);

    enum class State : std::uint8_t { live, looking_back, over };
    State state(const Player& player) const;
    /// Back to where the conversation is.
    void return_to_present(Player& player) const;

    DeskLink& link() { return *link_; }
    /// What went wrong on the wire, in the order of time; milliseconds since 1970.
    std::vector<Mishap> mishaps() const;

  private:
    void exchange(Player& player);
    void take_in(Player& player, Millis now);
    void send_out(Player& player, Millis now);

    std::unique_ptr<DeskLink> link_;
    Wire incoming_;
    Wire outgoing_;
    Millis present_ = 0;      ///< milliseconds since the player's start
    std::size_t events_ = 0;  ///< how many there are as long as nobody else changes them
    bool is_over_ = false;
};

}  // namespace deskbell
