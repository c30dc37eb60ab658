#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace deskbell::relay {

using VisitorId = std::int64_t;

/// The database cannot be used: the disk is full, the file is damaged. The transaction under way is rolled back by its destructor.
struct StoreError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Another relay was first: it runs this conversation now, or has made what was to be made. To look again helps.
struct StoreConflict : StoreError {
    using StoreError::StoreError;
};

/// One visitor's row. `seq` is the number of the last event; `forgotten` that of the last event that can no longer be replayed.
struct Visitor {
    VisitorId id = 0;
    std::int64_t seq = 0;
    std::int64_t forgotten = 0;
    Seconds desk_read = 0;     ///< the desk has read the visitor's messages up to this time
    Seconds visitor_read = 0;  ///< and the visitor the desk's
    std::string lang;
    std::string desk;                ///< the state of the visitor's channel (JSON), empty before the first message
    std::optional<Millis> deadline;  ///< when the channel wants to go on by itself
    std::string at;        ///< the name of the desk in the configuration; empty: the first one (of relays that knew one desk only)
    std::string customer;  ///< who it is, where the relay did not make the id up (JSON, customer.h); empty: an anonymous visitor
    Millis seen = 0;       ///< when it was saved last
    bool open = false;     ///< a request or a socket of the channel is open: somebody has to go on with it after a restart
};

struct StoredMessage {
    std::int64_t sequence = 0;  ///< the seq of the event that brought it
    std::string id;
    std::string client_id;  ///< empty for the desk's messages
    std::string body;       ///< the IM message as JSON, as it is now
};

enum class EventKind : int { message = 0, modified = 1, revoked = 2, read = 3 };

/// What happened at a seq. Bodies are not kept a second time: a replay shows a message as it is now.
struct StoredEvent {
    std::int64_t seq = 0;
    EventKind kind = EventKind::message;
    std::string message;  ///< the id
};

/// Names one webhook delivery of a desk, so that a repeated one does nothing.
struct DeliveryId {
    std::string at;  ///< the desk's name
    std::string id;
};

struct StoredUpload {
    std::string id;
    VisitorId visitor = 0;
    std::string name;
    std::string mime;
    std::int64_t size = 0;
};

/// The relay's memory. Calls run on the relay's only thread; what was committed survives a power cut, while changes are grouped: once it was flushed.
class Store {
  public:
    virtual ~Store() = default;

    /// Everything between begin and commit happens, or nothing does.
    class Transaction {
      public:
        explicit Transaction(Store& store) : store_(store) { store_.begin(); }
        ~Transaction() {
            if (open_) store_.roll_back();
        }
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit() {
            store_.commit();
            open_ = false;
        }

      private:
        Store& store_;
        bool open_ = true;
    };

    /// A visitor without a past. `token_hash` may be empty: nobody can come back as this visitor by a stored token.
    virtual Visitor create_visitor(std::string_view token_hash, Millis now) = 0;
    virtual std::optional<Visitor> find_visitor(std::string_view token_hash) = 0;
    virtual std::optional<Visitor> load_visitor(VisitorId id) = 0;
    virtual void save_visitor(const Visitor& visitor, Millis now) = 0;
    /// Visitors whose channel has a deadline or something open, for a restart.
    virtual std::vector<VisitorId> waiting_visitors() = 0;

    virtual void add_message(VisitorId visitor, const StoredMessage& message) = 0;
    virtual void replace_body(VisitorId visitor, std::string_view id, std::string_view body) = 0;
    virtual std::optional<StoredMessage> find_message(VisitorId visitor, std::string_view id) = 0;
    virtual std::optional<StoredMessage> find_sent(VisitorId visitor, std::string_view client_id) = 0;
    /// Up to `limit` messages before a sequence, newest first.
    virtual std::vector<StoredMessage> messages_before(VisitorId visitor, std::int64_t sequence, int limit) = 0;

    /// Appends an event. A later change of the same message takes the place of an earlier one, as the replay shows the newest text anyway.
    virtual void add_event(VisitorId visitor, const StoredEvent& event) = 0;
    virtual std::vector<StoredEvent> events_after(VisitorId visitor, std::int64_t seq, int limit) = 0;
    /// Forgets the events up to a seq.
    virtual void forget_events(VisitorId visitor, std::int64_t upto) = 0;

    /// The answer to an online-only message, which is not stored itself.
    virtual void add_answer(VisitorId visitor, std::string_view client_id, std::string_view answer) = 0;
    virtual std::optional<std::string> find_answer(VisitorId visitor, std::string_view client_id) = 0;

    /// By which key a desk's webhooks name a visitor's conversation. A key that is given again belongs to the last visitor.
    virtual void add_route(std::string_view at, std::string_view key, VisitorId visitor) = 0;
    virtual std::optional<VisitorId> find_route(std::string_view at, std::string_view key) = 0;
    /// Remembers a delivery for at least `delivery_memory`; false when it was known already.
    virtual bool add_delivery(const DeliveryId& delivery, Millis now) = 0;

    virtual void add_upload(const StoredUpload& upload, Millis now) = 0;
    virtual std::optional<StoredUpload> find_upload(std::string_view id) = 0;
    virtual std::int64_t upload_bytes(VisitorId visitor) = 0;

    /// The secret of this name; `fresh` is kept when there is none yet. All relays of a store have the same.
    virtual std::string secret(std::string_view name, const std::string& fresh) = 0;

    /// Up to `limit` visitors who were saved last before a time and whom nothing waits for.
    virtual std::vector<VisitorId> visitors_before(Millis time, int limit) = 0;
    /// Removes a visitor with everything that is theirs; gives the ids of their uploads, whose files are the caller's to remove.
    virtual std::vector<std::string> forget_visitor(VisitorId visitor) = 0;
    /// Throws StoreError when the store cannot be read.
    virtual void check() = 0;

    /// Brings the files into the shape that a clean stop leaves.
    virtual void checkpoint() = 0;

    /// Whether a commit that failed has certainly not happened. Where it may have, whoever made it has to read everything anew.
    virtual bool is_sure() const { return true; }
    /// From now on a commit may wait for flush(), with others, to become durable.
    virtual void group(bool) {}
    /// Whether everything that was committed is durable.
    virtual bool is_flushed() const { return true; }
    /// Makes durable what was committed. Gives the visitors of whose changes since the last call nobody knows what came: they did not happen, or another relay runs the conversation now.
    virtual std::vector<VisitorId> flush() { return {}; }

  protected:
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
};

}  // namespace deskbell::relay
