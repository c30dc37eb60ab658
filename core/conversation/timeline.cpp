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

bool is_packed(const Entry& entry) { return !entry.packed.empty(); }

/// What has nothing but its message is kept as that message's text.
void pack(Entry& entry) {
    if (is_packed(entry) || entry.upload || entry.local || entry.message.im.id.empty() || is_open_stream(entry)) return;
    entry.packed = to_json(encode(entry.message.im));
    entry.packed.shrink_to_fit();
    Message small;
    small.kind = entry.message.kind;
    small.im.id = std::move(entry.message.im.id);
    small.im.flow = std::move(entry.message.im.flow);
    small.im.time = entry.message.im.time;
    entry.message = std::move(small);
}

void unpack(Entry& entry) {
    if (!is_packed(entry)) return;
    if (auto json = parse_json(entry.packed)) {
        if (auto message = read_message(*json)) entry.message = std::move(*message);
    }
    entry.packed.clear();
    entry.packed.shrink_to_fit();
}

}  // namespace

const LocalState& local_of(const Entry& entry) {
    static const LocalState none;
    return entry.local ? *entry.local : none;
}

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
    if (message.im.flow == "out") entry.client_id = message.im.client_id;
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
    note_stream(entry);
    put_last_in_order();
    come_into_view(entry);
    return {Placement::added, &entry};
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
    note_stream(*entry);
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
    put_last_in_order();
    come_into_view(entry);
    return entry;
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
    // What was typed after it and is not at the server yet stays behind it.
    std::list<Entry> behind;
    Place at = std::prev(entries_.end());
    while (&*at != own) {
        const Place later = at--;
        if (!later->message.im.id.empty() || later->order_arrival < entry.order_arrival || !comes_before(*later, entry)) continue;
        later->order_time = entry.order_time;
        later->order_sequence = entry.order_sequence;
        leave_top(later);
        behind.splice(behind.begin(), entries_, later);
    }
    leave_top(at);
    entries_.splice(entries_.end(), entries_, at);
    put_last_in_order();
    const Place rest = std::next(at);
    entries_.splice(rest, behind);
    // The slots may have been made anew meanwhile.
    for (Place later = std::next(at); later != rest; ++later) know(*later);
    return own;
}

bool Timeline::remove(std::string_view key) {
    for (auto at = entries_.end(); at != entries_.begin();) {
        --at;
        if (at->key != key) continue;
        leave_top(at);
        std::erase(streams_, &*at);
        entries_.erase(at);
        // It is rare; slots that nobody fills again would lead astray.
        slots_.clear();
        known_ = 0;
        for (Entry& entry : entries_) know(entry);
        return true;
    }
    return false;
}

namespace {

/// FNV-1a.
std::size_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

}  // namespace

