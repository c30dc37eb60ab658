#include "core/conversation/timeline.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

bool comes_before(const Entry& a, const Entry& b) {
    if (a.order_time != b.order_time) return a.order_time < b.order_time;
    if (a.order_sequence != b.order_sequence) return a.order_sequence < b.order_sequence;
    return a.order_arrival < b.order_arrival;
}

void set_order(Entry& entry) {
    entry.order_time = entry.message.im.time;
    entry.order_sequence = entry.message.im.sequence;
    entry.shown_time = millis_of(entry.message.im.time);
}

void touch(Entry& entry, Millis now) {
    entry.touched = now;
    entry.cut = false;
    ++entry.revision;
}

bool same_content(const Message& a, const Message& b) {
    return a.kind == b.kind && a.data == b.data && a.im.payload == b.im.payload && a.im.is_revoked >= b.im.is_revoked;
}

/// The other side's reading is also told by a later copy of a message.
void take_read_mark(Entry& entry, const Message& copy) {
    if (entry.delivery != DeliveryState::sent || !copy.im.is_peer_read) return;
    entry.delivery = DeliveryState::read;
    ++entry.revision;
}

/// Gives the new version of a stream the longer of the two texts, unless the new one is a different text altogether.
void keep_longer_text(const Message& shown, Message& update) {
    const auto old_stream = record_of<Stream>(shown);
    auto new_stream = record_of<Stream>(update);
    const std::string old_text = stream_text(old_stream);
    const std::string new_text = stream_text(new_stream);
    if (new_text.size() > old_text.size()) return;
    // Not longer: an update that came late, or one that only brings the end. What the reader has seen stays; the end mark, once set, stays too.
    new_stream.chunks = Value(old_text);
    if (old_stream.is_finished != 0) new_stream.is_finished = old_stream.is_finished;
    update.data = shown.data;
    update.data.set("chunks", new_stream.chunks).set("isFinished", new_stream.is_finished);
}

}  // namespace

bool is_open_stream(const Entry& entry) {
    return entry.message.kind == MessageKind::stream && !entry.message.im.is_revoked && record_of<Stream>(entry.message).is_finished == 0;
}

Timeline::Placed Timeline::place(Message&& message, Millis now) {
    if (!message.im.id.empty()) {
        if (Entry* known = find_id(message.im.id)) {
            if (same_content(known->message, message)) {
                take_read_mark(*known, message);
                return {Placement::duplicate, known};
            }
            return {Placement::updated, modify(std::move(message), now)};
        }
    }
    const Entry* last = entries_.empty() ? nullptr : &entries_.back();
    Entry& entry = entries_.emplace_back();
    entry.order_arrival = ++arrivals_;
    entry.key = message.im.id.empty() ? joined("n:", to_digits(arrivals_)) : joined("m:", message.im.id);
    entry.delivery =
        message.im.flow == "out" ? (message.im.is_peer_read ? DeliveryState::read : DeliveryState::sent) : DeliveryState::received;
    entry.message = std::move(message);
    entry.touched = now;
    set_order(entry);
    if (entry.order_time == 0) {
        // Without a time it belongs to the end, and to the moment at which it came.
        entry.order_time = last != nullptr ? last->order_time : 0;
        entry.order_sequence = last != nullptr ? last->order_sequence : 0;
        entry.shown_time = now;
    }
    return {Placement::added, &put_last_in_order()};
}

Entry* Timeline::modify(Message&& message, Millis now) {
    Entry* entry = find_id(message.im.id);
    if (entry == nullptr) return nullptr;
    Message& shown = entry->message;
    take_read_mark(*entry, message);
    // What was taken back stays so, whatever copy of it comes later.
    message.im.is_revoked |= shown.im.is_revoked;
    if (shown.kind == MessageKind::stream && message.kind == MessageKind::stream) keep_longer_text(shown, message);
    // A modification may leave out what does not change.
    if (message.im.nick.empty()) message.im.nick = shown.im.nick;
    if (message.im.avatar.empty()) message.im.avatar = shown.im.avatar;
    if (message.im.flow.empty()) message.im.flow = shown.im.flow;
    if (message.im.cloud_custom_data.empty()) {
        message.im.cloud_custom_data = shown.im.cloud_custom_data;
        message.cloud = shown.cloud;
    }
    message.im.time = shown.im.time;
    message.im.sequence = shown.im.sequence;
    shown = std::move(message);
    touch(*entry, now);
    return entry;
}

