#include "native/relay/errands.h"

#include <algorithm>

#include "native/relay/limits.h"
#include "native/relay/log.h"

namespace deskbell::relay {
namespace {

channel::Response no_answer(const std::string& id, std::string_view reason) {
    channel::Response response;
    response.id = id;
    response.body = reason;
    return response;
}

}  // namespace

bool Errands::wanted(const Errand& errand) const {
    const auto found = numbers_.find({errand.visitor, errand.id});
    return found != numbers_.end() && found->second == errand.number;
}

void Errands::add(std::size_t desk, VisitorId visitor, channel::Request request, Millis now) {
    cancel(visitor, request.id);
    Errand errand{++last_number_, desk, visitor, request.id, request.authorised};
    numbers_[{visitor, request.id}] = errand.number;
    if (request.wait <= 0) return submit(std::move(errand), std::move(request), now);
    const Millis due = now + request.wait;
    later_.emplace(due, Waiting{std::move(errand), std::move(request), due});
}

void Errands::submit(Errand errand, channel::Request request, Millis now) {
    if (outside_ == nullptr) {
        failed_.push_back({errand.visitor, no_answer(errand.id, "this host has no network")});
        numbers_.erase({errand.visitor, errand.id});
        return;
    }
    if (!errand.authorised) return outside_->fetch(errand, std::move(request));
    renew(errand.desk, now);
    if (desks_[errand.desk].account->ready(now)) return outside_->fetch(errand, std::move(request));
    accounts_[errand.desk].waiting.push_back({std::move(errand), std::move(request), now + longest_token_wait});
}

/// Asks for a token when the account wants one; one at a time, and after failures with growing pauses.
void Errands::renew(std::size_t desk, Millis now) {
    Account& account = accounts_[desk];
    if (account.renewing || now < account.renew_after) return;
    auto request = desks_[desk].account->credentials(now);
    if (!request) {
        // It may want one later; asking again at once would never end.
        if (!desks_[desk].account->ready(now)) account.renew_after = now + millis_per_second;
        return;
    }
    account.renewing = true;
    Errand errand{++last_number_, desk, 0, request->id, false};
    outside_->fetch(errand, std::move(*request));
}

void Errands::renewed(const Errand& errand, const channel::Response& response, Millis now) {
    if (!response.complete) return;
    Account& account = accounts_[errand.desk];
    account.renewing = false;
    const auto result = desks_[errand.desk].account->authenticated(response, now);
    if (result) {
        account.failures = 0;
        account.renew_after = 0;
        return release(errand.desk, now);
    }
    account.failures = std::min(account.failures + 1, 6);
    account.renew_after = now + (millis_per_second << (account.failures - 1));
    log_line("no_token", {{"desk", desks_[errand.desk].name}, {"reason", result.error()}});
}

void Errands::release(std::size_t desk, Millis now) {
    std::deque<Waiting>& waiting = accounts_[desk].waiting;
    while (!waiting.empty() && desks_[desk].account->ready(now)) {
        Waiting next = std::move(waiting.front());
        waiting.pop_front();
        if (wanted(next.errand)) outside_->fetch(next.errand, std::move(next.request));
    }
}

void Errands::cancel(VisitorId visitor, const std::string& id) {
    const auto found = numbers_.find({visitor, id});
    if (found == numbers_.end()) return;
    if (outside_ != nullptr) outside_->forget(found->second);
    numbers_.erase(found);
}

void Errands::cancel_all(VisitorId visitor) {
    for (auto next = numbers_.lower_bound({visitor, {}}); next != numbers_.end() && next->first.first == visitor;) {
        if (outside_ != nullptr) outside_->forget(next->second);
        next = numbers_.erase(next);
    }
}

std::optional<Errands::Answer> Errands::take(const Errand& errand, channel::Response response, Millis now) {
    response.id = errand.id;
    if (errand.visitor == 0) {
        renewed(errand, response, now);
        return std::nullopt;
    }
    if (!wanted(errand)) return std::nullopt;
    if (response.complete) numbers_.erase({errand.visitor, errand.id});
    return Answer{errand.visitor, std::move(response)};
}

void Errands::authorise(const Errand& errand, channel::Request& request) const {
    if (errand.authorised) desks_[errand.desk].account->authorise(request);
}

std::optional<Millis> Errands::next_deadline() const {
    std::optional<Millis> next;
    if (!failed_.empty()) next = 0;
    if (!later_.empty()) take_sooner(next, later_.begin()->first);
    for (const Account& account : accounts_) {
        if (account.waiting.empty()) continue;
        take_sooner(next, account.waiting.front().until);
        if (!account.renewing) take_sooner(next, account.renew_after);
    }
    return next;
}

std::vector<Errands::Answer> Errands::advance(Millis now) {
    while (!later_.empty() && later_.begin()->first <= now) {
        Waiting next = std::move(later_.begin()->second);
        later_.erase(later_.begin());
        if (wanted(next.errand)) submit(std::move(next.errand), std::move(next.request), now);
    }
    for (std::size_t desk = 0; desk < accounts_.size(); ++desk) {
        Account& account = accounts_[desk];
        std::erase_if(account.waiting, [&](const Waiting& one) { return !wanted(one.errand); });
        if (account.waiting.empty()) continue;
        renew(desk, now);
        release(desk, now);
        while (!account.waiting.empty() && account.waiting.front().until <= now) {
            const Errand& errand = account.waiting.front().errand;
            failed_.push_back({errand.visitor, no_answer(errand.id, "the desk gives no access token")});
            numbers_.erase({errand.visitor, errand.id});
            account.waiting.pop_front();
        }
    }
    return std::exchange(failed_, {});
}

}  // namespace deskbell::relay