void Timeline::put_in_slot(Entry& entry, std::string_view name) {
    if (name.empty()) return;
    std::size_t at = hash_of(name) & (slots_.size() - 1);
    while (slots_[at] != nullptr) {
        if (slots_[at] == &entry) return;
        at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = &entry;
    ++known_;
}

void Timeline::know(Entry& entry) {
    if ((known_ + 2) * 2 > slots_.size()) {
        std::size_t size = 64;
        while (size < entries_.size() * 4) size *= 2;
        slots_.assign(size, nullptr);
        known_ = 0;
        for (Entry& other : entries_) {
            put_in_slot(other, other.message.im.id);
            put_in_slot(other, other.client_id);
        }
    }
    put_in_slot(entry, entry.message.im.id);
    put_in_slot(entry, entry.client_id);
}

Entry* Timeline::find(Name name, std::string_view wanted) const {
    if (wanted.empty() || slots_.empty()) return nullptr;
    for (std::size_t at = hash_of(wanted) & (slots_.size() - 1); slots_[at] != nullptr; at = (at + 1) & (slots_.size() - 1)) {
        const Entry& entry = *slots_[at];
        if ((name == Name::id ? entry.message.im.id : entry.client_id) != wanted) continue;
        unpack(*slots_[at]);
        return slots_[at];
    }
    return nullptr;
}

Entry* Timeline::find_id(std::string_view id) const { return find(Name::id, id); }

Entry* Timeline::find_client_id(std::string_view client_id) const { return find(Name::client_id, client_id); }

Entry* Timeline::find_key(std::string_view key) const {
    const std::string_view kind = key.substr(0, 2);
    Entry* found = kind == "m:" ? find_id(key.substr(2)) : kind == "c:" ? find_client_id(key.substr(2)) : nullptr;
    if (found != nullptr) return found->key == key ? found : nullptr;
    // What came without an ID is named after its arrival.
    for (auto at = entries_.rbegin(); kind == "n:" && at != entries_.rend(); ++at) {
        if (at->key == key) return const_cast<Entry*>(&*at);
    }
    return nullptr;
}

void Timeline::note_stream(Entry& entry) {
    std::erase_if(streams_, [&](const Entry* stream) { return stream == &entry || !is_open_stream(*stream); });
    if (is_open_stream(entry)) streams_.push_back(&entry);
}

Timeline::Timeline(const Timeline& other)
    : entries_(other.entries_), arrivals_(other.arrivals_), is_at_end_(other.is_at_end_), in_view_(other.in_view_) {
    Place mine = entries_.begin();
    for (auto at = other.entries_.begin(); at != other.entries_.end(); ++at, ++mine) {
        know(*mine);
        note_stream(*mine);
        if (!is_at_end_ && at == other.top_) top_ = mine;
    }
}

/// One more at the end: a view that is full stays where it is, and the host asks for the rest.
void Timeline::come_into_view(const Entry& entry) {
    if (!is_at_end_ || &entry != &entries_.back() || entries_.size() <= in_view_) return;
    if (in_view_ < window_most) {
        ++in_view_;
    } else {
        top_ = std::prev(window().first);
        is_at_end_ = false;
    }
}

/// An entry is about to go from its place.
void Timeline::leave_top(Place gone) {
    if (!is_at_end_ && top_ == gone) ++top_;
    if (!is_at_end_ && top_ == entries_.end()) is_at_end_ = true;
}

Timeline::Window Timeline::window() const {
    auto first = is_at_end_ ? entries_.end() : top_;
    auto last = first;
    for (std::size_t count = 0; count < in_view_ && (is_at_end_ ? first != entries_.begin() : last != entries_.end()); ++count) {
        if (is_at_end_) {
            --first;
        } else {
            ++last;
        }
    }
    return {first, last};
}

void Timeline::show_older(std::size_t count) {
    auto first = window().first;
    for (; count > 0 && first != entries_.begin(); --count, ++in_view_) --first;
    if (is_at_end_ && in_view_ <= window_most) return;
    // What is furthest down leaves the view.
    in_view_ = std::min(in_view_, window_most);
    top_ = first;
    is_at_end_ = false;
}

void Timeline::show_newer(std::size_t count) {
    for (; count > 0 && has_newer(); --count) ++top_;
    is_at_end_ = is_at_end_ || !has_newer();
}

void Timeline::pack_out_of_view() {
    const auto [first, last] = window();
    Place at = entries_.erase(first, first);
    for (Place in_view = at; in_view != last; ++in_view) unpack(*in_view);
    while (at != entries_.begin() && !is_packed(*--at)) pack(*at);
    for (Place after = entries_.erase(last, last); after != entries_.end() && !is_packed(*after); ++after) pack(*after);
}

void Timeline::show_newest() {
    // A leap leaves nothing behind that is not small.
    const auto [first, last] = window();
    for (Place at = entries_.erase(first, first); at != last; ++at) pack(*at);
    is_at_end_ = true;
    in_view_ = window_first;
}

Seconds Timeline::newest_received() const {
    const auto found =
        std::find_if(entries_.rbegin(), entries_.rend(), [](const Entry& entry) { return entry.delivery == DeliveryState::received; });
    return found == entries_.rend() ? 0 : found->message.im.time;
}

Entry& Timeline::put_last_in_order() {
    const Place last = std::prev(entries_.end());
    // From both ends, since nearly everything belongs to one of them.
    Place front = entries_.begin();
    Place at = last;
    while (at != entries_.begin() && comes_before(*last, *std::prev(at))) {
        if (comes_before(*last, *front)) {
            at = front;
            break;
        }
        --at;
        ++front;
    }
    entries_.splice(at, entries_, last);
    know(*last);
    return *last;
}

}  // namespace deskbell
