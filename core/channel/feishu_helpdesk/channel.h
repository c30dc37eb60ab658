#pragma once

#include <map>
#include <set>

#include "core/channel/feishu/fault.h"
#include "core/channel/feishu/im.h"
#include "core/channel/feishu/tenant_token.h"
#include "core/channel/feishu_helpdesk/settings.h"
#include "core/channel/feishu_helpdesk/state.h"
#include "core/channel/feishu_helpdesk/ticket_message.h"

namespace deskbell::channel::feishu_helpdesk {

/// What the channels of an account share.
struct Desk {
    Settings settings;
    const Crypto& crypto;
    const Words& words;
    feishu::TenantToken token;
    /// Which visitor holds a chat that was begun with the account's own Feishu user: two would read each other.
    std::map<std::string, std::string> holders;
};

/// One call of the contract: what comes of it, and the time.
struct Turn {
    Output& out;
    Millis now;
};

/// A visitor's conversation with a helpdesk. Starts a ticket, brings messages to it one after the other, and tells what the desk says. The files starting, sending,
/// hearing and closing hold what it does.
class HelpdeskChannel final : public Channel {
  public:
    HelpdeskChannel(Desk& desk, Customer customer, State state);

    Output receive(const Value& im_message, Millis now) override;
    Output answered(const Response& response, Millis now) override;
    Output heard(const SocketNews& news, Millis now) override;
    Output delivered(const Value& item, Millis now) override;
    Output advance(Millis now) override;
    std::optional<Millis> next_deadline() const override;
    Output touch(bool typing, Millis now) override;
    Output status(Millis now) override;
    Output left(Millis now) override;
    Output resume(Millis now) override;
    Value save() const override { return save_state(state_); }

  private:
    // channel.cpp
    void take(Turn& turn, const Message& message);
    void drive(Turn& turn);
    void ask(Turn& turn, Request request);
    void tell(Turn& turn, feishu::Told told);
    void tell_phase(Turn& turn);
    void set_phase(Turn& turn, Phase next);
    void say(Turn& turn, Value message);
    void note(Turn& turn, std::string_view what) const;
    Phase phase() const { return phase_named(state_.phase); }
    std::string own_id() { return "fh-" + std::to_string(state_.next_id++); }
    const std::string& open_id() const { return open_id_; }
    bool speaks_as_user() const { return !user_token_.empty(); }
    Request get(std::string id, const std::string& path) const;
    Request post(std::string id, const std::string& path, const Value& body) const;

    // starting.cpp
    void start(Turn& turn);
    void started(Turn& turn, const feishu::Answer& answer);
    void adopt_ticket(Turn& turn, const std::string& ticket_id);
    void look_again(Turn& turn);
    void listed(Turn& turn, const feishu::Answer& answer);

    // sending.cpp
    void hear(Turn& turn, const Message& message);
    void enqueue(Turn& turn, Outgoing outgoing);
    void advance_head(Turn& turn);
    void upload(Turn& turn, Outgoing& head);
    void send(Turn& turn, Outgoing& head);
    void check(Turn& turn, Outgoing& head);
    void uploaded(Turn& turn, const feishu::Answer& answer);
    void sent(Turn& turn, const feishu::Answer& answer);
    void checked(Turn& turn, const feishu::Answer& answer);
    void head_done(Turn& turn, const std::string& message_id);
    void head_failed(Turn& turn, const feishu::Fault& fault);
    void give_up(Turn& turn, feishu::Told told);

    // hearing.cpp
    void hear_desk(Turn& turn, const TicketMessage& message);
    bool is_echo(const TicketMessage& message);
    bool may_be_own(const TicketMessage& message) const;
    bool says_head(const TicketMessage& message) const;
    void show(Turn& turn, const TicketMessage& message);
    void fetch_next(Turn& turn, Fetching& fetching);
    void fetched(Turn& turn, const Response& response);
    feishu::Dress dress(const TicketMessage& message) const;

    // closing.cpp
    void apply(Turn& turn, const Ticket& ticket);
    void end_by_visitor(Turn& turn);
    void show_rating(Turn& turn, const Ticket& ticket);
    void forget_ticket();
    void show_end(Turn& turn);

    Desk& desk_;
    Customer customer_;
    State state_;
    std::string open_id_;     ///< the Feishu user in whose name the visitor speaks
    std::string user_token_;  ///< of that user, when the website handed one on; never saved
    bool owns_user_ = false;  ///< the visitor brought the Feishu user
    std::set<std::string> open_;
    bool looking_ = false;
    Millis looked_ = 0;  ///< when the desk was last asked for news
};

}  // namespace deskbell::channel::feishu_helpdesk
