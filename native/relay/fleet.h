#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/relay/store.h"

namespace deskbell::relay {

/// What one relay tells another. Notes of one sender arrive in their order, and at least once.
struct PeerNote {
    std::string id;    ///< its place among the receiver's notes; empty while it is being sent
    std::string from;  ///< the sender's name
    std::string kind;  ///< what it is about
    std::string body;  ///< JSON
};

/// What a relay learns when it says that it lives.
struct FleetNews {
    bool is_torn = false;            ///< notes that it has sent may be lost
    bool is_reborn = false;          ///< it was taken for dead: it has a new name, and none of its conversations is its own any more
    std::vector<std::string> alive;  ///< the names of all relays that live, its own among them
    std::vector<VisitorId>
        inherited;          ///< conversations of a dead relay that wait for somebody to go on with them: they are this relay's now
    bool has_more = false;  ///< there are more of them: ask again soon
};

/// Several relays on one store: which of them runs a conversation, which of them live, and what they tell each other. A conversation is run by one relay at a time; a commit of
/// any other fails with StoreConflict. A relay's conversations are its own as long as it says at least once in `lease` that it lives. Every call may throw StoreError.
class Fleet {
  public:
    virtual ~Fleet() = default;
    /// This relay's name, made up at each start.
    virtual const std::string& name() const = 0;
    virtual Millis lease() const = 0;
    /// Takes a conversation unless a living relay has it; that one's name, or nothing when it is this relay's now.
    virtual std::optional<std::string> claim(VisitorId visitor) = 0;
    /// Gives a conversation back that nothing waits for.
    virtual void release(VisitorId visitor) = 0;
    /// To be called at least three times in a lease.
    virtual FleetNews live() = 0;
    /// The rest of the relays may take everything over at once. For a clean stop.
    virtual void retire() = 0;

    /// False when the receiver does not live any more. What was posted is stored when this returns, or with the next Store::flush() where it may wait.
    virtual bool post(std::string_view to, const PeerNote& note) = 0;
    /// Likewise, without waiting for the outcome: a receiver that is dead gets nothing, of which live() tells.
    virtual void post_soon(std::string_view to, const PeerNote& note) = 0;
    /// The notes that have come. `descriptor` is readable when there may be some; -1: the connection is broken, live() mends it.
    virtual int descriptor() const = 0;
    virtual std::vector<PeerNote> notes() = 0;
    /// The notes up to this one are done with, and will not be told to whoever inherits from this relay.
    virtual void done_with(const std::string& note) = 0;
};

}  // namespace deskbell::relay