Entry* Timeline::revoke(std::string_view id) {
    Entry* entry = find_id(id);
    if (entry == nullptr) return nullptr;
    entry->message.im.is_revoked = true;
    ++entry->revision;
    return entry;
}

Entry& Timeline::add_own(std::string_view client_id, Message&& message, Millis now) {
    const Entry* last = entries_.empty() ? nullptr : &entries_.back();
    Entry& entry = entries_.emplace_back();
    entry.order_arrival = ++arrivals_;
    entry.client_id = client_id;
    entry.key = joined("c:", entry.client_id);
    entry.message = std::move(message);
    entry.message.im.flow = "out";
    entry.delivery = DeliveryState::queued;
    entry.shown_time = now;
    entry.touched = now;
    // Its place is after what is there now; the visitor's clock may be wrong and decides nothing.
    if (last != nullptr) {
        entry.order_time = last->order_time;
        entry.order_sequence = last->order_sequence;
    }
    return put_last_in_order();
}

Entry* Timeline::acknowledge(std::string_view client_id, Message&& message) {
    Entry* own = find_client_id(client_id);
    if (own == nullptr) return nullptr;
    // The same message may have come on another way before its acknowledgement; the row that the visitor saw first stays.
    if (Entry* twin = find_id(message.im.id); twin != nullptr && twin != own) {
        remove(twin->key);
    }
    Entry& entry = *own;
    message.im.flow = "out";
    entry.message = std::move(message);
    entry.delivery = entry.message.im.is_peer_read ? DeliveryState::read : DeliveryState::sent;
    entry.upload.reset();
    ++entry.revision;
    if (entry.message.im.time != 0) set_order(entry);
    for (Entry& later : entries_) {
        // What was typed after it and is not at the server yet stays behind it.
        if (&later == own || !later.message.im.id.empty() || later.order_arrival < entry.order_arrival || !comes_before(later, entry))
            continue;
        later.order_time = entry.order_time;
        later.order_sequence = entry.order_sequence;
    }
    const auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& other) { return &other == own; });
    entries_.splice(entries_.end(), entries_, at);
    return &put_last_in_order();
}

bool Timeline::remove(std::string_view key) {
    for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        if (at->key != key) continue;
        entries_.erase(at);
        return true;
    }
    return false;
}

Entry* Timeline::find(const std::string& (*field)(const Entry&), std::string_view wanted) {
    if (wanted.empty()) return nullptr;
    // Newest first: that is where nearly everything that is looked for stands.
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& entry) { return field(entry) == wanted; });
    return found == entries_.rend() ? nullptr : &*found;
}

Entry* Timeline::find_id(std::string_view id) {
    return find([](const Entry& entry) -> const std::string& { return entry.message.im.id; }, id);
}

Entry* Timeline::find_key(std::string_view key) {
    return find([](const Entry& entry) -> const std::string& { return entry.key; }, key);
}

Entry* Timeline::find_client_id(std::string_view client_id) {
    return find([](const Entry& entry) -> const std::string& { return entry.client_id; }, client_id);
}

Seconds Timeline::newest_received() const {
    const auto found =
        std::find_if(entries_.rbegin(), entries_.rend(), [](const Entry& entry) { return entry.delivery == DeliveryState::received; });
    return found == entries_.rend() ? 0 : found->message.im.time;
}

Entry& Timeline::put_last_in_order() {
    const auto last = std::prev(entries_.end());
    auto at = last;
    while (at != entries_.begin() && comes_before(*last, *std::prev(at))) --at;
    entries_.splice(at, entries_, last);
    return *last;
}

}  // namespace deskbell
