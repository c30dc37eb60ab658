#include "native/relay/net/retry.h"

#include <algorithm>
#include <charconv>

#include "core/base/utf8.h"

namespace deskbell::relay {

std::optional<Millis> next_try(const channel::Request& request, const TryResult& result, int tries, double chance) {
    if (tries >= most_tries) return std::nullopt;
    using Kind = TryResult::Kind;
    const bool busy = result.kind == Kind::answered && result.status == 429;
    const bool broken = result.kind == Kind::unknown || (result.kind == Kind::answered && result.status >= 500);
    if (!busy && result.kind != Kind::not_sent && !(broken && request.repeatable)) return std::nullopt;
    if (result.asked_pause && *result.asked_pause > longest_asked_pause) return std::nullopt;
    const Millis full = std::min(longest_pause, first_pause << (tries - 1));
    const Millis pause = full - static_cast<Millis>(static_cast<double>(full) / 2 * chance);
    return std::max(pause, result.asked_pause.value_or(0));
}

std::optional<Millis> asked_pause(const std::vector<channel::Header>& headers) {
    for (const std::string_view name : {"retry-after", "x-ogw-ratelimit-reset"}) {
        const std::string_view value = trim(channel::header(headers, name));
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error == std::errc() && end == value.data() + value.size() && seconds >= 0 && seconds < 1'000'000)
            return seconds * millis_per_second;
    }
    return std::nullopt;
}

Millis Breaker::wait(Millis now) {
    if (!is_open()) return 0;
    if (open_until_ > now) return open_until_ - now;
    if (trying_) return millis_per_second;
    trying_ = true;
    return 0;
}

void Breaker::succeeded() {
    failures_ = 0;
    trying_ = false;
}

void Breaker::failed(Millis now) {
    trying_ = false;
    failures_ = std::min(failures_ + 1, breaker_failures + 8);
    if (is_open()) open_until_ = now + std::min(longest_asked_pause, breaker_pause << (failures_ - breaker_failures));
}

}  // namespace deskbell::relay
