// What the hub does with its desks: their answers, sockets and webhooks, each given to the conversation that it is for.

#include "core/base/json.h"
#include "native/relay/customer.h"
#include "native/relay/hub.h"
#include "native/relay/limits.h"
#include "native/relay/log.h"

namespace deskbell::relay {

void Hub::order(VisitorId id, const channel::SocketOrder& order) {
    Room& here = rooms_.at(id);
    using Kind = channel::SocketOrder::Kind;
    if (order.kind == Kind::send) {
        if (here.socket != 0 && outside_ != nullptr) outside_->send_socket(here.socket, order.text);
        return;
    }
    if (here.socket != 0) {
        sockets_.erase(here.socket);
        if (outside_ != nullptr) outside_->close_socket(here.socket);
        here.socket = 0;
    }
    if (order.kind != Kind::open) return;
    here.socket = ++last_socket_;
    sockets_[here.socket] = id;
    if (outside_ != nullptr) return outside_->open_socket(here.socket, here.desk, order.text);
    lost_sockets_.push_back(here.socket);
}

void Hub::answered(const Errand& errand, channel::Response response, Millis now) {
    auto answer = errands_.take(errand, std::move(response), now);
    if (answer) {
        if (Room* here = find_room(answer->visitor)) {
            here->unstored.push_back(std::move(answer->response));
            take_answers(answer->visitor, now);
            leave(answer->visitor);
        }
    }
    deliver_held(now);
    if (scheduled_) scheduled_();
    ask_for_flush();
}

/// Gives the conversation the answers that have come, in order. One that cannot be stored stays, since its request is not made again.
void Hub::take_answers(VisitorId id, Millis now) {
    Room& here = rooms_.at(id);
    try {
        wake(id, now);
        while (!here.unstored.empty()) {
            carry_out(id, here.conversation->answered(here.unstored.front(), now), now);
            here.unstored.pop_front();
        }
    } catch (const StoreError& error) {
        here.retry_at = now + store_pause;
        store_failed(id, error, now);
    }
}

void Hub::heard(std::uint64_t socket, const channel::SocketNews& news, Millis now) {
    const auto found = sockets_.find(socket);
    if (found == sockets_.end()) return;
    const VisitorId id = found->second;
    Room& here = rooms_.at(id);
    if (news.kind == channel::SocketNews::Kind::closed) {
        sockets_.erase(found);
        here.socket = 0;
    }
    try {
        carry_out(id, here.conversation->heard(news, now), now);
    } catch (const StoreError& error) {
        // A channel reads again what it missed when its socket opens the next time.
        if (here.socket != 0) {
            if (outside_ != nullptr) outside_->close_socket(here.socket);
            sockets_.erase(here.socket);
            here.socket = 0;
        }
        here.asleep = true;
        store_failed(id, error, now);
    }
    leave(id);
    ask_for_flush();
}

channel::Reply Hub::webhook(std::string_view desk, const channel::Webhook& webhook, Millis now) {
    const auto index = desk.empty() ? std::nullopt : find_desk(desk);
    if (!index) return {404, "application/json", error_frame(FrameError{"unknown_desk", "this relay has no such desk", {}})};
    ++counts_.webhooks;
    channel::WebhookResult result = desks_[*index].account->webhook(webhook, now);
    for (const std::string& line : result.trouble) {
        log_line("desk_trouble", {{"desk", desks_[*index].name}, {"address", webhook.address}, {"reason", line}});
    }
    try {
        for (const channel::Routed& item : result.items) {
            if (!deliver(*index, item, now)) keep_for_later(*index, item, now);
        }
        deliver_held(now);
        if (!flush(now)) throw StoreError("what came last may not have been kept");
    } catch (const StoreError& error) {
        // The desk sends it again; what was delivered is known by its id.
        log_line("store_failed", {{"desk", desks_[*index].name}, {"reason", error.what()}});
        return {503, "application/json", error_frame(FrameError{"store_failed", "the relay cannot store anything at the moment", {}})};
    }
    if (scheduled_) scheduled_();
    return std::move(result.reply);
}

/// Whose conversation an item is for; one that opens by itself is made.
std::optional<VisitorId> Hub::addressee(std::size_t desk, const channel::Routed& item, Millis now) {
    const std::string& name = desks_[desk].name;
    if (const auto found = store_.find_route(name, item.key)) return found;
    for (const std::string& key : item.or_keys) {
        if (const auto found = store_.find_route(name, key)) return found;
    }
    const auto customer = desks_[desk].account->newcomer(item);
    if (!customer) return std::nullopt;
    if (fleet_ != nullptr) {
        // Another relay may open it at the same moment: which of the two has to be known here.
        flush(now);
        store_.group(false);
    }
    Visitor visitor;
    try {
        Store::Transaction transaction(store_);
        visitor = store_.create_visitor({}, now);
        visitor.at = name;
        visitor.lang = customer->lang;
        visitor.customer = keep_customer(*customer);
        store_.save_visitor(visitor, now);
        store_.add_route(name, item.key, visitor.id);
        transaction.commit();
    } catch (const StoreConflict&) {
        store_.group(pending_ != nullptr);
        return store_.find_route(name, item.key);
    } catch (...) {
        store_.group(pending_ != nullptr);
        throw;
    }
    store_.group(pending_ != nullptr);
    return visitor.id;
}

/// False when nobody has the item's key.
bool Hub::deliver(std::size_t desk, const channel::Routed& item, Millis now) {
    const auto id = addressee(desk, item, now);
    if (id && hand_on(*id, desk, item)) return true;
    Room* here = id ? find_room(*id) : nullptr;
    if (here == nullptr) return false;
    try {
        wake(*id, now);
        carry_out(*id, here->conversation->delivered(item.item, DeliveryId{desks_[desk].name, item.id}, now), now);
    } catch (const StoreError&) {
        if (!store_.is_sure()) drop(*id, now);
        throw;
    }
    leave(*id);
    return true;
}

void Hub::deliver_held(Millis now) {
    if (fleet_ != nullptr && !held_.empty() && now >= look_again_at_) {
        // Another relay may have learnt the route.
        look_again_at_ = now + held_pause;
        routes_are_new_ = true;
    }
    while (std::exchange(routes_are_new_, false)) {
        std::deque<Held> waiting = std::exchange(held_, {});
        try {
            for (; !waiting.empty(); waiting.pop_front()) {
                if (!deliver(waiting.front().desk, waiting.front().item, now)) held_.push_back(waiting.front());
            }
        } catch (const StoreError& error) {
            log_line("store_failed", {{"reason", error.what()}});
            held_.insert(held_.end(), waiting.begin(), waiting.end());
        }
    }
    while (!held_.empty() && held_.front().until <= now) {
        log_line("webhook_dropped",
                 {{"desk", desks_[held_.front().desk].name}, {"key", held_.front().item.key}, {"reason", "no conversation has this key"}});
        held_.pop_front();
    }
}

}  // namespace deskbell::relay
