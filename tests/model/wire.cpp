#include "tests/model/wire.h"

namespace deskbell::model {

void Wire::push(std::string text, Millis now, Millis latency) {
    if (is_dead_) return;
    const Millis due = now + latency;
    frames_.push_back({frames_.empty() ? due : std::max(due, frames_.back().due), std::move(text)});
}

std::string Wire::pop() {
    std::string text = std::move(frames_.front().text);
    frames_.pop_front();
    return text;
}

bool Wire::twice(std::size_t at) {
    if (frames_.empty()) return false;
    const auto place = frames_.begin() + static_cast<std::ptrdiff_t>(at % frames_.size());
    frames_.insert(place, Frame(*place));
    return true;
}

bool Wire::swap(std::size_t at) {
    if (frames_.size() < 2) return false;
    at %= frames_.size() - 1;
    std::swap(frames_[at].text, frames_[at + 1].text);
    return true;
}

bool Wire::lose(std::size_t at) {
    if (frames_.empty()) return false;
    at %= frames_.size();
    if (!frames_[at].text.starts_with("{\"seq\"") || at + 1 != frames_.size()) return false;
    frames_.pop_back();
    return true;
}

}  // namespace deskbell::model
