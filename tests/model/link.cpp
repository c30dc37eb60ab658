#include "tests/model/link.h"

namespace deskbell::model {

Link::Link(Network& network, Browser& browser, Page page, std::optional<std::int64_t> seen, Events events)
    : network_(network), browser_(browser), page_(page), channel_("en", browser.storage.token, seen), events_(std::move(events)) {}

Link::~Link() {
    browser_.loop.cancel(again_);
    browser_.loop.cancel(watch_);
    if (socket_) network_.hang_up(socket_);
}

void Link::connect() {
    browser_.loop.cancel(again_);
    again_ = 0;
    events_.net(channel_.opening(browser_.loop.now()), std::nullopt);
    socket_ = network_.dial(page_);
    if (!socket_) return lost();
    watch();
    socket_->up_send(channel_.hello());
}

void Link::send(const Value& effect) {
    if (auto frame = channel_.frame_of(effect); frame && socket_) socket_->up_send(std::move(*frame));
}

void Link::hurry() {
    if (again_ != 0) connect();
}

void Link::receive(std::string_view text) {
    std::vector<Value> events;
    const std::string key = channel_.token();
    const auto seen = channel_.seen();
    const bool is_whole = channel_.receive(text, browser_.loop.now(), events);
    watch();
    if (channel_.token() != key) {
        const std::string kept = events_.token(channel_.token(), key);
        if (kept != channel_.token()) {
            channel_ = RelayChannel("en", kept, seen);
            return give_up();
        }
    }
    for (const Value& event : events) {
        const std::string_view name = event["event"].as_text();
        if (name == "net") {
            events_.net(event, channel_.seen());
        } else {
            const Value& number = event["seq"];
            events_.event(event, name == "gap" ? channel_.seen() : number.is_integer() ? std::optional(number.as_integer()) : std::nullopt);
        }
    }
    if (!is_whole) give_up();
}

void Link::give_up() {
    if (socket_) network_.hang_up(socket_);
    lost();
}

void Link::lost() {
    socket_.reset();
    browser_.loop.cancel(watch_);
    watch_ = 0;
    events_.net(channel_.lost(), std::nullopt);
    again_ = browser_.loop.later(page_, channel_.next_wait(0), [this] { connect(); });
}

/// Asks again in time whether the relay is there.
void Link::watch() {
    browser_.loop.cancel(watch_);
    watch_ = 0;
    const auto due = channel_.next_ask();
    if (!due) return;
    watch_ = browser_.loop.later(page_, *due - browser_.loop.now(), [this] {
        const auto ping = channel_.ask(browser_.loop.now());
        if (!ping) return give_up();
        socket_->up_send(*ping);
        watch();
    });
}

}  // namespace deskbell::model
