#pragma once

#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "native/relay/desks.h"
#include "native/relay/outside.h"

namespace deskbell::relay {

/// The requests of all conversations on their way to the host: numbered, held back until their time has come and until the desk's account has its token, and
/// dropped when nobody wants the answer. It renews the accounts' tokens.
class Errands {
  public:
    /// Both outlive it. Without an outside every request is answered with status 0.
    Errands(Desks& desks, Outside* outside) : desks_(desks), outside_(outside), accounts_(desks.size()) {}

    /// An answer for a conversation.
    struct Answer {
        VisitorId visitor = 0;
        channel::Response response;
    };

    void add(std::size_t desk, VisitorId visitor, channel::Request request, Millis now);
    void cancel(VisitorId visitor, const std::string& id);
    /// All that a visitor's conversation has open.
    void cancel_all(VisitorId visitor);
    /// The host's answer, or a piece of it. Gives what a conversation is to be told: nothing when it is the account's own or no longer wanted.
    std::optional<Answer> take(const Errand& errand, channel::Response response, Millis now);
    void authorise(const Errand& errand, channel::Request& request) const;

    std::optional<Millis> next_deadline() const;
    /// Does what has become due; gives the requests that have waited in vain.
    std::vector<Answer> advance(Millis now);
    std::size_t open_count() const { return numbers_.size(); }

  private:
    struct Waiting {
        Errand errand;
        channel::Request request;
        Millis until = 0;
    };
    struct Account {
        bool renewing = false;
        int failures = 0;
        Millis renew_after = 0;
        std::deque<Waiting> waiting;
    };
    using Key = std::pair<VisitorId, std::string>;

    void submit(Errand errand, channel::Request request, Millis now);
    void renew(std::size_t desk, Millis now);
    void renewed(const Errand& errand, const channel::Response& response, Millis now);
    void release(std::size_t desk, Millis now);
    bool wanted(const Errand& errand) const;

    Desks& desks_;
    Outside* outside_;
    std::vector<Account> accounts_;
    std::map<Key, std::uint64_t> numbers_;  ///< of the open requests
    std::multimap<Millis, Waiting> later_;  ///< those whose time has not come
    std::vector<Answer> failed_;            ///< told at the next advance()
    std::uint64_t last_number_ = 0;
};

}  // namespace deskbell::relay
