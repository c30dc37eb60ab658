#pragma once

#include <list>
#include <utility>
#include <vector>

#include "core/base/boxed.h"
#include "core/protocol/message.h"

namespace deskbell {

/// How far a message of the visitor has come.
enum class DeliveryState : std::uint8_t {
    received,   ///< not the visitor's own
    uploading,  ///< its file is on the way
    queued,     ///< waits for the connection or for the ones before it
    sending,    ///< handed to the host
    sent,       ///< the server has it
    read,       ///< the other side has read it
    failed,     ///< refused; offered for a retry
};

/// What the visitor has done with a message and the desk does not know yet: the unfinished part of a control.
struct LocalState {
    bool expanded = false;           ///< all choices are shown
    std::string chosen;              ///< content of the chosen item, or id of the grade
    bool submitted = false;          ///< the answer is on its way
    std::string answer_client_id;    ///< the message that carries the answer
    std::int64_t refusal = 0;        ///< the code with which the answer was refused
    Value values;                    ///< form fields as typed, by name
    std::list<std::string> missing;  ///< names of required fields that were left empty
};

/// A file that is being sent.
struct Upload {
    std::string ref;  ///< the host's name for it
    std::string name;
    std::string mime;
    std::int64_t size = 0;
    double progress = 0;  ///< 0 to 1
    std::string error;    ///< why it failed, in the host's words
};

/// One message in its place.
struct Entry {
    std::string key;        ///< the row's key: never changes, whatever ids arrive
    std::string client_id;  ///< of the visitor's own messages
    Message message;
    Millis shown_time = 0;  ///< the server's time, or the visitor's clock until there is one
    DeliveryState delivery = DeliveryState::received;
    std::int64_t failure_code = 0;
    std::string failure_info;
    Boxed<Upload> upload;
    Millis touched = 0;          ///< when its content last changed; a stream that is not touched is cut
    bool cut = false;            ///< a stream that stopped
    Boxed<LocalState> local;     ///< see local_of()
    std::uint32_t revision = 1;  ///< grows with every change, so that a view can tell

    /// Of an entry out of view: `message.im` as JSON. Then `message` has no more than its kind, ID, flow and time.
    std::string packed;

    // The place: server time, server sequence, order of arrival.
    Seconds order_time = 0;
    std::int64_t order_sequence = 0;
    std::int64_t order_arrival = 0;
};

/// What became of a message that was offered to the timeline.
enum class Placement : std::uint8_t {
    added,      ///< it is new
    updated,    ///< its ID was there, and its content changed
    duplicate,  ///< its ID was there with this content
};

/// How many messages are in view at first, how many more come with each step, and at most.
inline constexpr std::size_t window_first = 120;
inline constexpr std::size_t window_step = 60;
inline constexpr std::size_t window_most = 300;

/// The messages of a conversation: one entry for each ID, ordered by (time, sequence), ties by arrival. A window of them is in view; what an event costs does not depend on how
/// many there are.
class Timeline {
  public:
    using Place = std::list<Entry>::iterator;

    Timeline() = default;
    /// A copy looks up and shows its own entries.
    Timeline(const Timeline& other);
    Timeline(Timeline&&) = default;
    Timeline& operator=(const Timeline& other) { return *this = Timeline(other); }
    Timeline& operator=(Timeline&&) = default;
    ~Timeline() = default;

    struct Placed {
        Placement placement;
        Entry* entry;
    };

    /// Takes a message that the server has sent, live or from history. A message without ID gets one from its place of arrival.
    Placed place(Message&& message, Millis now);

    /// Takes changed content for a message that is there. A stream never loses text: a shorter version of what is shown is passed over, except for its end
    /// mark. Gives nullptr when the ID is unknown.
    Entry* modify(Message&& message, Millis now);

    /// Takes a message back. Gives nullptr when the ID is unknown.
    Entry* revoke(std::string_view id);

    /// Adds the visitor's own message at the end, before the server knows it.
    Entry& add_own(std::string_view client_id, Message&& message, Millis now);

    /// The server has taken the visitor's message: it gets its ID, time and place, and keeps its key. Gives nullptr when the client id is unknown.
    Entry* acknowledge(std::string_view client_id, Message&& message);

    /// Removes an own message that was given up.
    bool remove(std::string_view key);

    Entry* find_id(std::string_view id) const;
    Entry* find_key(std::string_view key) const;
    Entry* find_client_id(std::string_view client_id) const;
    /// In order. An entry stays where it is in memory, whatever comes or goes around it.
    std::list<Entry>& entries() { return entries_; }
    const std::list<Entry>& entries() const { return entries_; }

    /// The entries in view, from the first to the one behind the last.
    using Window = std::pair<std::list<Entry>::const_iterator, std::list<Entry>::const_iterator>;
    Window window() const;
    /// Whether there are entries before and behind the window.
    bool has_older() const { return window().first != entries_.begin(); }
    bool has_newer() const { return window().second != entries_.end(); }
    void show_older(std::size_t count);
    void show_newer(std::size_t count);
    /// The window goes along with the end again.
    void show_newest();

    /// Makes the entries in view whole, and those beside them small: of a hundred thousand messages only a few hundred are looked at.
    void pack_out_of_view();

    /// The streams that have not ended, and a few that have.
    const std::vector<Entry*>& streams() const { return streams_; }

    /// The time of the newest message from the desk, in seconds; 0 when there is none.
    Seconds newest_received() const;

  private:
    enum class Name : std::uint8_t { id, client_id };
    Entry* find(Name name, std::string_view wanted) const;
    /// Makes an entry known by its ID and client id.
    void know(Entry& entry);
    void put_in_slot(Entry& entry, std::string_view name);
    void note_stream(Entry& entry);
    void come_into_view(const Entry& entry);
    void leave_top(Place gone);
    /// Moves the last entry to its place.
    Entry& put_last_in_order();

    std::list<Entry> entries_;
    std::int64_t arrivals_ = 0;
    /// A hash table with open addressing, a power of two long: entries stand where their ID and their client id lead.
    std::vector<Entry*> slots_;
    std::size_t known_ = 0;
    std::vector<Entry*> streams_;
    /// The window goes along with the end; else it begins at `top_`.
    bool is_at_end_ = true;
    std::list<Entry>::const_iterator top_;
    std::size_t in_view_ = window_first;
};

/// What the visitor has done with it; nothing for most.
const LocalState& local_of(const Entry& entry);

/// True while a stream's end mark has not come.
bool is_open_stream(const Entry& entry);

}  // namespace deskbell
