// What the hub does as one of several relays: sockets whose conversations run elsewhere, sockets of other relays, and what dead relays leave.

#include <algorithm>

#include "core/base/json.h"
#include "native/relay/hub.h"
#include "native/relay/log.h"

namespace deskbell::relay {
namespace {

Value note_of(const channel::Routed& item, std::string_view desk) {
    Value keys = Value::array();
    for (const std::string& key : item.or_keys) keys.push(Value(key));
    return Value::object().set("desk", desk).set("key", item.key).set("id", item.id).set("item", item.item).set("or_keys", std::move(keys));
}

channel::Routed item_of(const Value& note) {
    channel::Routed item;
    item.key = note["key"].as_text();
    item.id = note["id"].as_text();
    item.item = note["item"];
    for (const Value& key : note["or_keys"].items()) item.or_keys.emplace_back(key.as_text());
    return item;
}

}  // namespace

std::optional<std::string> Hub::elsewhere(VisitorId id) { return fleet_ == nullptr ? std::nullopt : fleet_->claim(id); }

void Hub::give_back(VisitorId id) {
    try {
        fleet_->release(id);
    } catch (const StoreError&) {
        // It stays this relay's, which does no harm.
    }
}

void Hub::send_away(Connection& connection, const std::string& relay, const Guest& guest) {
    const std::uint64_t number = ++last_away_;
    std::string body = std::to_string(number) + ' ' + std::to_string(guest.visitor.id) + (guest.known ? " 1 " : " 0 ");
    fleet_->post_soon(relay, {{}, {}, peer_note::hello, body.append(text_)});
    connection.away_ = number;
    away_[number] = {&connection, relay};
}

void Hub::hand_on(Connection& connection, std::string_view text, Millis now) {
    ++counts_.frames;
    if (!connection.rate_.allow(now)) return refused(connection, FrameError{"too_many", "at most 10 frames a second, 40 at once", {}});
    try {
        fleet_->post_soon(away_.at(connection.away_).relay,
                          {{}, {}, peer_note::frame, std::to_string(connection.away_) + ' ' + std::string(text)});
    } catch (const StoreError& error) {
        store_failed(0, error, now);
        connection.close(Closing::later);
    }
}

/// The socket is closed or is to be: the other relay need not tell it anything more.
void Hub::close_away(std::uint64_t number, Closing reason) {
    const auto found = away_.find(number);
    if (found == away_.end()) return;
    const Away away = found->second;
    away_.erase(found);
    away.connection->away_ = 0;
    if (connections_.contains(away.connection)) return away.connection->close(reason);
    try {
        fleet_->post_soon(away.relay, {{}, {}, peer_note::gone, std::to_string(number)});
    } catch (const StoreError&) {
        // live() will say that notes were lost.
    }
}

void Hub::close_remote(const RemoteKey& key, Millis now) {
    const auto found = remote_.find(key);
    if (found == remote_.end()) return;
    const std::shared_ptr<RemoteConnection> connection = found->second;
    remote_.erase(found);
    closed(*connection, now);
}

bool Hub::hand_on(VisitorId id, std::size_t desk, const channel::Routed& item) {
    if (fleet_ == nullptr || rooms_.contains(id)) return false;
    // A relay that is not there any more has left the conversation to whoever asks next.
    for (int tries = 0; tries < 3; ++tries) {
        const auto owner = fleet_->claim(id);
        if (!owner) return false;
        if (fleet_->post(*owner, {{}, {}, peer_note::webhook, to_json(note_of(item, desks_[desk].name))})) return true;
    }
    throw StoreError("the relay that runs the conversation is just going");
}

void Hub::keep_for_later(std::size_t desk, const channel::Routed& item, Millis now) {
    if (fleet_ == nullptr) return hold({desk, item, now + held_time, false});
    fleet_->post(fleet_->name(), {{}, {}, peer_note::webhook, to_json(note_of(item, desks_[desk].name))});
}

void Hub::hold(Held held) {
    if (held_.size() >= most_held) {
        log_line("webhook_dropped",
                 {{"desk", desks_[held_.front().desk].name}, {"key", held_.front().item.key}, {"reason", "too many wait"}});
        held_.pop_front();
    }
    held_.push_back(std::move(held));
}

void Hub::take_up_dropped(Millis now) {
    while (!dropped_.empty() && dropped_.begin()->first <= now) {
        const VisitorId id = dropped_.begin()->second;
        dropped_.erase(dropped_.begin());
        try {
            if (find_room(id) != nullptr) leave(id);
        } catch (const StoreError&) {
            // The store is not there yet: the others need not be tried now either.
            dropped_.emplace(now + drop_pause, id);
            while (dropped_.begin()->first <= now) {
                auto later = dropped_.extract(dropped_.begin());
                later.key() = now + drop_pause;
                dropped_.insert(std::move(later));
            }
        }
    }
}

void Hub::heard(const FleetNews& news, Millis now) {
    relays_ = static_cast<int>(news.alive.size());
    const auto lives = [&](const std::string& relay) {
        return !news.is_torn && !news.is_reborn && std::find(news.alive.begin(), news.alive.end(), relay) != news.alive.end();
    };
    if (news.is_reborn) {
        // Others go on with its conversations.
        log_line("taken_for_dead", {{"conversations", std::to_string(rooms_.size())}});
        std::vector<VisitorId> all;
        for (const auto& [id, here] : rooms_) all.push_back(id);
        for (const VisitorId id : all) drop(id, now);
    }
    std::vector<std::uint64_t> lost;
    for (const auto& [number, away] : away_) {
        if (!lives(away.relay)) lost.push_back(number);
    }
    for (const std::uint64_t number : lost) close_away(number, Closing::later);
    std::vector<RemoteKey> gone;
    for (const auto& [key, connection] : remote_) {
        if (lives(key.first)) continue;
        connection->close(Closing::later);
        gone.push_back(key);
    }
    for (const RemoteKey& key : gone) close_remote(key, now);
    for (const VisitorId id : news.inherited) {
        log_line("inherited", {{"visitor", std::to_string(id)}});
        dropped_.emplace(now, id);
    }
    take_up_dropped(now);
    ask_for_flush();
    if (scheduled_) scheduled_();
}

void Hub::heard(const std::vector<PeerNote>& notes, Millis now) {
    for (const PeerNote& note : notes) {
        last_note_ = note.id;
        try {
            heard(note, now);
        } catch (const StoreError& error) {
            store_failed(0, error, now);
            if (note.kind == peer_note::webhook) {
                undone_.push_back(note);
                try_notes_at_ = now + drop_pause;
            }
        }
    }
    try_undone(now);
    ask_for_flush();
    if (scheduled_) scheduled_();
}

void Hub::heard(const PeerNote& note, Millis now) {
    std::string_view body = note.body;
    if (note.kind == peer_note::webhook) {
        heard_webhook(note, now);
    } else if (note.kind == peer_note::hello) {
        heard_hello(note, body, now);
    } else if (note.kind == peer_note::frame) {
        const std::int64_t number = take_number(body);
        const auto found = remote_.find({note.from, number});
        if (found == remote_.end()) return RemoteConnection(*fleet_, note.from, static_cast<std::uint64_t>(number)).close(Closing::later);
        const std::shared_ptr<RemoteConnection> connection = found->second;
        received(*connection, body, now);
    } else if (note.kind == peer_note::gone) {
        close_remote({note.from, take_number(body)}, now);
    } else if (note.kind == peer_note::line || note.kind == peer_note::close) {
        const auto number = static_cast<std::uint64_t>(take_number(body));
        const auto found = away_.find(number);
        if (found == away_.end() || found->second.relay != note.from) return;
        if (note.kind == peer_note::line) {
            ++counts_.lines;
            found->second.connection->send(std::string(body));
        } else {
            close_away(number, static_cast<Closing>(take_number(body)));
        }
    }
}

/// A visitor of a conversation of this relay has come to another one.
void Hub::heard_hello(const PeerNote& note, std::string_view body, Millis now) {
    const std::int64_t number = take_number(body);
    Guest guest;
    const VisitorId id = take_number(body);
    guest.known = take_word(body) == "1";
    auto connection = std::make_shared<RemoteConnection>(*fleet_, note.from, static_cast<std::uint64_t>(number));
    auto parsed = parse_frame(body);
    const Frame* frame = std::get_if<Frame>(&parsed);
    const HelloFrame* hello = frame != nullptr ? std::get_if<HelloFrame>(frame) : nullptr;
    Room* here = nullptr;
    try {
        here = hello != nullptr ? find_room(id) : nullptr;
        if (here == nullptr) return connection->close(Closing::later);
        guest.visitor = here->conversation->visitor();
        guest.desk = here->desk;
        remote_[{note.from, number}] = connection;
        opened(*connection, now);
        enter(*connection, std::move(guest), *hello, now);
    } catch (const StoreError& error) {
        connection->close(Closing::later);
        store_failed(id, error, now);
    }
}

/// Throws StoreError: it has to be tried again.
void Hub::heard_webhook(const PeerNote& note, Millis now) {
    const auto body = parse_json(note.body);
    const auto desk = body ? find_desk((*body)["desk"].as_text()) : std::nullopt;
    if (!desk) {
        log_line("webhook_dropped", {{"relay", note.from}, {"reason", "this relay has no such desk"}});
        return;
    }
    channel::Routed item = item_of(*body);
    if (!deliver(*desk, item, now)) hold({*desk, std::move(item), now + held_time, true});
}

/// Webhooks that could not be stored, once more; and what is done with is forgotten, unless something before it is not.
void Hub::try_undone(Millis now) {
    if (fleet_ == nullptr) return;
    if (!undone_.empty() && now < try_notes_at_) return;
    try {
        for (; !undone_.empty(); undone_.pop_front()) heard_webhook(undone_.front(), now);
        const bool noted = std::any_of(held_.begin(), held_.end(), [](const Held& held) { return held.is_noted; });
        if (noted || last_note_.empty() || !flush(now)) return;
        fleet_->done_with(std::exchange(last_note_, {}));
    } catch (const StoreError& error) {
        try_notes_at_ = now + drop_pause;
        store_failed(0, error, now);
    }
}

}  // namespace deskbell::relay
