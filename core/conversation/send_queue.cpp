#include "core/conversation/send_queue.h"

#include <algorithm>

namespace deskbell {

namespace {

constexpr Millis first_back_off = millis_per_second;
constexpr Millis longest_back_off = 30 * millis_per_second;

/// The first of the list that could go; nullptr when there is none.
template <class List>
auto first_in_line(List& waiting) -> decltype(&waiting.front()) {
    bool behind_upload = false;
    for (auto& item : waiting) {
        behind_upload |= item.uploading;
        // What the visitor did not write (a trigger, a rating) need not wait for a file.
        if (!item.held && (!behind_upload || item.online_only)) return &item;
    }
    return nullptr;
}

}  // namespace

void SendQueue::add(std::string_view client_id, Value message, SendKind kind, Millis created) {
    Outgoing& item = kind == SendKind::trigger ? waiting_.emplace_front() : waiting_.emplace_back();
    item.client_id = client_id;
    item.message = std::move(message);
    item.online_only = kind == SendKind::online_only || kind == SendKind::trigger;
    item.held = item.uploading = kind == SendKind::held;
    item.created = created;
}

Outgoing* SendQueue::find(std::string_view client_id) {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Outgoing& item) { return item.client_id == client_id; });
    return found == waiting_.end() ? nullptr : &*found;
}

const Outgoing* SendQueue::take_next(Millis now) {
    // The first in line decides: the ones behind it must not overtake it.
    Outgoing* item = first_in_line(waiting_);
    if (item == nullptr || item->in_flight || item->next_attempt > now) return nullptr;
    item->in_flight = true;
    ++item->attempts;
    item->answer_due = now + answer_timeout;
    return item;
}

bool SendQueue::acknowledge(std::string_view client_id) { return discard(client_id); }

bool SendQueue::discard(std::string_view client_id) {
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        if (at->client_id != client_id) continue;
        waiting_.erase(at);
        return true;
    }
    return false;
}

bool SendQueue::refuse(std::string_view client_id) {
    Outgoing* item = find(client_id);
    if (item == nullptr) return false;
    item->in_flight = false;
    item->held = true;
    item->uploading = false;
    return true;
}

bool SendQueue::postpone(std::string_view client_id, Millis now) {
    Outgoing* item = find(client_id);
    if (item == nullptr) return false;
    item->in_flight = false;
    item->next_attempt = now + back_off(item->attempts);
    return true;
}

bool SendQueue::release(std::string_view client_id, Value message) {
    Outgoing* item = find(client_id);
    if (item == nullptr) return false;
    item->message = std::move(message);
    item->held = item->uploading = false;
    return true;
}

void SendQueue::upload_again(std::string_view client_id) {
    if (Outgoing* item = find(client_id)) item->uploading = true;
}

bool SendQueue::retry(std::string_view client_id, Millis now) {
    Outgoing* item = find(client_id);
    if (item == nullptr) return false;
    item->held = false;
    item->in_flight = false;
    item->attempts = 0;
    item->next_attempt = now;
    return true;
}

void SendQueue::connection_lost() {
    for (Outgoing& item : waiting_) item.in_flight = false;
}

void SendQueue::connection_ready() {
    for (Outgoing& item : waiting_) {
        item.in_flight = false;
        item.next_attempt = 0;
    }
}

bool SendQueue::expire_overdue(Millis now) {
    bool any = false;
    for (Outgoing& item : waiting_) {
        if (!item.in_flight || item.answer_due > now) continue;
        item.in_flight = false;
        item.next_attempt = now + back_off(item.attempts);
        any = true;
    }
    return any;
}

void SendQueue::clock_set_back(Millis by) {
    for (Outgoing& item : waiting_) {
        item.next_attempt -= by;
        item.answer_due -= by;
    }
}

std::optional<Millis> SendQueue::next_deadline() const {
    const Outgoing* item = first_in_line(waiting_);
    if (item == nullptr) return std::nullopt;
    return item->in_flight ? item->answer_due : item->next_attempt;
}

Millis SendQueue::back_off(int attempts) {
    const Millis base = std::min(longest_back_off, first_back_off << std::clamp(attempts - 1, 0, 5));
    // xorshift32 (Marsaglia 2003): the seed comes from the host, so a replay repeats. The jitter takes away up to a quarter.
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return base - static_cast<Millis>(random_ % static_cast<std::uint32_t>(base / 4));
}

}  // namespace deskbell
