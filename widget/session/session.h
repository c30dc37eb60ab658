#pragma once

#include "widget/session/events.h"
#include "widget/view/view.h"

namespace deskbell {

/// What one step of a session asks of its host.
struct Output {
    Value patches = Value::array();  ///< what changed on the screen, in order (widget/view/differ.h, row.h)
    Value effects = Value::array();  ///< what is to be done, in order; each has "effect", its name (design.md, decision 5)
    std::optional<Millis> next;      ///< when a tick is wanted although nothing happens
    Value notes = Value::array();    ///< for the developer, one text each: what was left out, and why
    std::optional<Error> error;      ///< why the event was not taken, if it was not
};

/// An Output as JSON: {"patches","effects","next","notes"?,"error"?}.
Value output_to_json(const Output& output);

/// The customer's side of one conversation: events in, patches and effects out. It does no I/O and reads no clock, so the same events give the same output on every host.
class Session {
  public:
    explicit Session(Config config);

    /// Takes one event (events.def) at `now`, milliseconds since 1970. An event that cannot be taken changes nothing, and `error` says why.
    Output handle(const Value& event, Millis now);

    const View& view() const { return view_; }
    /// Whether the conversation is open on the screen.
    bool is_open() const { return is_open_; }
    const Conversation& conversation() const { return conversation_; }
    /// What the session knows, for developers: state, queue, messages with what was ignored in them.
    Value describe_state() const;

  private:
    Result<void> dispatch(const Value& event);

    Result<void> on_open(const BareEvent& event);
    Result<void> on_close(const BareEvent& event);
    Result<void> on_net(const NetEvent& event);
    Result<void> on_message(const MessageEvent& event);
    Result<void> on_modified(const MessageEvent& event);
    Result<void> on_revoked(const RevokedEvent& event);
    Result<void> on_history(const HistoryEvent& event);
    Result<void> on_gap(const BareEvent& event);
    Result<void> on_sent(const SentEvent& event);
    Result<void> on_send_failed(const SendFailedEvent& event);
    Result<void> on_read(const ReadEvent& event);
    Result<void> on_seen(const BareEvent& event);
    Result<void> on_upload(const UploadEvent& event);
    Result<void> on_text(const TextEvent& event);
    Result<void> on_typing(const BareEvent& event);
    Result<void> on_draft(const DraftEvent& event);
    Result<void> on_action(const ActionEvent& event);
    Result<void> on_pick(const PickEvent& event);
    Result<void> on_file(const FileEvent& event);
    Result<void> on_card(const CardEvent& event);
    Result<void> on_order(const OrderEvent& event);
    Result<void> on_language(const LanguageEvent& event);
    Result<void> on_catalogue(const CatalogueEvent& event);
    Result<void> on_state(const StateEvent& event);
    Result<void> on_request_evaluation(const BareEvent& event);
    Result<void> on_end_session(const BareEvent& event);
    Result<void> on_human(const BareEvent& event);
    Result<void> on_tick(const BareEvent& event);
    Result<void> on_restore(const RestoreEvent& event);

    // Actions (session_actions.cpp).
    Result<void> press(std::string_view row, std::string_view action, const Value& value);
    Result<void> press_on_session(std::string_view action);
    Result<void> press_on_entry(Entry& entry, std::string_view action, const Value& value);
    Result<void> recall(const Entry* entry);
    /// `client_id` carries the answer that was given by a control of `entry`.
    void answer(Entry& entry, const std::string& client_id);
    void take_choice_back(std::string_view client_id);
    Result<void> choose(Entry& entry, std::size_t index);
    Result<void> submit(Entry& entry, const Value& value);
    Result<void> submit_evaluation(Entry& entry);
    Result<void> submit_task_form(Entry& entry, const Value& value);

    // Sending (session_sending.cpp).
    std::string next_client_id();
    /// Gives the client id of its last message.
    std::string send_text(std::string_view text, std::string_view cloud_custom_data = {}, const Value& mentioned = Value());
    /// Gives the client id.
    std::string send_stored(Value message);
    void start_upload(Entry& entry);
    std::string send_online_only(Value message, SendKind kind = SendKind::online_only);
    void trigger(SendKind kind);
    void trigger_if_new();
    void start_over_if_ended();
    void pump();
    void persist_if_changed();
    void mark_read();

    Value& add_effect(std::string_view name);
    void announce(std::string_view text, std::string_view politeness);
    void note(const Error& error);
    /// What a message that came, or changed, means beyond its row: a note on what it lacks, a notification.
    Result<void> welcome(const Result<Arrival>& arrival);
    void greet(const Arrival& arrival);
    void load_history(std::string_view before);
    ViewContext context() const;

    Config config_;
    Catalogue texts_;
    Conversation conversation_;
    View view_;
    Connection connection_ = Connection::connecting;
    bool language_asked_ = false;
    bool is_open_ = false;
    bool triggered_ = false;
    bool history_loading_ = false;
    bool history_seen_ = false;
    std::string history_from_;    ///< ID of the first message of the oldest page that came
    std::string history_before_;  ///< of the page that was asked for last
    bool filling_gap_ = false;
    bool confirm_end_ = false;
    std::string draft_;
    std::string wanted_lang_;
    std::string persisted_;
    Seconds read_upto_ = 0;
    Millis typing_sent_ = 0;
    std::int64_t client_ids_ = 0;
    Millis now_ = 0;
    Output output_;
};

}  // namespace deskbell
