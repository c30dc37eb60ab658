#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace deskbell::relay {

using VisitorId = std::int64_t;

/// The database cannot be used: the disk is full, the file is damaged. The transaction under way is rolled back by its destructor.
struct StoreError : std::runtime_error {
    using std::runtime_error::runtime_error;
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

struct StoredUpload {
    std::string id;
    VisitorId visitor = 0;
    std::string name;
    std::string mime;
    std::int64_t size = 0;
};

/// The relay's memory: one SQLite file in WAL mode, every statement prepared once. `synchronous=FULL`: what was answered with `sent` survives
/// a power cut. Calls run on the relay's only thread; a commit costs one fsync.
class Store {
  public:
    /// Opens or creates the file. Throws StoreError, also for a file of another version.
    explicit Store(const std::filesystem::path& file);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Everything between begin and commit happens, or nothing does.
    class Transaction {
      public:
        explicit Transaction(Store& store);
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

      private:
        Store& store_;
        bool open_ = true;
    };

    Visitor create_visitor(std::string_view token_hash, Millis now);
    std::optional<Visitor> find_visitor(std::string_view token_hash);
    std::optional<Visitor> load_visitor(VisitorId id);
    void save_visitor(const Visitor& visitor, Millis now);
    /// Visitors whose channel has a deadline, for a restart.
    std::vector<VisitorId> waiting_visitors();

    void add_message(VisitorId visitor, const StoredMessage& message);
    void replace_body(VisitorId visitor, std::string_view id, std::string_view body);
    std::optional<StoredMessage> find_message(VisitorId visitor, std::string_view id);
    std::optional<StoredMessage> find_sent(VisitorId visitor, std::string_view client_id);
    /// Up to `limit` messages before a sequence, newest first.
    std::vector<StoredMessage> messages_before(VisitorId visitor, std::int64_t sequence, int limit);

    /// Appends an event. A later change of the same message takes the place of an earlier one, as the replay shows the newest text anyway.
    void add_event(VisitorId visitor, const StoredEvent& event);
    std::vector<StoredEvent> events_after(VisitorId visitor, std::int64_t seq, int limit);
    /// Forgets the events up to a seq.
    void forget_events(VisitorId visitor, std::int64_t upto);

    /// The answer to an online-only message, which is not stored itself.
    void add_answer(VisitorId visitor, std::string_view client_id, std::string_view answer);
    std::optional<std::string> find_answer(VisitorId visitor, std::string_view client_id);

    void add_upload(const StoredUpload& upload, Millis now);
    std::optional<StoredUpload> find_upload(std::string_view id);
    std::int64_t upload_bytes(VisitorId visitor);

    /// Moves the write-ahead log into the file; for a clean stop.
    void checkpoint();

  private:
    class Query;
    enum class Statement : int;

    void execute(const char* sql);

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

}  // namespace deskbell::relay
