#pragma once

#include <string>
#include <vector>

#include "native/harness/trouble.h"

namespace deskbell {

/// What comes off a wire, and when: milliseconds since 1970.
struct Arrived {
    Millis at = 0;
    Value event;
};

/// Something that went wrong, in words, and when.
struct Mishap {
    Millis at = 0;
    std::string words;
};

/// One direction of a connection that suffers trouble: what is put on it comes off later, twice, in another order, damaged or never. Sans-I/O: time comes in.
class Wire {
  public:
    Wire(const TroubleSettings& settings, Trouble::Way way) : way_(way), trouble_(settings, way), clock_(settings.clock) {}

    /// Other trouble for what is put on the wire from now on, from the beginning of its seed.
    void set_trouble(const TroubleSettings& settings) {
        trouble_ = Trouble(settings, way_);
        clock_ = settings.clock;
    }

    /// Puts an event on the wire. Gives the fate that it met; when the connection breaks before it (`absence`), the wire keeps everything until it is back.
    Fate put(Value event, Millis now);
    /// What has arrived, in order.
    std::vector<Arrived> take(Millis now);
    bool empty() const { return items_.empty(); }
    /// A line for each event that met any trouble; the newest last, at most most_lines.
    const std::vector<Mishap>& log() const { return log_; }

    static constexpr std::size_t most_lines = 200;

  private:
    struct Item {
        Millis due = 0;
        bool overtaken = false;  ///< waits for the next one to pass
        Value event;
    };
    void insert(Item item);
    void note(Millis now, const Value& event, const Fate& fate);

    Trouble::Way way_;
    Trouble trouble_;
    Seconds clock_;
    std::vector<Item> items_;  ///< in the order in which they arrive
    Millis last_due_ = 0;
    Millis back_at_ = 0;
    std::vector<Mishap> log_;
};

/// A few words that name an event to a reader: `message m3`, `sent c1`.
std::string name_of(const Value& event);

}  // namespace deskbell
