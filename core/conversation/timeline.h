#pragma once

#include <list>
#include <utility>

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
    std::optional<Upload> upload;
    Millis touched = 0;  ///< when its content last changed; a stream that is not touched is cut
    bool cut = false;    ///< a stream that stopped
    LocalState local;
    std::uint32_t revision = 1;  ///< grows with every change, so that a view can tell

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

/// The messages of a conversation: one entry for each ID, ordered by (time, sequence), ties by arrival.
class Timeline {
  public:
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

    Entry* find_id(std::string_view id);
    Entry* find_key(std::string_view key);
    Entry* find_client_id(std::string_view client_id);
    /// In order. An entry stays where it is in memory, whatever comes or goes around it.
    std::list<Entry>& entries() { return entries_; }
    const std::list<Entry>& entries() const { return entries_; }

    /// The time of the newest message from the desk, in seconds; 0 when there is none.
    Seconds newest_received() const;

  private:
    Entry* find(const std::string& (*field)(const Entry&), std::string_view wanted);
    /// Moves the last entry to its place.
    Entry& put_last_in_order();

    std::list<Entry> entries_;
    std::int64_t arrivals_ = 0;
};

/// True while a stream's end mark has not come.
bool is_open_stream(const Entry& entry);

}  // namespace deskbell
