#pragma once

#include <set>

#include "core/channel/aily/api.h"
#include "core/channel/aily/settings.h"
#include "core/channel/aily/state.h"
#include "core/channel/feishu/fault.h"
#include "core/channel/feishu/im.h"
#include "core/channel/feishu/tenant_token.h"

namespace deskbell::channel::aily {

class AilyChannel;

/// What the channels of an account share.
struct Assistant {
    Settings settings;
    const Crypto& crypto;
    const Words& words;
    feishu::TenantToken token;
    /// Channels whose run is under way: the more there are, the less often each looks.
    std::set<const AilyChannel*> active;
};

/// One call of the contract: what comes of it, and the time.
struct Turn {
    Output& out;
    Millis now;
};

/// A visitor's conversation with an Aily assistant: a session, messages in order, and a run that answers them, whose words are looked at while they grow. The files turns
/// and polling hold what it does.
class AilyChannel final : public Channel {
  public:
    AilyChannel(Assistant& assistant, Customer customer, State state);
    ~AilyChannel() override;

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
    void say(Turn& turn, Value message);
    void pass(Turn& turn, Value message);
    void tell(Turn& turn, feishu::Told told);
    void note(Turn& turn, std::string_view what) const;
    bool is_open(std::string_view kind) const;
    Request request(std::string id, const char* method, const std::string& path) const;

    // turns.cpp
    void hear(Turn& turn, const Message& message);
    void open_session(Turn& turn);
    void session_opened(Turn& turn, const feishu::Answer& answer);
    void advance_head(Turn& turn);
    void send_head(Turn& turn, Outgoing& head);
    void uploaded(Turn& turn, const feishu::Answer& answer);
    void sent(Turn& turn, const feishu::Answer& answer);
    void head_failed(Turn& turn, const feishu::Fault& fault);
    void create_run(Turn& turn);
    void run_created(Turn& turn, const feishu::Answer& answer);
    void look_for_run(Turn& turn);
    void runs_listed(Turn& turn, const feishu::Answer& answer);
    void end_by_visitor(Turn& turn);
    /// What is not a message failed: waits, or gives up with a word to the visitor.
    void failed(Turn& turn, const feishu::Fault& fault, void (AilyChannel::*give_up)(Turn& turn));
    void drop_outbox(Turn& turn);
    void drop_run(Turn& turn);

    // polling.cpp
    void begin_run(Turn& turn, std::string run_id);
    void look(Turn& turn, std::string_view kind, std::string_view page_token);
    void looked(Turn& turn, const feishu::Answer& answer, bool last);
    void run_seen(Turn& turn, const feishu::Answer& answer);
    bool show(Turn& turn, const AilyMessage& message);
    void show_whole(Turn& turn, const AilyMessage& message, std::string markdown);
    void fetch(Turn& turn, const Fetching& fetching);
    void fetched(Turn& turn, const Response& response);
    void look_later(Turn& turn, bool has_grown);
    void end_run(Turn& turn, feishu::Told told);
    void close_streams(Turn& turn);
    void set_run(RunPhase phase);
    RunPhase run() const { return static_cast<RunPhase>(state_.run); }

    Assistant& assistant_;
    Customer customer_;
    State state_;
    std::set<std::string> open_;
    std::string run_status_;  ///< how the run ended, between seeing that and its last messages
    std::string run_error_;
    int pages_ = 0;
    bool any_growing_ = false;
    bool has_grown_ = false;
};

}  // namespace deskbell::channel::aily
