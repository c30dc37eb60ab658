#pragma once

#include <list>
#include <optional>

#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell {

/// A message that the visitor wants to be sent.
struct Outgoing {
    std::string client_id;
    std::string answers;  ///< key of the entry whose control it answers
    Value message;
    bool online_only = false;
    Millis created = 0;
    bool in_flight = false;  ///< handed to the host, not answered yet
    bool held = false;       ///< waits for its upload, or for the visitor after a refusal
    bool uploading = false;  ///< its file is on the way: what was typed after it waits as well
    int attempts = 0;
    Millis next_attempt = 0;  ///< not before this
    Millis answer_due = 0;    ///< taken as lost when nothing came by then
};

/// What is special about a message that is to be sent.
enum class SendKind : std::uint8_t {
    stored,
    online_only,  ///< the desk does not keep it
    trigger,      ///< online only, and goes before everything that was written before there was a session
    held,         ///< its upload goes first
};

/// The messages that are not at the server yet, in the order of typing (design.md, "Reliability rules"): one is in flight at a time, so that a lost one can
/// never be overtaken; what is lost is sent again under the same client id, at 1 s doubling to 30 s with jitter.
class SendQueue {
  public:
    explicit SendQueue(std::uint32_t seed = 1) : random_(seed == 0 ? 1 : seed) {}

    void add(std::string_view client_id, Value message, SendKind kind, Millis created);

    /// The message to hand to the host now, marked as in flight; nullptr when there is none, or while one is in flight. Ask only when connected.
    const Outgoing* take_next(Millis now);

    /// The server has it. Gives false when the client id is unknown, as for an answer that came twice.
    bool acknowledge(std::string_view client_id);

    /// The server refused it, or its file could not be uploaded: it is held until retry() or discard(), and what was typed after it goes on.
    bool refuse(std::string_view client_id);

    /// It could not be carried: it stays first in line and waits for its next attempt.
    bool postpone(std::string_view client_id, Millis now);

    /// The upload is done: this is the message to send.
    bool release(std::string_view client_id, Value message);

    bool retry(std::string_view client_id, Millis now);
    /// Its file is on the way again.
    void upload_again(std::string_view client_id);
    bool discard(std::string_view client_id);

    /// The connection is gone: what was in flight waits for the next connection.
    void connection_lost();
    /// There is a connection again: nothing has to wait.
    void connection_ready();

    /// Gives up waiting for answers that are overdue. True when there was one.
    bool expire_overdue(Millis now);

    /// The host's clock was set back by so much: what waits does so no longer than it was to.
    void clock_set_back(Millis by);

    /// When something has to be done again; only meaningful while connected.
    std::optional<Millis> next_deadline() const;

    const std::list<Outgoing>& waiting() const { return waiting_; }
    Outgoing* find(std::string_view client_id);

  private:
    Millis back_off(int attempts);

    std::list<Outgoing> waiting_;
    std::uint32_t random_;
};

/// How long the answer to a message may take before the message is sent again.
inline constexpr Millis answer_timeout = 20 * millis_per_second;

}  // namespace deskbell
